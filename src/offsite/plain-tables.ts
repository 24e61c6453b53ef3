/** Tables of what was imported, as it was said, and of orders by region: nobody's journey is in them. */
import { flatNode, foldedBlocks } from '../analysis/guards/fold.ts'
import { SMALL } from '../analysis/guards/threshold.ts'
import { ORDER_STATUSES } from '../analysis/columns.ts'
import type { AnalysisCell, AnalysisColumn, AnalysisRow, AnalysisTable } from '../analysis/table.ts'
import { MEDIA_METRICS, type MediaDay, type VerificationDay } from './rows.ts'
import type { TableSource } from './table-source.ts'

const NOT_SAID: AnalysisCell = { value: null, why: 'not_measured' }

function said(value: number | string | undefined): AnalysisCell {
  return value === undefined ? NOT_SAID : { value }
}

/** Money of another currency than the table's is shown as not said: it is never converted. */
export function mediaDaysTable(source: TableSource): AnalysisTable {
  const days = source.mediaDays()
  const { currency } = source.asked.frame.value
  const claim = { by: 'platform' } as const
  const columns: AnalysisColumn[] = [
    { key: 'day', kind: 'date' },
    ...(['source', 'level', 'campaign', 'id', 'name', 'window'] as const).map((key) => ({
      key,
      kind: 'name' as const,
    })),
    { key: 'paid', kind: 'name' },
    { key: 'spend', kind: 'money', claim },
    ...MEDIA_METRICS.map((key) => ({ key, kind: 'count' as const, claim })),
    { key: 'claimed_orders', kind: 'count', claim },
    { key: 'claimed_value', kind: 'money', claim },
  ]
  const rows = days.map((day) => mediaRow(day, currency))
  const others = days.filter(({ currency: own, spend }) => spend !== undefined && own !== currency).length
  const notes = others > 0 ? [{ code: 'spend_in_other_currency', figures: { rows: others } }] : []
  return { id: 'media_days', currency, columns, rows, notes }
}

function mediaRow(day: MediaDay, currency: string): AnalysisRow {
  const money = (minor: number | undefined) => said(day.currency === currency ? minor : undefined)
  return {
    kind: 'row',
    cells: [
      ...[day.day, day.source, day.level, day.campaign ?? day.campaign_id, day.id, day.name, day.window].map(said),
      said(day.paid ? 'paid' : 'organic'),
      money(day.spend),
      ...MEDIA_METRICS.map((metric) => said(day.metrics[metric])),
      said(day.claimed_orders),
      money(day.claimed_value),
    ],
  }
}

const COUNTS = ['monitored', 'measured', 'viewable', 'classified', 'safe', 'invalid'] as const

/** By source and vendor: counts are added up, and the rates worked out from the sums. */
export function verificationTable(source: TableSource): AnalysisTable {
  const { from, to } = source.asked.question
  const days = source.books.imports.rows('verification', from, to)
  const groups = Map.groupBy(days, ({ source: platform, vendor }) => `${platform}\n${vendor}`)
  const columns: AnalysisColumn[] = [
    ...(['source', 'vendor'] as const).map((key) => ({ key, kind: 'name' as const })),
    ...COUNTS.map((key) => ({ key, kind: 'count' as const, claim: { by: 'vendor' } })),
    ...RATES.map(([key]) => ({ key, kind: 'share' as const, claim: { by: 'vendor' } })),
  ]
  const rows = [...groups]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, own]) => verificationRow(name, own))
  return { id: 'verification', columns, rows, notes: [] }
}

/** Viewable of what could be measured: beside it stands how much that was. */
const RATES = [
  ['measured_rate', 'measured', 'monitored'],
  ['viewable_rate', 'viewable', 'measured'],
  ['safe_rate', 'safe', 'classified'],
  ['invalid_rate', 'invalid', 'monitored'],
] as const

function verificationRow(name: string, days: readonly VerificationDay[]): AnalysisRow {
  const sumOf = (key: (typeof COUNTS)[number]) =>
    days.reduce<number | undefined>((sum, day) => (day[key] === undefined ? sum : (sum ?? 0) + day[key]), undefined)
  const rates = RATES.map(([, part, whole]): AnalysisCell => {
    const [of, all] = [sumOf(part), sumOf(whole)]
    return of === undefined || all === undefined || all <= 0 ? NOT_SAID : { value: of / all, n: all }
  })
  return { kind: 'row', cells: [...name.split('\n').map(said), ...COUNTS.map((key) => said(sumOf(key))), ...rates] }
}

/**
 * Orders of everybody by where they were sent, day by day. Guarded by region: one with few on all days together is not said, nor the next
 * smallest beside a single such one, which would be all orders less the others.
 */
export function ordersByRegionTable(source: TableSource): AnalysisTable {
  const { asked, books } = source
  const orders = source.orders()
  const counts = ORDER_STATUSES.map((status) => asked.frame.conversion.statuses.includes(status))
  const byRegion = new Map<string, Map<string, number>>()
  for (let order = 0; order < orders.count; order++) {
    const atMs = orders.atMs[order] ?? 0
    if (counts[orders.status[order] ?? -1] !== true || atMs >= asked.span.toMs) continue
    const region = orders.region[order] === '' ? 'unknown' : (orders.region[order] ?? 'unknown')
    const days = byRegion.get(region) ?? new Map<string, number>()
    byRegion.set(region, days)
    const day = books.clock.dayOf(atMs)
    days.set(day, (days.get(day) ?? 0) + 1)
  }
  const regions = [...byRegion].map(([region, days]) => ({
    region,
    days,
    all: [...days.values()].reduce((sum, n) => sum + n, 0),
  }))
  const shown = regionsToSay(regions)
  const hidden = regions.length - shown.length
  return {
    id: 'orders_by_region_day',
    columns: [
      { key: 'region', kind: 'name' },
      { key: 'day', kind: 'date' },
      { key: 'orders', kind: 'count' },
    ],
    rows: shown
      .toSorted((one, other) => (one.region < other.region ? -1 : 1))
      .flatMap(({ region, days }) => dayRows(region, days)),
    notes: hidden === 0 ? [] : [{ code: 'regions_too_few', figures: { regions: hidden, fewest: SMALL } }],
  }
}

function regionsToSay<Region extends { readonly region: string; readonly all: number }>(
  regions: readonly Region[],
): readonly Region[] {
  const rows = regions.map(({ region, all }, index) => {
    // No two orders are one.
    const own = Array.from({ length: Math.min(all, SMALL) }, (_, order) => index * SMALL + order)
    return { key: region, journeys: all, small: own }
  })
  const everybody = regions.reduce((sum, { all }) => sum + all, 0)
  const blocks = foldedBlocks(flatNode(rows, everybody), 1, SMALL) ?? []
  return blocks.flatMap(({ folded, members }) => (folded ? [] : members.flatMap((member) => regions[member] ?? [])))
}

function dayRows(region: string, days: ReadonlyMap<string, number>): readonly AnalysisRow[] {
  return [...days]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([day, orders]) => ({ kind: 'row', cells: [{ value: region }, { value: day }, { value: orders }] }))
}
