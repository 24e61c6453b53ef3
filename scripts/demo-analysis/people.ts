/** Visitors of the demo shop, day by day: who comes by what, what they look at, who buys, and who would not have come otherwise. */
import type { TouchChannel } from '../../src/analysis/columns.ts'
import {
  CONSENT_SHARE,
  DAYS,
  HOURS,
  LIVES,
  REGIONS,
  SEQUENCE,
  SOURCES,
  STORY,
  SWITCHBACK,
  GEO,
  WEEKDAYS,
  type DemoLive,
  type Progress,
  type Source,
} from './cast.ts'
import { Chance } from './chance.ts'
import type { Cause, DemoEvent, DemoVisit, GeoPlan, SwitchbackPlan } from './world.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
const SHOP = 'https://www.atelier-rivage.example'
const PATHS = ['/', '/?product=ar-brume', '/?product=ar-serum', '/?product=ar-creme']

export interface Visitor {
  readonly id: string
  readonly consent: boolean
  readonly region: string
}

export interface Sale {
  readonly atMs: number
  readonly visitor: Visitor
  readonly cause: Cause
  readonly firstTime: boolean
}

/** A purchase waits for its order's number, which is given in the order of time. */
export type Draft = Exclude<DemoEvent, { kind: 'purchase' }> | { readonly kind: 'purchase'; readonly sale: Sale }

/** What a visit is by: one of SOURCES, or a Live's own link. */
type By = Pick<Source, 'key' | 'source' | 'kind' | 'creative' | 'campaign' | 'group' | 'link' | 'ad'>

export interface Street {
  readonly drafts: readonly Draft[]
  /** Visits that a Live brought beside its own clicks. */
  readonly liveVisits: number
  /** Sessions of each source and day, consented or not: what its platform saw of them. */
  readonly sessions: ReadonlyMap<string, Float64Array>
}

const REGION_WEIGHTS = REGIONS.map(([, weight]) => weight)

/** How many visitors of the last days may come back. */
const POOL = 3000
const COMES_BACK: Readonly<Record<string, number>> = {
  direct: 0.22,
  search: 0.12,
  mail: 0.7,
  retargeting: 0.75,
  offer: 0.7,
}

export class Town {
  readonly #chance: Chance
  readonly #startMs: number
  readonly #drafts: Draft[] = []
  readonly #sessions = new Map<string, Float64Array>()
  readonly #bought = new Set<string>()
  #pool: Visitor[] = []
  #today: Visitor[] = []
  #visitors = 0
  #liveVisits = 0
  #lastMs = 0

  constructor(seed: number, startMs: number) {
    this.#chance = new Chance(seed)
    this.#startMs = startMs
  }

  live(switchback: SwitchbackPlan, geo: GeoPlan): Street {
    for (let day = 0; day < DAYS; day++) {
      for (const source of SOURCES) this.#sourceDay(source, day)
      for (const live of LIVES) if (live.day === day) this.#liveClicks(live)
      if (isOn(switchback, day)) this.#extraOrders(SWITCHBACK.ordersPerDay, day, 'switchback', 'retargeting', REGIONS)
      if (day >= geo.firstDay && day < geo.lastDay) this.#geoDay(geo, day)
      this.#pool = [...this.#today, ...this.#pool].slice(0, POOL)
      this.#today = []
    }
    for (const live of LIVES) this.#liveAdds(live)
    return { drafts: this.#drafts, liveVisits: this.#liveVisits, sessions: this.#sessions }
  }

  #sourceDay(source: Source, day: number): void {
    const [from, to] = source.days
    if (day < from || day >= to) return
    const faded = source.fadeDays === undefined ? 1 : Math.exp((from - day) / source.fadeDays)
    const mean = Math.max(source.perDay * faded, source.least ?? 0) * (WEEKDAYS[day % 7] ?? 1)
    const visits = this.#chance.count(mean)
    for (let visit = 0; visit < visits; visit++) {
      const visitor = this.#someone(COMES_BACK[source.key] ?? 0)
      this.#visit(visitor, source, this.#timeOf(day), source.progress)
      if (source.key.startsWith('story')) this.#afterStory(visitor, this.#lastMs)
      else if (source.key !== 'challenge') this.#today.push(visitor)
    }
  }

  /** Nine of ten leave; some come back on the second day, by themselves, and buy. Some meet the rest of the sequence. */
  #afterStory(visitor: Visitor, atMs: number): void {
    this.#followSequence(visitor, 'story', atMs)
    if (!this.#chance.hits(STORY.buyers)) return
    const backMs = atMs + this.#chance.between(STORY.hours[0], STORY.hours[1]) * HOUR
    const back = this.#chance.hits(STORY.sameBrowser) ? visitor : { ...this.#newVisitor(), region: visitor.region }
    this.#visit(back, sourceOf(this.#chance.hits(0.8) ? 'direct' : 'search'), backMs, [1, 1, 1, 1])
  }

  #followSequence(visitor: Visitor, from: string, atMs: number): void {
    const next = SEQUENCE.find((step) => step.from === from)
    if (next === undefined || !this.#chance.hits(next.chance)) return
    const nextMs = atMs + this.#chance.between(next.days[0], next.days[1]) * DAY
    const source = sourceOf(next.to)
    if (this.#dayOf(nextMs) < source.days[0]) return
    this.#visit(visitor, source, nextMs, source.progress)
    this.#followSequence(visitor, next.to, nextMs)
  }

  #liveClicks(live: DemoLive): void {
    const startMs = this.#startMs + live.day * DAY + live.hour * HOUR
    const by: By = { key: live.key, source: 'tiktok', kind: 'live', creative: live.id, link: live.link }
    for (let click = 0; click < live.clicks; click++)
      this.#visit(this.#newVisitor(), by, startMs + this.#chance.between(0, 3) * HOUR, live.progress)
  }

  /** Who saw the Live, clicked on nothing, and came by themselves. */
  #liveAdds(live: DemoLive): void {
    const startMs = this.#startMs + live.day * DAY + live.hour * HOUR
    for (const { hours, visits, orders } of live.adds) {
      const buyers = this.#chance.count(orders)
      const lookers = this.#chance.count(visits - orders)
      this.#liveVisits += buyers + lookers
      for (let person = 0; person < buyers + lookers; person++) {
        const atMs = startMs + this.#chance.between(hours[0], hours[1] - 0.25) * HOUR
        const by = sourceOf(this.#chance.hits(0.6) ? 'direct' : 'search')
        this.#visit(this.#newVisitor(), by, atMs, person < buyers ? [1, 1, 1, 1] : [0.6, 0, 0, 0], 'live')
      }
    }
  }

  #geoDay(geo: GeoPlan, day: number): void {
    const isThere = new Set(geo.regions)
    const base = this.#drafts.filter(
      (draft) =>
        draft.kind === 'purchase' && isThere.has(draft.sale.visitor.region) && this.#dayOf(draft.sale.atMs) === day,
    ).length
    const regions = REGIONS.filter(([region]) => isThere.has(region))
    this.#extraOrders(base * GEO.lift, day, 'geo', 'demo', regions)
  }

  /** Orders that would not have been: six of ten by a click on the ad, the others by themselves. */
  #extraOrders(mean: number, day: number, cause: Cause, ad: string, regions: typeof REGIONS): void {
    const orders = this.#chance.count(mean)
    for (let order = 0; order < orders; order++) {
      const by = sourceOf(this.#chance.hits(0.6) ? ad : this.#chance.one(['direct', 'search']))
      const [region] = regions[this.#chance.weighted(regions.map(([, weight]) => weight))] ?? ['FR-75']
      this.#visit({ ...this.#newVisitor(), region }, by, this.#timeOf(day), [1, 1, 1, 1], cause)
    }
  }

  #visit(visitor: Visitor, by: By, atMs: number, progress: Progress, cause: Cause = 'base'): void {
    this.#lastMs = atMs
    if (atMs >= this.#startMs + DAYS * DAY - HOUR) return
    const steps = this.#stepsOf(visitor, atMs, progress, cause)
    const stays = steps.length > 0 || this.#chance.hits(by.key === 'challenge' ? 0.18 : 0.5)
    this.#drafts.push({
      kind: 'visit',
      atMs,
      visitor: visitor.id,
      consent: visitor.consent,
      region: visitor.region,
      ...this.#arrival(by),
      pages: steps.length + (stays ? 2 : 1),
      seconds: stays ? this.#chance.whole(12, 240) : this.#chance.whole(1, 9),
    })
    this.#drafts.push(...steps)
    const days = this.#sessions.get(by.key) ?? new Float64Array(DAYS)
    this.#sessions.set(by.key, days)
    days[this.#dayOf(atMs)] = (days[this.#dayOf(atMs)] ?? 0) + 1
  }

  #stepsOf(visitor: Visitor, atMs: number, progress: Progress, cause: Cause): readonly Draft[] {
    const steps: Draft[] = []
    const kinds = ['view_item', 'add_to_cart', 'begin_checkout'] as const
    let stepMs = atMs
    for (const [index, chance] of progress.entries()) {
      if (!this.#chance.hits(chance)) break
      stepMs += this.#chance.whole(15, 150) * 1000
      const kind = kinds[index]
      if (kind === undefined) {
        steps.push({
          kind: 'purchase',
          sale: { atMs: stepMs, visitor, cause, firstTime: !this.#bought.has(visitor.id) },
        })
        this.#bought.add(visitor.id)
      } else {
        const url = `${SHOP}${kind === 'begin_checkout' ? '/checkout' : '/?product=ar-brume'}`
        steps.push({ kind, atMs: stepMs, visitor: visitor.id, consent: visitor.consent, url })
      }
    }
    return steps
  }

  #arrival(by: By): Pick<DemoVisit, 'url' | 'referrer' | 'inApp' | 'channel'> {
    const isTikTok = by.source === 'tiktok'
    const inApp = isTikTok && this.#chance.hits(0.7) ? { inApp: 'tiktok' as const } : {}
    const referrer = by.kind === 'search' ? { referrer: 'https://www.google.com/' } : {}
    const path = isTikTok ? this.#chance.one(PATHS.slice(1, 3)) : this.#chance.one(PATHS)
    const channel = channelOf(by)
    const click = isTikTok && by.ad !== undefined ? { ttclid: `E.C.P.${this.#chance.whole(1e9, 9e9)}` } : {}
    const search = new URLSearchParams({ ...parametersOf(by), ...click }).toString()
    const url = `${SHOP}${path}${search === '' ? '' : `${path.includes('?') ? '&' : '?'}${search}`}`
    return { url, ...referrer, ...inApp, channel }
  }

  #someone(comesBack: number): Visitor {
    return this.#pool.length > 0 && this.#chance.hits(comesBack) ? this.#chance.one(this.#pool) : this.#newVisitor()
  }

  #newVisitor(): Visitor {
    this.#visitors++
    const [region] = REGIONS[this.#chance.weighted(REGION_WEIGHTS)] ?? ['FR-75']
    return { id: `demo-visitor-${this.#visitors}`, consent: this.#chance.hits(CONSENT_SHARE), region }
  }

  #timeOf(day: number): number {
    return this.#startMs + day * DAY + (this.#chance.weighted(HOURS) + this.#chance.between(0, 1)) * HOUR
  }

  #dayOf(atMs: number): number {
    return Math.floor((atMs - this.#startMs) / DAY)
  }
}

export function isOn({ firstDay, blockDays, blocks }: SwitchbackPlan, day: number): boolean {
  return day >= firstDay && (blocks[Math.floor((day - firstDay) / blockDays)] ?? false)
}

function sourceOf(key: string): Source {
  const source = SOURCES.find((one) => one.key === key)
  if (source === undefined) throw new Error(`no source ${key}`)
  return source
}

export function channelOf(by: By): TouchChannel {
  return {
    source: by.source,
    kind: by.kind,
    ...(by.campaign !== undefined && { campaign: by.campaign.id }),
    ...(by.group !== undefined && { group: by.group }),
    ...(by.creative !== undefined && { creative: by.creative }),
    ...(by.link !== undefined && { link: by.link }),
  }
}

function parametersOf(by: By): Record<string, string> {
  if (by.link !== undefined) return { tg: by.link }
  if (by.kind === 'mail') return { utm_source: by.source, utm_medium: 'email', utm_campaign: by.campaign?.id ?? '' }
  if (by.ad === undefined) return {}
  return {
    utm_source: by.source,
    utm_medium: by.kind === 'spark' ? 'spark' : 'paid',
    utm_id: by.campaign?.id ?? '',
    adgroup_id: by.group ?? '',
    ad_id: by.creative ?? '',
  }
}
