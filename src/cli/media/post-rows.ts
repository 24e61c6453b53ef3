/** Posts, Lives and creators: what had views without being an ad, or besides. Paid and organic views are never added up. */
import type { LiveRow, MediaDay, MediaMetric, PostRow } from '../../offsite/rows.ts'
import { metricsOf } from './ad-rows.ts'
import type { MediaFormat } from './format.ts'
import { WORDS } from './media-words.ts'
import type { RowCells } from './row-cells.ts'

const ENGAGEMENT: readonly MediaMetric[] = ['likes', 'comments', 'shares', 'saves', 'follows', 'profile_visits']
const POST_METRICS: readonly MediaMetric[] = ['reach', 'views_2s', 'views_6s', 'views_100', 'clicks', ...ENGAGEMENT]
const LIVE_METRICS: readonly MediaMetric[] = [
  'impressions',
  'live_views',
  'live_unique_views',
  'product_clicks',
  ...ENGAGEMENT,
]

/** Of a post since it was published, not of a day: dated by its publication, so that a later export takes its place. */
const LIFETIME = 'lifetime'

export const postFormat: MediaFormat = {
  kind: 'posts',
  fields: ['id', 'name', 'publishedAt', 'role', 'creator', 'seconds', 'day', 'views', ...POST_METRICS],
  knownBy: [['id', 'publishedAt']],
  needs: [['id'], ['publishedAt', 'day'], ['publishedAt', 'views']],
  amounts: ['seconds'],
  counts: ['views', ...POST_METRICS],
  times: ['publishedAt', 'day'],
  source: (headings) => (/\b(?:video link|tiktok)\b|lien de la video/.test(headings) ? 'tiktok' : undefined),
  isTotal: (row) => row.text('id') === '' && row.saysTotal(),
  read: (row, file) => {
    const { source = '' } = file
    const id = postId(row)
    const post = row.text('publishedAt') === '' ? undefined : postOf(row, source, id)
    const metrics = { ...counted('plays', row.count('views')), ...metricsOf(row, POST_METRICS) }
    return [
      ...(post === undefined ? [] : [post]),
      ...daysOf(row, { source, level: 'post', id, ...about(row) }, metrics, post),
    ]
  },
}

export const liveFormat: MediaFormat = {
  kind: 'lives',
  fields: ['id', 'name', 'startsAt', 'endsAt', 'creator', 'views', ...LIVE_METRICS],
  knownBy: [['id', 'startsAt', 'endsAt']],
  needs: [['id'], ['startsAt'], ['endsAt']],
  amounts: [],
  counts: ['views', ...LIVE_METRICS],
  times: ['startsAt', 'endsAt'],
  source: (headings) => (/\b(?:launched time|gmv|tiktok)\b/.test(headings) ? 'tiktok' : undefined),
  isTotal: (row) => row.text('startsAt') === '' && row.saysTotal(),
  read: (row, { source = '' }) => {
    const id = row.needed('id')
    const live: LiveRow = {
      kind: 'live',
      source,
      id,
      ...about(row),
      starts_at: row.instant('startsAt'),
      ends_at: row.instant('endsAt'),
    }
    if (live.starts_at !== '' && live.ends_at !== '' && live.ends_at <= live.starts_at)
      row.problems.push(WORDS.endsBefore)
    // Both ways to call it; LIVE views of an ad are another file's.
    const metrics = { ...counted('live_views', row.count('views')), ...metricsOf(row, LIVE_METRICS) }
    if (Object.keys(metrics).length === 0) return [live]
    const day = live.starts_at.slice(0, 10)
    return [
      live,
      { kind: 'media', source, level: 'live', day, id, ...about(row), window: LIFETIME, metrics, paid: false },
    ]
  },
}

/** TikTok Creator Marketplace: `two_seconds_views` and `six_seconds_views` are shares of the views, whatever they are called. */
export const creatorFormat: MediaFormat = {
  kind: 'creators',
  fields: [
    'id',
    'name',
    'creator',
    'publishedAt',
    'day',
    'views',
    'organicViews',
    'paidViews',
    'organicLikes',
    'paidLikes',
    'organicComments',
    'paidComments',
    'organicShares',
    'paidShares',
    'twoSecondShare',
    'sixSecondShare',
    'reach',
    ...ENGAGEMENT,
  ],
  knownBy: [
    ['creator', 'organicViews'],
    ['creator', 'twoSecondShare'],
  ],
  needs: [['id'], ['creator'], ['publishedAt', 'day'], ['views', 'organicViews']],
  amounts: ['twoSecondShare', 'sixSecondShare'],
  counts: ['views', 'organicViews', 'paidViews', 'reach', ...ENGAGEMENT],
  times: ['publishedAt', 'day'],
  source: () => 'tiktok',
  isTotal: (row) => row.text('id') === '' && row.saysTotal(),
  read: (row, { source = 'tiktok' }) => {
    const id = postId(row)
    const post = row.text('publishedAt') === '' ? undefined : postOf(row, source, id)
    const of = { source, level: 'post', id, ...about(row) } as const
    const split = row.has('organicViews')
    const organic = split ? row.count('organicViews') : row.count('views')
    const rows = daysOf(
      row,
      of,
      { ...seen(row, organic), ...(split ? engagement(row, 'organic') : metricsOf(row, ENGAGEMENT)) },
      post,
    )
    const paid = { ...seen(row, row.count('paidViews')), ...engagement(row, 'paid') }
    return [
      ...(post === undefined ? [] : [post]),
      ...rows,
      ...daysOf(row, of, paid, post).map((day): MediaDay => ({ ...day, paid: true })),
    ]
  },
}

/** Shares become counts, so that rates are worked out one way. */
function seen(row: RowCells, views: number | undefined): MediaDay['metrics'] {
  if (views === undefined) return {}
  const [two, six] = [row.share('twoSecondShare'), row.share('sixSecondShare')]
  return {
    plays: views,
    ...(two !== undefined && { views_2s: Math.round(two * views) }),
    ...(six !== undefined && { views_6s: Math.round(six * views) }),
  }
}

function engagement(row: RowCells, side: 'organic' | 'paid'): MediaDay['metrics'] {
  return {
    ...counted('likes', row.count(`${side}Likes`)),
    ...counted('comments', row.count(`${side}Comments`)),
    ...counted('shares', row.count(`${side}Shares`)),
  }
}

function counted(metric: MediaMetric, count: number | undefined): MediaDay['metrics'] {
  return count === undefined ? {} : { [metric]: count }
}

type About = Pick<MediaDay, 'source' | 'level' | 'id' | 'name' | 'creator'>

function daysOf(
  row: RowCells,
  of: About,
  metrics: MediaDay['metrics'],
  post: PostRow | undefined,
): readonly MediaDay[] {
  if (Object.keys(metrics).length === 0) return []
  const byDay = row.text('day') !== ''
  const day = byDay ? row.day('day') : (post?.published_at ?? '').slice(0, 10)
  return [{ kind: 'media', ...of, day, ...(!byDay && { window: LIFETIME }), metrics, paid: false }]
}

function about(row: RowCells): Pick<MediaDay, 'name' | 'creator'> {
  const [name, creator] = [row.name('name'), row.name('creator')]
  return { ...(name !== '' && { name }), ...(creator !== '' && { creator }) }
}

function postOf(row: RowCells, source: string, id: string): PostRow {
  const role = row.text('role').toLowerCase()
  const seconds = row.text('seconds') === '' ? undefined : row.seconds('seconds')
  return {
    kind: 'post',
    source,
    id,
    ...about(row),
    published_at: row.instant('publishedAt'),
    ...(role !== '' && { role }),
    ...(seconds !== undefined && { seconds }),
  }
}

/** Of the post's address the number alone: `https://www.tiktok.com/@name/video/7300000000000000001`. */
function postId(row: RowCells): string {
  const cell = row.needed('id')
  if (!cell.includes('/')) return cell
  const id = /\/(?:video|photo|p|reel|posts)\/([\w-]{5,64})/.exec(cell)?.[1]
  if (id === undefined) row.problems.push(WORDS.noPostId('id', cell))
  return id ?? ''
}
