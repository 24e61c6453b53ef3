/**
 * Rows kept by columns of numbers instead of as objects. A row that is asked for is an object of one number: each of its properties
 * is read from its column when somebody looks at it.
 */
import { fractional, whole } from './numbers.ts'
import { NO_TEXT, type TextTable } from './text-table.ts'

export interface Column<Value> {
  readonly write: (row: number, value: Value) => void
  /** Undefined where the row has none. */
  readonly read: (row: number) => Value | undefined
}

/** A column for each of a row's properties. */
export type ColumnsOf<Row> = { readonly [Name in keyof Row]-?: Column<NonNullable<Row[Name]>> }

export interface Table<Row> {
  /** Its place. */
  readonly push: (row: Row) => number
  readonly at: (place: number) => Row
  /** Of a row that the table gave. */
  readonly placeOf: (row: Row) => number
  readonly length: () => number
}

export function tableOf<Row extends object>(columns: ColumnsOf<Row>): Table<Row> {
  const { set, ...views } = rowsOf(columns)
  let length = 0
  return {
    ...views,
    length: () => length,
    push: (row) => {
      set(length, row)
      return length++
    },
  }
}

function rowsOf<Row extends object>(columns: ColumnsOf<Row>) {
  const named = Object.entries(columns) as [keyof Row, Column<unknown>][]
  return {
    ...viewsOf<Row>(Object.fromEntries(named.map(([name, { read }]) => [name, read])) as Readers<Row>),
    set: (place: number, row: Row): void => {
      for (const [name, { write }] of named) if (row[name] !== undefined) write(place, row[name])
    },
  }
}

export type Readers<Row> = { readonly [Name in keyof Row]-?: (place: number) => Row[Name] | undefined }

export interface Views<Row> {
  readonly at: (place: number) => Row
  readonly placeOf: (row: Row) => number
}

/** Objects whose properties are worked out when they are read: a hundred thousand of them cost little more than their numbers. */
export function viewsOf<Row extends object>(readers: Readers<Row>): Views<Row> {
  const named = Object.entries<(place: number) => unknown>(readers)
  class View {
    readonly #place: number
    constructor(place: number) {
      this.#place = place
    }
    toJSON(): unknown {
      return Object.fromEntries(named.map(([name, read]) => [name, read(this.#place)]))
    }
    static placeOf(row: object): number {
      return #place in row ? row.#place : NO_PLACE
    }
    static {
      for (const [name, read] of named) {
        const get = function (this: View): unknown {
          return read(this.#place)
        }
        Object.defineProperty(View.prototype, name, { enumerable: true, get })
      }
    }
  }
  return { at: (place) => new View(place) as unknown as Row, placeOf: (row) => View.placeOf(row) }
}

const NO_PLACE = -1

export interface TextColumn extends Column<string> {
  /** The text's number in its table, or NO_TEXT. */
  readonly numberAt: (row: number) => number
}

export function textColumn(texts: TextTable): TextColumn {
  const numbers = whole()
  return {
    numberAt: numbers.at,
    write: (row, value) => numbers.set(row, texts.keep(value)),
    read: (row) => {
      const number = numbers.at(row)
      return number === NO_TEXT ? undefined : texts.at(number)
    },
  }
}

/** Words of a closed list, or texts of which there are few. */
export function wordColumn<Word extends string>(words: TextTable): Column<Word> {
  return textColumn(words) as Column<string> as unknown as Column<Word>
}

/** What has parts is kept as its JSON. */
export function jsonColumn<Value>(texts: TextTable): Column<Value> {
  const { write, read } = textColumn(texts)
  return {
    write: (row, value) => write(row, JSON.stringify(value)),
    read: (row) => {
      const text = read(row)
      return text === undefined ? undefined : (JSON.parse(text) as Value)
    },
  }
}

/** An object within a row, kept by its own properties. `sign`: one that each of them has. */
export function partsColumn<Value extends object>(columns: ColumnsOf<Value>, sign: keyof Value): Column<Value> {
  const { set, at } = rowsOf(columns)
  return { write: set, read: (row) => (columns[sign].read(row) === undefined ? undefined : at(row)) }
}

export function numberColumn(): Column<number> {
  const numbers = fractional()
  return {
    write: numbers.set,
    read: (row) => {
      const value = numbers.at(row)
      return Number.isNaN(value) ? undefined : value
    },
  }
}

export interface TimeColumn extends Column<string> {
  /** NaN where the row has none. */
  readonly msAt: (row: number) => number
}

/** Instants as the ledger writes them, with milliseconds and in UTC; of one that is written otherwise the text is kept too. */
export function timeColumn(): TimeColumn {
  const times = fractional()
  const clock = isoClock()
  const otherwise = new Map<number, string>()
  return {
    msAt: times.at,
    write: (row, value) => {
      const guess = clock.guessOf(value)
      const isUsual = clock.textOf(guess) === value
      const ms = isUsual ? guess : Date.parse(value)
      times.set(row, ms)
      if (!isUsual && (Number.isNaN(ms) || clock.textOf(ms) !== value)) otherwise.set(row, value)
    },
    read: (row) => {
      const ms = times.at(row)
      if (otherwise.size > 0 && otherwise.has(row)) return otherwise.get(row)
      return Number.isNaN(ms) ? undefined : clock.textOf(ms)
    },
  }
}

const DAY_MS = 86_400_000

/** As `toISOString` and `Date.parse`, which are slow: rows that follow each other are mostly of one day. */
function isoClock() {
  let day = 0
  let date = '1970-01-01T'
  return {
    textOf: (ms: number): string => {
      if (Number.isNaN(ms)) return ''
      const own = Math.floor(ms / DAY_MS)
      if (own !== day) {
        day = own
        date = new Date(day * DAY_MS).toISOString().slice(0, -'00:00:00.000Z'.length)
      }
      const left = ms - day * DAY_MS
      const [hours, minutes] = [TWO[Math.floor(left / 3_600_000)], TWO[Math.floor(left / 60_000) % 60]]
      return `${date}${hours}:${minutes}:${TWO[Math.floor(left / 1_000) % 60]}.${THREE[left % 1_000]}Z`
    },
    /** Right where the text is of the day before it and in the usual form; to be held against its text. */
    guessOf: (text: string): number => {
      const at = (place: number) => text.charCodeAt(place) - ZERO
      const two = (place: number) => at(place) * 10 + at(place + 1)
      if (text.length !== 24 || !text.startsWith(date)) return NaN
      return day * DAY_MS + two(11) * 3_600_000 + two(14) * 60_000 + two(17) * 1_000 + two(20) * 10 + at(22)
    },
  }
}

const ZERO = 48
const TWO = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'))
const THREE = Array.from({ length: 1_000 }, (_, value) => String(value).padStart(3, '0'))
