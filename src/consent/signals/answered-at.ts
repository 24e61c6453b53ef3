/** When the person answered (`consent.at`), and whether that answer still counts. */
import { utcInstant } from '../../event/utc-instant.ts'
import type { ReadContext } from './reader.ts'

export type AnsweredAt =
  /** `atMs` is absent where the caller gave no time: it asserts the answer as current. */
  | { readonly validity: 'valid'; readonly atMs?: number }
  | { readonly validity: 'expired'; readonly atMs: number }
  | { readonly validity: 'invalid' }

const DAY_MS = 86_400_000
/** Clocks of browsers and servers differ; more than this ahead is not a clock, it is a wrong value. */
export const MAX_AHEAD_MS = 10 * 60_000
const MAX_LENGTH = 40
const ISO_WITH_ZONE = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/

export function readAnsweredAt(at: unknown, context: ReadContext): AnsweredAt {
  if (at === undefined) return { validity: 'valid' }
  const atMs = parseIsoWithZone(at)
  if (atMs === undefined || atMs > context.nowMs + MAX_AHEAD_MS) return { validity: 'invalid' }
  // Written so that a limit which is not a number expires everything instead of nothing.
  const fresh = context.nowMs - atMs <= context.rules.maxAgeDays * DAY_MS
  return fresh ? { validity: 'valid', atMs } : { validity: 'expired', atMs }
}

/** Undefined: not a time that is believed. */
export function parseIsoWithZone(at: unknown): number | undefined {
  if (typeof at !== 'string' || at.length > MAX_LENGTH) return undefined
  const plain = utcInstant(at)
  if (plain !== undefined) return plain
  const match = ISO_WITH_ZONE.exec(at)
  if (match === null || !isCalendarDay(Number(match[1]), Number(match[2]), Number(match[3]))) return undefined
  const atMs = Date.parse(at)
  return Number.isNaN(atMs) ? undefined : atMs
}

/** Date.parse rolls 30 February over into March. Every month has 28 days: on most days nothing need be asked. */
function isCalendarDay(year: number, month: number, day: number): boolean {
  if (day >= 1 && day <= 28) return true
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day
}
