/**
 * Journeys and orders out of SQLite as columns (src/analysis/columns.ts). A row at a time would cost a microsecond or two each, and
 * there are half a million: SQLite lays thousands of them together into one text, which is read digit by digit.
 */
import { NO_CONSENT, NOT_JOINED, type JourneyColumns, type OrderColumns } from '../analysis/columns.ts'
import type { SessionColumns, StepColumns } from '../analysis/steps.ts'
import type { Sql } from '../outbox/tables.ts'
import { NO_VISITOR, UNKNOWN } from './journey-book.ts'
import { Digits } from './journey-text.ts'
import type { NameBook } from './name-book.ts'

export interface Reading {
  readonly journeys: JourneyColumns
  readonly steps: StepColumns
  readonly sessions: SessionColumns
  /** Journeys that have an order: key → number. */
  readonly sold: ReadonlyMap<string, number>
}

/** Rows in one text: far below what a value of SQLite may hold. Where they are long, fewer are tried. */
const ROWS_PER_TEXT = 4_000
const KEY = 32

/** Journeys with a sign of life in the span, with all that they hold. */
export function readJourneys(sql: Sql, names: NameBook, fromMs: number, toMs: number): Reading {
  const into = new ColumnBuilder()
  let [after, limit] = ['', ROWS_PER_TEXT]
  for (;;) {
    const page = pageAfter(sql, { after, limit, fromMs, toMs })
    if (page === 'too_long') limit = Math.max(1, limit >> 2)
    else if (page === undefined) break
    else {
      into.add(page.text)
      after = page.last
    }
  }
  return into.columns(names)
}

interface PageAsk {
  readonly after: string
  readonly limit: number
  readonly fromMs: number
  readonly toMs: number
}

/** A journey is a line; that of one with an order begins with its key and a space. */
function pageAfter(
  sql: Sql,
  { after, limit, fromMs, toMs }: PageAsk,
): { readonly text: string; readonly last: string } | 'too_long' | undefined {
  const query = `SELECT group_concat(line, char(10)) AS text, max(key) AS last FROM (
      SELECT key, CASE WHEN sold THEN key || ' ' || log ELSE log END AS line FROM journeys
      WHERE key > ? AND last_ms >= ? AND first_ms < ? ORDER BY key LIMIT ?)`
  try {
    const row = sql.rows<{ text: string | null; last: string | null }>(query, after, fromMs, toMs, limit)[0]
    const { text = null, last = null } = row ?? {}
    return text === null || last === null ? undefined : { text, last }
  } catch (error) {
    if (limit > 1 && error instanceof Error && error.message.includes('too big')) return 'too_long'
    throw error
  }
}

/** Stores without a call between: what is pushed number by number through a class of any column costs more than all the rest. */
class ColumnBuilder {
  readonly #touches = new TouchRows()
  readonly #steps = new StepRows()
  #firstTouch = new Uint32Array(ROWS_PER_TEXT)
  #firstStep = new Uint32Array(ROWS_PER_TEXT)
  #count = 0
  readonly #sold = new Map<string, number>()

  add(text: string): void {
    const digits = new Digits(text, 0)
    for (let from = 0; from <= text.length;) {
      const found = text.indexOf('\n', from)
      const to = found === -1 ? text.length : found
      const hasKey = to - from > KEY && text.charCodeAt(from + KEY) === SPACE
      if (hasKey) this.#sold.set(text.slice(from, from + KEY), this.#count)
      this.#begin()
      digits.at = hasKey ? from + KEY + 1 : from
      readInto(digits, to, this.#touches, this.#steps)
      from = to + 1
    }
  }

  #begin(): void {
    if (this.#count === this.#firstTouch.length) {
      this.#firstTouch = grown(this.#firstTouch, new Uint32Array(this.#count * 2))
      this.#firstStep = grown(this.#firstStep, new Uint32Array(this.#count * 2))
    }
    this.#firstTouch[this.#count] = this.#touches.count
    this.#firstStep[this.#count] = this.#steps.count
    this.#count++
  }

  columns(names: NameBook): Reading {
    const count = this.#count
    this.#begin()
    const [touches, steps] = [this.#touches, this.#steps]
    return {
      journeys: {
        count,
        firstTouch: this.#firstTouch.subarray(0, count + 1),
        touchAtMs: touches.atMs.subarray(0, touches.count),
        touchChannel: touches.channel.subarray(0, touches.count),
        channels: names.channels(),
      },
      steps: {
        firstStep: this.#firstStep.subarray(0, count + 1),
        stepAtMs: steps.atMs.subarray(0, steps.count),
        step: steps.step.subarray(0, steps.count),
      },
      sessions: {
        landingPage: touches.page.subarray(0, touches.count),
        pages: names.pages(),
        pagesSeen: touches.pagesSeen.subarray(0, touches.count),
        seconds: touches.seconds.subarray(0, touches.count),
      },
      sold: this.#sold,
    }
  }
}

class TouchRows {
  count = 0
  atMs = new Float64Array(ROWS_PER_TEXT)
  channel = new Uint32Array(ROWS_PER_TEXT)
  page = new Int32Array(ROWS_PER_TEXT)
  pagesSeen = new Uint16Array(ROWS_PER_TEXT)
  seconds = new Float32Array(ROWS_PER_TEXT)

  grow(): void {
    const room = this.count * 2
    this.atMs = grown(this.atMs, new Float64Array(room))
    this.channel = grown(this.channel, new Uint32Array(room))
    this.page = grown(this.page, new Int32Array(room))
    this.pagesSeen = grown(this.pagesSeen, new Uint16Array(room))
    this.seconds = grown(this.seconds, new Float32Array(room))
  }
}

class StepRows {
  count = 0
  atMs = new Float64Array(ROWS_PER_TEXT)
  step = new Uint8Array(ROWS_PER_TEXT)

  grow(): void {
    this.atMs = grown(this.atMs, new Float64Array(this.count * 2))
    this.step = grown(this.step, new Uint8Array(this.count * 2))
  }
}

function grown<Column extends { set: (of: Column) => void }>(column: Column, larger: Column): Column {
  larger.set(column)
  return larger
}

/** One journey, to where it ends. */
function readInto(digits: Digits, to: number, touches: TouchRows, steps: StepRows): void {
  for (let atMs = 0; digits.at < to;) {
    atMs += digits.next()
    const code = digits.next()
    if (code > 0) {
      if (steps.count === steps.step.length) steps.grow()
      steps.atMs[steps.count] = atMs
      steps.step[steps.count++] = code - 1
      continue
    }
    if (touches.count === touches.channel.length) touches.grow()
    const row = touches.count++
    touches.atMs[row] = atMs
    touches.channel[row] = digits.next()
    touches.page[row] = digits.next()
    digits.next()
    touches.pagesSeen[row] = Math.min(digits.next() + 1, 65_535)
    touches.seconds[row] = digits.next()
  }
}

const SPACE = 32

/** Orders of the span as they were known then; of refunds, those until then. */
export function readOrders(
  sql: Sql,
  sold: ReadonlyMap<string, number>,
  { fromMs, toMs, asOfMs }: { readonly fromMs: number; readonly toMs: number; readonly asOfMs: number },
): OrderColumns & { readonly region: readonly string[] } {
  const region: string[] = []
  const sources = new Map<string, number>()
  const rows = new OrderRows()
  for (const line of orderLines(sql, fromMs, Math.min(toMs, asOfMs + 1))) {
    const [
      at = '',
      journey = '',
      status = '',
      value = '',
      refunds = '',
      first = '',
      declared = '',
      where = '',
      net = '',
    ] = line
    if (rows.count === rows.status.length) rows.grow()
    const row = rows.count++
    if (declared !== '' && !sources.has(declared)) sources.set(declared, sources.size)
    rows.atMs[row] = Number(at)
    rows.journey[row] = journeyNumber(journey, sold)
    rows.status[row] = Number(status)
    rows.valueMinor[row] = value === '' ? NaN : Number(value)
    rows.netMinor[row] = net === '' ? NaN : Number(net)
    rows.refundedMinor[row] = refunds === '' ? 0 : refundedUntil(refunds, asOfMs)
    rows.firstTime[row] = Number(first)
    rows.declared[row] = sources.get(declared) ?? -1
    region.push(where)
  }
  const { count } = rows
  return {
    count,
    atMs: rows.atMs.subarray(0, count),
    journey: rows.journey.subarray(0, count),
    status: rows.status.subarray(0, count),
    valueMinor: rows.valueMinor.subarray(0, count),
    netMinor: rows.netMinor.subarray(0, count),
    refundedMinor: rows.refundedMinor.subarray(0, count),
    firstTime: rows.firstTime.subarray(0, count),
    declared: rows.declared.subarray(0, count),
    declaredSources: [...sources.keys()],
    region,
  }
}

class OrderRows {
  count = 0
  atMs = new Float64Array(ROWS_PER_TEXT)
  journey = new Int32Array(ROWS_PER_TEXT)
  status = new Uint8Array(ROWS_PER_TEXT)
  valueMinor = new Float64Array(ROWS_PER_TEXT)
  netMinor = new Float64Array(ROWS_PER_TEXT)
  refundedMinor = new Float64Array(ROWS_PER_TEXT)
  firstTime = new Uint8Array(ROWS_PER_TEXT)
  declared = new Int32Array(ROWS_PER_TEXT)

  grow(): void {
    const room = this.count * 2
    this.atMs = grown(this.atMs, new Float64Array(room))
    this.journey = grown(this.journey, new Int32Array(room))
    this.status = grown(this.status, new Uint8Array(room))
    this.valueMinor = grown(this.valueMinor, new Float64Array(room))
    this.netMinor = grown(this.netMinor, new Float64Array(room))
    this.refundedMinor = grown(this.refundedMinor, new Float64Array(room))
    this.firstTime = grown(this.firstTime, new Uint8Array(room))
    this.declared = grown(this.declared, new Int32Array(room))
  }
}

/** A journey that is older than journeys are kept is joined to nothing any more. */
function journeyNumber(journey: string, sold: ReadonlyMap<string, number>): number {
  if (journey === UNKNOWN) return NO_CONSENT
  return journey === NO_VISITOR ? NOT_JOINED : (sold.get(journey) ?? NOT_JOINED)
}

function refundedUntil(refunds: string, asOfMs: number): number {
  const list = JSON.parse(refunds) as readonly (readonly [number, number])[]
  return list.reduce((sum, [atMs, minor]) => (atMs <= asOfMs ? sum + minor : sum), 0)
}

/** The cells of each order; none of them has a tab or a line's end in it. */
function* orderLines(sql: Sql, fromMs: number, toMs: number): Iterable<readonly string[]> {
  let [atMs, link] = [fromMs, '']
  for (;;) {
    const query = `SELECT group_concat(line, char(10)) AS text, max(at_ms) AS at, max(at_ms || ' ' || link) AS last FROM (
        SELECT at_ms, link, at_ms || char(9) || journey || char(9) || status || char(9) || coalesce(value, '') || char(9) ||
          refunds || char(9) || first_time || char(9) ||
          CASE WHEN declared = '' THEN answered ELSE declared END || char(9) || region || char(9) || coalesce(net, '') AS line
        FROM orders WHERE (at_ms, link) > (?, ?) AND at_ms < ? ORDER BY at_ms, link LIMIT ?)`
    const row = sql.rows<{ text: string | null; at: number; last: string }>(query, atMs, link, toMs, ROWS_PER_TEXT)[0]
    if (row === undefined || row.text === null) return
    for (const line of row.text.split('\n')) yield line.split('\t')
    ;[atMs, link] = [row.at, row.last.split(' ')[1] ?? '']
  }
}
