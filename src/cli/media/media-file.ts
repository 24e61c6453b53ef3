/** A media export → rows for the off-site record, and what is wrong with it, line by line. Pure; nothing in it throws. */
import { importKey } from '../../offsite/row-key.ts'
import { parseImportRow } from '../../offsite/row-schema.ts'
import type { ImportRow } from '../../offsite/rows.ts'
import type { Bilingual } from '../command.ts'
import type { DecimalSign } from '../orders/amounts.ts'
import { readCsv, type CsvRow, type CsvTable } from '../orders/csv-table.ts'
import { plainWord } from '../orders/format.ts'
import type { LineProblem } from '../orders/order-file.ts'
import { dayOrderOf, isSlashed, type DayOrder } from '../orders/shop-times.ts'
import { adFormat } from './ad-rows.ts'
import { decimalSignOfFile } from './cells.ts'
import { doubtsOf } from './doubts.ts'
import { headingOf, nameOf, type Heading, type MediaField } from './columns.ts'
import type { FileSays, MediaFormat, MediaKind } from './format.ts'
import { WORDS } from './media-words.ts'
import { costFormat, surveyFormat, vendorOf, verificationFormat } from './plain-rows.ts'
import { creatorFormat, liveFormat, postFormat } from './post-rows.ts'
import { RowCells, type FileWriting } from './row-cells.ts'

export interface MediaOptions extends FileSays {
  readonly kind?: MediaKind
  readonly decimal?: DecimalSign
  readonly dates?: DayOrder
  readonly currency?: string
  /** The site's: times without a zone are read by its clock. Absent: each must have its own. */
  readonly timeZone?: string
  /** What has not come yet has no numbers: days after it are refused. Absent: any day is taken. */
  readonly nowMs?: number
}

/** How it was understood: told before anything is sent. */
export interface HowMediaRead extends Pick<CsvTable, 'separator' | 'encoding'> {
  readonly kind: MediaKind
  readonly source?: string
  readonly decimal: DecimalSign
  /** Absent where dates leave no choice. */
  readonly dates?: DayOrder
  readonly lines: number
  /** Sums over all lines. */
  readonly totals: number
  /** Headings of columns that nothing is taken from. */
  readonly unread: readonly string[]
}

export type MediaFile =
  | { readonly ok: false; readonly why: Bilingual }
  | {
      readonly ok: true
      readonly how: HowMediaRead
      /** None where there is a problem: sums with a line missing would mislead. */
      readonly rows: readonly ImportRow[]
      readonly problems: readonly LineProblem[]
      /** Taken, and worth a look. */
      readonly doubts: readonly LineProblem[]
    }

const FORMATS: readonly MediaFormat[] = [
  adFormat,
  postFormat,
  liveFormat,
  creatorFormat,
  verificationFormat,
  costFormat,
  surveyFormat,
]
/** Some exports begin with the name of the report and its dates. */
const HEADING_WITHIN = 12
const SHOWN_HEADINGS = 30
const MAX_PROBLEMS = 200

export function readMediaFile(bytes: Uint8Array, options: MediaOptions): MediaFile {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return no(WORDS.spreadsheet)
  const read = readCsv(bytes)
  if (!read.ok) return read
  const found = findFormat(read.table, options.kind)
  if ('en' in found) return no(found)
  const { format, heading } = found
  const missing = format.needs.filter((fields) => fields.every((field) => heading.places[field] === undefined))
  if (missing.length > 0) return no(WORDS.missingColumns(missing.map(([field = 'id']) => nameOf(field, heading))))
  return readRows(read.table, found, options)
}

interface Found {
  readonly format: MediaFormat
  readonly heading: Heading
  /** Below the headings. */
  readonly rows: readonly CsvRow[]
}

function findFormat({ header, rows }: CsvTable, kind: MediaKind | undefined): Found | Bilingual {
  const lines = [header, ...rows.slice(0, HEADING_WITHIN - 1).map(({ cells }) => cells)]
  for (const [index, cells] of lines.entries()) {
    const fitting = FORMATS.filter((format) => kind === undefined || format.kind === kind)
      .map((format) => ({ format, heading: headingOf(cells, format.fields), rows: rows.slice(index) }))
      .filter(({ format, heading }) => isKnown(format, heading))
    const [only] = withoutLesser(fitting)
    if (only !== undefined && withoutLesser(fitting).length === 1) return only
  }
  const own = FORMATS.find((format) => format.kind === kind)
  if (own !== undefined) return { format: own, heading: headingOf(header, own.fields), rows }
  return WORDS.unknownFormat(header.slice(0, SHOWN_HEADINGS))
}

function isKnown({ knownBy }: MediaFormat, { places }: Heading): boolean {
  return knownBy.some((fields) => fields.every((field) => places[field] !== undefined))
}

/** A creators' file is one of posts with more in it. */
function withoutLesser(fitting: readonly Found[]): readonly Found[] {
  const isCreators = fitting.some(({ format }) => format.kind === 'creators')
  return isCreators ? fitting.filter(({ format }) => format.kind !== 'posts') : fitting
}

function readRows(table: CsvTable, { format, heading, rows }: Found, options: MediaOptions): MediaFile {
  const cells = (fields: readonly MediaField[]) => [...cellsOf(rows, heading, fields)]
  const decimal = options.decimal ?? decimalSignOfFile(cells(format.amounts), cells(format.counts))
  if (decimal === 'both') return no(WORDS.decimalsBoth)
  if (decimal === 'undecided') return no(WORDS.decimalsUndecided)
  const times = cells(format.times)
  const dates = options.dates ?? (times.some(isSlashed) ? (dayOrderOf(times) ?? 'undecided') : undefined)
  if (dates === 'both') return no(WORDS.daysBoth)
  if (dates === 'undecided') return no(WORDS.daysUndecided)
  const said = saidBy(format, heading, options)
  if ('en' in said) return no(said)
  const { timeZone, currency, nowMs } = options
  const writing: FileWriting = {
    heading,
    decimal,
    dates: dates ?? 'day-month',
    ...(timeZone !== undefined && { timeZone }),
    ...(currency !== undefined && { currency }),
    ...(nowMs !== undefined && { nowMs }),
  }
  const read = linesOf(rows, format, writing, said)
  const how: HowMediaRead = {
    kind: format.kind,
    separator: table.separator,
    encoding: table.encoding,
    decimal,
    lines: rows.length,
    totals: read.totals,
    unread: unreadIn(heading),
    ...(said.source !== undefined && { source: said.source }),
    ...(dates !== undefined && { dates }),
  }
  const { problems, doubts } = read
  return { ok: true, how, rows: problems.length > 0 ? [] : read.rows, problems, doubts }
}

function unreadIn({ places, cells }: Heading): readonly string[] {
  const taken = new Set(Object.values(places))
  return cells.filter((cell, index) => cell !== '' && !taken.has(index)).slice(0, SHOWN_HEADINGS)
}

/** What the flags and the headings say of every line. */
function saidBy(format: MediaFormat, { cells }: Heading, options: MediaOptions): FileSays | Bilingual {
  const headings = cells.map(plainWord).join(' | ')
  const source = options.source ?? (format.source === 'by_line' ? undefined : format.source(headings))
  if (source === undefined && format.source !== 'by_line') return WORDS.noSource
  const vendor = vendorOf(options.vendor ?? '')
  return {
    ...(source !== undefined && { source }),
    ...(vendor !== undefined && { vendor }),
    ...(options.window !== undefined && { window: options.window }),
    ...(options.dateBasis !== undefined && { dateBasis: options.dateBasis }),
  }
}

function linesOf(lines: readonly CsvRow[], format: MediaFormat, writing: FileWriting, said: FileSays) {
  const rows: ImportRow[] = []
  const problems: LineProblem[] = []
  const doubts: LineProblem[] = []
  const seen = new Map<string, number>()
  let totals = 0
  const cut = cutLine(lines, writing.heading.cells.length)
  for (const line of lines) {
    if (problems.length >= MAX_PROBLEMS) break
    const cells = new RowCells(line, writing)
    if (format.isTotal(cells)) {
      totals += 1
      continue
    }
    const whys = [...tooManyCells(line, writing.heading.cells.length), ...(line === cut ? [WORDS.cut] : [])]
    const read = whys.length > 0 ? [] : format.read(cells, said)
    whys.push(...cells.problems)
    if (whys.length === 0) whys.push(...read.flatMap((row) => unfit(row, seen, line.line)))
    problems.push(...whys.map((why) => ({ line: line.line, why })))
    doubts.push(...read.flatMap(doubtsOf).map((why) => ({ line: line.line, why })))
    // By the day, a post stands on many lines.
    rows.push(...read.filter((row) => row.kind !== 'post' || seen.get(importKey(row)) === line.line))
  }
  return { rows, problems, doubts, totals }
}

/** Held against the same schema as the gateway holds it, and against the lines before it. */
function unfit(row: ImportRow, seen: Map<string, number>, line: number): readonly Bilingual[] {
  const parsed = parseImportRow(row)
  if (!parsed.ok) return parsed.errors.map(({ path, message }) => WORDS.unfit(path, message))
  const key = importKey(row)
  const before = seen.get(key)
  seen.set(key, before ?? line)
  return before === undefined || before === line || row.kind === 'post' ? [] : [WORDS.twice(before)]
}

/** A download that stopped: the last line has fewer cells than the one above it. What is missing would be taken for not said. */
function cutLine(lines: readonly CsvRow[], width: number): CsvRow | undefined {
  const last = lines.at(-1)
  const whole = Math.min(width, lines.at(-2)?.cells.length ?? width)
  return last !== undefined && last.cells.length < whole ? last : undefined
}

/** Cells are in the wrong columns then. */
function tooManyCells({ cells }: CsvRow, width: number): Bilingual[] {
  return cells.slice(width).some((cell) => cell !== '') ? [WORDS.tooManyCells(width, cells.length)] : []
}

function* cellsOf(rows: readonly CsvRow[], { places }: Heading, fields: readonly MediaField[]): Generator<string> {
  const wanted = fields.flatMap((field) => places[field] ?? [])
  for (const { cells } of rows)
    for (const place of wanted) {
      const cell = cells[place] ?? ''
      if (cell !== '') yield cell
    }
}

function no(why: Bilingual): MediaFile {
  return { ok: false, why }
}
