/** TikTok's report by ad and day, and its list of ads. What is not asked for in TikTok's words is refused. */
import { isObject } from '../json.ts'
import { sortedDays, type SimulatedAdDay } from '../simulated-ads.ts'
import { parsedJson } from '../simulated-report.ts'
import type { Problem } from './simulated-event.ts'
import type { Data } from './simulated-reporting.ts'

const METRICS: ReadonlySet<unknown> = new Set([
  'spend',
  'currency',
  'ad_name',
  'adgroup_id',
  'adgroup_name',
  'campaign_id',
  'campaign_name',
  'impressions',
  'reach',
  'clicks',
  'engagements',
  'video_play_actions',
  'video_watched_2s',
  'video_watched_6s',
  'video_views_p25',
  'video_views_p50',
  'video_views_p75',
  'video_views_p100',
  'engaged_view',
  'likes',
  'comments',
  'shares',
  'follows',
  'profile_visits',
  'live_views',
  'live_unique_views',
  'live_product_clicks',
  'complete_payment',
  'total_complete_payment_rate',
])
const MAX_ADS = 100

/** `start` and `end` have been held against what a report may span. */
export function adReport(
  query: URLSearchParams,
  days: readonly SimulatedAdDay[],
  [start, end]: readonly [string, string],
): Data | Problem {
  const dimensions = parsedJson(query.get('dimensions'))
  if (JSON.stringify(dimensions) !== '["ad_id","stat_time_day"]')
    return bad('dimensions: the simulator reports ad_id by stat_time_day')
  const metrics = parsedJson(query.get('metrics'))
  if (!Array.isArray(metrics) || !metrics.every((metric) => METRICS.has(metric)))
    return bad('metrics: Not a valid choice')
  const withDeleted = asksForAll(parsedJson(query.get('filtering') ?? '[]'))
  if (withDeleted === undefined) return bad('filtering: Not a valid filter')
  const found = sortedDays(days).filter(
    ({ day, deleted }) => day >= start && day <= end && (withDeleted || deleted !== true),
  )
  return page(query, found, (one) => ({
    dimensions: { ad_id: one.ad_id, stat_time_day: `${one.day} 00:00:00` },
    metrics: Object.fromEntries(metrics.map((metric: string) => [metric, String(valueOf(one, metric))])),
  }))
}

/** Counts that an ad does not have are a nought, as TikTok writes them; texts a dash. */
function valueOf({ spend, currency, fields }: SimulatedAdDay, metric: string): unknown {
  if (metric === 'spend') return spend
  if (metric === 'currency') return currency
  return fields[metric] ?? (/name$|_id$/.test(metric) ? '-' : '0')
}

/** Undefined where it is no filter. */
function asksForAll(filters: unknown): boolean | undefined {
  if (!Array.isArray(filters)) return undefined
  const known = filters.every(
    (one) => isObject(one) && one['filter_type'] === 'IN' && Array.isArray(parsedJson(String(one['filter_value']))),
  )
  if (!known) return undefined
  return filters.some(
    (one: Record<string, unknown>) => one['field_name'] === 'ad_status' && one['filter_value'] === '["STATUS_ALL"]',
  )
}

/** `GET /ad/get/`: of a hundred ads at most, and of deleted ones only where it is said. */
export function adList(query: URLSearchParams, days: readonly SimulatedAdDay[]): Data | Problem {
  const filtering = parsedJson(query.get('filtering') ?? '{}')
  const { ad_ids: ids, primary_status: status } = isObject(filtering) ? filtering : {}
  if (!Array.isArray(ids) || ids.length === 0 || ids.length > MAX_ADS)
    return bad('filtering.ad_ids: Length must be between 1 and 100')
  const fields = parsedJson(query.get('fields'))
  if (!Array.isArray(fields) || !fields.every((field) => field === 'ad_id' || field === 'tiktok_item_id'))
    return bad('fields: Not a valid choice')
  const byId = new Map(days.map((one) => [one.ad_id, one] as const))
  const found = ids.flatMap((id: unknown) => byId.get(String(id)) ?? [])
  const shown = found.filter(({ deleted }) => status === 'STATUS_ALL' || deleted !== true)
  return page(query, shown, ({ ad_id: id, post_id: post }) => ({
    ad_id: id,
    ...(fields.includes('tiktok_item_id') && { tiktok_item_id: post ?? null }),
  }))
}

function page<One>(query: URLSearchParams, all: readonly One[], show: (one: One) => unknown): Data | Problem {
  const [number, size] = [Number(query.get('page') ?? 1), Number(query.get('page_size') ?? 10)]
  if (!Number.isInteger(number) || number < 1 || !Number.isInteger(size) || size < 1 || size > 1_000)
    return bad('page_size: must be 1 to 1000')
  const list = all.slice((number - 1) * size, number * size).map(show)
  const total = { total_number: all.length, total_page: Math.max(1, Math.ceil(all.length / size)) }
  return { data: { list, page_info: { page: number, page_size: size, ...total } } }
}

function bad(message: string): Problem {
  return { code: 40002, message }
}
