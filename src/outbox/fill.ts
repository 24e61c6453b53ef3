/**
 * How full a shard is: so many deliveries and so many bytes may wait in it. Bytes are measured when the shard wakes and
 * whenever what has come since might make a difference; what has left meanwhile is seen at the next measuring.
 */
import type { Parcel } from './state.ts'

export interface FillDeps {
  readonly maxEvents: number
  readonly maxBytes: number
  /** Deliveries that wait. */
  readonly events: () => number
  /** Bytes that wait; reads the sizes of all parcels. */
  readonly measure: () => number
  readonly now: () => number
}

/** From here on the operator is told, while there is still room for a night. */
export const FILLING_FROM = 0.8
/** While it is full: how long until it is measured again. */
const MEASURED_AGAIN_MS = 5_000
/** What may come before it is measured again, as a share of what there is room for. */
const UNMEASURED_SHARE = 1 / 16

export class Fill {
  readonly #deps: FillDeps
  #measured = 0
  #since = 0
  #measuredAtMs = Number.NEGATIVE_INFINITY

  constructor(deps: FillDeps) {
    this.#deps = deps
    this.#measure()
  }

  add(parcels: readonly Pick<Parcel, 'bodies' | 'sheet'>[]): void {
    for (const { bodies, sheet } of parcels) this.#since += bodies.length + sheet.length
    if (this.#since > this.#deps.maxBytes * UNMEASURED_SHARE) this.#measure()
  }

  isFull(): boolean {
    if (this.#ratio() < 1) return false
    // What waited may have been delivered since.
    if (this.#deps.now() - this.#measuredAtMs >= MEASURED_AGAIN_MS) this.#measure()
    return this.#ratio() >= 1
  }

  /** 1 and more: nothing is taken. For whoever looks: measured anew. */
  ratio(): number {
    if (this.#deps.events() === 0 || this.#deps.now() - this.#measuredAtMs >= MEASURED_AGAIN_MS) this.#measure()
    return this.#ratio()
  }

  #ratio(): number {
    const { events, maxEvents, maxBytes } = this.#deps
    return Math.max(events() / maxEvents, (this.#measured + this.#since) / maxBytes)
  }

  #measure(): void {
    this.#measured = this.#deps.events() === 0 ? 0 : this.#deps.measure()
    this.#since = 0
    this.#measuredAtMs = this.#deps.now()
  }
}
