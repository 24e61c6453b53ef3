/**
 * TikTok's reports as a simulator gives them: a pixel's number by its code, the statistics of its events, the advertiser's report
 * by day. Refusals are answered with HTTP 200 and a code, as everywhere at TikTok. Sources: TikTok's own SDK and types made from
 * it, read 2026-11-22.
 */
import { isObject } from '../json.ts'
import type { SimulatedAdDay } from '../simulated-ads.ts'
import { dayOf, isDay, parsedJson, salesOf, sumOf, type CountedSale } from '../simulated-report.ts'
import { sourceExists, type CountedEvent, type SimulatorOptions } from '../simulator.ts'
import { adList, adReport } from './simulated-ads.ts'
import type { Problem } from './simulated-event.ts'

const PATHS: Readonly<Record<string, (query: URLSearchParams, facts: Facts) => Data | Problem>> = {
  '/open_api/v1.3/pixel/list/': pixelList,
  '/open_api/v1.3/pixel/event/stats/': eventStats,
  '/open_api/v1.3/report/integrated/get/': integrated,
  '/open_api/v1.3/ad/get/': (query, { ads }) => adList(query, ads),
}
const MAX_STATS_DAYS = 28
const MAX_REPORT_DAYS = 30
const DAY_MS = 86_400_000
const METRICS: ReadonlySet<unknown> = new Set(['complete_payment', 'total_complete_payment_rate', 'currency'])

export interface Data {
  readonly data: Readonly<Record<string, unknown>>
}

interface Facts {
  readonly sales: readonly CountedSale[]
  readonly sources: readonly string[]
  readonly options: SimulatorOptions
  readonly ads: readonly SimulatedAdDay[]
}

/** Undefined where it is no report that is asked for. */
export function reportOf(
  path: string,
  events: readonly CountedEvent[],
  options: SimulatorOptions,
  ads: readonly SimulatedAdDay[] = [],
): Data | Problem | undefined {
  const [name = '', query = ''] = path.split('?', 2)
  const read = Object.hasOwn(PATHS, name) ? PATHS[name] : undefined
  if (read === undefined) return undefined
  const parameters = new URLSearchParams(query)
  if (!/^\d{5,24}$/.test(parameters.get('advertiser_id') ?? '')) return bad('advertiser_id: Not a valid string')
  const sources = [...new Set(events.map(({ source }) => source))]
  return read(parameters, { sales: salesOf(events, detailsOf), sources, options, ads })
}

function detailsOf({ properties, user }: Readonly<Record<string, unknown>>) {
  return { money: properties, clickId: isObject(user) ? user['ttclid'] : undefined }
}

function pixelList(query: URLSearchParams, { options }: Facts): Data | Problem {
  const code = query.get('code') ?? ''
  const pixels = sourceExists(code, options) ? [{ pixel_id: pixelIdOf(code), pixel_code: code, pixel_name: code }] : []
  return { data: { pixels, page_info: { page: 1, page_size: 20, total_number: pixels.length, total_page: 1 } } }
}

/** A number for a code, the same for the same (FNV-1a, 32 bits). */
export function pixelIdOf(code: string): string {
  let hash = 0x811c9dc5
  for (const letter of code) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return `7${String(hash).padStart(10, '0')}`
}

function eventStats(query: URLSearchParams, { sales, sources }: Facts): Data | Problem {
  const ids = parsedJson(query.get('pixel_ids'))
  const range = parsedJson(query.get('date_range'))
  if (!Array.isArray(ids) || ids.length === 0 || !ids.every((id) => typeof id === 'string' && /^\d+$/.test(id)))
    return bad('pixel_ids: Not a valid list of strings')
  const { start_date: start, end_date: end } = isObject(range) ? range : {}
  const wrong = wrongRange(start, end, MAX_STATS_DAYS)
  if (wrong !== undefined || !isDay(start) || !isDay(end)) return wrong ?? bad('date_range')
  const list = ids.map((id: string) => {
    const code = sources.find((source) => pixelIdOf(source) === id)
    const counted = sales.filter(({ source, atMs }) => source === code && dayOf(atMs) >= start && dayOf(atMs) <= end)
    return { pixel_id: id, statistics: counted.length === 0 ? [] : [statisticsOf(counted)] }
  })
  return { data: { list } }
}

function statisticsOf(counted: readonly CountedSale[]): Readonly<Record<string, unknown>> {
  const server = counted.filter(({ channel }) => channel === 'api').length
  return {
    pixel_event_type: 'SHOPPING',
    attributed_count: counted.filter(({ clicked }) => clicked).length,
    total_count: counted.length,
    browser_event_total_count: counted.length - server,
    server_event_total_count: server,
  }
}

function integrated(query: URLSearchParams, { sales, ads }: Facts): Data | Problem {
  const [start, end] = [query.get('start_date'), query.get('end_date')]
  const wrong = wrongRange(start, end, MAX_REPORT_DAYS)
  if (wrong !== undefined || !isDay(start) || !isDay(end)) return wrong ?? bad('start_date')
  if (query.get('data_level') === 'AUCTION_AD' && query.get('report_type') === 'BASIC')
    return adReport(query, ads, [start, end])
  const metrics = parsedJson(query.get('metrics'))
  if (!Array.isArray(metrics) || !metrics.every((metric) => METRICS.has(metric)))
    return bad('metrics: Not a valid choice')
  if (query.get('report_type') !== 'BASIC' || query.get('data_level') !== 'AUCTION_ADVERTISER')
    return bad('data_level: the simulator reports an advertiser or its ads')
  const [page, size] = [Number(query.get('page') ?? 1), Number(query.get('page_size') ?? 10)]
  if (!Number.isInteger(page) || page < 1 || !Number.isInteger(size) || size < 1 || size > 1_000)
    return bad('page_size: must be 1 to 1000')
  const credited = sales.filter(({ atMs, clicked }) => clicked && dayOf(atMs) >= start && dayOf(atMs) <= end)
  const days = [...Map.groupBy(credited, ({ atMs }) => dayOf(atMs))].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const list = days.map(([day, ofDay]) => ({
    dimensions: { advertiser_id: query.get('advertiser_id'), stat_time_day: `${day} 00:00:00` },
    metrics: {
      complete_payment: String(ofDay.length),
      total_complete_payment_rate: sumOf(ofDay),
      currency: ofDay[0]?.currency ?? '',
    },
  }))
  const total = { total_number: list.length, total_page: Math.ceil(list.length / size) }
  return { data: { list: list.slice((page - 1) * size, page * size), page_info: { page, page_size: size, ...total } } }
}

function wrongRange(start: unknown, end: unknown, mostDays: number): Problem | undefined {
  if (!isDay(start) || !isDay(end) || start > end) return bad('start_date: Not a valid date')
  const days = (Date.parse(`${end}T00:00:00Z`) - Date.parse(`${start}T00:00:00Z`)) / DAY_MS + 1
  return days > mostDays ? bad(`The time span can not exceed ${mostDays} days`) : undefined
}

function bad(message: string): Problem {
  return { code: 40002, message }
}
