/** What an export is asked for: a range of time, a person or an order, and the page. Nothing here throws. */
import type { ExportPlace } from '../outbox/receipt-export.ts'
import type { FindPlace } from '../outbox/receipt-search.ts'

export interface RangeQuestion {
  readonly kind: 'range'
  readonly fromMs: number
  /** Exclusive. */
  readonly toMs: number
  readonly shard: number
  readonly place: ExportPlace | null
  /** The very first page. */
  readonly first: boolean
}

export interface FindQuestion {
  readonly kind: 'find'
  readonly by: 'person' | 'order'
  /** An e-mail address, a phone number, a person key …; of an order its id or its cart's. */
  readonly text: string
  readonly shard: number
  readonly place: FindPlace | null
}

export type ExportQuestion = RangeQuestion | FindQuestion | { readonly kind: 'wrong'; readonly detail: string }

const DAY_MS = 86_400_000
const MAX_TEXT_CHARACTERS = 256

/** Beside the query: an address has been known to end up in the logs of whatever stands in between. */
const HEADERS = { person: 'tidegate-person', order: 'tidegate-order' } as const

export function readExportQuestion(request: Request, nowMs: number, shards: number): ExportQuestion {
  const query = new URL(request.url).searchParams
  const cursor = query.get('cursor')
  const wanted = (['person', 'order'] as const).flatMap((name) => {
    const text = query.get(name) ?? decoded(request.headers.get(HEADERS[name]))
    return text === null ? [] : [{ by: name, text }]
  })
  const dated = query.has('from') || query.has('to')
  if (wanted.length + (dated ? 1 : 0) > 1) return wrong('ask for one person, one order, or a range of time')
  const [one] = wanted
  return one === undefined ? readRange(query, cursor, nowMs, shards) : readFind(one, cursor, shards)
}

function decoded(text: string | null): string | null {
  try {
    return text === null ? null : decodeURIComponent(text)
  } catch {
    return text
  }
}

function wrong(detail: string): ExportQuestion {
  return { kind: 'wrong', detail }
}

type Wanted = Pick<FindQuestion, 'by' | 'text'>

function readFind({ by, text }: Wanted, cursor: string | null, shards: number): ExportQuestion {
  if (text.trim() === '' || text.length > MAX_TEXT_CHARACTERS)
    return wrong(`person, order: 1 to ${MAX_TEXT_CHARACTERS} characters`)
  const at = cursor === null ? { shard: 0, place: null } : readFindCursor(cursor)
  if (at === undefined || at.shard >= shards) return wrong('cursor: it does not belong to this export')
  return { kind: 'find', by, text, ...at }
}

function readRange(query: URLSearchParams, cursor: string | null, nowMs: number, shards: number): ExportQuestion {
  if (cursor !== null) {
    const question = readRangeCursor(cursor)
    if (question === undefined || question.shard >= shards || question.toMs > nowMs + 1)
      return wrong('cursor: it does not belong to this export')
    return question
  }
  const fromMs = readInstant(query.get('from') ?? '1970-01-01', 0)
  const toMs = query.get('to') === null ? nowMs + 1 : readInstant(query.get('to') ?? '', DAY_MS)
  if (fromMs === undefined) return wrong('from: a day such as 2026-11-01, or 2026-11-01T08:00:00Z')
  if (toMs === undefined) return wrong('to: a day such as 2026-11-30 (which is included), or 2026-11-30T08:00:00Z')
  if (fromMs >= toMs) return wrong('from: it must be before to')
  // What is said of a range is signed: it says nothing of what is still to come.
  const end = Math.min(toMs, nowMs + 1)
  return { kind: 'range', fromMs: Math.min(fromMs, end), toMs: end, shard: 0, place: null, first: true }
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/

/** Epoch milliseconds; of a day, its beginning (UTC) and `dayMs` more. Undefined for what is no time since 1970. */
export function readInstant(text: string, dayMs: number): number | undefined {
  const isDay = DAY.test(text)
  if (!isDay && !INSTANT.test(text)) return undefined
  const ms = Date.parse(text)
  if (Number.isNaN(ms) || ms < 0) return undefined
  if (!isDay) return ms
  // 30 February would be read as a day of March.
  return new Date(ms).toISOString().startsWith(text) ? ms + dayMs : undefined
}

/** shard . (after | start) . from . to */
const RANGE_CURSOR = /^(\d{1,4})\.(?:start|(\d{1,15}))\.(\d{1,15})\.(\d{1,15})$/

function readRangeCursor(text: string): RangeQuestion | undefined {
  const match = RANGE_CURSOR.exec(text)
  if (match === null) return undefined
  const [, shard, after, from, to] = match
  const place = after === undefined ? null : { afterId: Number(after) }
  const [fromMs, toMs] = [Number(from), Number(to)]
  // A later one is no date of JavaScript.
  if (fromMs > toMs || toMs > 8.64e15) return undefined
  return { kind: 'range', fromMs, toMs, shard: Number(shard), place, first: false }
}

export function rangeCursorText(question: Pick<RangeQuestion, 'shard' | 'place' | 'fromMs' | 'toMs'>): string {
  const { shard, place, fromMs, toMs } = question
  return `${shard}.${place === null ? 'start' : place.afterId}.${fromMs}.${toMs}`
}

/** shard . (destination . after | start); without a destination, among the receipts. */
const FIND_CURSOR = /^(\d{1,4})\.(?:start|([a-z0-9_-]{0,64})\.(\d{1,15}))$/

function readFindCursor(text: string): Pick<FindQuestion, 'shard' | 'place'> | undefined {
  const match = FIND_CURSOR.exec(text)
  if (match === null) return undefined
  const [, shard, destination, after] = match
  const place = destination === undefined ? null : { destination, afterId: Number(after) }
  return { shard: Number(shard), place }
}

export function findCursorText({ shard, place }: Pick<FindQuestion, 'shard' | 'place'>): string {
  return `${shard}.${place === null ? 'start' : `${place.destination}.${place.afterId}`}`
}
