/**
 * A line of requests before something that has room for so many bytes at once; who came first goes first.
 *
 * Nobody is told that it is their turn: in the Worker a request must not rely on a promise that another request made (the
 * runtime may hang or cancel it), so that each asks again and again with a timer of its own. And because the runtime drops a
 * request whose caller has gone without running its `finally`, whoever has not asked for a while counts as gone.
 */

/** One request's place in the line. */
export interface Place {
  readonly bytes: number
  /** Whether its turn has come: it takes up room until it leaves. */
  inside: boolean
  /** Not heard from by then, its request has gone. */
  aliveUntilMs: number
}

/** Several times what anyone lets pass between two signs of life: a busy thread lets all timers run late. */
export const SILENT_AT_MOST_MS = 3_000

export interface LineLimits {
  /** Bytes inside at once; a body that is larger than that goes alone. */
  readonly roomBytes: number
  /** Places in all, inside or not. */
  readonly maxPlaces: number
}

export class WaitingLine {
  readonly #limits: LineLimits
  /** In the order of arrival. */
  readonly #places = new Set<Place>()

  constructor(limits: LineLimits) {
    this.#limits = limits
  }

  /** Undefined where the line is full. Who joins must leave, inside or not. */
  join(bytes: number, nowMs: number): Place | undefined {
    this.#forgetSilent(nowMs)
    if (this.#places.size >= this.#limits.maxPlaces) return undefined
    const place = { bytes, inside: false, aliveUntilMs: nowMs + SILENT_AT_MOST_MS }
    this.#places.add(place)
    return place
  }

  /** 0 when the turn has come, and from then on; else which in the line it is, 1 being the next. */
  ask(place: Place, nowMs: number): number {
    this.keep(place, nowMs)
    this.#forgetSilent(nowMs)
    if (place.inside) return 0
    const before = this.#waitingBefore(place)
    if (before > 0 || !this.#hasRoomFor(place)) return before + 1
    place.inside = true
    return 0
  }

  /** A sign of life. One that was thought to be gone has its place again, at the end of the line. */
  keep(place: Place, nowMs: number): void {
    place.aliveUntilMs = nowMs + SILENT_AT_MOST_MS
    this.#places.add(place)
  }

  leave(place: Place): void {
    this.#places.delete(place)
  }

  #waitingBefore(place: Place): number {
    let before = 0
    for (const other of this.#places) {
      if (other === place) return before
      if (!other.inside) before += 1
    }
    return before
  }

  #hasRoomFor(place: Place): boolean {
    let bytes = 0
    for (const other of this.#places) if (other.inside) bytes += other.bytes
    return bytes === 0 || bytes + place.bytes <= this.#limits.roomBytes
  }

  #forgetSilent(nowMs: number): void {
    for (const place of this.#places) if (place.aliveUntilMs <= nowMs) this.#places.delete(place)
  }
}
