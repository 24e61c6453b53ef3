/** How many deliveries carried which match key, by destination and event. Pure: the page draws it, findings read it. */
import type { EventName } from '../event/types.ts'
import type { Counts, Seen } from './counts.ts'
import { grouped, totalOf } from './finding.ts'
import { hasMatchKey, MATCH_KEYS, type MatchKey } from './match-keys.ts'
import { matchKeysOf } from './planned.ts'
import type { SitePlan } from '../pipeline/plan.ts'

export interface KeyCoverage {
  readonly key: MatchKey
  /** Deliveries that had it. */
  readonly count: number
  /** `open`: the policy lets it out. `shut`: the platform would take it and the policy keeps it back. */
  readonly policy: 'open' | 'shut'
}

export interface Coverage extends Readonly<Seen> {
  readonly destination: string
  readonly event: string
  /** Only keys that the platform has a place for. */
  readonly keys: readonly KeyCoverage[]
}

/** The most frequent first. Deliveries under a limited permit are not counted: they have no match keys by design. */
export function coverageOf(counts: Counts, plan: SitePlan): readonly Coverage[] {
  return grouped(counts.rows('sent'), ({ a, b }) => `${a} ${b}`).flatMap(({ key, rows }) => {
    const [destination = '', event = ''] = key.split(' ')
    const planned = plan.destinations.find((one) => one.destination.id === destination)?.events.get(event as EventName)
    if (planned === undefined) return []
    const { open, shut } = matchKeysOf(planned)
    const keys = MATCH_KEYS.filter((one) => open.has(one) || shut.has(one)).map((one): KeyCoverage => {
      const count = totalOf(rows.filter(({ c }) => hasMatchKey(c, one))).count
      return { key: one, count, policy: open.has(one) ? 'open' : 'shut' }
    })
    return [{ destination, event, keys, ...totalOf(rows) }]
  })
}
