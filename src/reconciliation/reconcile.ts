/**
 * Each order × destination gets exactly one reason, each event that the platform counted beside them gets one of its own, and both
 * sums close: orders = Σ reasons, and what the platform says = delivered that it shows + surplus. Pure; runs in Node and in a page.
 */
import type { FigureRow, Question, ReconcileInput } from './books.ts'
import { creditsOf, type Credits } from './credit.ts'
import { isWithin, laidOut, type Desk, type ReadInput, type Tells } from './desk.ts'
import { fatesOf } from './fates.ts'
import { orderFindings, surplusFindings, type Found, type OrderFinding } from './findings.ts'
import { isSale } from './names.ts'
import { isDelivered, REASONS, type Reason } from './reasons.ts'
import { silentDays } from './silent-days.ts'
import type { SurplusFinding } from './surplus.ts'
import type { LedgerSettings } from './wire.ts'

export type { ReconcileInput } from './books.ts'
export type { ReadInput } from './desk.ts'
export type { OrderFinding } from './findings.ts'

export interface PlatformSide {
  readonly tells: Tells
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

export function reconcile(input: ReconcileInput | ReadInput): Reconciliation {
  const desk = laidOut(input)
  const { question, books } = desk
  const fates = fatesOf(desk)
  const orders = orderFindings(desk, fates)
  const reasons = countReasons(orders)
  const found = surplusFindings(desk, fates)
  const { platform, surplus } = platformSide(desk, deliveredOf(reasons), found)
  const credits = creditsOf(attributedIn(books.figures, question), platform.says)
  return {
    destination: question.destination,
    first_day: question.firstDay,
    last_day: question.lastDay,
    start: new Date(desk.startMs).toISOString(),
    end: new Date(desk.endMs).toISOString(),
    settings: question.settings,
    orders,
    reasons,
    platform,
    surplus,
    ...(credits !== undefined && { credits }),
    closes: {
      orders: reasons.reduce((sum, { count }) => sum + count, 0) === books.orders.listed(),
      platform: platform.compared === null || platform.compared === platform.shown + sumOf(surplus),
    },
  }
}

function attributedIn(figures: readonly FigureRow[], question: Question) {
  return figures.filter((row) => row.kind === 'attributed').filter((row) => isWithin(row, question))
}

function countReasons(orders: readonly OrderFinding[]): Reconciliation['reasons'] {
  const counts = new Map<Reason, number>()
  for (const { reason } of orders) counts.set(reason, 1 + (counts.get(reason) ?? 0))
  return REASONS.flatMap((reason) => {
    const count = counts.get(reason)
    return count === undefined ? [] : [{ reason, count }]
  })
}

function deliveredOf(reasons: Reconciliation['reasons']): number {
  return reasons.reduce((sum, { reason, count }) => (isDelivered(reason) ? sum + count : sum), 0)
}

function platformSide(
  desk: Desk,
  delivered: number,
  found: Found,
): { readonly platform: PlatformSide; readonly surplus: readonly SurplusFinding[] } {
  const { tells, sightings, startMs, endMs } = desk
  const { otherDays, otherTimes } = found
  const merged = sightings.mergedAtMs.filter((ms) => ms >= startMs && ms < endMs).length
  const days = { tells, merged, silent_days: silentDays(desk), other_days: otherDays, other_times: otherTimes }
  if (tells === 'nothing') {
    const none = { says: null, compared: null, shown: 0, not_shown: 0, surplus: 0 }
    return { platform: { ...days, ...none }, surplus: [] }
  }
  const says = tells === 'events' ? found.inPeriod : reported(desk.books.figures, desk.question)
  const compared = Math.max(0, says - otherDays + otherTimes)
  const surplus = tells === 'events' ? found.surplus : fitted(found.surplus, compared - found.shown)
  const total = sumOf(surplus)
  const shown = tells === 'events' ? found.shown : compared - total
  const side = { says, compared, shown, not_shown: delivered - shown, surplus: total }
  return { platform: { ...days, ...side }, surplus }
}

function reported(figures: readonly FigureRow[], question: Question): number {
  return figures.reduce(
    (sum, row) => (row.kind === 'received' && isSale(row) && isWithin(row, question) ? sum + row.count : sum),
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
