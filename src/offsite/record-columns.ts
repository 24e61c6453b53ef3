/**
 * Journeys and orders out of SQLite as columns (src/analysis/columns.ts). A row at a time would cost a microsecond or two each, and
 * there are half a million: SQLite lays thousands of them together into one text, which is read digit by digit.
 */
import { NO_CONSENT, NOT_JOINED, type JourneyColumns, type OrderColumns } from '../analysis/columns.ts'
import type { SessionColumns, StepColumns } from '../analysis/steps.ts'
import type { Sql } from '../outbox/tables.ts'
import { Growing } from './growing.ts'
import { NO_VISITOR, UNKNOWN } from './journey-book.ts'
import { readJourney, type JourneyReader } from './journey-text.ts'
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

class ColumnBuilder {
  readonly #firstTouch = new Growing(Uint32Array)
  readonly #touchAtMs = new Growing(Float64Array)
  readonly #touchChannel = new Growing(Uint32Array)
  readonly #page = new Growing(Int32Array)
  readonly #pagesSeen = new Growing(Uint16Array)
  readonly #seconds = new Growing(Float32Array)
  readonly #firstStep = new Growing(Uint32Array)
  readonly #stepAtMs = new Growing(Float64Array)
  readonly #step = new Growing(Uint8Array)
  readonly #sold = new Map<string, number>()
  readonly #reader: JourneyReader = {
    touch: (atMs, channel, page, _flags, pages, seconds) => {
      this.#touchAtMs.push(atMs)
      this.#touchChannel.push(channel)
      this.#page.push(page)
      this.#pagesSeen.push(Math.min(pages + 1, 65_535))
      this.#seconds.push(seconds)
    },
    step: (atMs, code) => {
      this.#stepAtMs.push(atMs)
      this.#step.push(code)
    },
  }

  add(text: string): void {
    for (let from = 0; from <= text.length;) {
      const found = text.indexOf('\n', from)
      const to = found === -1 ? text.length : found
      const hasKey = text.charCodeAt(from + KEY) === SPACE && to - from > KEY
      if (hasKey) this.#sold.set(text.slice(from, from + KEY), this.#firstTouch.length)
      this.#firstTouch.push(this.#touchAtMs.length)
      this.#firstStep.push(this.#stepAtMs.length)
      readJourney(text, hasKey ? from + KEY + 1 : from, to, this.#reader)
      from = to + 1
    }
  }

  columns(names: NameBook): Reading {
    const count = this.#firstTouch.length
    this.#firstTouch.push(this.#touchAtMs.length)
    this.#firstStep.push(this.#stepAtMs.length)
    return {
      journeys: {
        count,
        firstTouch: this.#firstTouch.values(),
        touchAtMs: this.#touchAtMs.values(),
        touchChannel: this.#touchChannel.values(),
        channels: names.channels(),
      },
      steps: { firstStep: this.#firstStep.values(), stepAtMs: this.#stepAtMs.values(), step: this.#step.values() },
      sessions: {
        landingPage: this.#page.values(),
        pages: names.pages(),
        pagesSeen: this.#pagesSeen.values(),
        seconds: this.#seconds.values(),
      },
      sold: this.#sold,
    }
  }
}

const SPACE = 32

/** Orders of the span as they were known then; of refunds, those until then. */
export function readOrders(
  sql: Sql,
  sold: ReadonlyMap<string, number>,
  { fromMs, toMs, asOfMs }: { readonly fromMs: number; readonly toMs: number; readonly asOfMs: number },
): OrderColumns & { readonly region: readonly string[] } {
  const list = {
    atMs: new Growing(Float64Array),
    journey: new Growing(Int32Array),
    status: new Growing(Uint8Array),
    valueMinor: new Growing(Float64Array),
    refundedMinor: new Growing(Float64Array),
    firstTime: new Growing(Uint8Array),
    declared: new Growing(Int32Array),
  }
  const region: string[] = []
  const sources = new Map<string, number>()
  for (const line of orderLines(sql, fromMs, Math.min(toMs, asOfMs + 1))) {
    const [at = '', journey = '', status = '', value = '', refunds = '', first = '', declared = '', where = ''] = line
    list.atMs.push(Number(at))
    list.journey.push(journeyNumber(journey, sold))
    list.status.push(Number(status))
    list.valueMinor.push(value === '' ? NaN : Number(value))
    list.refundedMinor.push(refunds === '' ? 0 : refundedUntil(refunds, asOfMs))
    list.firstTime.push(Number(first))
    if (declared !== '' && !sources.has(declared)) sources.set(declared, sources.size)
    list.declared.push(sources.get(declared) ?? -1)
    region.push(where)
  }
  return {
    count: list.atMs.length,
    atMs: list.atMs.values(),
    journey: list.journey.values(),
    status: list.status.values(),
    valueMinor: list.valueMinor.values(),
    refundedMinor: list.refundedMinor.values(),
    firstTime: list.firstTime.values(),
    declared: list.declared.values(),
    declaredSources: [...sources.keys()],
    region,
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
          CASE WHEN declared = '' THEN answered ELSE declared END || char(9) || region AS line
        FROM orders WHERE (at_ms, link) > (?, ?) AND at_ms < ? ORDER BY at_ms, link LIMIT ?)`
    const row = sql.rows<{ text: string | null; at: number; last: string }>(query, atMs, link, toMs, ROWS_PER_TEXT)[0]
    if (row === undefined || row.text === null) return
    for (const line of row.text.split('\n')) yield line.split('\t')
    ;[atMs, link] = [row.at, row.last.split(' ')[1] ?? '']
  }
}
