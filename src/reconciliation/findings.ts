/**
 * What was found of each order and of each event of the platform that is no order's own. Kept is the verdict; what else is shown
 * of it is read from the books when somebody looks.
 */
import { decimalOf, microsOf, type Micros } from '../event/money.ts'
import type { Desk } from './desk.ts'
import { NO_SIGHTING, type Fates } from './fates.ts'
import { NO_ORDER } from './names.ts'
import type { Fate } from './order-reason.ts'
import { REASONS, VALUE_DIFFERENCES, type Reason, type ValueDifference } from './reasons.ts'
import { eventIdOf, factsOf, type Sighting } from './sightings.ts'
import { surplusOf, type OrderStanding, type SurplusFinding, type Verdict } from './surplus.ts'
import { viewsOf } from './table.ts'
import { checkValue, type Sent, type ValueCheck } from './value.ts'
import type { LedgerOrderView, OrderLine } from './wire.ts'

export interface OrderFinding {
  readonly order: LedgerOrderView
  readonly reason: Reason
  readonly code?: string
  readonly difference?: ValueDifference
  /** Decimal text, by the policy's choice of sides. */
  readonly expected?: string
  readonly sent?: Sent
  readonly line?: OrderLine
  /** Of delivered orders: whether the platform's own list has it. Absent where there is no such list. */
  readonly shown?: boolean
  /** When the platform counted it, where its list says. */
  readonly counted_at?: string
}

export function orderFindings(desk: Desk, fates: Fates): readonly OrderFinding[] {
  const { books, listedFirst } = desk
  const isDelivered = (order: number) => fates.reasonOf(order) === 'delivered'
  const isShown = (order: number) => isDelivered(order) && desk.tells === 'events'
  const ownOf = (order: number) => ownSighting(desk, fates, order)
  const checkOf = (order: number) => (isDelivered(order) ? valueCheck(desk, fates, order) : undefined)
  const [reasons, differences] = [new Int8Array(listedFirst.length), new Int8Array(listedFirst.length)]
  const { at } = viewsOf<OrderFinding>({
    order: books.orders.at,
    reason: (order) => REASONS[reasons[order] ?? NONE],
    code: fates.codeOf,
    difference: (order) => VALUE_DIFFERENCES[differences[order] ?? NONE],
    expected: (order) => decimalText(checkOf(order)?.expected),
    sent: (order) => (isDelivered(order) ? sentOf(fates.lineOf(order), ownOf(order)) : undefined),
    line: fates.lineOf,
    shown: (order) => (isShown(order) ? fates.ownOf(order) !== NO_SIGHTING : undefined),
    counted_at: (order) => (isShown(order) ? ownOf(order)?.row?.at : undefined),
  })
  const listed = Array.from(listedFirst.subarray(0, books.orders.listed()))
  for (const order of listed) {
    const difference = checkOf(order)?.difference
    differences[order] = difference === undefined ? NONE : VALUE_DIFFERENCES.indexOf(difference)
    reasons[order] = REASONS.indexOf(reasonOf(books.orders.at(order), fates.reasonOf(order), difference))
  }
  return listed.map((order) => at(order))
}

/** Place in a closed list. */
const NONE = -1

function ownSighting({ sightings }: Desk, fates: Fates, order: number): Sighting | undefined {
  const own = fates.ownOf(order)
  return own === NO_SIGHTING ? undefined : sightings.at(own)
}

function decimalText(amount: Micros | undefined): string | undefined {
  return amount === undefined ? undefined : decimalOf(amount)
}

function reasonOf(
  order: LedgerOrderView,
  fate: Fate['reason'] | undefined,
  difference: ValueDifference | undefined,
): Reason {
  if (fate !== 'delivered') return fate ?? 'not_received'
  if (difference !== undefined) return 'delivered_value_differs'
  return isTakenBack(order) ? 'delivered_then_refunded' : 'delivered'
}

function isTakenBack({ refunds = [], cancelled_at: cancelledAt }: LedgerOrderView): boolean {
  return cancelledAt !== undefined || refunds.some(({ value }) => (microsOf(value) ?? 0n) > 0n)
}

/** By our receipt; where that does not say, by the platform's list. */
function sentOf(line: OrderLine | undefined, own: Sighting | undefined): Sent | undefined {
  const value = line?.value ?? own?.row?.value
  const currency = line?.currency ?? own?.row?.currency
  return value === undefined || currency === undefined ? undefined : { value, currency }
}

function valueCheck(desk: Desk, fates: Fates, order: number): ValueCheck | undefined {
  const sent = sentOf(fates.lineOf(order), ownSighting(desk, fates, order))
  return sent === undefined ? undefined : checkValue(desk.books.orders.at(order), sent, desk.settings)
}

/** In these days, or of other days by their order. */
export interface Found {
  readonly surplus: readonly SurplusFinding[]
  readonly inPeriod: number
  readonly otherDays: number
  readonly otherTimes: number
  readonly shown: number
}

export function surplusFindings(desk: Desk, fates: Fates): Found {
  const { sightings, books } = desk
  const beside: number[] = []
  let [inPeriod, otherDays, otherTimes, shown] = [0, 0, 0, 0]
  for (const place of sightings.counted) {
    const [order, ms] = [sightings.orderAt(place), sightings.msAt(place)]
    const isNow = ms >= desk.startMs && ms < desk.endMs
    if (isNow) inPeriod++
    const isOwn = order !== NO_ORDER && fates.ownOf(order) === place
    if (isOwn && fates.reasonOf(order) === 'delivered' && books.orders.isListed(order)) {
      shown++
      if (!isNow) otherTimes++
    } else if (isOwn || (isNow && isOfOlderOrder(order, place, desk))) {
      if (isNow) otherDays++
    } else if (isNow) {
      beside.push(place)
    }
  }
  return { surplus: surplusViews(desk, fates, beside), inPeriod, otherDays, otherTimes, shown }
}

/** Ours, sold so long before these days that its order was not looked up. */
function isOfOlderOrder(order: number, place: number, { sightings, startMs }: Desk): boolean {
  if (order !== NO_ORDER) return false
  const { line } = sightings.at(place)
  return line !== undefined && Date.parse(line.occurred_at) < startMs
}

function surplusViews(desk: Desk, fates: Fates, places: readonly number[]): readonly SurplusFinding[] {
  const { sightings, books, settings } = desk
  const sightingOf = (index: number) => sightings.at(places[index] ?? NO_SIGHTING)
  const verdicts = sameOnce(places, (place) => {
    const standing = standingOf(desk, fates, sightings.orderAt(place))
    return surplusOf(sightings.at(place), standing, settings.purchase_unique)
  })
  const orderOf = (index: number) => {
    const { order } = sightingOf(index)
    return order === NO_ORDER ? undefined : books.orders.at(order)
  }
  const factOf =
    <Name extends keyof Facts>(name: Name) =>
    (index: number) =>
      factsOf(sightingOf(index))[name]
  const { at } = viewsOf<SurplusFinding>({
    surplus: (index) => verdicts(index)?.surplus,
    fire: (index) => verdicts(index)?.fire,
    cause: (index) => verdicts(index)?.cause,
    count: () => 1,
    unknown: () => undefined,
    // An order that it names, though the ledger may have none of that name.
    order_id: (index) => orderOf(index)?.order_id ?? sightingOf(index).row?.order_id,
    name: (index) => orderOf(index)?.name,
    event_id: (index) => eventIdOf(sightingOf(index)),
    first_event_id: (index) => {
      const own = ownSighting(desk, fates, sightingOf(index).order)
      return own === undefined ? undefined : eventIdOf(own)
    },
    at: factOf('at'),
    via: factOf('via'),
    page: factOf('page'),
    value: factOf('value'),
    currency: factOf('currency'),
  })
  return places.map((_, index) => at(index))
}

/** There are few verdicts, and many that get them. */
function sameOnce(places: readonly number[], verdictOf: (place: number) => Verdict) {
  const kinds: Verdict[] = []
  const numbers = new Uint8Array(places.length)
  for (const [index, place] of places.entries()) {
    const verdict = verdictOf(place)
    const { surplus, fire, cause } = verdict
    const known = kinds.findIndex((one) => one.surplus === surplus && one.fire === fire && one.cause === cause)
    numbers[index] = known === -1 ? kinds.push(verdict) - 1 : known
  }
  return (index: number): Verdict | undefined => kinds[numbers[index] ?? 0]
}

type Facts = ReturnType<typeof factsOf>

const NO_SALE: ReadonlySet<Reason> = new Set(['test_order', 'awaiting_payment', 'cancelled_unpaid'])

function standingOf(desk: Desk, fates: Fates, order: number): OrderStanding {
  const reason = fates.reasonOf(order)
  if (reason === undefined) return { kind: 'unknown' }
  const own = ownSighting(desk, fates, order)
  if (own !== undefined) return { kind: 'counted', own }
  return NO_SALE.has(reason) ? { kind: 'no_sale' } : { kind: 'kept_back' }
}
