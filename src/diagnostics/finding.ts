/** One thing that a marketer should know, as codes, names and counts. The words for it are in words.ts. Pure. */
import type { SitePlan } from '../pipeline/plan.ts'
import type { Counts, Row, Seen } from './counts.ts'

/** `error`: sales are lost or wrong. `warning`: something is likely not as meant. `info`: good to know, may be as meant. */
export type Severity = 'error' | 'warning' | 'info'

/** Stable: docs/diagnostics.md names each. */
export type FindingCode =
  | 'nothing_arrives'
  | 'origin_not_allowed'
  | 'token_refused'
  | 'body_unreadable'
  | 'body_too_large'
  | 'content_type_refused'
  | 'gateway_busy'
  | 'write_key_refused'
  | 'network_limited'
  | 'automated_visits'
  | 'source_refused'
  | 'request_parked'
  | 'shop_api_refused'
  | 'orders_sent_twice'
  | 'shop_demand'
  | 'field_unknown'
  | 'field_not_in_policy'
  | 'event_unknown'
  | 'event_malformed'
  | 'event_not_in_plan'
  | 'event_not_for_destination'
  | 'event_absent'
  | 'event_stopped'
  | 'match_key_missing'
  | 'match_key_not_in_policy'
  | 'personal_data_stopped'
  | 'identifier_unusable'
  | 'value_missing'
  | 'value_zero'
  | 'currency_without_value'
  | 'order_id_missing'
  | 'tax_above_value'
  | 'decimals_beyond_currency'
  | 'value_in_minor_units'
  | 'prices_in_minor_units'
  | 'value_above_items'
  | 'value_below_items'
  | 'several_currencies'
  | 'duplicates'
  | 'clock_ahead'
  | 'clock_ahead_refused'
  | 'clock_whole_hours'
  | 'clock_late'
  | 'clock_too_late'
  | 'consent_refused'
  | 'destination_requirement'
  | 'destination_rejects'
  | 'destination_retrying'
  | 'destination_parked'

export interface Finding {
  readonly code: FindingCode
  readonly severity: Severity
  /** What it is about, by kind: `{ field: 'loyalty_tier' }`. Names out of closed lists, or guarded ones. */
  readonly subject: Readonly<Record<string, string>>
  readonly count: number
  /** Out of how many, where that is known. */
  readonly of?: number
  readonly firstMs?: number
  readonly lastMs?: number
}

/** All that findings are made from. */
export interface Known {
  readonly counts: Counts
  readonly plan: SitePlan
  /** destination → `open`, `retrying` or `parked` */
  readonly states: Readonly<Record<string, string>>
  readonly nowMs: number
  /** The window. */
  readonly days: number
}

export function finding(
  code: FindingCode,
  severity: Severity,
  subject: Readonly<Record<string, string>>,
  seen: Partial<Seen> & { readonly count: number },
  of?: number,
): Finding {
  const { count, firstMs, lastMs } = seen
  return {
    code,
    severity,
    subject,
    count,
    ...(of !== undefined && { of }),
    ...(firstMs !== undefined && { firstMs }),
    ...(lastMs !== undefined && { lastMs }),
  }
}

export function shareOf({ count, of }: Pick<Finding, 'count' | 'of'>): number | undefined {
  return of === undefined || of === 0 ? undefined : Math.min(1, count / of)
}

export interface Group extends Readonly<Seen> {
  readonly key: string
  readonly rows: readonly Row[]
}

/** Rows with the same key, added up; the most frequent first. */
export function grouped(rows: readonly Row[], keyOf: (row: Row) => string): readonly Group[] {
  return Array.from(Map.groupBy(rows, keyOf), ([key, same]) => ({ key, rows: same, ...totalOf(same) })).toSorted(
    (one, other) => other.count - one.count,
  )
}

export function totalOf(rows: readonly Row[]): Seen {
  return rows.reduce<Seen>(
    (sum, { count, firstMs, lastMs }) => ({
      count: sum.count + count,
      firstMs: Math.min(sum.firstMs, firstMs),
      lastMs: Math.max(sum.lastMs, lastMs),
    }),
    { count: 0, firstMs: Number.POSITIVE_INFINITY, lastMs: 0 },
  )
}

/** Each event goes to several destinations and is counted there: the count of the one that met it most. */
export function mostOf(rows: readonly Row[], destinationOf: (row: Row) => string): Seen {
  const [most] = grouped(rows, destinationOf)
  return { ...totalOf(rows), count: most?.count ?? 0 }
}

/** name → count, of the first name of a table's rows. */
export function countsBy(rows: readonly Row[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { a, count } of rows) counts.set(a, (counts.get(a) ?? 0) + count)
  return counts
}
