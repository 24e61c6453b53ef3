/**
 * Journeys out of SQLite as columns (src/analysis/columns.ts). A row at a time would cost a microsecond or two each, and there are half a
 * million: SQLite lays thousands of them together into one block of bytes, which is read digit by digit.
 */
import type { JourneyColumns } from '../analysis/columns.ts'
import type { SessionColumns, StepColumns } from '../analysis/steps.ts'
import { isTooLong, type Sql } from '../outbox/tables.ts'
import { MORE, STEP_NUMBERS, TOUCH_NUMBERS, ZERO } from './journey-text.ts'
import type { NameBook } from './name-book.ts'

export interface Reading {
  readonly journeys: JourneyColumns
  readonly steps: StepColumns
  readonly sessions: SessionColumns
  /** Journeys that have an order: key → number. */
  readonly sold: ReadonlyMap<string, number>
}

/** In one block, about: far below what a value of SQLite may hold. Where they are long, fewer are tried. */
const JOURNEYS_PER_BLOCK = 2_000
const MOST_DIGITS = 3

/** Journeys with a sign of life in the span, with all that they hold. */
export function readJourneys(sql: Sql, names: NameBook, fromMs: number, toMs: number): Reading {
  const into = new ColumnBuilder()
  const starts = rangeStarts(sql)
  for (const [index, from] of starts.entries()) {
    into.expect(starts.length / index)
    readRange({ sql, fromMs, toMs }, { from, to: starts[index + 1] ?? AFTER_ALL }, into)
  }
  return into.columns(names)
}

interface Asked {
  readonly sql: Sql
  readonly fromMs: number
  readonly toMs: number
}

/** Of keys: from the first to before the last. */
interface KeyRange {
  readonly from: string
  readonly to: string
}

/** Keys are hex digits. */
const AFTER_ALL = '~'

/** Keys are hashes, so that each range holds about as many as any other. */
function rangeStarts(sql: Sql): readonly string[] {
  const { n = 0 } = sql.rows<{ n: number }>('SELECT coalesce(sum(journeys), 0) AS n FROM taken')[0] ?? {}
  let digits = 0
  while (digits < MOST_DIGITS && n > JOURNEYS_PER_BLOCK * 16 ** digits) digits++
  return Array.from({ length: 16 ** digits }, (_, index) =>
    index === 0 ? '' : index.toString(16).padStart(digits, '0'),
  )
}

function readRange(asked: Asked, range: KeyRange, into: ColumnBuilder): void {
  const block = blockOf(asked, range)
  if (block !== 'too_long') {
    if (block !== undefined) into.add(new Uint8Array(block.lines), block.sold)
    return
  }
  const middle = middleOf(asked.sql, range)
  readRange(asked, { from: range.from, to: middle }, into)
  readRange(asked, { from: middle, to: range.to }, into)
}

/** A journey is a line; before that of one with an order stands a tab, and its key stands with the others that have one. */
function blockOf(
  { sql, fromMs, toMs }: Asked,
  { from, to }: KeyRange,
): { readonly lines: ArrayBuffer; readonly sold: readonly string[] } | 'too_long' | undefined {
  const query = `SELECT CAST(group_concat(log, CASE WHEN sold THEN char(9) ELSE char(10) END) AS BLOB) AS lines,
      json_group_array(key) FILTER (WHERE sold) AS sold
    FROM journeys WHERE key >= ? AND key < ? AND last_ms >= ? AND first_ms < ?`
  try {
    const row = sql.rows<{ lines: ArrayBuffer | null; sold: string | null }>(query, from, to, fromMs, toMs)[0]
    const { lines = null, sold = null } = row ?? {}
    return lines === null ? undefined : { lines, sold: JSON.parse(sold ?? '[]') as readonly string[] }
  } catch (error) {
    if (isTooLong(error)) return 'too_long'
    throw error
  }
}

function middleOf(sql: Sql, { from, to }: KeyRange): string {
  const query = `SELECT key FROM journeys WHERE key > ? AND key < ? ORDER BY key LIMIT 1
    OFFSET (SELECT count(*) / 2 FROM journeys WHERE key > ? AND key < ?)`
  const [middle] = sql.rows<{ key: string }>(query, from, to, from, to)
  if (middle === undefined) throw new Error('a journey is too long to be read')
  return middle.key
}

/** Stores without a call between: what is pushed number by number through a class of any column costs more than all the rest. */
class ColumnBuilder {
  readonly #rows = new JourneyRows()
  readonly #touches = new TouchRows()
  readonly #steps = new StepRows()
  readonly #sold = new Map<string, number>()
  #times = 1

  /** So many times of what is there already will come to be, about. */
  expect(times: number): void {
    this.#times = times
  }

  add(lines: Uint8Array, sold: readonly string[]): void {
    const [rows, touches, steps, times] = [this.#rows, this.#touches, this.#steps, this.#times]
    // Each number has one digit at least, and each line but the first what stands before it.
    rows.makeRoom(lines.length + 2, times)
    touches.makeRoom(Math.ceil(lines.length / TOUCH_NUMBERS), times)
    steps.makeRoom(Math.ceil(lines.length / STEP_NUMBERS), times)
    const first = rows.count
    const marked = readLines(lines, rows, touches, steps)
    // Before the first stands nothing: it has an order where there is a key more than there are tabs.
    const withOrder = marked.length < sold.length ? [first, ...marked] : marked
    let place = 0
    for (const key of sold) this.#sold.set(key, withOrder[place++] ?? first)
  }

  columns(names: NameBook): Reading {
    const [rows, touches, steps] = [this.#rows, this.#touches, this.#steps]
    const { count } = rows
    rows.makeRoom(1, 1)
    rows.firstTouch[count] = touches.count
    rows.firstStep[count] = steps.count
    return {
      journeys: {
        count,
        firstTouch: rows.firstTouch.subarray(0, count + 1),
        touchAtMs: touches.atMs.subarray(0, touches.count),
        touchChannel: touches.channel.subarray(0, touches.count),
        channels: names.channels(),
      },
      steps: {
        firstStep: rows.firstStep.subarray(0, count + 1),
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

const FIRST_ROOM = 4_096
/** From the first few nothing can be told. */
const MOST_TIMES = 300

/** Where there is none for so many more: for all that is expected and a little over, for to be wrong by a little must not cost twice the room. */
function roomFor(count: number, more: number, times: number): number {
  return Math.ceil(count * Math.min(times, MOST_TIMES) * 1.03) + more + FIRST_ROOM
}

class JourneyRows {
  count = 0
  firstTouch = new Uint32Array(FIRST_ROOM)
  firstStep = new Uint32Array(FIRST_ROOM)

  makeRoom(more: number, times: number): void {
    if (this.count + more <= this.firstStep.length) return
    const room = roomFor(this.count, more, times)
    this.firstTouch = grown(this.firstTouch, new Uint32Array(room))
    this.firstStep = grown(this.firstStep, new Uint32Array(room))
  }
}

class TouchRows {
  count = 0
  atMs = new Float64Array(FIRST_ROOM)
  channel = new Uint32Array(FIRST_ROOM)
  page = new Int32Array(FIRST_ROOM)
  pagesSeen = new Uint16Array(FIRST_ROOM)
  seconds = new Float32Array(FIRST_ROOM)

  makeRoom(more: number, times: number): void {
    if (this.count + more <= this.atMs.length) return
    const room = roomFor(this.count, more, times)
    this.atMs = grown(this.atMs, new Float64Array(room))
    this.channel = grown(this.channel, new Uint32Array(room))
    this.page = grown(this.page, new Int32Array(room))
    this.pagesSeen = grown(this.pagesSeen, new Uint16Array(room))
    this.seconds = grown(this.seconds, new Float32Array(room))
  }
}

class StepRows {
  count = 0
  atMs = new Float64Array(FIRST_ROOM)
  step = new Uint8Array(FIRST_ROOM)

  makeRoom(more: number, times: number): void {
    if (this.count + more <= this.step.length) return
    const room = roomFor(this.count, more, times)
    this.atMs = grown(this.atMs, new Float64Array(room))
    this.step = grown(this.step, new Uint8Array(room))
  }
}

export function grown<Column extends { set: (of: Column) => void }>(column: Column, larger: Column): Column {
  larger.set(column)
  return larger
}

/** What stands before the line of a journey with an order; before that of another a line's end. */
const SOLD = 9
/** From here on another digit follows. */
const FOLLOWED = ZERO + MORE
const LAST_BITS = MORE - 1
const BITS = 5
/** Of a touch, after its time and its code: channel, page, flags, pages, seconds. */
const FIELDS = TOUCH_NUMBERS - 2
const MOST_PAGES = 65_535

/**
 * As journeyText writes them. All have room for what comes. One loop without a call, for every digit of a million touches goes through it.
 * Gives back the rows before which a tab stands.
 */
function readLines(bytes: Uint8Array, rows: JourneyRows, touches: TouchRows, steps: StepRows): number[] {
  const { firstTouch, firstStep } = rows
  const { atMs: touchAtMs, channel, page, pagesSeen, seconds } = touches
  const { atMs: stepAtMs, step } = steps
  const marked: number[] = []
  const fields = new Int32Array(FIELDS)
  let row = rows.count
  let touch = touches.count
  let stepRow = steps.count
  let lastMs = 0
  firstTouch[row] = touch
  firstStep[row] = stepRow
  for (let at = 0; at < bytes.length;) {
    let byte = bytes[at++] ?? 0
    if (byte < ZERO) {
      firstTouch[++row] = touch
      firstStep[row] = stepRow
      if (byte === SOLD) marked.push(row)
      lastMs = 0
      continue
    }
    let since = (byte - ZERO) & LAST_BITS
    for (let factor = MORE; byte >= FOLLOWED; factor *= MORE) {
      byte = bytes[at++] ?? 0
      since += ((byte - ZERO) & LAST_BITS) * factor
    }
    lastMs += since
    const code = (bytes[at++] ?? 0) - ZERO
    if (code > 0) {
      stepAtMs[stepRow] = lastMs
      step[stepRow++] = code - 1
      continue
    }
    for (let field = 0; field < FIELDS; field++) {
      byte = bytes[at++] ?? 0
      let number = (byte - ZERO) & LAST_BITS
      for (let shift = BITS; byte >= FOLLOWED; shift += BITS) {
        byte = bytes[at++] ?? 0
        number |= ((byte - ZERO) & LAST_BITS) << shift
      }
      fields[field] = number
    }
    touchAtMs[touch] = lastMs
    channel[touch] = fields[0] ?? 0
    page[touch] = fields[1] ?? 0
    pagesSeen[touch] = Math.min((fields[3] ?? 0) + 1, MOST_PAGES)
    seconds[touch++] = fields[4] ?? 0
  }
  rows.count = row + 1
  touches.count = touch
  steps.count = stepRow
  return marked
}
