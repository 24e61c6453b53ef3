/**
 * Each order × destination gets exactly one reason, each event that the platform counted beside them gets one of its own, and both
 * sums close: orders = Σ reasons, and what the platform says = delivered that it shows + surplus. Pure; runs in Node and in a page.
 */
import { decimalOf, microsOf } from '../event/money.ts'
import { creditsOf, type Credits } from './credit.ts'
import { dayAfter, shopClock, type ShopClock } from './days.ts'
import { isSale, NO_ORDER, namesOf, type Names } from './names.ts'
import { fateOf, ownReason, reasonOf, type Fate, type Frame } from './order-reason.ts'
import { isDelivered, REASONS, type Reason, type ValueDifference } from './reasons.ts'
import { eventIdOf, factsOf, sightingsOfLines, sightingsOfRows, type Sighting, type Sightings } from './sightings.ts'
import { silentDays } from './silent-days.ts'
import { surplusOf, type OrderStanding, type SurplusFinding } from './surplus.ts'
import { checkValue } from './value.ts'
import type { LedgerOrderView, LedgerSettings, OrderLine, PlatformRow } from './wire.ts'

export interface ReconcileInput {
  readonly settings: LedgerSettings
  readonly destination: string
  /** Days of the shop, both included. */
  readonly firstDay: string
  readonly lastDay: string
  /** What the shop lists for these days: each gets its reason. */
  readonly orders: readonly LedgerOrderView[]
  /** Orders of days around them: they explain events that arrived in these days, and are not listed. */
  readonly neighbours?: readonly LedgerOrderView[]
  /** Of all destinations. */
  readonly lines: readonly OrderLine[]
  /** Of this destination. */
  readonly platform: readonly PlatformRow[]
}

export interface OrderFinding {
  readonly order: LedgerOrderView
  readonly reason: Reason
  readonly code?: string
  readonly difference?: ValueDifference
  /** Decimal text, by the policy's choice of sides. */
  readonly expected?: string
  readonly sent?: { readonly value: number; readonly currency: string }
  readonly line?: OrderLine
  /** Of delivered orders: whether the platform's own list has it. Absent where there is no such list. */
  readonly shown?: boolean
  /** When the platform counted it, where its list says. */
  readonly counted_at?: string
}

export interface PlatformSide {
  /** What it tells: each event, only numbers, or nothing yet. */
  readonly tells: 'events' | 'counts' | 'nothing'
  /** Counted in these days, after its own rule for copies; null where it tells nothing. */
  readonly says: number | null
  readonly merged: number
  /** Days of the period of which its figures say nothing, though they do of others. */
  readonly silent_days: readonly string[]
  /** Of these, first counts of orders of other days. */
  readonly other_days: number
  /** Own events of these orders that it counted before or after these days. */
  readonly other_times: number
  /** What is compared: says − other_days + other_times. */
  readonly compared: number | null
  readonly shown: number
  /** Delivered by our receipts, and not in its figures. */
  readonly not_shown: number
  readonly surplus: number
}

export interface Reconciliation {
  readonly destination: string
  readonly first_day: string
  readonly last_day: string
  readonly start: string
  readonly end: string
  readonly settings: LedgerSettings
  readonly orders: readonly OrderFinding[]
  readonly reasons: readonly { readonly reason: Reason; readonly count: number }[]
  readonly platform: PlatformSide
  readonly surplus: readonly SurplusFinding[]
  readonly credits?: Credits
  /** Both sums, worked out again from the findings. */
  readonly closes: { readonly orders: boolean; readonly platform: boolean }
}

/** All that the steps look at. */
interface Desk extends Frame {
  readonly input: ReconcileInput
  /** Listed orders first, then their neighbours. */
  readonly all: readonly LedgerOrderView[]
  readonly tells: PlatformSide['tells']
  readonly sightings: Sightings
}

/** What the orders are judged by, and not needed after. */
interface Heard {
  /** Lines of this destination, by order. */
  readonly linesOf: ReadonlyMap<number, readonly OrderLine[]>
  /** Orders of which another destination has a line. */
  readonly elsewhere: ReadonlySet<number>
}

export function reconcile(input: ReconcileInput): Reconciliation {
  const { desk, fates, own } = judged(input)
  const orders = input.orders.map((order, index) => findingOf(desk, order, fates[index], own.get(index)))
  const delivered = orders.filter(({ reason }) => isDelivered(reason)).length
  const found = surplusFindings(desk, fates, own)
  const { platform, surplus } = platformSide(desk, delivered, found)
  const reasons = countReasons(orders)
  const attributed = input.platform.filter((row) => row.kind === 'attributed')
  const credits = creditsOf(
    attributed.filter(({ day }) => isWithin(day, input)),
    platform.says,
  )
  return {
    destination: input.destination,
    first_day: input.firstDay,
    last_day: input.lastDay,
    start: new Date(desk.startMs).toISOString(),
    end: new Date(desk.endMs).toISOString(),
    settings: input.settings,
    orders,
    reasons,
    platform,
    surplus,
    ...(credits !== undefined && { credits }),
    closes: {
      orders: reasons.reduce((sum, { count }) => sum + count, 0) === input.orders.length,
      platform: platform.compared === null || platform.compared === platform.shown + sumOf(surplus),
    },
  }
}

function judged(input: ReconcileInput): Fates & { readonly desk: Desk } {
  const all = [...input.orders, ...(input.neighbours ?? [])]
  const names = namesOf(all)
  const sales = input.lines.filter((line) => isSale(line))
  const desk = laidOut(input, all, sales, names)
  return { desk, ...fatesOf(desk, heardOf(sales, input.destination, names)) }
}

function heardOf(sales: readonly OrderLine[], destination: string, names: Names): Heard {
  const linesOf = new Map<number, OrderLine[]>()
  const elsewhere = new Set<number>()
  for (const line of sales) {
    const order = names.byLink(line.link)
    if (order === NO_ORDER) continue
    if (line.destination === destination) addTo(linesOf, order, line)
    else elsewhere.add(order)
  }
  return { linesOf, elsewhere }
}

function laidOut(
  input: ReconcileInput,
  all: readonly LedgerOrderView[],
  sales: readonly OrderLine[],
  names: Names,
): Desk {
  const { settings, destination, firstDay, lastDay, platform } = input
  const clock = clockOf(input)
  const lines = sales.filter((line) => line.destination === destination)
  const [startMs, endMs] = [clock.startOf(firstDay), clock.startOf(dayAfter(lastDay))]
  const tells = whatItTells(input, startMs, endMs)
  return {
    input,
    settings,
    startMs,
    endMs,
    all,
    tells,
    sightings: tells === 'events' ? sightingsOfRows(platform, lines, names) : sightingsOfLines(lines, names),
  }
}

/** Pushed to, a list takes room for sixteen more; of a hundred thousand lists of two nobody needs it. */
function addTo<One>(lists: Map<number, One[]>, order: number, one: One): void {
  const same = lists.get(order)
  if (same === undefined) lists.set(order, [one])
  else if (same.length < SHORT) lists.set(order, same.concat([one]))
  else same.push(one)
}
const SHORT = 8

/** Of other days its figures say nothing of these. */
function whatItTells(input: ReconcileInput, startMs: number, endMs: number): PlatformSide['tells'] {
  let tells: PlatformSide['tells'] = 'nothing'
  for (const row of input.platform) {
    if (!isSale(row)) continue
    const ms = row.kind === 'event' ? Date.parse(row.at) : NaN
    if (ms >= startMs && ms < endMs) return 'events'
    if (row.kind === 'received' && isWithin(row.day, input)) tells = 'counts'
  }
  return tells
}

/** What became of each order, and which of the platform's events is its own. */
interface Fates {
  readonly fates: readonly Fate[]
  readonly own: ReadonlyMap<number, Sighting>
}

function fatesOf(desk: Desk, heard: Heard): Fates {
  const byOrder = new Map<number, Sighting[]>()
  for (const sighting of desk.sightings.counted) {
    if (sighting.order !== NO_ORDER) addTo(byOrder, sighting.order, sighting)
  }
  const own = new Map<number, Sighting>()
  const fates = desk.all.map((order, index) => {
    const seen = byOrder.get(index) ?? []
    const fate = ownReason(order, desk) ?? onTheWay(desk, heard, order, index, seen)
    // Of an order of other days, too, one event is its own: it is that day's.
    const hasOwn = fate.reason === 'delivered' || (fate.reason === 'outside_period' && wasDelivered(heard, index))
    const first = hasOwn ? (seen.find(({ ours }) => ours > 0) ?? seen[0]) : undefined
    if (first !== undefined) own.set(index, first)
    return fate
  })
  return { fates, own }
}

function wasDelivered({ linesOf }: Heard, index: number): boolean {
  return linesOf.get(index)?.some(({ outcome }) => outcome === 'delivered') === true
}

/** Sent, and without an end that is sure: the platform's own list knows. */
const UNSURE: ReadonlySet<Reason> = new Set(['waiting', 'outcome_unknown', 'undeliverable', 'expired'])

function onTheWay(desk: Desk, heard: Heard, order: LedgerOrderView, index: number, seen: readonly Sighting[]): Fate {
  const lines = heard.linesOf.get(index) ?? []
  const { settings, destination } = desk.input
  const purchase = settings.destinations.find(({ id }) => id === destination)?.purchase ?? false
  const fate = fateOf(order, lines, heard.elsewhere.has(index), purchase)
  if (!UNSURE.has(fate.reason)) return fate
  const taken = seen.find(({ line }) => line !== undefined && UNSURE.has(reasonOf(line)))
  return taken?.line === undefined ? fate : { reason: 'delivered', line: taken.line }
}

function findingOf(
  desk: Desk,
  order: LedgerOrderView,
  fate: Fate | undefined,
  own: Sighting | undefined,
): OrderFinding {
  if (fate === undefined) return { order, reason: 'not_received' }
  const { reason, code, line } = fate
  const found = { order, ...(code !== undefined && { code }), ...(line !== undefined && { line }) }
  if (reason !== 'delivered') return { ...found, reason }
  const shown =
    desk.tells === 'events'
      ? { shown: own !== undefined, ...(own?.row !== undefined && { counted_at: own.row.at }) }
      : {}
  const value = line?.value ?? own?.row?.value
  const currency = line?.currency ?? own?.row?.currency
  const sent = value === undefined || currency === undefined ? undefined : { value, currency }
  const check = sent === undefined ? undefined : checkValue(order, sent, desk.settings)
  const money = {
    ...(sent !== undefined && { sent }),
    ...(check?.expected !== undefined && { expected: decimalOf(check.expected) }),
  }
  if (check?.difference !== undefined)
    return { ...found, ...shown, ...money, reason: 'delivered_value_differs', difference: check.difference }
  return { ...found, ...shown, ...money, reason: isTakenBack(order) ? 'delivered_then_refunded' : 'delivered' }
}

function isTakenBack({ refunds = [], cancelled_at: cancelledAt }: LedgerOrderView): boolean {
  return cancelledAt !== undefined || refunds.some(({ value }) => (microsOf(value) ?? 0n) > 0n)
}

function countReasons(orders: readonly OrderFinding[]): Reconciliation['reasons'] {
  const counts = new Map<Reason, number>()
  for (const { reason } of orders) counts.set(reason, 1 + (counts.get(reason) ?? 0))
  return REASONS.flatMap((reason) => {
    const count = counts.get(reason)
    return count === undefined ? [] : [{ reason, count }]
  })
}

/** In these days, or of other days by their order. */
interface Found {
  readonly surplus: readonly SurplusFinding[]
  readonly inPeriod: number
  readonly otherDays: number
  readonly otherTimes: number
  readonly shown: number
}

function surplusFindings(desk: Desk, fates: readonly Fate[], own: ReadonlyMap<number, Sighting>): Found {
  const surplus: SurplusFinding[] = []
  let [inPeriod, otherDays, otherTimes, shown] = [0, 0, 0, 0]
  for (const sighting of desk.sightings.counted) {
    const isNow = sighting.ms >= desk.startMs && sighting.ms < desk.endMs
    if (isNow) inPeriod++
    const isOwn = own.get(sighting.order) === sighting
    if (isOwn && fates[sighting.order]?.reason === 'delivered' && sighting.order < desk.input.orders.length) {
      shown++
      if (!isNow) otherTimes++
    } else if (isOwn || (isNow && isOfOlderOrder(sighting, desk))) {
      if (isNow) otherDays++
    } else if (isNow) {
      surplus.push(surplusFinding(sighting, desk, fates, own))
    }
  }
  return { surplus, inPeriod, otherDays, otherTimes, shown }
}

/** Ours, sold so long before these days that its order was not looked up. */
function isOfOlderOrder({ order, line }: Sighting, { startMs }: Desk): boolean {
  return order === NO_ORDER && line !== undefined && Date.parse(line.occurred_at) < startMs
}

function surplusFinding(
  sighting: Sighting,
  desk: Desk,
  fates: readonly Fate[],
  own: ReadonlyMap<number, Sighting>,
): SurplusFinding {
  const order = desk.all[sighting.order]
  const first = own.get(sighting.order)
  const standing = standingOf(fates[sighting.order], first)
  // An order that it names, though the ledger may have none of that name.
  const orderId = order?.order_id ?? sighting.row?.order_id
  const eventId = eventIdOf(sighting)
  const firstId = first === undefined ? undefined : eventIdOf(first)
  return {
    ...surplusOf(sighting, standing, desk.settings.purchase_unique),
    count: 1,
    ...(orderId !== undefined && { order_id: orderId }),
    ...(order?.name !== undefined && { name: order.name }),
    ...(eventId !== undefined && { event_id: eventId }),
    ...(firstId !== undefined && { first_event_id: firstId }),
    ...factsOf(sighting),
  }
}

const NO_SALE: ReadonlySet<Reason> = new Set(['test_order', 'awaiting_payment', 'cancelled_unpaid'])

function standingOf(fate: Fate | undefined, own: Sighting | undefined): OrderStanding {
  if (fate === undefined) return { kind: 'unknown' }
  if (own !== undefined) return { kind: 'counted', own }
  return NO_SALE.has(fate.reason) ? { kind: 'no_sale' } : { kind: 'kept_back' }
}

function platformSide(
  desk: Desk,
  delivered: number,
  found: Found,
): { readonly platform: PlatformSide; readonly surplus: readonly SurplusFinding[] } {
  const { tells, sightings, startMs, endMs } = desk
  const { otherDays, otherTimes } = found
  const merged = sightings.mergedAtMs.filter((ms) => ms >= startMs && ms < endMs).length
  const silent = silentDays(desk.input, tells, sightings.counted, clockOf(desk.input))
  const days = { tells, merged, silent_days: silent, other_days: otherDays, other_times: otherTimes }
  if (tells === 'nothing') {
    const none = { says: null, compared: null, shown: 0, not_shown: 0, surplus: 0 }
    return { platform: { ...days, ...none }, surplus: [] }
  }
  const says = tells === 'events' ? found.inPeriod : reported(desk.input)
  const compared = Math.max(0, says - otherDays + otherTimes)
  const surplus = tells === 'events' ? found.surplus : fitted(found.surplus, compared - found.shown)
  const total = sumOf(surplus)
  const shown = tells === 'events' ? found.shown : compared - total
  const side = { says, compared, shown, not_shown: delivered - shown, surplus: total }
  return { platform: { ...days, ...side }, surplus }
}

function clockOf({ settings }: ReconcileInput): ShopClock {
  return shopClock(settings.time_zone)
}

function reported(input: ReconcileInput): number {
  return input.platform.reduce(
    (sum, row) => (row.kind === 'received' && isSale(row) && isWithin(row.day, input) ? sum + row.count : sum),
    0,
  )
}

/**
 * The platform gives only a number: what is more than we know of is somebody else's; where it is less, the platform has left out
 * some of what we sent twice, and which ones it does not say.
 */
function fitted(known: readonly SurplusFinding[], room: number): readonly SurplusFinding[] {
  const rest = room - known.length
  if (rest === 0) return known
  if (rest > 0) return [...known, { surplus: 'foreign_sender', count: rest, unknown: true }]
  const [first] = known
  return room <= 0 || first === undefined ? [] : [{ surplus: first.surplus, count: room, unknown: true }]
}

function sumOf(surplus: readonly SurplusFinding[]): number {
  return surplus.reduce((sum, { count }) => sum + count, 0)
}

function isWithin(day: string, { firstDay, lastDay }: ReconcileInput): boolean {
  return day >= firstDay && day <= lastDay
}
