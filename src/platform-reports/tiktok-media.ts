/**
 * TikTok, API for Business 1.3: `GET /report/integrated/get/` by ad and day, 30 days at most a question with `stat_time_day`, deleted
 * ads only with `STATUS_ALL`; then `GET /ad/get/` for the post that a Spark ad runs, 100 ads a question. A refusal is answered with
 * HTTP 200 and a code; 40100 is too many questions. Days are those of the advertiser's own time zone; conversions are dated by the
 * ad's impression, and the window is the one that is set in the ad group: the report does not say it. Names: TikTok's own SDK.
 */
import type { MediaDay, MediaMetric } from '../offsite/rows.ts'
import {
  metricsOf,
  minorOfText,
  partOf,
  texts,
  WAITS_MS,
  type MediaApi,
  type MediaPart,
  type MediaQuestion,
  type Wait,
} from './media-api.ts'
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
} from './reporting-api.ts'

const ORIGIN = 'https://business-api.tiktok.com'
const DAYS_A_REPORT = 30
const PAGE_SIZE = 1_000
const ADS_A_QUESTION = 100
const TOO_MANY = 40_100
const EVERY_STATUS = [{ field_name: 'ad_status', filter_type: 'IN', filter_value: '["STATUS_ALL"]' }]

const METRICS: Readonly<Partial<Record<MediaMetric, string>>> = {
  impressions: 'impressions',
  reach: 'reach',
  clicks: 'clicks',
  all_clicks: 'engagements',
  plays: 'video_play_actions',
  views_2s: 'video_watched_2s',
  views_6s: 'video_watched_6s',
  views_25: 'video_views_p25',
  views_50: 'video_views_p50',
  views_75: 'video_views_p75',
  views_100: 'video_views_p100',
  engaged_views: 'engaged_view',
  likes: 'likes',
  comments: 'comments',
  shares: 'shares',
  follows: 'follows',
  profile_visits: 'profile_visits',
  live_views: 'live_views',
  live_unique_views: 'live_unique_views',
  product_clicks: 'live_product_clicks',
}
const NAMES = ['ad_name', 'adgroup_id', 'adgroup_name', 'campaign_id', 'campaign_name', 'currency'] as const
const CLAIMS = ['complete_payment', 'total_complete_payment_rate'] as const

export const tiktokMedia: MediaApi = {
  id: 'tiktok',
  saysWindow: false,
  async *read(question, ask, wait) {
    const posts = new Map<string, string>()
    const days = daysBetween(question.from, question.to)
    for (let first = 0; first < days.length; first += DAYS_A_REPORT) {
      const span = days.slice(first, first + DAYS_A_REPORT)
      for await (const part of spanOf({ question, ask, wait }, span[0] ?? '', span.at(-1) ?? '')) {
        if ('failed' in part) return yield part
        const missing = await learnPosts({ question, ask, wait }, part.rows, posts)
        if (missing !== undefined) return yield missing
        yield { rows: part.rows.map((row) => withPost(row, posts)) }
      }
    }
  },
}

interface Asked {
  readonly question: MediaQuestion
  readonly ask: AskReport
  readonly wait: Wait
}

async function* spanOf(asked: Asked, start: string, end: string): AsyncGenerator<MediaPart> {
  for (let page = 1; page <= MAX_REPORT_PAGES; page++) {
    const answer = await get(asked, '/report/integrated/get/', {
      report_type: 'BASIC',
      data_level: 'AUCTION_AD',
      dimensions: JSON.stringify(['ad_id', 'stat_time_day']),
      metrics: JSON.stringify(['spend', ...Object.values(METRICS), ...CLAIMS, ...NAMES]),
      filtering: JSON.stringify(EVERY_STATUS),
      start_date: start,
      end_date: end,
      page: String(page),
      page_size: String(PAGE_SIZE),
    })
    if ('failed' in answer) return yield answer
    const part = partOf(listOf(answer.data['list']).map((row) => adDay(row, asked.question)))
    yield part
    if ('failed' in part) return
    const last = countOf(objectOf(answer.data['page_info'])['total_page']) ?? 1
    if (page >= last) return
  }
  yield { failed: `more than ${MAX_REPORT_PAGES} pages` }
}

function adDay(row: Json, { adAccount, window }: MediaQuestion): MediaDay | { readonly failed: string } {
  const [dimensions, metrics] = [objectOf(row['dimensions']), objectOf(row['metrics'])]
  const [id, day] = [textOf(dimensions['ad_id']), textOf(dimensions['stat_time_day']).slice(0, 10)]
  const currency = textOf(metrics['currency'])
  const spend = minorOfText(metrics['spend'], currency)
  if (id === '' || !/^\d{4}-\d{2}-\d{2}$/.test(day) || spend === undefined)
    return { failed: `a row without its ad, day or spend: ${JSON.stringify(row).slice(0, 200)}` }
  const orders = countOf(metrics['complete_payment'])
  // What TikTok calls a rate is the value of all payments.
  const value = minorOfText(metrics['total_complete_payment_rate'], currency)
  return {
    kind: 'media',
    source: 'tiktok',
    level: 'ad',
    day,
    account: adAccount,
    id,
    ...texts({
      name: textOf(metrics['ad_name']),
      campaign_id: textOf(metrics['campaign_id']),
      campaign: textOf(metrics['campaign_name']),
      group_id: textOf(metrics['adgroup_id']),
      group: textOf(metrics['adgroup_name']),
    }),
    currency,
    spend,
    metrics: metricsOf(metrics, METRICS),
    ...(orders !== undefined && { claimed_orders: orders }),
    ...(value !== undefined && { claimed_value: value }),
    ...(window !== undefined && { window }),
    date_basis: 'impression',
    paid: true,
  }
}

/** Each ad is asked about once; an ad that runs no post is remembered as such. */
async function learnPosts(
  asked: Asked,
  rows: readonly MediaDay[],
  posts: Map<string, string>,
): Promise<{ readonly failed: string } | undefined> {
  const ids = [...new Set(rows.map(({ id }) => id))].filter((id) => !posts.has(id))
  for (let first = 0; first < ids.length; first += ADS_A_QUESTION) {
    const some = ids.slice(first, first + ADS_A_QUESTION)
    const answer = await get(asked, '/ad/get/', {
      filtering: JSON.stringify({ ad_ids: some, primary_status: 'STATUS_ALL' }),
      fields: JSON.stringify(['ad_id', 'tiktok_item_id']),
      page: '1',
      page_size: String(ADS_A_QUESTION),
    })
    if ('failed' in answer) return answer
    for (const id of some) posts.set(id, '')
    for (const ad of listOf(answer.data['list'])) posts.set(textOf(ad['ad_id']), textOf(ad['tiktok_item_id']))
  }
  return undefined
}

function withPost(row: MediaDay, posts: ReadonlyMap<string, string>): MediaDay {
  return { ...row, ...texts({ post_id: posts.get(row.id) ?? '' }) }
}

async function get(
  { question, ask, wait }: Asked,
  path: string,
  parameters: Readonly<Record<string, string>>,
): Promise<{ readonly data: Json } | { readonly failed: string }> {
  const query = new URLSearchParams({ advertiser_id: question.adAccount, ...parameters })
  const url = `${question.baseUrl ?? ORIGIN}/open_api/v1.3${path}?${query.toString()}`
  for (let attempt = 0; ; attempt++) {
    const answer = await ask(url, { 'access-token': question.accessToken })
    const body = jsonOf(answer.text)
    if (answer.status === 200 && body?.['code'] === 0) return { data: objectOf(body['data']) }
    const pause = WAITS_MS[attempt]
    if (pause === undefined || !(answer.status === 429 || body?.['code'] === TOO_MANY))
      return { failed: `${answer.status} ${textOf(body?.['message']) || answer.text.slice(0, 300)}` }
    await wait(pause)
  }
}
