/**
 * TikTok, API for Business 1.3. Received: `GET /pixel/event/stats/` with `advertiser_id`, `pixel_ids` and a `date_range` of one
 * day (it has no days of its own); `statistics[] {pixel_event_type, total_count, browser_event_total_count,
 * server_event_total_count}`. A pixel is named there by its number: `GET /pixel/list/?code=` has it. Credited: `GET
 * /report/integrated/get/` by day, `complete_payment`, and its value, which TikTok calls `total_complete_payment_rate`.
 * Names of parameters: TikTok's own SDK (tiktok-business-api-sdk, MeasurementApi) and types made from it. TikTok's pages were not
 * to be read: which words `pixel_event_type` has (SHOPPING as in campaigns, or the event's own name) could not be seen, so both
 * are read. Days are those of the advertiser's own time zone. A report spans 30 days at most.
 */
import { isCurrency } from '../event/currency.ts'
import { eventNameOf } from '../event/names.ts'
import type { PlatformRow } from '../reconciliation/wire.ts'
import {
  countOf,
  daysBetween,
  jsonOf,
  listOf,
  MAX_REPORT_PAGES,
  objectOf,
  textOf,
  type AskReport,
  type Json,
  type ReportingApi,
  type ReportPart,
  type ReportQuestion,
} from './reporting-api.ts'

const ORIGIN = 'https://business-api.tiktok.com'
const DAYS_A_REPORT = 30
const PAGE_SIZE = 100

export const tiktokReporting: ReportingApi = {
  id: 'tiktok',
  // Also the statistics of a pixel are asked for as an advertiser.
  lacks: ({ adAccount }) => (adAccount === undefined ? 'ad_account' : undefined),
  async *read(question, ask) {
    if (question.source !== undefined) yield* received(question, question.source, ask)
    yield* attributed(question, ask)
  },
}

async function* received(question: ReportQuestion, source: string, ask: AskReport): AsyncGenerator<ReportPart> {
  const pixel = await pixelIdOf(question, source, ask)
  if (typeof pixel !== 'string') return yield pixel
  for (const day of daysBetween(question.from, question.to)) {
    const answer = await get(question, ask, '/pixel/event/stats/', {
      pixel_ids: JSON.stringify([pixel]),
      date_range: JSON.stringify({ start_date: day, end_date: day }),
    })
    if ('failed' in answer) return yield answer
    const statistics = listOf(answer.data['list'])
      .filter(({ pixel_id: id }) => String(id) === pixel)
      .flatMap((one) => listOf(one['statistics']))
    const rows = receivedRows(day, statistics)
    if (rows.length > 0) yield { rows }
  }
}

/** The code stands in the page, the number in the API. */
async function pixelIdOf(
  question: ReportQuestion,
  source: string,
  ask: AskReport,
): Promise<string | { readonly failed: string }> {
  if (/^\d+$/.test(source)) return source
  const answer = await get(question, ask, '/pixel/list/', { code: source })
  if ('failed' in answer) return answer
  const pixel = listOf(answer.data['pixels']).find(({ pixel_code: code }) => code === source)
  return pixel === undefined ? { failed: `the advertiser has no pixel ${source}` } : String(pixel['pixel_id'])
}

function receivedRows(day: string, statistics: readonly Json[]): PlatformRow[] {
  const purchases = statistics.filter((one) => isPurchase(textOf(one['pixel_event_type'])))
  return (['browser', 'server'] as const).flatMap((via): PlatformRow[] => {
    const count = purchases.reduce((sum, one) => sum + (countOf(one[`${via}_event_total_count`]) ?? 0), 0)
    return count === 0 ? [] : [{ kind: 'received', event: 'purchase', day, count, via }]
  })
}

function isPurchase(word: string): boolean {
  return word === 'SHOPPING' || eventNameOf(word) === 'purchase'
}

async function* attributed(question: ReportQuestion, ask: AskReport): AsyncGenerator<ReportPart> {
  const days = daysBetween(question.from, question.to)
  for (let first = 0; first < days.length; first += DAYS_A_REPORT) {
    const span = days.slice(first, first + DAYS_A_REPORT)
    yield* attributedSpan(question, span[0] ?? '', span.at(-1) ?? '', ask)
  }
}

async function* attributedSpan(
  question: ReportQuestion,
  start: string,
  end: string,
  ask: AskReport,
): AsyncGenerator<ReportPart> {
  for (let page = 1; page <= MAX_REPORT_PAGES; page++) {
    const answer = await get(question, ask, '/report/integrated/get/', {
      report_type: 'BASIC',
      data_level: 'AUCTION_ADVERTISER',
      dimensions: JSON.stringify(['advertiser_id', 'stat_time_day']),
      metrics: JSON.stringify(['complete_payment', 'total_complete_payment_rate', 'currency']),
      start_date: start,
      end_date: end,
      page: String(page),
      page_size: String(PAGE_SIZE),
    })
    if ('failed' in answer) return yield answer
    const rows = listOf(answer.data['list']).flatMap(attributedRow)
    if (rows.length > 0) yield { rows }
    const last = countOf(objectOf(answer.data['page_info'])['total_page']) ?? 1
    if (page >= last) return
  }
  yield { failed: `more than ${MAX_REPORT_PAGES} pages` }
}

/** The window is the one that the advertiser has set; the report does not say which. */
function attributedRow(row: Json): PlatformRow[] {
  const metrics = objectOf(row['metrics'])
  const day = textOf(objectOf(row['dimensions'])['stat_time_day']).slice(0, 10)
  const count = countOf(metrics['complete_payment'])
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || count === undefined || count === 0) return []
  const amount = Number(metrics['total_complete_payment_rate'] ?? Number.NaN)
  const currency = textOf(metrics['currency'])
  const money = Number.isFinite(amount) && isCurrency(currency) ? { value: amount, currency } : {}
  return [{ kind: 'attributed', event: 'purchase', day, count, ...money }]
}

async function get(
  question: ReportQuestion,
  ask: AskReport,
  path: string,
  parameters: Readonly<Record<string, string>>,
): Promise<{ readonly data: Json } | { readonly failed: string }> {
  const query = new URLSearchParams({ advertiser_id: question.adAccount ?? '', ...parameters })
  const url = `${question.baseUrl ?? ORIGIN}/open_api/v1.3${path}?${query.toString()}`
  const answer = await ask(url, { 'access-token': question.accessToken })
  const body = jsonOf(answer.text)
  // Also a refusal is answered with 200.
  if (answer.status !== 200 || body?.['code'] !== 0)
    return { failed: `${answer.status} ${textOf(body?.['message']) || answer.text.slice(0, 300)}` }
  return { data: objectOf(body['data']) }
}
