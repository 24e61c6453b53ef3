/** The demo's events and orders as the columns that the analysis counts from, as the off-site record would hold them. */
import {
  FIRST_TIME,
  NO_CONSENT,
  ORDER_STATUSES,
  type JourneyColumns,
  type OrderColumns,
  type TouchChannel,
} from '../../src/analysis/columns.ts'
import {
  STEPS,
  type CreativeDay,
  type CreativeFacts,
  type HourlyCounts,
  type SequenceRole,
  type SessionColumns,
  type StepColumns,
} from '../../src/analysis/steps.ts'
import { SOURCES } from './cast.ts'
import { DAY } from './people.ts'
import type { DemoEvent, DemoOrder, DemoVisit, DemoWorld } from './world.ts'

const HOUR = 3_600_000

export interface DemoColumns {
  readonly startMs: number
  readonly endMs: number
  readonly journeys: JourneyColumns
  readonly steps: StepColumns
  readonly sessions: SessionColumns
  readonly orders: OrderColumns
  readonly hourly: HourlyCounts
  readonly media: readonly CreativeDay[]
  readonly creatives: readonly CreativeFacts[]
}

export function columnsOf(world: DemoWorld): DemoColumns {
  const startMs = Date.parse(`${world.firstDay}T00:00:00Z`)
  const visitors = followed(world.events)
  const numbers = new Map([...visitors.keys()].map((visitor, index) => [visitor, index]))
  return {
    startMs,
    endMs: startMs + world.days * DAY,
    ...journeysOf([...visitors.values()]),
    orders: orderColumns(world.orders, numbers),
    hourly: hourlyOf(world, startMs),
    media: world.media,
    creatives: creativesOf(world, startMs),
  }
}

interface Followed {
  readonly visits: DemoVisit[]
  readonly steps: DemoEvent[]
  endMs: number
}

/** Only who agreed; a direct visit within half an hour of the last event is no new session. */
function followed(events: readonly DemoEvent[]): ReadonlyMap<string, Followed> {
  const visitors = new Map<string, Followed>()
  for (const event of events) {
    const known = visitors.get(event.visitor)
    if (event.kind === 'withdrawal') {
      if (known !== undefined) known.endMs = Math.min(known.endMs, event.atMs)
      continue
    }
    if (!event.consent || event.kind === 'purchase') continue
    const journey = known ?? { visits: [], steps: [], endMs: Infinity }
    visitors.set(event.visitor, journey)
    if (event.kind === 'visit') journey.visits.push(event)
    else journey.steps.push(event)
  }
  return visitors
}

function journeysOf(all: readonly Followed[]): Pick<DemoColumns, 'journeys' | 'steps' | 'sessions'> {
  const visits = all.flatMap((one) => one.visits)
  const steps = all.flatMap((one) => one.steps)
  const channels = new Map<string, { readonly index: number; readonly channel: TouchChannel }>()
  const numberOf = (channel: TouchChannel): number => {
    const key = JSON.stringify(channel)
    const known = channels.get(key) ?? { index: channels.size, channel }
    channels.set(key, known)
    return known.index
  }
  const pages = [...new Set(visits.map(pageOf))]
  return {
    journeys: {
      count: all.length,
      firstTouch: firsts(all.map((one) => one.visits.length)),
      touchAtMs: Float64Array.from(visits, ({ atMs }) => atMs),
      touchChannel: Uint32Array.from(visits, ({ channel }) => numberOf(channel)),
      channels: [...channels.values()].map(({ channel }) => channel),
      endMs: Float64Array.from(all, ({ endMs }) => endMs),
    },
    steps: {
      firstStep: firsts(all.map((one) => one.steps.length)),
      stepAtMs: Float64Array.from(steps, ({ atMs }) => atMs),
      step: Uint8Array.from(steps, ({ kind }) => (STEPS as readonly string[]).indexOf(kind)),
    },
    sessions: {
      landingPage: Int32Array.from(visits, (visit) => pages.indexOf(pageOf(visit))),
      pages,
      pagesSeen: Uint16Array.from(visits, (visit) => visit.pages),
      seconds: Float32Array.from(visits, (visit) => visit.seconds),
    },
  }
}

function pageOf({ url }: DemoVisit): string {
  const { pathname, searchParams } = new URL(url)
  const product = searchParams.get('product')
  return product === null ? pathname : `${pathname}?product=${product}`
}

function firsts(lengths: readonly number[]): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1)
  for (const [index, length] of lengths.entries()) starts[index + 1] = (starts[index] ?? 0) + length
  return starts
}

function orderColumns(orders: readonly DemoOrder[], journeys: ReadonlyMap<string, number>): OrderColumns {
  return {
    count: orders.length,
    atMs: Float64Array.from(orders, ({ atMs }) => atMs),
    journey: Int32Array.from(orders, ({ consent, visitor }) =>
      consent ? (journeys.get(visitor) ?? NO_CONSENT) : NO_CONSENT,
    ),
    status: Uint8Array.from(orders, ({ ledger }) =>
      ORDER_STATUSES.indexOf(ledger.cancelled_at === undefined ? 'paid' : 'cancelled'),
    ),
    valueMinor: Float64Array.from(orders, ({ totalMinor }) => totalMinor),
    netMinor: Float64Array.from(orders, ({ totalMinor, ledger }) =>
      Math.round(totalMinor - 100 * Number(ledger.money.tax ?? NaN)),
    ),
    refundedMinor: Float64Array.from(orders, ({ refundedMinor }) => refundedMinor),
    firstTime: Uint8Array.from(orders, ({ ledger }) => (ledger.first_time === true ? FIRST_TIME.yes : FIRST_TIME.no)),
    declared: Int32Array.from(orders, ({ ledger }) => (ledger.code === undefined ? -1 : 0)),
    declaredSources: ['creator'],
  }
}

/** Of everybody: no visitor is in an hour's count. */
function hourlyOf(world: DemoWorld, startMs: number): HourlyCounts {
  const hours = world.days * 24
  const count = (times: readonly number[]): Float64Array => {
    const counts = new Float64Array(hours)
    for (const atMs of times) {
      const hour = Math.floor((atMs - startMs) / HOUR)
      if (hour >= 0 && hour < hours) counts[hour] = (counts[hour] ?? 0) + 1
    }
    return counts
  }
  const of = (kind: DemoEvent['kind']): readonly number[] =>
    world.events.filter((event) => event.kind === kind).map(({ atMs }) => atMs)
  return {
    firstHourMs: startMs,
    hours,
    counts: {
      visits: count(of('visit')),
      view_item: count(of('view_item')),
      add_to_cart: count(of('add_to_cart')),
      orders: count(world.orders.map(({ atMs }) => atMs)),
    },
  }
}

function creativesOf(world: DemoWorld, startMs: number): readonly CreativeFacts[] {
  const videos = SOURCES.flatMap(({ creative, name, campaign, role, days, video }): readonly CreativeFacts[] =>
    creative === undefined
      ? []
      : [
          {
            id: creative,
            campaign: campaign?.name ?? '',
            publishedOn: new Date(startMs + days[0] * DAY).toISOString().slice(0, 10),
            ...(name !== undefined && { name }),
            ...(role !== undefined && { role: role satisfies SequenceRole }),
            ...(video !== undefined && { seconds: video.seconds }),
          },
        ],
  )
  const lives = world.lives.map(({ id, name }) => ({ id, campaign: 'Lives', ...(name !== undefined && { name }) }))
  return [...videos, ...lives]
}
