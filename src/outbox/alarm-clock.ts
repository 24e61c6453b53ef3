/** One alarm for all that a shard has to do later. Setting it is a write, so it is set only to ring earlier than it would. */

const DAY_MS = 86_400_000
/**
 * So much too late, it is not waited for any longer. The runtime rings when as much time has gone by as there was to wait for when it was
 * set: time in which the machine was suspended does not count, nor a clock that jumped ahead. And after failures, on a full disk, it
 * leaves minutes between its tries, whatever is set meanwhile.
 */
const LOST_AFTER_MS = 60_000

export class AlarmClock {
  readonly #set: (atMs: number) => void
  readonly #ring: () => void
  readonly #now: () => number
  readonly #counts = { set: 0, rang: 0 }
  #atMs = Number.POSITIVE_INFINITY

  /** `ring`: does what is to be done when it rings. */
  constructor(set: (atMs: number) => void, ring: () => void, now = Date.now) {
    this.#set = set
    this.#ring = ring
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
    if (this.#now() >= this.#atMs + LOST_AFTER_MS) this.#ring()
    else if (atMs >= this.#atMs) return
    this.#atMs = atMs
    this.#counts.set++
    this.#set(atMs)
  }

  /** Retention is kept also where nothing happens any more: rings when the next day begins, where nothing else is set. */
  nextDay(nowMs: number): void {
    if (this.#atMs === Number.POSITIVE_INFINITY) this.at((Math.floor(nowMs / DAY_MS) + 1) * DAY_MS)
  }
}

/** The alarm of an object; `ring`: its own `alarm()`. */
export function alarmOf(ctx: Pick<DurableObjectState, 'storage' | 'waitUntil'>, ring: () => Promise<void>): AlarmClock {
  return new AlarmClock(
    (atMs) => void ctx.storage.setAlarm(atMs),
    () => ctx.waitUntil(ring()),
  )
}
