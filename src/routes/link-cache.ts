/**
 * Where short links lead, for some seconds: when a Live shows one, thousands follow it at once, and the record is asked once. A code that
 * nobody made is remembered too. Bounded: the oldest gives way.
 */
const LIFE_MS = 30_000
const MOST = 1_000

export class LinkCache {
  readonly #targets = new Map<string, { readonly target: string | null; readonly untilMs: number }>()

  /** Undefined: ask. Null: there is no such link. */
  get(site: string, code: string, nowMs: number): string | null | undefined {
    const known = this.#targets.get(`${site} ${code}`)
    return known === undefined || known.untilMs <= nowMs ? undefined : known.target
  }

  keep(site: string, code: string, target: string | null, nowMs: number): void {
    const key = `${site} ${code}`
    this.#targets.delete(key)
    const [oldest] = this.#targets.size >= MOST ? this.#targets.keys() : []
    if (oldest !== undefined) this.#targets.delete(oldest)
    this.#targets.set(key, { target, untilMs: nowMs + LIFE_MS })
  }

  forget(site: string, code: string): void {
    this.#targets.delete(`${site} ${code}`)
  }

  forgetAll(): void {
    this.#targets.clear()
  }
}
