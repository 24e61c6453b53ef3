/** Meta's insights at the level of ads, a row for each day. */
import { isObject } from '../json.ts'
import { sortedDays, type SimulatedAdDay } from '../simulated-ads.ts'
import { parsedJson } from '../simulated-report.ts'

const FIELDS: ReadonlySet<string> = new Set([
  'ad_id',
  'ad_name',
  'adset_id',
  'adset_name',
  'campaign_id',
  'campaign_name',
  'account_currency',
  'spend',
  'impressions',
  'reach',
  'inline_link_clicks',
  'clicks',
  'video_play_actions',
  'video_continuous_2_sec_watched_actions',
  'video_p25_watched_actions',
  'video_p50_watched_actions',
  'video_p75_watched_actions',
  'video_p100_watched_actions',
  'actions',
  'action_values',
  'attribution_setting',
])

/** A sentence where the question is none of Meta's. */
export function adInsights(
  query: URLSearchParams,
  days: readonly SimulatedAdDay[],
  { since, until }: { readonly since: string; readonly until: string },
): readonly Readonly<Record<string, unknown>>[] | string {
  const fields = (query.get('fields') ?? '').split(',')
  const strange = fields.find((field) => !FIELDS.has(field))
  if (strange !== undefined) return `${strange} is not valid for fields param`
  if (!['impression', 'conversion', 'mixed', null].includes(query.get('action_report_time')))
    return 'action_report_time must be one of impression, conversion, mixed'
  const states = statesIn(parsedJson(query.get('filtering') ?? '[]'))
  if (states === undefined) return 'filtering must be a list of field, operator and value'
  return sortedDays(days)
    .filter(({ day, deleted }) => day >= since && day <= until && (deleted !== true || states.has('DELETED')))
    .map((one) => ({ date_start: one.day, date_stop: one.day, ...shown(one, fields) }))
}

function shown({ ad_id, spend, currency, fields: own }: SimulatedAdDay, fields: readonly string[]) {
  const all: Readonly<Record<string, unknown>> = { ...own, ad_id, spend, account_currency: currency }
  // What an ad does not have is left out, as Meta does.
  return Object.fromEntries(fields.flatMap((field) => (all[field] === undefined ? [] : [[field, all[field]]])))
}

function statesIn(filters: unknown): ReadonlySet<unknown> | undefined {
  if (!Array.isArray(filters)) return undefined
  const states = new Set<unknown>()
  for (const filter of filters) {
    if (!isObject(filter) || filter['field'] !== 'ad.effective_status' || filter['operator'] !== 'IN') return undefined
    if (!Array.isArray(filter['value'])) return undefined
    for (const state of filter['value']) states.add(state)
  }
  return states
}
