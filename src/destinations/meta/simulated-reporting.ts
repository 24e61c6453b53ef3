/**
 * Meta's reports as a simulator gives them: `GET /<data set>/stats` in hourly buckets and `GET /act_<id>/insights` by day, each
 * in pages. Sources: Marketing API, Ads Pixel Stats (updated 2025-12-10) and Insights, read 2026-11-22.
 */
import { isObject } from '../json.ts'
import type { SimulatedAdDay } from '../simulated-ads.ts'
import { dayOf, isDay, parsedJson, salesOf, sumOf, type CountedSale } from '../simulated-report.ts'
import {
  jsonAnswer,
  sourceExists,
  type CountedEvent,
  type SimulatedAnswer,
  type SimulatorOptions,
} from '../simulator.ts'
import { adInsights } from './simulated-ads.ts'
import type { Problem } from './simulated-event.ts'

const STATS = /^\/v[1-9]\d{0,2}\.\d\/(\d+)\/stats\/?(?:\?(.*))?$/
const INSIGHTS = /^\/v[1-9]\d{0,2}\.\d\/act_(\d+)\/insights\/?(?:\?(.*))?$/
const HOUR_MS = 3_600_000
const BUCKETS_A_PAGE = 24
/** Of what can be asked for, what the simulator can tell. */
const AGGREGATIONS: ReadonlySet<string | null> = new Set(['event_source'])
const WINDOWS: ReadonlySet<unknown> = new Set(['1d_view', '1d_click', '7d_click', '28d_click'])

export type MetaReport = SimulatedAnswer | Problem | undefined

/** Undefined where it is no report that is asked for. */
export function reportOf(
  path: string,
  events: readonly CountedEvent[],
  options: SimulatorOptions,
  ads: readonly SimulatedAdDay[] = [],
): MetaReport {
  const [stats, insights] = [STATS.exec(path), INSIGHTS.exec(path)]
  const sales = () => salesOf(events, detailsOf)
  if (stats !== null) return statsOf(stats[1] ?? '', new URLSearchParams(stats[2]), sales(), options)
  if (insights !== null) return insightsOf(new URLSearchParams(insights[2]), sales(), ads)
  return undefined
}

function detailsOf({ custom_data, user_data }: Readonly<Record<string, unknown>>) {
  return { money: custom_data, clickId: isObject(user_data) ? user_data['fbc'] : undefined }
}

function statsOf(
  source: string,
  query: URLSearchParams,
  sales: readonly CountedSale[],
  options: SimulatorOptions,
): SimulatedAnswer | Problem {
  if (!sourceExists(source, options))
    return { code: 100, subcode: 33, message: `Object with ID '${source}' does not exist` }
  if (!AGGREGATIONS.has(query.get('aggregation'))) return bad('aggregation must be one of the enumerated values')
  const [startMs, endMs] = [secondsOf(query.get('start_time')), secondsOf(query.get('end_time'))]
  if (startMs === undefined || endMs === undefined || startMs >= endMs) return bad('start_time must be before end_time')
  const wanted = query.get('event')
  if (wanted !== null && wanted !== 'Purchase') return paged([], query, BUCKETS_A_PAGE)
  const counted = sales.filter((sale) => sale.source === source && sale.atMs >= startMs && sale.atMs < endMs)
  const hours = Map.groupBy(counted, ({ atMs }) => Math.floor(atMs / HOUR_MS) * HOUR_MS)
  const buckets = [...hours.keys()]
    .toSorted((a, b) => a - b)
    .map((hourMs) => ({
      start_time: new Date(hourMs).toISOString().replace(/\.\d+Z$/, '+0000'),
      aggregation: 'event_source',
      data: (['BROWSER', 'SERVER'] as const).flatMap((value) => {
        const channel = value === 'BROWSER' ? 'pixel' : 'api'
        const count = (hours.get(hourMs) ?? []).filter((sale) => sale.channel === channel).length
        return count === 0 ? [] : [{ value, count }]
      }),
    }))
  return paged(buckets, query, BUCKETS_A_PAGE)
}

function secondsOf(text: string | null): number | undefined {
  return text !== null && /^\d{9,11}$/.test(text) ? Number(text) * 1000 : undefined
}

function insightsOf(
  query: URLSearchParams,
  sales: readonly CountedSale[],
  ads: readonly SimulatedAdDay[],
): SimulatedAnswer | Problem {
  const range = parsedJson(query.get('time_range'))
  const { since, until } = isObject(range) ? range : {}
  if (!isDay(since) || !isDay(until) || since > until) return bad('time_range must be {since, until}')
  if (query.get('time_increment') !== '1') return bad('time_increment: the simulator tells days')
  if (query.get('level') === 'ad') {
    const found = adInsights(query, ads, { since, until })
    return typeof found === 'string' ? bad(found) : paged(found, query, Number(query.get('limit') ?? 25))
  }
  const windows = parsedJson(query.get('action_attribution_windows') ?? '["7d_click"]')
  if (!Array.isArray(windows) || !windows.every((window) => WINDOWS.has(window)))
    return bad('action_attribution_windows has a window that there is not')
  const fields = (query.get('fields') ?? '').split(',')
  const credited = sales.filter(({ atMs, clicked }) => clicked && dayOf(atMs) >= since && dayOf(atMs) <= until)
  const days = [...Map.groupBy(credited, ({ atMs }) => dayOf(atMs))].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const rows = days.map(([day, ofDay]) => ({
    date_start: day,
    date_stop: day,
    ...(fields.includes('account_currency') && { account_currency: ofDay[0]?.currency ?? '' }),
    ...(fields.includes('actions') && { actions: actions(String(ofDay.length)) }),
    ...(fields.includes('action_values') && { action_values: actions(sumOf(ofDay)) }),
  }))
  return paged(rows, query, Number(query.get('limit') ?? 25))
}

/** One purchase under several names, each of which holds the others. */
function actions(value: string): readonly Readonly<Record<string, string>>[] {
  return ['purchase', 'offsite_conversion.fb_pixel_purchase', 'omni_purchase'].map((type) => ({
    action_type: type,
    value,
    '7d_click': value,
  }))
}

/** A cursor is opaque to the caller; here it is where the next page begins. */
function paged(rows: readonly unknown[], query: URLSearchParams, size: number): SimulatedAnswer | Problem {
  if (!Number.isInteger(size) || size < 1 || size > 500) return bad('limit must be 1 to 500')
  const after = query.get('after')
  const first = after === null ? 0 : Number(/^sim(\d{1,9})$/.exec(after)?.[1] ?? Number.NaN)
  if (Number.isNaN(first)) return bad('after is no cursor')
  const end = Math.min(first + size, rows.length)
  const cursors = { before: `sim${first}`, after: `sim${end}` }
  const next = end < rows.length ? { next: 'https://graph.facebook.com/next-page' } : {}
  return jsonAnswer(200, { data: rows.slice(first, end), paging: { cursors, ...next } })
}

function bad(message: string): Problem {
  return { code: 100, message: `(#100) ${message}` }
}
