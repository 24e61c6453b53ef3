/** One alarm for all that a shard has to do later. Setting it is a write, so it is set only to ring earlier than it would. */

const DAY_MS = 86_400_000
/**
 * So much too late, it has been lost, or the machine's clock has jumped ahead: the runtime rings when as much time has gone by as there was
 * to wait for when it was set, and time in which a machine was suspended does not count.
 */
const LOST_AFTER_MS = 60_000

export class AlarmClock {
  readonly #set: (atMs: number) => void
  readonly #now: () => number
  readonly #counts = { set: 0, rang: 0 }
  #atMs = Number.POSITIVE_INFINITY

  constructor(set: (atMs: number) => void, now = Date.now) {
    this.#set = set
    this.#now = now
  }

  /** Since this object woke. */
  get counts(): { readonly set: number; readonly rang: number } {
    return { ...this.#counts }
  }

  /** What was set before the object was put away: it is not set anew for anything later. One that is overdue may have been lost. */
  stands(atMs: number | null, nowMs: number): void {
    if (atMs !== null && atMs > nowMs) this.#atMs = Math.min(this.#atMs, atMs)
  }

  /** It has rung: the next one is set by whoever needs it. */
  rang(): void {
    this.#counts.rang++
    this.#atMs = Number.POSITIVE_INFINITY
  }

  /** Rings then, or earlier. */
  at(atMs: number): void {
    if (atMs >= this.#atMs && this.#now() < this.#atMs + LOST_AFTER_MS) return
    this.#atMs = atMs
    this.#counts.set++
    this.#set(atMs)
  }

  /** Retention is kept also where nothing happens any more: rings when the next day begins, where nothing else is set. */
  nextDay(nowMs: number): void {
    if (this.#atMs === Number.POSITIVE_INFINITY) this.at((Math.floor(nowMs / DAY_MS) + 1) * DAY_MS)
  }
}
