/** The demo's data set from one seed: events, orders of the back office, what platforms say, and the truth beside them. */
import { draw, mulberry32 } from '../../src/analysis/numbers/prng.ts'
import type { OwnLink } from '../../src/offsite/asks.ts'
import { DAYS, GEO, LIVES, REGIONS, SOURCES, SWITCHBACK } from './cast.ts'
import { Chance } from './chance.ts'
import { mediaOf } from './media.ts'
import { DAY, isOn, Town, type Draft, type Sale } from './people.ts'
import type { DemoEvent, DemoOrder, DemoWorld, GeoPlan, SwitchbackPlan, Truth } from './world.ts'

export const SEED = 20_264_907
/** A Monday. */
export const FIRST_DAY = '2026-08-24'
/** Prices of the demo shop, in cents. */
const PRICES = [3400, 2750, 2400, 850, 1800, 1250]

export interface Choice {
  readonly seed?: number
  /** YYYY-MM-DD; any Monday, so that the demo can end yesterday. */
  readonly firstDay?: string
  /** Where the ad of the regions' test runs; drawn with a seed of its own where nobody says. */
  readonly regions?: readonly string[]
}

export function generateWorld({ seed = SEED, firstDay = FIRST_DAY, regions }: Choice = {}): DemoWorld {
  const startMs = Date.parse(`${firstDay}T00:00:00Z`)
  const switchback = switchbackPlan()
  const geo = regions === undefined ? geoPlan() : { ...geoPlan(), regions }
  const street = new Town(seed, startMs).live(switchback, geo)
  const chance = new Chance(seed + 1)
  const drafts = street.drafts.toSorted((a, b) => timeOf(a) - timeOf(b))
  const orders = ordersOf(drafts, chance)
  const media = mediaOf({ startMs, firstDay, sessions: street.sessions, orders, chance })
  return {
    seed,
    firstDay,
    days: DAYS,
    events: [...eventsOf(drafts, orders), ...withdrawals(drafts, chance)].toSorted((a, b) => a.atMs - b.atMs),
    orders: [...orders.values()],
    ...media,
    links: linksOf(firstDay),
    switchback,
    geo,
    truth: truthOf([...orders.values()], street.liveVisits, switchback, geo, startMs),
  }
}

function switchbackPlan(): SwitchbackPlan {
  const uniform = mulberry32(SWITCHBACK.seed)
  const blocks = Array.from({ length: SWITCHBACK.pairs }, () =>
    uniform() < 0.5 ? [true, false] : [false, true],
  ).flat()
  const { firstDay, blockDays, washOutDays } = SWITCHBACK
  return { firstDay, blockDays, washOutDays, blocks }
}

/** Drawn again until the regions' share of the country lies in the band. */
function geoPlan(): GeoPlan {
  const all = REGIONS.reduce((sum, [, weight]) => sum + weight, 0)
  const uniform = mulberry32(GEO.seed)
  for (;;) {
    const drawn = draw(GEO.regions, REGIONS.length, uniform)
    const share = drawn.reduce((sum, index) => sum + (REGIONS[index]?.[1] ?? 0), 0) / all
    if (share < GEO.share[0] || share > GEO.share[1]) continue
    return {
      regions: drawn.flatMap((index) => REGIONS[index]?.[0] ?? []),
      firstDay: GEO.firstDay,
      lastDay: GEO.lastDay,
    }
  }
}

function timeOf(draft: Draft): number {
  return draft.kind === 'purchase' ? draft.sale.atMs : draft.atMs
}

function ordersOf(drafts: readonly Draft[], chance: Chance): ReadonlyMap<Sale, DemoOrder> {
  const orders = new Map<Sale, DemoOrder>()
  for (const draft of drafts) {
    if (draft.kind === 'purchase') orders.set(draft.sale, orderOf(draft.sale, String(20_001 + orders.size), chance))
  }
  return orders
}

function orderOf(sale: Sale, id: string, chance: Chance): DemoOrder {
  const items = chance.whole(1, 3)
  const totalMinor = Array.from({ length: items }, () => chance.one(PRICES)).reduce((sum, price) => sum + price, 490)
  const at = new Date(sale.atMs).toISOString()
  const isCancelled = chance.hits(0.012)
  const refundedMinor = !isCancelled && chance.hits(0.04) ? totalMinor - 490 : 0
  const refund = { id: `r-${id}`, value: euros(refundedMinor), currency: 'EUR', at: later(sale.atMs, 6) }
  return {
    atMs: sale.atMs,
    totalMinor,
    refundedMinor,
    visitor: sale.visitor.id,
    consent: sale.visitor.consent,
    cause: sale.cause,
    ledger: {
      order_id: id,
      source: 'woocommerce',
      at,
      channel: 'web',
      payment: 'paid',
      money: { total: euros(totalMinor), currency: 'EUR', tax: euros(Math.round(totalMinor / 6)), shipping: '4.90' },
      region: sale.visitor.region,
      first_time: sale.firstTime,
      ...(isCancelled && { cancelled_at: later(sale.atMs, 1) }),
      ...(refundedMinor > 0 && { refunds: [refund] }),
      ...(chance.hits(0.03) && { code: 'LIVE10' }),
    },
  }
}

function later(atMs: number, days: number): string {
  return new Date(atMs + days * DAY).toISOString()
}

function euros(minor: number): string {
  return (minor / 100).toFixed(2)
}

function eventsOf(drafts: readonly Draft[], orders: ReadonlyMap<Sale, DemoOrder>): readonly DemoEvent[] {
  return drafts.map((draft): DemoEvent => {
    if (draft.kind !== 'purchase') return draft
    const { visitor, atMs } = draft.sale
    const order = orders.get(draft.sale)?.ledger.order_id ?? ''
    const url = 'https://www.atelier-rivage.example/thanks'
    return { kind: 'purchase', atMs, visitor: visitor.id, consent: visitor.consent, url, order }
  })
}

/** Of those who agreed, one in two hundred takes it back some days later. */
function withdrawals(drafts: readonly Draft[], chance: Chance): readonly DemoEvent[] {
  const last = drafts.length === 0 ? 0 : Math.max(...drafts.slice(-1).map(timeOf))
  return drafts.flatMap((draft): readonly DemoEvent[] => {
    if (draft.kind !== 'visit' || !draft.consent || !chance.hits(0.005)) return []
    const atMs = draft.atMs + chance.between(1, 20) * DAY
    return atMs < last ? [{ kind: 'withdrawal', atMs, visitor: draft.visitor, consent: false }] : []
  })
}

function linksOf(firstDay: string): readonly OwnLink[] {
  const made_at = `${firstDay}T08:00:00.000Z`
  const target = 'https://www.atelier-rivage.example/'
  const videos = SOURCES.flatMap(({ link, source, kind, creative, campaign, name }): readonly OwnLink[] =>
    link === undefined
      ? []
      : [
          {
            code: link,
            target,
            source,
            kind,
            made_at,
            ...(campaign !== undefined && { campaign: campaign.id }),
            ...(creative !== undefined && { creative }),
            ...(name !== undefined && { name }),
          },
        ],
  )
  const lives = LIVES.map(({ link, id, name }): OwnLink => ({
    code: link,
    target,
    source: 'tiktok',
    kind: 'live',
    creative: id,
    name,
    made_at,
  }))
  return [...videos, ...lives]
}

function truthOf(
  orders: readonly DemoOrder[],
  liveVisits: number,
  switchback: SwitchbackPlan,
  geo: GeoPlan,
  startMs: number,
): Truth {
  const of = (cause: DemoOrder['cause']): number => orders.filter((order) => order.cause === cause).length
  const tested = new Set(geo.regions)
  const inTest = orders.filter(({ ledger, atMs, cause }) => {
    const day = Math.floor((atMs - startMs) / DAY)
    return cause !== 'geo' && tested.has(ledger.region ?? '') && day >= geo.firstDay && day < geo.lastDay
  })
  return {
    liveOrders: of('live'),
    liveVisits,
    switchbackOrders: of('switchback'),
    switchbackOnDays: Array.from({ length: DAYS }, (_, day) => isOn(switchback, day)).filter(Boolean).length,
    geoOrders: of('geo'),
    geoBaseOrders: inTest.length,
  }
}
