/**
 * Requests that are refused at the door, before an event of theirs is looked at: each may be a lost sale, and no shard hears
 * of it. Counted by code and by the page's origin, never with what was in them; since the isolate woke. Pure.
 */
import { Counts, type PlainCounts } from './counts.ts'
import { originName } from './origin-name.ts'

export type Caller = 'browser' | 'server'

/** What one isolate knows. */
export interface DoorReport {
  readonly sinceMs: number
  readonly counts: PlainCounts
}

export class Door {
  readonly #sinceMs: number
  /** Of the configured sites, so there are no more of them than the policy has. */
  readonly #ofSites = new Map<string, Counts>()
  /** Nobody can tell which site was meant. */
  readonly #ofNobody = new Counts()

  constructor(sinceMs: number) {
    this.#sinceMs = sinceMs
  }

  /** `site`: where it is known by then. */
  refused(code: string, caller: Caller, atMs: number, site?: string): void {
    this.#of(site).one('door', atMs, code, caller)
  }

  /** A page whose origin no site lists. */
  refusedOrigin(origin: string | null, atMs: number): void {
    this.#ofNobody.one('strangers', atMs, originName(origin))
  }

  /** What was refused of a site, and what was refused and belongs to none: it may have been meant for any. */
  reportFor(site: string): DoorReport {
    const counts = new Counts()
    counts.merge(this.#ofNobody.plain())
    const own = this.#ofSites.get(site)
    if (own !== undefined) counts.merge(own.plain())
    return { sinceMs: this.#sinceMs, counts: counts.plain() }
  }

  #of(site: string | undefined): Counts {
    if (site === undefined) return this.#ofNobody
    const known = this.#ofSites.get(site)
    if (known !== undefined) return known
    const made = new Counts()
    this.#ofSites.set(site, made)
    return made
  }
}
