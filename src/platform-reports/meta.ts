/**
 * Meta. Received: `GET /<dataset>/stats?aggregation=event_source&event=Purchase` (Marketing API, Ads Pixel Stats, updated
 * 2025-12-10): hourly buckets of `{value: BROWSER | SERVER, count}`. Credited: `GET /act_<id>/insights` (Insights API) with
 * `actions` and `action_values`, a row for each day.
 * What is not in Meta's pages, and taken from the code of people who use them: the words BROWSER and SERVER, that a filter on the
 * event is needed for right counts, and that the same hour may come twice, on both sides of a page. Whether the counts of `stats`
 * are those before or after Meta's own deduplication is said nowhere.
 */
import type { PlatformRow } from '../reconciliation/wire.ts'
import {
  countOf,
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
import { dayIn, startOfDay } from './time-zones.ts'

const ORIGIN = 'https://graph.facebook.com'
const VERSION = 'v24.0'
const DAY_MS = 86_400_000
/** Most wanted first: of a purchase Meta lists several, each of which holds the others. */
const PURCHASE_ACTIONS = ['offsite_conversion.fb_pixel_purchase', 'omni_purchase', 'purchase'] as const
/** Meta's own names of windows, and what they speak of. */
const WINDOWS = [
  ['7d_click', 'click'],
  ['1d_view', 'view'],
] as const

export const metaReporting: ReportingApi = {
  id: 'meta',
  lacks: ({ source, adAccount }) => (source === undefined && adAccount === undefined ? 'source' : undefined),
  async *read(question, ask) {
    if (question.source !== undefined) yield* received(question, question.source, ask)
    if (question.adAccount !== undefined) yield* attributed(question, question.adAccount, ask)
  },
}

async function* received(question: ReportQuestion, source: string, ask: AskReport): AsyncGenerator<ReportPart> {
  const { timeZone, from, to } = question
  const [startMs, endMs] = [startOfDay(timeZone, from), startOfDay(timeZone, nextDay(to))]
  const query = new URLSearchParams({
    aggregation: 'event_source',
    event: 'Purchase',
    start_time: String(startMs / 1000),
    end_time: String(endMs / 1000),
  })
  const sums = new Map<string, { day: string; via: 'browser' | 'server'; count: number }>()
  const hours = new Set<string>()
  for await (const page of pages(question, `${encodeURIComponent(source)}/stats?${query.toString()}`, ask)) {
    if ('failed' in page) return yield page
    for (const bucket of page.list) {
      const start = textOf(bucket['start_time'])
      const atMs = Date.parse(start.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
      if (Number.isNaN(atMs) || atMs < startMs || atMs >= endMs || hours.has(start)) continue
      hours.add(start)
      addBucket(sums, dayIn(timeZone, atMs), bucket)
    }
  }
  const rows = [...sums.values()].map(({ day, via, count }) => ({
    kind: 'received' as const,
    event: 'purchase',
    day,
    count,
    via,
  }))
  if (rows.length > 0) yield { rows }
}

function addBucket(
  sums: Map<string, { day: string; via: 'browser' | 'server'; count: number }>,
  day: string,
  bucket: Json,
): void {
  for (const entry of listOf(bucket['data'])) {
    const word = textOf(entry['value'])
    const via = word === 'BROWSER' ? 'browser' : word === 'SERVER' ? 'server' : undefined
    const count = countOf(entry['count'])
    if (via === undefined || count === undefined) continue
    const sum = sums.get(`${day} ${via}`) ?? { day, via, count: 0 }
    sum.count += count
    sums.set(`${day} ${via}`, sum)
  }
}

async function* attributed(question: ReportQuestion, account: string, ask: AskReport): AsyncGenerator<ReportPart> {
  const query = new URLSearchParams({
    level: 'account',
    fields: 'account_currency,actions,action_values',
    time_increment: '1',
    time_range: JSON.stringify({ since: question.from, until: question.to }),
    action_attribution_windows: JSON.stringify(WINDOWS.map(([name]) => name)),
    limit: '100',
  })
  const id = account.replace(/^act_/, '')
  for await (const page of pages(question, `act_${encodeURIComponent(id)}/insights?${query.toString()}`, ask)) {
    if ('failed' in page) return yield page
    const rows = page.list.flatMap(attributedRows)
    if (rows.length > 0) yield { rows }
  }
}

function attributedRows(day: Json): PlatformRow[] {
  const count = purchaseOf(day['actions'])
  const value = purchaseOf(day['action_values'])
  const start = textOf(day['date_start'])
  const currency = textOf(day['account_currency'])
  if (!/^\d{4}-\d{2}-\d{2}$/.test(start)) return []
  return WINDOWS.flatMap(([window, how]): PlatformRow[] => {
    const credited = countOf(count?.[window])
    if (credited === undefined || credited === 0) return []
    const amount = Number(value?.[window] ?? Number.NaN)
    const money = Number.isFinite(amount) && currency !== '' ? { value: amount, currency } : {}
    return [{ kind: 'attributed', event: 'purchase', day: start, count: credited, window, how, ...money }]
  })
}

function purchaseOf(actions: unknown): Json | undefined {
  const all = listOf(actions)
  return PURCHASE_ACTIONS.map((type) => all.find((action) => action['action_type'] === type)).find(
    (action) => action !== undefined,
  )
}

type Page = { readonly list: readonly Json[] } | { readonly failed: string }

/** `paging.next` is a whole address: only its cursor is taken, so that the token goes nowhere else. */
async function* pages(question: ReportQuestion, path: string, ask: AskReport): AsyncGenerator<Page> {
  const base = `${question.baseUrl ?? ORIGIN}/${VERSION}/`
  let after = ''
  for (let count = 0; count < MAX_REPORT_PAGES; count++) {
    const url = `${base}${path}${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`
    const answer = await ask(url, { authorization: `Bearer ${question.accessToken}` })
    const body = jsonOf(answer.text)
    const error = objectOf(body?.['error'])
    if (answer.status !== 200 || body === undefined || !Array.isArray(body['data']))
      return yield { failed: `${answer.status} ${textOf(error['message']) || answer.text.slice(0, 300)}` }
    yield { list: listOf(body['data']) }
    const paging = objectOf(body['paging'])
    const next = textOf(objectOf(paging['cursors'])['after'])
    if (textOf(paging['next']) === '' || next === '' || next === after) return
    after = next
  }
  yield { failed: `more than ${MAX_REPORT_PAGES} pages` }
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)
}
