/**
 * What credits stand under. Two numbers may be set beside each other only where all of this is the same: it is hashed, and the hash is
 * printed under every table. The model is not in it, for models are compared within one frame; neither is the span of days.
 */
import { sha256Hex } from '../../hashing/sha256.ts'
import { canonicalJson } from '../../policy/digest.ts'
import { isTimeZone } from '../../policy/time-zone.ts'
import { ORDER_STATUSES, type OrderStatus } from '../columns.ts'
import { TOUCH_KINDS, type TouchKind } from '../touch.ts'

/** `last_resort`: direct has credit only where nothing else is eligible. `kept`: always, as any other. `left_out`: never. */
export const DIRECT_RULES = ['last_resort', 'kept', 'left_out'] as const
export type DirectRule = (typeof DIRECT_RULES)[number]

/** `order`: by the day of the sale, for the books. `touch`: by the day of the visit, for who buys the media. */
export const DATE_BASES = ['order', 'touch'] as const
export type DateBasis = (typeof DATE_BASES)[number]

export interface Frame {
  /** What counts as a conversion, and which states of an order do. */
  readonly conversion: { readonly event: string; readonly statuses: readonly OrderStatus[] }
  /** What makes a conversion one. */
  readonly dedupe: 'order.id'
  /** How long before the order a touch may lie; one that is exactly so old is in. */
  readonly window: { readonly hours: number; readonly boundary: 'included' }
  readonly touch_kinds: readonly TouchKind[]
  readonly direct: DirectRule
  /** Who counts as one: a consenting visitor in one browser. Two devices of one person are two. */
  readonly identity: 'browser'
  readonly value: {
    /** `gross`: as the buyer paid it. `net`: without tax. */
    readonly basis: 'gross' | 'net'
    /** Whether what the buyer paid for shipping is in it; absent: nobody said. */
    readonly shipping?: 'included' | 'excluded'
    /** ISO 4217. */
    readonly currency: string
    /** ISO 8601, UTC: refunds until then are deducted; null: none are. */
    readonly refunds_as_of: string | null
  }
  readonly date_basis: DateBasis
  /** IANA name: where a day begins. */
  readonly time_zone: string
  /** ISO 8601, UTC: what was known then. */
  readonly as_of: string
}

export type MadeFrame =
  | { readonly ok: true; readonly frame: Frame; readonly frame_id: string }
  /** `members`: those that are wrong, such as `window.hours`. */
  | { readonly ok: false; readonly code: 'frame_invalid'; readonly members: readonly string[] }

/** A year and a day: no attribution is asked for over more. */
const MAX_WINDOW_HOURS = 366 * 24
const CURRENCY = /^[A-Z]{3}$/
const EVENT = /^[a-z][a-z_]{0,39}$/

/** Lists in one order and each word once, times written alike: equal frames have equal hashes. */
export function makeFrame(given: Frame): MadeFrame {
  const members = wrongMembers(given)
  if (members.length > 0) return { ok: false, code: 'frame_invalid', members }
  const { refunds_as_of: refunds } = given.value
  const frame: Frame = {
    conversion: { event: given.conversion.event, statuses: inOrder(ORDER_STATUSES, given.conversion.statuses) },
    dedupe: 'order.id',
    window: { hours: given.window.hours, boundary: 'included' },
    touch_kinds: inOrder(TOUCH_KINDS, given.touch_kinds),
    direct: given.direct,
    identity: 'browser',
    value: { ...given.value, refunds_as_of: refunds === null ? null : new Date(refunds).toISOString() },
    date_basis: given.date_basis,
    time_zone: given.time_zone,
    as_of: new Date(given.as_of).toISOString(),
  }
  return { ok: true, frame, frame_id: frameId(frame) }
}

export function frameId(frame: Frame): string {
  return sha256Hex(canonicalJson(frame))
}

export type Compared =
  | { readonly ok: true }
  /** An error, not a warning: `differs` names what is not the same in the two. */
  | { readonly ok: false; readonly code: 'frames_differ'; readonly differs: readonly string[] }

/** Whether numbers of the one may stand beside numbers of the other. */
export function compareFrames(one: Frame, other: Frame): Compared {
  const differs = differingMembers(one, other, '')
  return differs.length === 0 ? { ok: true } : { ok: false, code: 'frames_differ', differs }
}

function differingMembers(one: object, other: object, at: string): readonly string[] {
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].toSorted()
  return keys.flatMap((key) => {
    const [a, b]: unknown[] = [Reflect.get(one, key), Reflect.get(other, key)]
    if (isBlock(a) && isBlock(b)) return differingMembers(a, b, `${at}${key}.`)
    return canonicalJson(a ?? null) === canonicalJson(b ?? null) ? [] : [`${at}${key}`]
  })
}

function isBlock(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function wrongMembers({ conversion, window, touch_kinds: kinds, value, ...frame }: Frame): readonly string[] {
  const wrong: readonly (readonly [string, boolean])[] = [
    ['conversion.event', !EVENT.test(conversion.event)],
    ['conversion.statuses', !areOf(ORDER_STATUSES, conversion.statuses)],
    ['window.hours', !(window.hours > 0 && window.hours <= MAX_WINDOW_HOURS)],
    ['touch_kinds', !areOf(TOUCH_KINDS, kinds)],
    ['direct', !DIRECT_RULES.includes(frame.direct)],
    ['value.basis', value.basis !== 'gross' && value.basis !== 'net'],
    ['value.shipping', !['included', 'excluded', undefined].includes(value.shipping)],
    ['value.currency', !CURRENCY.test(value.currency)],
    ['value.refunds_as_of', value.refunds_as_of !== null && !isTime(value.refunds_as_of)],
    ['date_basis', !DATE_BASES.includes(frame.date_basis)],
    ['time_zone', !isTimeZone(frame.time_zone)],
    ['as_of', !isTime(frame.as_of)],
  ]
  return wrong.filter(([, isWrong]) => isWrong).map(([member]) => member)
}

function areOf<Word extends string>(words: readonly Word[], given: readonly Word[]): boolean {
  return given.length > 0 && given.every((word) => words.includes(word))
}

function inOrder<Word extends string>(words: readonly Word[], given: readonly Word[]): readonly Word[] {
  return words.filter((word) => given.includes(word))
}

function isTime(text: string): boolean {
  return Number.isFinite(Date.parse(text))
}
