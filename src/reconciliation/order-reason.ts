/** One order at one destination: the first of the closed list that holds. */
import type { Reason } from './reasons.ts'
import type { LedgerOrderView, LedgerSettings, OrderLine } from './wire.ts'

/** What happened on the way, apart from the money. `delivered` is told apart by its value later. */
export interface Fate {
  readonly reason: Exclude<Reason, 'delivered_value_differs' | 'delivered_then_refunded'>
  readonly code?: string
  /** The line that says so. */
  readonly line?: OrderLine
}

export interface Frame {
  readonly settings: LedgerSettings
  readonly startMs: number
  /** Exclusive. */
  readonly endMs: number
}

/** 1 to 10: what the order itself and the clock say, whatever became of its events. */
export function ownReason(order: LedgerOrderView, { settings, startMs, endMs }: Frame): Fate | undefined {
  return kindReason(order, settings) ?? paymentReason(order, settings) ?? periodReason(order.at, startMs, endMs)
}

function kindReason(order: LedgerOrderView, { excluded }: LedgerSettings): Fate | undefined {
  if (order.test === true) return { reason: 'test_order' }
  switch (order.channel) {
    case 'sample':
      return { reason: 'sample_or_replacement' }
    case 'marketplace':
      return { reason: 'channel_marketplace' }
    // A site may count these as sales: only what its policy keeps out has the reason.
    case 'pos':
      if (excluded.includes('pos')) return { reason: 'channel_pos' }
      break
    case 'draft':
      if (excluded.includes('draft')) return { reason: 'channel_draft' }
      break
    case 'renewal':
      if (excluded.includes('renewal')) return { reason: 'renewal' }
      break
    case 'web':
      break
  }
  return order.excluded_by === undefined ? undefined : { reason: 'excluded_by_site', code: order.excluded_by }
}

function paymentReason(
  { payment, cancelled_at: cancelledAt }: LedgerOrderView,
  { purchase_when: when }: LedgerSettings,
): Fate | undefined {
  if (payment === 'awaiting' && cancelledAt === undefined) {
    return when === 'paid' ? { reason: 'awaiting_payment' } : undefined
  }
  return payment === 'paid' ? undefined : { reason: 'cancelled_unpaid' }
}

function periodReason(at: string, startMs: number, endMs: number): Fate | undefined {
  const ms = Date.parse(at)
  return ms >= startMs && ms < endMs ? undefined : { reason: 'outside_period' }
}

/**
 * 11 to 23, and `delivered`. Several copies of one order: the one that got furthest, because what an earlier copy was refused for
 * no longer holds when a later one has it (a signal was joined, a key was there).
 */
export function fateOf(
  order: LedgerOrderView,
  lines: readonly OrderLine[],
  heardElsewhere: boolean,
  purchase: boolean,
): Fate {
  if (lines.length > 0) return furthest(lines)
  // Anybody can be turned away in an order's name: of what the shop itself has told, and was believed, that says nothing.
  const isTold = order.heard_at !== undefined || order.parked !== undefined
  if (order.refused_at_door !== undefined && !isTold) return { reason: 'refused_at_door', code: order.refused_at_door }
  if (order.parked !== undefined) return { reason: 'parked', code: order.parked }
  // Another destination got it: this one was not in the policy then.
  if (heardElsewhere || (order.heard_at !== undefined && !purchase)) return { reason: 'not_in_policy' }
  return { reason: 'not_received' }
}

/** How far a copy got: the later of two wins. */
const STAGES: readonly Fate['reason'][] = [
  'excluded_by_site',
  'not_in_policy',
  'consent_unknown',
  'consent_denied',
  'no_match_key',
  'consent_withdrawn',
  'expired',
  'rejected',
  'undeliverable',
  'outcome_unknown',
  'waiting',
  'delivered',
]

function furthest(lines: readonly OrderLine[]): Fate {
  let best: Fate | undefined
  for (const line of lines) {
    const reason = reasonOf(line)
    const stage = STAGES.indexOf(reason) - (best === undefined ? -1 : STAGES.indexOf(best.reason))
    const isBetter = stage > 0 || (stage === 0 && isPreferred(line, best?.line, reason))
    if (best === undefined || isBetter)
      best = { reason, line, ...(line.code !== undefined && reason !== 'delivered' && { code: line.code }) }
  }
  return best ?? { reason: 'not_received' }
}

/** The first delivery is the one that counts; of other ends the last is what is true now. */
function isPreferred(line: OrderLine, best: OrderLine | undefined, reason: Reason): boolean {
  if (best === undefined) return true
  return reason === 'delivered' ? line.at < best.at : line.at > best.at
}

export function reasonOf({ outcome, code = '' }: OrderLine): Fate['reason'] {
  switch (outcome) {
    case 'delivered':
      return 'delivered'
    case 'waiting':
    case 'retrying':
    case 'parked':
      return 'waiting'
    case 'withdrawn':
      return 'consent_withdrawn'
    case 'refused':
      return REFUSALS[code] ?? 'rejected'
    case 'expired':
      return EXPIRIES[code] ?? 'expired'
    case 'rejected':
    case 'dead':
      return UNANSWERED.has(code) ? 'outcome_unknown' : 'rejected'
    default:
      return 'outcome_unknown'
  }
}

/** Codes of docs/errors.md. What the platform would refuse and was kept here counts as its rejection. */
const REFUSALS: Readonly<Partial<Record<string, Fate['reason']>>> = {
  event_not_in_policy: 'not_in_policy',
  no_destination: 'not_in_policy',
  not_addressed: 'not_in_policy',
  no_longer_in_policy: 'not_in_policy',
  staging: 'excluded_by_site',
  bot: 'excluded_by_site',
  prefetch: 'excluded_by_site',
  consent_unknown: 'consent_unknown',
  consent_malformed: 'consent_unknown',
  consent_expired: 'consent_unknown',
  consent_awaited: 'consent_unknown',
  consent_never_came: 'consent_unknown',
  consent_denied: 'consent_denied',
  opted_out: 'consent_denied',
  known_child: 'consent_denied',
  consent_withdrawn: 'consent_withdrawn',
  insufficient_user_data: 'no_match_key',
  missing_user_agent: 'no_match_key',
  event_too_old: 'expired',
}

const EXPIRIES: Readonly<Partial<Record<string, Fate['reason']>>> = {
  waited_too_long: 'undeliverable',
  no_longer_in_policy: 'not_in_policy',
}

/** It was sent, and whether it was taken nobody said. */
const UNANSWERED: ReadonlySet<string> = new Set(['timeout', 'network', 'unreadable_answer'])
