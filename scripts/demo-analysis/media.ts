/** What the platforms say of the demo's videos and ads, as rows and as the files that their screens export. */
import type { CostRow, LiveRow, MediaDay, PostRow, SurveyRow } from '../../src/offsite/rows.ts'
import { CLAIMS, LIVES, SOURCES, type Source } from './cast.ts'
import type { Chance } from './chance.ts'
import { metaFile, tiktokFile, livesFile } from './exports.ts'
import { DAY } from './people.ts'
import type { DemoFile, DemoOrder } from './world.ts'

const HOUR = 3_600_000
export const WINDOW = '7d_click_1d_view'

export interface Seen {
  readonly startMs: number
  readonly firstDay: string
  readonly sessions: ReadonlyMap<string, Float64Array>
  readonly orders: ReadonlyMap<unknown, DemoOrder>
  readonly chance: Chance
}

export interface Media {
  readonly media: readonly MediaDay[]
  readonly lives: readonly LiveRow[]
  readonly posts: readonly PostRow[]
  readonly costs: readonly CostRow[]
  readonly surveys: readonly SurveyRow[]
  readonly files: readonly DemoFile[]
}

export function mediaOf(seen: Seen): Media {
  const ads = SOURCES.filter(({ ad }) => ad !== undefined).flatMap((source) => adDays(source, seen))
  const claimed = [...withClaims(ads, 'tiktok', seen), ...withClaims(ads, 'meta', seen)]
  const organic = SOURCES.filter(({ ad, video }) => ad === undefined && video !== undefined)
  const lives = LIVES.map(({ id, name, day, hour, hours }): LiveRow => ({
    kind: 'live',
    source: 'tiktok',
    id,
    name,
    starts_at: at(seen.startMs + day * DAY + hour * HOUR),
    ends_at: at(seen.startMs + day * DAY + (hour + hours) * HOUR),
  }))
  return {
    media: [...claimed, ...organic.flatMap((source) => postDays(source, seen))],
    lives,
    posts: [...organic, ...SOURCES.filter(({ role, ad }) => role !== undefined && ad !== undefined)].map((source) =>
      postOf(source, seen),
    ),
    costs: [
      { kind: 'cost', line: 'goods', from: seen.firstDay, share: 0.34 },
      { kind: 'cost', line: 'shipping', from: seen.firstDay, per_order: 420, currency: 'EUR' },
      { kind: 'cost', line: 'fees', from: seen.firstDay, share: 0.015 },
    ],
    surveys: surveysOf(seen),
    files: [tiktokFile(claimed), metaFile(claimed), livesFile(lives)],
  }
}

function adDays(source: Source, { sessions, startMs, chance }: Seen): readonly MediaDay[] {
  const { ad, creative, campaign, group, name } = source
  if (ad === undefined || creative === undefined) return []
  return [...(sessions.get(source.key) ?? [])].flatMap((arrived, day): readonly MediaDay[] => {
    const clicks = Math.round(arrived / ad.arrives)
    if (clicks === 0) return []
    const impressions = Math.round((clicks / ad.clickRate) * chance.between(0.9, 1.1))
    return [
      {
        kind: 'media',
        source: source.source,
        level: 'ad',
        day: dayName(startMs, day),
        id: creative,
        paid: true,
        currency: 'EUR',
        spend: Math.round(clicks * ad.cents * chance.between(0.92, 1.08)),
        metrics: { impressions, clicks, ...viewsOf(source, impressions, chance) },
        window: WINDOW,
        date_basis: 'impression',
        ...(campaign !== undefined && { campaign_id: campaign.id, campaign: campaign.name }),
        ...(group !== undefined && { group_id: group, group: 'France, 25–54' }),
        ...(name !== undefined && { name }),
        ...(source.kind === 'spark' && { post_id: '7400000000000000301' }),
      },
    ]
  })
}

function viewsOf({ video }: Source, shown: number, chance: Chance): MediaDay['metrics'] {
  if (video === undefined) return {}
  const plays = Math.round(shown * chance.between(0.9, 0.95))
  const part = (share: number): number => Math.round(plays * share * chance.between(0.94, 1.06))
  const { hook, sixth, whole } = video
  return {
    plays,
    views_2s: part(hook),
    views_6s: part(sixth),
    views_25: part((hook + sixth) / 2),
    views_50: part(sixth),
    views_75: part((sixth + whole) / 2),
    views_100: part(whole),
    engaged_views: part(sixth * 1.05),
    likes: part(0.02),
    comments: part(0.002),
    shares: part(0.003),
    saves: part(0.004),
  }
}

/** A day's claims are so many per order of the back office, shared out by impressions: no platform asks the others. */
function withClaims(
  ads: readonly MediaDay[],
  source: 'tiktok' | 'meta',
  { orders, chance }: Seen,
): readonly MediaDay[] {
  const ordersOn = new Map<string, number>()
  for (const { atMs } of orders.values()) {
    const day = at(atMs).slice(0, 10)
    ordersOn.set(day, (ordersOn.get(day) ?? 0) + 1)
  }
  const own = ads.filter((row) => row.source === source)
  const shownOn = new Map<string, number>()
  for (const { day, metrics } of own) shownOn.set(day, (shownOn.get(day) ?? 0) + (metrics.impressions ?? 0))
  return own.map((row) => {
    const mean =
      (CLAIMS[source] * (ordersOn.get(row.day) ?? 0) * (row.metrics.impressions ?? 0)) / (shownOn.get(row.day) ?? 1)
    const claimed = chance.count(mean)
    return { ...row, claimed_orders: claimed, claimed_value: claimed * chance.whole(4300, 5200) }
  })
}

function postDays(source: Source, { sessions, startMs, chance }: Seen): readonly MediaDay[] {
  const { creative, name, video } = source
  if (creative === undefined || video === undefined) return []
  return [...(sessions.get(source.key) ?? [])].flatMap((arrived, day): readonly MediaDay[] => {
    if (day < source.days[0]) return []
    const shown = Math.round((arrived + 2) * chance.between(50, 70))
    const { engaged_views: _, ...metrics } = viewsOf(source, shown, chance)
    return [
      {
        kind: 'media',
        source: source.source,
        level: 'post',
        day: dayName(startMs, day),
        id: creative,
        paid: false,
        metrics,
        ...(name !== undefined && { name }),
        ...(source.kind === 'creator' && { creator: 'lea.demo' }),
      },
    ]
  })
}

function postOf({ source, creative, name, days, role, video, kind }: Source, { startMs }: Seen): PostRow {
  return {
    kind: 'post',
    source,
    id: creative ?? '',
    published_at: at(startMs + days[0] * DAY),
    ...(name !== undefined && { name }),
    ...(role !== undefined && { role }),
    ...(video !== undefined && { seconds: video.seconds }),
    ...(kind === 'creator' && { creator: 'lea.demo' }),
  }
}

/** One buyer in nine answers the question, and remembers what was loudest. */
function surveysOf({ orders, chance }: Seen): readonly SurveyRow[] {
  return [...orders.values()]
    .filter(() => chance.hits(0.11))
    .map(({ ledger, atMs }) => ({
      kind: 'survey',
      order_id: ledger.order_id,
      source: chance.one(['tiktok', 'tiktok', 'google', 'friend', 'newsletter']),
      at: at(atMs + 60_000),
    }))
}

function dayName(startMs: number, day: number): string {
  return at(startMs + day * DAY).slice(0, 10)
}

function at(ms: number): string {
  return new Date(ms).toISOString()
}
