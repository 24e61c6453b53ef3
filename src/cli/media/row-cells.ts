/** One line of an export, asked field by field; what is wrong with it is collected, so that all of it is told at once. */
import type { Bilingual } from '../command.ts'
import { isCurrency, minorUnits } from '../../event/currency.ts'
import { AHEAD_MS } from '../../offsite/row-time.ts'
import { amountIn, currencyBeside, type DecimalSign } from '../orders/amounts.ts'
import type { CsvRow } from '../orders/csv-table.ts'
import { instantIn, type DayOrder } from '../orders/shop-times.ts'
import { countIn, isCutNumber, minorIn, shareIn } from './cells.ts'
import { nameOf, type Heading, type MediaField } from './columns.ts'
import { WORDS } from './media-words.ts'

/** What holds for every line of the file. */
export interface FileWriting {
  readonly heading: Heading
  readonly decimal: DecimalSign
  readonly dates: DayOrder
  /** For times without a zone of their own. */
  readonly timeZone?: string
  /** For files that do not say it. */
  readonly currency?: string
  readonly nowMs?: number
}

const MAX_NAME = 200
/** What a line of sums begins with, in whichever of its columns. */
const SUM = /^(?:grand )?tota(?:l|ux)\b|^results? (?:from|of)\b|^résultats? (?:de|sur)(?=\s)/i

const ZONED = /:\d{2}(?:\.\d+)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})$/

/** In millionths. */
const UNIT = 1_000_000n

/** Platforms write so where they have nothing to say. */
const NOTHING = /^(?:[-–—]+|n\/?a|null)$/i

export class RowCells {
  readonly problems: Bilingual[] = []
  readonly #row: CsvRow
  readonly #file: FileWriting

  constructor(row: CsvRow, file: FileWriting) {
    this.#row = row
    this.#file = file
  }

  /** Empty where the file has no such column, or nothing in it. */
  text(field: MediaField): string {
    const place = this.#file.heading.places[field]
    const cell = place === undefined ? '' : (this.#row.cells[place] ?? '').trim()
    return NOTHING.test(cell) ? '' : cell
  }

  /** Somewhere it says that it is the sum of the others. */
  saysTotal(): boolean {
    return this.#row.cells.some((cell) => SUM.test(cell.trim()))
  }

  has(field: MediaField): boolean {
    return this.#file.heading.places[field] !== undefined
  }

  /** A long number is text: a tab or an apostrophe before it keeps spreadsheets from cutting it. */
  id(field: MediaField): string {
    const cell = this.text(field).replace(/^'/, '')
    if (isCutNumber(cell)) this.problems.push(WORDS.cutNumber(this.#name(field), cell))
    if (cell.length > 128) this.problems.push(WORDS.tooLong(this.#name(field), 128))
    return cell
  }

  /** Cut, not refused: it is shown, and joins nothing. */
  name(field: MediaField): string {
    return this.text(field).replaceAll(/\p{C}/gu, ' ').slice(0, MAX_NAME).toWellFormed().trim()
  }

  needed(field: MediaField): string {
    const cell = this.id(field)
    if (cell === '') this.problems.push(WORDS.noCell(this.#name(field)))
    return cell
  }

  count(field: MediaField): number | undefined {
    return this.#number(field, (cell) => countIn(cell, this.#file.decimal), WORDS.noCount)
  }

  seconds(field: MediaField): number | undefined {
    const micros = (cell: string) => amountIn(cell, this.#file.decimal)
    return this.#number(
      field,
      (cell) => (micros(cell) === undefined ? undefined : Number(micros(cell)) / 1e6),
      WORDS.noCount,
    )
  }

  share(field: MediaField): number | undefined {
    return this.#number(field, (cell) => shareIn(cell, this.#file.decimal), WORDS.noShare)
  }

  /** Said in the line, beside an amount, in a heading, or by whoever imports it: in this order. */
  currency(beside: readonly MediaField[]): string | undefined {
    const { heading, currency } = this.#file
    const signs = beside.map((field) => currencyBeside(this.text(field))).filter((sign) => sign !== undefined)
    const said = this.text('currency') || signs[0] || heading.moneyIn || currency
    if (said === undefined) {
      this.problems.push(WORDS.noCurrency)
      return undefined
    }
    const code = said.toUpperCase()
    if (!isCurrency(code)) this.problems.push(WORDS.badCurrency(said))
    const other = signs.find((sign) => sign !== code)
    if (other !== undefined) this.problems.push(WORDS.twoCurrencies(code, other))
    return code
  }

  money(field: MediaField, currency: string | undefined): number | undefined {
    if (currency === undefined || !isCurrency(currency)) return undefined
    // Of yen there is no half: it is another currency, or a thousand that was taken for one and a bit.
    const cell = this.text(field)
    if (minorUnits(currency) === 0 && (amountIn(cell, this.#file.decimal) ?? 0n) % UNIT !== 0n)
      this.problems.push(WORDS.noDecimals(this.#name(field), cell, currency))
    return this.#number(field, (written) => minorIn(written, this.#file.decimal, currency), WORDS.noAmount)
  }

  /** Of what has been: not after today. */
  day(field: MediaField): string {
    const day = this.anyDay(field)
    this.#past(field, `${day}T00:00:00Z`)
    return day
  }

  anyDay(field: MediaField): string {
    // The day as it is written: the report's own, whatever zone stands behind it.
    const written = this.text(field).replace(/(:\d{2}(?:\.\d+)?)\s*(?:Z|UTC|[+-]\d{2}:?\d{2})$/, '$1')
    const day = instantIn(written, 'UTC', this.#file.dates)?.slice(0, 10)
    if (day === undefined) this.problems.push(WORDS.noDay(this.#name(field), this.text(field)))
    return day ?? ''
  }

  instant(field: MediaField): string {
    const { timeZone, dates } = this.#file
    const cell = this.text(field)
    const at = instantIn(cell, timeZone ?? 'UTC', dates)
    if (at === undefined) this.problems.push(WORDS.noTime(this.#name(field), cell))
    else if (timeZone === undefined && !ZONED.test(cell)) this.problems.push(WORDS.noZone)
    this.#past(field, at ?? '')
    return at ?? ''
  }

  #past(field: MediaField, at: string): void {
    const { nowMs } = this.#file
    if (nowMs !== undefined && Date.parse(at) > nowMs + AHEAD_MS)
      this.problems.push(WORDS.notYet(this.#name(field), this.text(field)))
  }

  #number(
    field: MediaField,
    read: (cell: string) => number | undefined,
    problem: (name: string, cell: string) => Bilingual,
  ): number | undefined {
    const cell = this.text(field)
    if (cell === '') return undefined
    const number = read(cell)
    if (number === undefined) this.problems.push(problem(this.#name(field), cell))
    return number
  }

  #name(field: MediaField): string {
    return nameOf(field, this.#file.heading)
  }
}
