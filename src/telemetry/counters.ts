/** Counts of this isolate since it started. Label values come from code and policy, or are bounded and sanitised. */

const MAX_NAMES = 200

export class Counters {
  /** HTTP problems: code → count */
  readonly problems = new Map<string, number>()
  /** Events that came from no person: `bot` or `prefetch` → count */
  readonly automated = new Map<string, number>()

  static add(counts: Map<string, number>, name: string, by = 1): void {
    const known = counts.get(name)
    if (known === undefined && counts.size >= MAX_NAMES && name !== '(other)')
      return Counters.add(counts, '(other)', by)
    counts.set(name, (known ?? 0) + by)
  }
}
