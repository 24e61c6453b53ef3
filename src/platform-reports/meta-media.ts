/**
 * Meta, Insights API: `GET /act_<id>/insights` at the level of ads, a row for each day. Deleted and archived ads come only where the
 * question names their states. With `use_unified_attribution_setting` each claim is of the window that its ad set has, and
 * `attribution_setting` says which; `action_report_time=impression` dates claims by the ad's impression, as TikTok does. A rate limit
 * is error 4, 17, 32, 613 or 80000 to 80014.
 */
import type { MediaDay, MediaMetric } from '../offsite/rows.ts'
import {
  metricsOf,
  minorOfText,
  partOf,
  texts,
  WAITS_MS,
  type MediaApi,
  type MediaQuestion,
  type Wait,
} from './media-api.ts'
import {
  countOf,
  jsonOf,
  listOf,
  MAX_REPORT_PAGES,
  objectOf,
  textOf,
  type AskReport,
  type Json,
} from './reporting-api.ts'
import { windowIn } from './window.ts'

const ORIGIN = 'https://graph.facebook.com'
const VERSION = 'v24.0'
const PURCHASE_ACTIONS = ['offsite_conversion.fb_pixel_purchase', 'omni_purchase', 'purchase'] as const
const STATES = [
  'ACTIVE',
  'PAUSED',
  'DELETED',
  'ARCHIVED',
  'CAMPAIGN_PAUSED',
  'ADSET_PAUSED',
  'PENDING_REVIEW',
  'DISAPPROVED',
  'PREAPPROVED',
  'PENDING_BILLING_INFO',
  'IN_PROCESS',
  'WITH_ISSUES',
] as const

const METRICS: Readonly<Partial<Record<MediaMetric, string>>> = {
  impressions: 'impressions',
  reach: 'reach',
  clicks: 'inline_link_clicks',
  all_clicks: 'clicks',
}
/** Lists of one action each. */
const VIDEO: Readonly<Partial<Record<MediaMetric, string>>> = {
  plays: 'video_play_actions',
  views_2s: 'video_continuous_2_sec_watched_actions',
  views_25: 'video_p25_watched_actions',
  views_50: 'video_p50_watched_actions',
  views_75: 'video_p75_watched_actions',
  views_100: 'video_p100_watched_actions',
}
const SOCIAL: Readonly<Partial<Record<MediaMetric, string>>> = {
  likes: 'post_reaction',
  comments: 'comment',
  shares: 'post',
  saves: 'onsite_conversion.post_save',
}
const NAMES = [
  'ad_id',
  'ad_name',
  'adset_id',
  'adset_name',
  'campaign_id',
  'campaign_name',
  'account_currency',
] as const
const FIELDS = [
  ...NAMES,
  'spend',
  ...Object.values(METRICS),
  ...Object.values(VIDEO),
  'actions',
  'action_values',
  'attribution_setting',
]

export const metaMedia: MediaApi = {
  id: 'meta',
  saysWindow: true,
  async *read(question, ask, wait) {
    let after = ''
    for (let page = 0; page < MAX_REPORT_PAGES; page++) {
      const answer = await get(question, after, ask, wait)
      if ('failed' in answer) return yield answer
      const part = partOf(listOf(answer.body['data']).map((row) => adDay(row, question)))
      yield part
      if ('failed' in part) return
      const paging = objectOf(answer.body['paging'])
      const next = textOf(objectOf(paging['cursors'])['after'])
      if (textOf(paging['next']) === '' || next === '' || next === after) return
      after = next
    }
    yield { failed: `more than ${MAX_REPORT_PAGES} pages` }
  },
}

/** `paging.next` is a whole address: only its cursor is taken, so that the token goes nowhere else. */
async function get(
  { from, to, adAccount, accessToken, baseUrl }: MediaQuestion,
  after: string,
  ask: AskReport,
  wait: Wait,
): Promise<{ readonly body: Json } | { readonly failed: string }> {
  const query = new URLSearchParams({
    level: 'ad',
    fields: FIELDS.join(','),
    time_increment: '1',
    time_range: JSON.stringify({ since: from, until: to }),
    use_unified_attribution_setting: 'true',
    action_report_time: 'impression',
    filtering: JSON.stringify([{ field: 'ad.effective_status', operator: 'IN', value: STATES }]),
    limit: '500',
    ...(after !== '' && { after }),
  })
  const account = encodeURIComponent(adAccount.replace(/^act_/, ''))
  const url = `${baseUrl ?? ORIGIN}/${VERSION}/act_${account}/insights?${query.toString()}`
  for (let attempt = 0; ; attempt++) {
    const answer = await ask(url, { authorization: `Bearer ${accessToken}` })
    const body = jsonOf(answer.text)
    if (answer.status === 200 && body !== undefined && Array.isArray(body['data'])) return { body }
    const error = objectOf(body?.['error'])
    const pause = WAITS_MS[attempt]
    if (pause === undefined || !isLimit(answer.status, Number(error['code'])))
      return { failed: `${answer.status} ${textOf(error['message']) || answer.text.slice(0, 300)}` }
    await wait(pause)
  }
}

function isLimit(status: number, code: number): boolean {
  return status === 429 || [4, 17, 32, 613].includes(code) || (code >= 80_000 && code <= 80_014)
}

function adDay(row: Json, question: MediaQuestion): MediaDay | { readonly failed: string } {
  const [id, day, currency] = [textOf(row['ad_id']), textOf(row['date_start']), textOf(row['account_currency'])]
  const spend = minorOfText(row['spend'], currency)
  if (id === '' || !/^\d{4}-\d{2}-\d{2}$/.test(day) || spend === undefined)
    return { failed: `a row without its ad, day or spend: ${JSON.stringify(row).slice(0, 200)}` }
  const orders = countOf(purchaseOf(row['actions']))
  const value = minorOfText(purchaseOf(row['action_values']), currency)
  const setting = textOf(row['attribution_setting'])
  const window = windowIn(setting) ?? question.window
  if (window === undefined && (orders !== undefined || value !== undefined))
    return { failed: `a claim without a window that can be read (“${setting.slice(0, 40)}”): say it with --window` }
  return {
    kind: 'media',
    source: 'meta',
    level: 'ad',
    day,
    account: question.adAccount,
    id,
    ...texts({
      name: textOf(row['ad_name']),
      campaign_id: textOf(row['campaign_id']),
      campaign: textOf(row['campaign_name']),
      group_id: textOf(row['adset_id']),
      group: textOf(row['adset_name']),
    }),
    currency,
    spend,
    metrics: { ...metricsOf(row, METRICS), ...videoOf(row), ...socialOf(row) },
    ...(orders !== undefined && { claimed_orders: orders }),
    ...(value !== undefined && { claimed_value: value }),
    ...(window !== undefined && { window }),
    date_basis: 'impression',
    paid: true,
  }
}

function purchaseOf(actions: unknown): unknown {
  const all = listOf(actions)
  const types: readonly string[] = PURCHASE_ACTIONS
  return types.map((type) => valueOf(all, type)).find((value) => value !== undefined)
}

function valueOf(actions: readonly Json[], type: string): unknown {
  return actions.find((action) => action['action_type'] === type)?.['value']
}

function videoOf(row: Json): MediaDay['metrics'] {
  const values = Object.fromEntries(Object.values(VIDEO).map((name) => [name, listOf(row[name])[0]?.['value']]))
  return metricsOf(values, VIDEO)
}

function socialOf(row: Json): MediaDay['metrics'] {
  const actions = listOf(row['actions'])
  const values = Object.fromEntries(Object.values(SOCIAL).map((type) => [type, valueOf(actions, type)]))
  return metricsOf(values, SOCIAL)
}
