/** A question and the policy → the frame and the span that a table stands under. What cannot be asked is said with its code. Pure. */
import { MODELS, type Model } from '../analysis/attribution/models.ts'
import { makeFrame, type Frame } from '../analysis/attribution/frame.ts'
import { CREDIT_LEVELS, type CreditLevel } from '../analysis/attribution/channel-tree.ts'
import type { Span } from '../analysis/attribution/eligible.ts'
import { TOUCH_KINDS } from '../analysis/touch.ts'
import type { CompiledAnalysis, CompiledSite } from '../policy/types.ts'
import { dayAfter, isDay, type ShopClock } from '../reconciliation/days.ts'
import type { TableQuestion } from './asks.ts'
import { MAX_SPAN_DAYS } from './record-bounds.ts'

export interface Asked {
  readonly question: TableQuestion
  readonly frame: Frame
  readonly frameId: string
  readonly model: Model
  readonly by: CreditLevel
  /** Of the days that were asked for. */
  readonly span: Span
  readonly asOfMs: number
}

export type AskedOrNot =
  | { readonly ok: true; readonly asked: Asked }
  | { readonly ok: false; readonly code: string; readonly figures?: Readonly<Record<string, number | string>> }

const DAY_MS = 86_400_000

/** The time that an export of many tables may take under one moment. */
const FREE_MS = 3_600_000

/** `last`: nothing is assumed of touches before it, and everybody knows what it means. */
const DEFAULT_MODEL: Model = 'last'

export function timeZoneOf({ orders }: Pick<CompiledSite, 'orders'>): string {
  return orders?.timeZone ?? 'UTC'
}

export function askedOf(
  question: TableQuestion,
  site: CompiledSite & { readonly analysis: CompiledAnalysis },
  clock: ShopClock,
  { asOfMs, nowMs }: { readonly asOfMs: number; readonly nowMs: number },
): AskedOrNot {
  const { from, to, model = DEFAULT_MODEL, by = 'source', windowDays = site.analysis.windowDays } = question
  if (!isDay(from) || !isDay(to) || to < from) return wrong('span', `${from} ${to}`)
  const days = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1
  if (days > MAX_SPAN_DAYS) return { ok: false, code: 'span_too_long', figures: { days, most: MAX_SPAN_DAYS } }
  if (!isMomentToAskOf(question.asOfMs, clock, nowMs))
    return wrong('as_of', new Date(question.asOfMs ?? 0).toISOString())
  const known = MODELS.find((one) => one === model)
  if (known === undefined) return wrong('model', model)
  const level = CREDIT_LEVELS.find((one) => one === by)
  const asOf = new Date(asOfMs).toISOString()
  const made = makeFrame({
    // An order that was given back is an order still: its value is what changes, with the day on which one asks.
    conversion: { event: 'purchase', statuses: ['paid', 'refunded'] },
    dedupe: 'order.id',
    window: { hours: windowDays * 24, boundary: 'included' },
    touch_kinds: TOUCH_KINDS,
    direct: site.analysis.direct,
    identity: 'browser',
    value: {
      basis: site.orders?.tax === 'excluded' ? 'net' : 'gross',
      ...(site.orders !== undefined && { shipping: site.orders.shipping }),
      currency: site.analysis.currency,
      refunds_as_of: asOf,
    },
    date_basis: question.dateBasis ?? 'order',
    time_zone: timeZoneOf(site),
    as_of: asOf,
  })
  if (!made.ok) return { ok: false, code: made.code, figures: { members: made.members.join(', ') } }
  const span = { fromMs: clock.startOf(from), toMs: clock.startOf(dayAfter(to)) }
  const asked = {
    question,
    frame: made.frame,
    frameId: made.frame_id,
    model: known,
    by: level ?? 'source',
    span,
    asOfMs,
  }
  return { ok: true, asked }
}

/**
 * Of the past, the beginnings of days: two tables of the moments before and after an order would differ by that order alone, and say what
 * brought its buyer.
 */
function isMomentToAskOf(namedMs: number | undefined, { dayOf, startOf }: ShopClock, nowMs: number): boolean {
  if (namedMs === undefined || namedMs > nowMs - FREE_MS) return true
  return namedMs >= 0 && startOf(dayOf(namedMs)) === namedMs
}

function wrong(member: string, value: string): AskedOrNot {
  return { ok: false, code: 'wrong_question', figures: { member, value } }
}
