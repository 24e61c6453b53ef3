/** What the ledger is asked for: a range of time and the page, or which parked requests. Nothing here throws. */
import type { LinesCursor, OrdersCursor, ParkedCursor, ParkedFilter, PlatformCursor } from '../outbox/ledger-asks.ts'
import { readInstant } from './export-question.ts'

export type Read<Question> = ({ readonly ok: true } & Question) | { readonly ok: false; readonly detail: string }

export interface RangeQuestion<Cursor> {
  readonly fromMs: number
  /** Exclusive. */
  readonly toMs: number
  readonly cursor: Cursor | null
}

const DAY_MS = 86_400_000
const ID = /^[a-z0-9_-]{1,64}$/
const MAX_TEXT = 128

export function readOrders(query: URLSearchParams, nowMs: number): Read<RangeQuestion<OrdersCursor>> {
  return readRange(query, nowMs, [], (text) => {
    const match = /^(\d{1,15})\.(.{1,128})$/su.exec(text)
    return match === null ? undefined : { atMs: Number(match[1]), orderId: match[2] ?? '' }
  })
}

export function ordersCursor({ atMs, orderId }: OrdersCursor): string {
  return `${atMs}.${orderId}`
}

export function readLines(query: URLSearchParams, nowMs: number): Read<RangeQuestion<LinesCursor>> {
  return readRange(query, nowMs, [], (text) => {
    const match = /^(\d{1,15})\.([a-z0-9_-]{0,64})$/.exec(text)
    return match === null ? undefined : { afterId: Number(match[1]), destination: match[2] ?? '' }
  })
}

export function linesCursor({ destination, afterId }: LinesCursor): string {
  return `${afterId}.${destination}`
}

export function readPlatform(
  query: URLSearchParams,
  nowMs: number,
): Read<RangeQuestion<PlatformCursor> & { readonly destination: string }> {
  const destination = query.get('destination') ?? ''
  if (!ID.test(destination)) return wrong('destination: the id of a destination, such as tiktok')
  const range = readRange(query, nowMs, ['destination'], (text) => {
    const match = /^(\d{1,15})\.([0-9a-f]{32})$/.exec(text)
    return match === null ? undefined : { importedMs: Number(match[1]), id: match[2] ?? '' }
  })
  return range.ok ? { ...range, destination } : range
}

export function platformCursor({ importedMs, id }: PlatformCursor): string {
  return `${importedMs}.${id}`
}

/** Without a range: all there is, and a day beyond, for clocks that run ahead. */
function readRange<Cursor>(
  query: URLSearchParams,
  nowMs: number,
  beside: readonly string[],
  readCursor: (text: string) => Cursor | undefined,
): Read<RangeQuestion<Cursor>> {
  const strange = strangeIn(query, ['from', 'to', 'cursor', ...beside])
  if (strange !== undefined) return wrong(strange)
  const fromMs = readInstant(query.get('from') ?? '1970-01-01', 0)
  const toMs = query.has('to') ? readInstant(query.get('to') ?? '', 0) : nowMs + DAY_MS
  if (fromMs === undefined) return wrong('from: a day such as 2026-11-01 (UTC), or 2026-11-01T08:00:00+01:00')
  if (toMs === undefined)
    return wrong('to (not included): a day such as 2026-12-01 (UTC), or 2026-12-01T00:00:00+01:00')
  if (fromMs >= toMs) return wrong('from: it must be before to')
  const text = query.get('cursor')
  const cursor = text === null ? null : readCursor(text)
  if (cursor === undefined) return wrong(CURSOR_DETAIL)
  return { ok: true, fromMs, toMs, cursor }
}

export interface ParkedQuestion {
  readonly filter: ParkedFilter
  readonly limit: number
  readonly cursor: ParkedCursor | null
}

const PARKED_NAMES = ['source', 'code', 'id'] as const

export function readParkedList(query: URLSearchParams): Read<ParkedQuestion> {
  const question = readParkedFilter(query, ['limit'])
  if (!question.ok) return question
  const limit = query.get('limit') ?? '100'
  if (!/^\d{1,3}$/.test(limit) || Number(limit) > 500) return wrong('limit: a whole number from 0 to 500')
  return { ...question, limit: Number(limit) }
}

/** Which are to be read again must be said: a filter that is forgotten would let all of them go. */
export function readParkedRedrive(query: URLSearchParams): Read<Omit<ParkedQuestion, 'limit'>> {
  const question = readParkedFilter(query, ['all'])
  if (!question.ok) return question
  if ((query.get('all') ?? '1') !== '1') return wrong('all: 1, or not at all')
  if (!query.has('all') && PARKED_NAMES.every((name) => !query.has(name)))
    return wrong(`say which: ${PARKED_NAMES.join(', ')}; or all=1 for all of them`)
  return question
}

function readParkedFilter(query: URLSearchParams, beside: readonly string[]): Read<Omit<ParkedQuestion, 'limit'>> {
  const strange = strangeIn(query, [...PARKED_NAMES, 'cursor', ...beside])
  if (strange !== undefined) return wrong(strange)
  const named = PARKED_NAMES.flatMap((name) => {
    const value = query.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  const [odd] = named.find(([, value]) => value === '' || value.length > MAX_TEXT) ?? []
  if (odd !== undefined) return wrong(`${odd}: 1 to ${MAX_TEXT} characters`)
  const text = query.get('cursor')
  const match = text === null ? null : /^(\d{1,15})\.([0-9a-f]{1,64})$/.exec(text)
  if (text !== null && match === null) return wrong(CURSOR_DETAIL)
  const cursor = match === null ? null : { atMs: Number(match[1]), id: match[2] ?? '' }
  return { ok: true, filter: Object.fromEntries(named), cursor }
}

export function parkedCursor({ atMs, id }: ParkedCursor): string {
  return `${atMs}.${id}`
}

const CURSOR_DETAIL = 'cursor: it does not belong to this question'

/** What it does not know it does not pass over. */
function strangeIn(query: URLSearchParams, names: readonly string[]): string | undefined {
  const strange = [...query.keys()].some((name, index, all) => !names.includes(name) || all.indexOf(name) < index)
  return strange ? `each of these once at most, and nothing else: ${names.join(', ')}` : undefined
}

function wrong(detail: string): { readonly ok: false; readonly detail: string } {
  return { ok: false, detail }
}
