/** How many requests a second a destination gets. Pure: the clock is an argument. */

/** A second's worth may go at once, then as many as the rate gives. Who comes too early is told how long to wait. */
export class TokenBucket {
  #tokens: number | undefined
  #atMs = 0

  /** Takes one token; the milliseconds until it is there. Below zero it is promised to whoever waits for it. */
  take(nowMs: number, perSecond: number): number {
    const most = Math.max(1, perSecond)
    const gained = (Math.max(0, nowMs - this.#atMs) / 1_000) * perSecond
    this.#tokens = Math.min(most, (this.#tokens ?? most) + gained) - 1
    this.#atMs = nowMs
    return this.#tokens >= 0 ? 0 : Math.ceil((-this.#tokens / perSecond) * 1_000)
  }
}

/** Slower than this, a courier would wait for its turn longer than an instance is sure to live. */
const MIN_PER_SECOND = 0.1
const MAX_PER_SECOND = 10_000
const RATE = /^([a-z][a-z0-9_-]*)=(\d{1,5}(?:\.\d{1,3})?)$/

/** `tiktok=50 meta=2.5` → requests a second, by destination; undefined where it says anything else. */
export function parseRates(text: string, known: readonly string[]): ReadonlyMap<string, number> | undefined {
  const rates = new Map<string, number>()
  for (const part of text.split(/\s+/).filter((one) => one !== '')) {
    const [, id, figure] = RATE.exec(part) ?? []
    const perSecond = Number(figure)
    if (id === undefined || !known.includes(id) || rates.has(id)) return undefined
    if (perSecond < MIN_PER_SECOND || perSecond > MAX_PER_SECOND) return undefined
    rates.set(id, perSecond)
  }
  return rates
}
