/**
 * Delivers one destination's parcels: takes a batch, sends it, ends what ended, and says when to come back.
 * Destinations have a courier each, so that one that is down or slow holds up nobody else.
 */
import type { AttemptOutcome, Destination, PlatformAnswer } from '../destinations/destination.ts'
import { nextAttemptAt, RETRY } from '../outbox/retry.ts'
import { endedSheet, openParcel, type Held, type OpenParcel } from '../outbox/state.ts'
import type { Ended, Store } from '../outbox/store.ts'
import type { FinalOutcome } from '../outbox/types.ts'
import type { Holds } from './holds.ts'

/** How a destination fares: kept when the shard is put away and wakes again. */
export interface CourierMemory {
  failures: number
  /** Epoch ms before which it is left alone. */
  notBeforeMs: number
  state: 'open' | 'retrying' | 'parked'
}

export function newCourierMemory(): CourierMemory {
  return { failures: 0, notBeforeMs: 0, state: 'open' }
}

export interface CourierDeps {
  readonly destination: Destination
  readonly memory: CourierMemory
  readonly store: Pick<Store, 'nextBatch' | 'acceptedBefore' | 'end'>
  readonly holds: Holds
  /** Runs its argument in one transaction. */
  readonly transaction: (work: () => void) => void
  /** Sends event bodies to the platform; undefined where there are no credentials. */
  readonly post: (site: string, bodies: readonly string[]) => Promise<PlatformAnswer | undefined>
  /** Of these deliveries, those whose person has withdrawn since: asked before every attempt. */
  readonly withdrawn: (parts: readonly Held[]) => readonly Held[]
  readonly now: () => number
  readonly random: () => number
  readonly onAttempt: (attempt: AttemptRecord) => void
  readonly onEnded: (outcome: FinalOutcome, events: number) => void
}

/** One line of telemetry: counts and codes, never a value of an event. */
export interface AttemptRecord {
  readonly destination: string
  readonly events: number
  readonly outcome: AttemptOutcome['kind']
  readonly code: string
  readonly durationMs: number
  /** The policy under which the oldest of them was taken. */
  readonly digest: string
  readonly oldestAcceptedAtMs: number
  /** Which this is since the destination last took something: 1 is the first. */
  readonly tries: number
}

/** Batches in one go: with it, a run is bounded. */
const BATCHES_PER_RUN = 200

/** Behind others that may stay longer, or while the platform is left alone, what is overdue is looked for this often. */
const OVERDUE_EVERY_MS = 60 * 60_000
/** Parcels in memory at once: each may be half a megabyte. */
const OVERDUE_ROWS = 8
/** Pages of that many in one go: with it, looking is bounded. */
const OVERDUE_PAGES = 1_000

const TOO_OLD: Omit<Ended, 'sheets'> = { outcome: 'expired', code: 'event_too_old' }
const WAITED: Omit<Ended, 'sheets'> = { outcome: 'expired', code: 'waited_too_long' }
const NO_LONGER_ALLOWED: Omit<Ended, 'sheets'> = { outcome: 'expired', code: 'no_longer_in_policy' }

const NO_SHEET = { site: '', digest: '' }

type Batch = readonly OpenParcel[]

export class Courier {
  readonly #deps: CourierDeps
  #busy = false
  #lookedMs = 0
  readonly #memory: CourierMemory

  constructor(deps: CourierDeps) {
    this.#deps = deps
    this.#memory = deps.memory
  }

  get busy(): boolean {
    return this.#busy
  }

  /** `retrying` and `parked` are shown to people; both resume by themselves. */
  get state(): 'open' | 'retrying' | 'parked' {
    return this.#memory.state
  }

  /** Epoch ms before which this destination is left alone. */
  get notBeforeMs(): number {
    return this.#memory.notBeforeMs
  }

  async run(): Promise<void> {
    if (this.#busy) return
    this.expireOverdue()
    if (this.#deps.now() < this.#memory.notBeforeMs) return
    this.#busy = true
    try {
      for (let i = 0; i < BATCHES_PER_RUN; i++) {
        if (!(await this.#deliverNext())) return
      }
    } finally {
      this.#busy = false
    }
  }

  /** False when there is nothing left, or the destination must be left alone for a while. */
  async #deliverNext(): Promise<boolean> {
    const { destination, store } = this.#deps
    const rows = store.nextBatch(destination.id, destination.batch)
    if (rows.length === 0) return false
    const batch = rows.map(openParcel)
    const fresh = this.#expire(batch)
    return fresh.length === 0 || (await this.#deliver(batch, fresh))
  }

  /** Ends what has been held as long as the policy says, wherever it stands in the line; looks once an hour. */
  expireOverdue(): void {
    const { destination, holds, now, store } = this.#deps
    const nowMs = now()
    if (this.#busy || nowMs - this.#lookedMs < OVERDUE_EVERY_MS) return
    this.#lookedMs = nowMs
    let after = 0
    for (let page = 0; page < OVERDUE_PAGES; page++) {
      const rows = store.acceptedBefore(destination.id, nowMs - holds.shortestMs(), after, OVERDUE_ROWS)
      if (rows.length === 0) return
      this.#expire(rows.map(openParcel))
      after = rows.at(-1)?.id ?? after
    }
  }

  /** What may not be sent any more ends here, with its reason; what is too old for the platform would spoil the whole batch. */
  #expire(batch: Batch): Held[] {
    const held = batch.flatMap((parcel) => parcel.held)
    const byReason = Map.groupBy(held, (one) => this.#overdueBy(one))
    if (byReason.size === 0 || (byReason.size === 1 && byReason.has(undefined))) return held
    const ended = new EndedLines(batch)
    for (const [reason, parts] of byReason) if (reason !== undefined) this.#finish(ended, parts, reason)
    return []
  }

  #overdueBy({ entry, acceptedAtMs }: Held): Omit<Ended, 'sheets'> | undefined {
    const { destination, holds, now } = this.#deps
    const nowMs = now()
    if (entry.t < nowMs - destination.maxAgeMs) return TOO_OLD
    const holdMs = holds.of(entry.ev)
    if (holdMs === undefined) return NO_LONGER_ALLOWED
    return acceptedAtMs < nowMs - holdMs ? WAITED : undefined
  }

  /** Sends; halves what the platform refuses as a whole until the bad one stands alone. O(k log n) posts for k bad. */
  async #deliver(batch: Batch, all: readonly Held[]): Promise<boolean> {
    // A shard belongs to one site.
    const { site, digest } = batch[0]?.sheet ?? NO_SHEET
    const stack: (readonly Held[])[] = [all]
    // Lines are counted from the parcel as it was read, so a parcel that shrinks is shrunk from that again.
    const ended = new EndedLines(batch)
    let parts = stack.pop()
    while (parts !== undefined) {
      parts = this.#withoutWithdrawn(ended, parts)
      if (parts.length === 0) {
        parts = stack.pop()
        continue
      }
      const outcome = await this.#attempt(site, digest, parts)
      if (outcome.kind === 'retry' || outcome.kind === 'parked') return this.#backOff(outcome)
      if (outcome.kind === 'split' && parts.length > 1) {
        const middle = parts.length >> 1
        stack.push(parts.slice(middle), parts.slice(0, middle))
      } else {
        this.#settle(ended, parts, outcome)
      }
      parts = stack.pop()
    }
    this.#recovered()
    return true
  }

  /** Consent is looked at again before every attempt: what was taken back in the meantime ends here. */
  #withoutWithdrawn(ended: EndedLines, parts: readonly Held[]): readonly Held[] {
    const gone = new Set(this.#deps.withdrawn(parts))
    if (gone.size === 0) return parts
    this.#finish(ended, [...gone], { outcome: 'withdrawn', code: 'consent_withdrawn' })
    return parts.filter((one) => !gone.has(one))
  }

  async #attempt(site: string, digest: string, parts: readonly Held[]): Promise<AttemptOutcome> {
    const { destination, post, now, onAttempt } = this.#deps
    const startedMs = now()
    const answer = await post(
      site,
      parts.map(({ body }) => body),
    )
    const outcome: AttemptOutcome =
      answer === undefined ? { kind: 'parked', code: 'no_credentials' } : destination.classify(answer, parts.length)
    onAttempt({
      destination: destination.id,
      events: parts.length,
      outcome: outcome.kind,
      code: outcome.code,
      durationMs: now() - startedMs,
      digest,
      oldestAcceptedAtMs: Math.min(...parts.map(({ acceptedAtMs }) => acceptedAtMs)),
      tries: this.#memory.failures + 1,
    })
    return outcome
  }

  #settle(ended: EndedLines, parts: readonly Held[], outcome: AttemptOutcome): void {
    if (outcome.kind === 'partial') {
      const bad = parts.filter((_, index) => outcome.rejected.has(index))
      const good = parts.filter((_, index) => !outcome.rejected.has(index))
      this.#finish(ended, good, { outcome: 'delivered', code: outcome.code })
      for (const [index, code] of outcome.rejected) {
        const one = parts[index]
        if (one !== undefined && bad.includes(one)) this.#finish(ended, [one], { outcome: 'rejected', code })
      }
      return
    }
    this.#finish(ended, parts, { outcome: outcome.kind === 'delivered' ? 'delivered' : 'rejected', code: outcome.code })
  }

  #finish(ended: EndedLines, parts: readonly Held[], result: Omit<Ended, 'sheets'>): void {
    if (parts.length === 0) return
    const { destination, store, transaction, now, onEnded } = this.#deps
    const sheets = ended.sheetsOf(parts)
    const parcels = ended.add(parts)
    transaction(() => store.end(destination.id, now(), parcels, { ...result, sheets }))
    onEnded(result.outcome, parts.length)
  }

  #backOff(outcome: Extract<AttemptOutcome, { kind: 'retry' | 'parked' }>): false {
    this.#memory.failures++
    this.#memory.state = outcome.kind === 'parked' ? 'parked' : 'retrying'
    const retryAfterMs = outcome.kind === 'retry' ? outcome.retryAfterMs : undefined
    this.#memory.notBeforeMs = nextAttemptAt(
      this.#deps.now(),
      this.#memory.failures,
      RETRY,
      this.#deps.random(),
      retryAfterMs,
    )
    return false
  }

  #recovered(): void {
    this.#memory.failures = 0
    this.#memory.notBeforeMs = 0
    this.#memory.state = 'open'
  }
}

/** Which lines of a batch's parcels have ended so far. */
class EndedLines {
  readonly #parcels: ReadonlyMap<number, { parcel: OpenParcel; lines: Set<number> }>

  constructor(batch: Batch) {
    this.#parcels = new Map(batch.map((parcel) => [parcel.row.id, { parcel, lines: new Set<number>() }]))
  }

  /** The receipt sheets of these deliveries, one per parcel. */
  sheetsOf(parts: readonly Held[]): string[] {
    return [...byParcel(parts)].flatMap(([id, lines]) => {
      const known = this.#parcels.get(id)
      return known === undefined ? [] : [endedSheet(known.parcel, lines)]
    })
  }

  /** Adds them, and returns each touched parcel with all of its lines that have ended. */
  add(parts: readonly Held[]): { parcel: OpenParcel; lines: ReadonlySet<number> }[] {
    return [...byParcel(parts)].flatMap(([id, lines]) => {
      const known = this.#parcels.get(id)
      if (known === undefined) return []
      for (const line of lines) known.lines.add(line)
      return [known]
    })
  }
}

function byParcel(parts: readonly Held[]): Map<number, Set<number>> {
  const lines = new Map<number, Set<number>>()
  for (const { parcel, line } of parts) {
    const known = lines.get(parcel)
    if (known === undefined) lines.set(parcel, new Set([line]))
    else known.add(line)
  }
  return lines
}
