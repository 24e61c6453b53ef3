/** Ads Manager's exports, TikTok's and Meta's, ad by ad and day by day. */
import type { MediaDay, MediaMetric } from '../../offsite/rows.ts'
import { windowIn } from '../../platform-reports/window.ts'
import type { MediaField } from './columns.ts'
import type { FileSays, MediaFormat } from './format.ts'
import { WORDS } from './media-words.ts'
import type { RowCells } from './row-cells.ts'

/** In Meta's words `engaged views` and Lives have no column; what is not there is not said. */
const METRICS: readonly MediaMetric[] = [
  'impressions',
  'reach',
  'clicks',
  'all_clicks',
  'plays',
  'views_2s',
  'views_6s',
  'views_25',
  'views_50',
  'views_75',
  'views_100',
  'engaged_views',
  'likes',
  'comments',
  'shares',
  'saves',
  'follows',
  'profile_visits',
  'live_views',
  'live_unique_views',
  'product_clicks',
]

export const adFormat: MediaFormat = {
  kind: 'ads',
  fields: [
    'day',
    'dayStart',
    'dayEnd',
    'account',
    'currency',
    'campaignId',
    'campaign',
    'groupId',
    'group',
    'adId',
    'ad',
    'postId',
    'creator',
    'spend',
    'orders',
    'value',
    'window',
    ...METRICS,
  ],
  knownBy: [['adId', 'spend']],
  needs: [['day', 'dayStart'], ['adId'], ['spend']],
  amounts: ['spend', 'value'],
  counts: [...METRICS, 'orders'],
  times: ['day', 'dayStart', 'dayEnd'],
  source: sourceOf,
  // TikTok's line of sums says “Total of 12 results” in one of its first columns, Meta's has neither a name nor a day of its own.
  isTotal: (row) =>
    (row.text('adId') === '' || !/\d/.test(row.text('adId').slice(0, 1))) && (row.saysTotal() || isNameless(row)),
  read: (row, file) => [adDay(row, file)],
}

function isNameless(row: RowCells): boolean {
  return (['adId', 'ad', 'group', 'campaign', 'day'] as const).every((field) => row.text(field) === '')
}

/** Words that only one of the two has. */
function sourceOf(headings: string): string | undefined {
  const meta = /\b(?:ad set|adset|amount spent|attribution setting)\b|ensemble de publicites|montant depense/.test(
    headings,
  )
  const tiktok = /\b(?:ad ?group|tiktok|destination)\b|groupe d (?:annonces|publicites)|stat time day/.test(headings)
  if (meta === tiktok) return undefined
  return meta ? 'meta' : 'tiktok'
}

function adDay(row: RowCells, file: FileSays): MediaDay {
  const { source = '' } = file
  const currency = row.currency(['spend', 'value'])
  const spend = row.money('spend', currency)
  if (row.text('spend') === '') row.needed('spend')
  return {
    kind: 'media',
    source,
    level: 'ad',
    day: dayOf(row),
    ...texts(row),
    id: row.needed('adId'),
    ...(currency !== undefined && { currency }),
    ...(spend !== undefined && { spend }),
    metrics: metricsOf(row, METRICS),
    ...claimOf(row, currency),
    ...windowOf(row, file),
    // TikTok dates its conversions by the ad's impression, unless a column says it is in real time.
    ...dated(row, file),
    paid: true,
  }
}

/** With a breakdown by day Meta's reporting dates may be those of the whole export. */
function dayOf(row: RowCells): string {
  if (row.text('day') !== '') return row.day('day')
  const end = row.text('dayEnd')
  if (end !== '' && end !== row.text('dayStart')) row.problems.push(WORDS.period)
  return row.day('dayStart')
}

function texts(row: RowCells) {
  const [account, campaign_id, group_id, post_id] = (['account', 'campaignId', 'groupId', 'postId'] as const).map(
    (field) => row.id(field),
  )
  const [campaign, group, name, creator] = (['campaign', 'group', 'ad', 'creator'] as const).map((field) =>
    row.name(field),
  )
  return {
    ...(account && { account }),
    ...(campaign_id && { campaign_id }),
    ...(campaign && { campaign }),
    ...(group_id && { group_id }),
    ...(group && { group }),
    ...(name && { name }),
    ...(post_id && { post_id }),
    ...(creator && { creator }),
  }
}

/** An empty cell says nothing, a nought that nothing was. */
export function metricsOf(row: RowCells, metrics: readonly MediaMetric[]): MediaDay['metrics'] {
  const found = metrics.flatMap((metric) => {
    const count = row.count(metric satisfies MediaField)
    return count === undefined ? [] : [[metric, count] as const]
  })
  return Object.fromEntries(found)
}

function claimOf(row: RowCells, currency: string | undefined): Pick<MediaDay, 'claimed_orders' | 'claimed_value'> {
  const orders = row.count('orders')
  const value = row.money('value', currency)
  return {
    ...(orders !== undefined && { claimed_orders: orders }),
    ...(value !== undefined && { claimed_value: value }),
  }
}

/** A claim without its window says nothing; a file that says one contradicts what is said beside it. */
function windowOf(row: RowCells, file: FileSays): Pick<MediaDay, 'window'> {
  const cell = row.text('window')
  const own = cell === '' ? undefined : windowIn(cell)
  if (cell !== '' && own === undefined) row.problems.push(WORDS.badWindow(cell))
  if (own !== undefined && file.window !== undefined && own !== file.window)
    row.problems.push(WORDS.twoWindows(own, file.window))
  const window = own ?? file.window
  if (window === undefined && cell === '' && (row.has('orders') || row.has('value'))) row.problems.push(WORDS.noWindow)
  return window === undefined ? {} : { window }
}

function dated(row: RowCells, { dateBasis, source }: FileSays): Pick<MediaDay, 'date_basis'> {
  if (!row.has('orders') && !row.has('value')) return {}
  const basis = dateBasis ?? (source === 'tiktok' ? 'impression' : undefined)
  return basis === undefined ? {} : { date_basis: basis }
}
