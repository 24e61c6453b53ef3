/** The rows of one order → its line of the ledger. */
import { isCurrency, minorUnits } from '../../event/currency.ts'
import {
  LEDGER_AHEAD_MS,
  type LedgerMoney,
  type LedgerOrder,
  type LedgerRefund,
  type OrderChannel,
  type PaymentState,
} from '../../event/ledger-order.ts'
import { parseLedgerOrder } from '../../event/ledger-schema.ts'
import { decimalOf, type Micros } from '../../event/money.ts'
import { regionOf } from '../../event/order-region.ts'
import type { Bilingual } from '../command.ts'
import { amountIn, currencyBeside, type DecimalSign } from './amounts.ts'
import type { CsvRow } from './csv-table.ts'
import { plainWord, type Columns, type OrderField, type OrderFormat, type OrderState } from './format.ts'
import type { LineProblem, ReadOptions } from './order-file.ts'
import { WORDS } from './order-words.ts'
import { instantIn, type DayOrder } from './shop-times.ts'

/** In millionths. */
const UNIT = 1_000_000n

export interface RowContext {
  readonly format: OrderFormat
  readonly columns: Columns
  readonly header: readonly string[]
  readonly decimal: DecimalSign
  readonly dates: DayOrder
  readonly options: ReadOptions
}

export type OrderRead =
  | { readonly ok: true; readonly order: LedgerOrder }
  | { readonly ok: false; readonly problems: readonly LineProblem[] }

export function ledgerOrderOf(rows: readonly CsvRow[], context: RowContext): OrderRead {
  const cells = new OrderCells(rows, context)
  const order = draftOf(cells, context)
  if (cells.problems.length > 0) return { ok: false, problems: cells.problems }
  const parsed = parseLedgerOrder(order)
  if (parsed.ok) return parsed
  const problems = parsed.errors.map(({ path, message }) => ({ line: cells.line, why: WORDS.unfit(path, message) }))
  return { ok: false, problems }
}

/** What cannot be read is noted, and stands in the draft as whatever it may: a draft with problems goes nowhere. */
function draftOf(cells: OrderCells, { format, options }: RowContext): LedgerOrder {
  const state = cells.state()
  const currency = cells.currency()
  const money = moneyOf(cells, currency)
  const name = cells.text('name') === cells.text('id') ? '' : cells.text('name')
  const created = cells.needed('created')
  const updatedAt = cells.time('updated')
  const cancelledAt = cells.time('cancelled') ?? (state === 'cancelled' ? (updatedAt ?? created) : undefined)
  const refunds = refundsOf(cells, state, money, updatedAt ?? cells.latest() ?? created)
  const platform = cells.sumOf('platformDiscount') + (cells.amount('paymentDiscount') ?? 0n)
  const excluded = cells.tags().find((tag) => options.excludedTags.has(tag))
  return {
    order_id: cells.text('id') || name.replace(/^#/, ''),
    source: `import:${format.id}`,
    ...(name !== '' && { name }),
    at: format.soldAtCreation ? created : (cells.time('paid') ?? created),
    ...(updatedAt !== undefined && { updated_at: updatedAt }),
    channel: cells.channel(),
    ...(cells.isTest() && { test: true }),
    payment: paymentOf(state, cells.time('paid')),
    ...(cancelledAt !== undefined && { cancelled_at: cancelledAt }),
    ...(excluded !== undefined && { excluded_by: `tag:${excluded}` }),
    money,
    ...(refunds.length > 0 && { refunds }),
    ...factsOf(cells),
    ...(platform > 0n && { merchant_total: decimalOf((cells.amount('total') ?? 0n) + platform) }),
  }
}

/** For analysis. What the gateway's policy does not list or ask for it does not keep. */
function factsOf(cells: OrderCells): Pick<LedgerOrder, 'region' | 'first_time' | 'code'> {
  const region = regionIn(cells)
  const first = plainWord(cells.text('firstOrder'))
  const code = cells.text('code')
  return {
    ...(region !== undefined && { region }),
    ...(FIRST.has(first) && { first_time: FIRST.get(first) === true }),
    ...(code !== '' && { code }),
  }
}

/** One column by ISO 3166-2 (`FR-69`), or a country's beside it: what is neither says no place. */
function regionIn(cells: OrderCells): string | undefined {
  const [written, country] = [cells.text('region').trim(), cells.text('country').trim()]
  // Spreadsheets keep a postcode's zero behind an apostrophe.
  const postcode = cells.text('postcode').replace(/^'/, '')
  if (country !== '') return regionOf({ country, province: written, postcode })
  const [land, ...part] = written.split('-')
  return regionOf({ country: land, province: part.join('-') })
}

const FIRST: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', '1', 'oui', 'vrai'].map((word) => [word, true] as const),
  ...['false', 'no', '0', 'non', 'faux'].map((word) => [word, false] as const),
])

/** Cancelled after it had been paid is paid, and cancelled. */
function paymentOf(state: OrderState, paidAt: string | undefined): PaymentState {
  if (state === 'cancelled') return paidAt === undefined ? 'failed' : 'paid'
  return state === 'refunded' || state === 'part_refunded' ? 'paid' : state
}

function moneyOf(cells: OrderCells, currency: string): LedgerMoney {
  const total = cells.total(currency)
  const [tax, discount, shippingTax] = [cells.amount('tax'), cells.amount('discount'), cells.amount('shippingTax')]
  const shipping = cells.shipping(shippingTax, tax)
  return {
    total: decimalOf(total),
    currency,
    ...(tax !== undefined && { tax: decimalOf(tax) }),
    ...(shipping !== undefined && { shipping: decimalOf(shipping) }),
    ...(shippingTax !== undefined && { shipping_tax: decimalOf(shippingTax) }),
    ...(discount !== undefined && { discount: decimalOf(discount < 0n ? -discount : discount) }),
  }
}

/** Most exports say how much was given back and not when: the last time that the row knows stands for it. */
function refundsOf(cells: OrderCells, state: OrderState, { total, currency }: LedgerMoney, at: string): LedgerRefund[] {
  const told = cells.refunds(currency, at)
  if (told.length > 0 || state !== 'refunded') return told
  return [{ id: `${cells.key()}:refunded`, value: total, currency, at }]
}

class OrderCells {
  readonly problems: LineProblem[] = []
  readonly line: number
  readonly #rows: readonly CsvRow[]
  readonly #row: CsvRow
  readonly #context: RowContext

  constructor(rows: readonly CsvRow[], context: RowContext) {
    const { total } = context.columns
    const first = rows.find(({ cells }) => total !== undefined && (cells[total] ?? '') !== '') ?? rows[0]
    this.#rows = rows
    this.#row = first ?? { line: 0, cells: [] }
    this.#context = context
    this.line = this.#row.line
  }

  text(field: OrderField, row = this.#row): string {
    const place = this.#context.columns[field]
    return place === undefined ? '' : (row.cells[place] ?? '')
  }

  key(): string {
    return this.text('id') || this.text('name').replace(/^#/, '')
  }

  #wrong(why: Bilingual, row = this.#row): void {
    this.problems.push({ line: row.line, why })
  }

  #columnName(field: OrderField): string {
    const { columns, header } = this.#context
    return header[columns[field] ?? -1] ?? field
  }

  needed(field: OrderField): string {
    if (this.text(field) === '') this.#wrong(WORDS.noCell(this.#columnName(field)))
    return this.time(field) ?? ''
  }

  time(field: OrderField, row = this.#row): string | undefined {
    const cell = this.text(field, row)
    if (cell === '') return undefined
    const { options, dates } = this.#context
    const instant = instantIn(cell, options.timeZone, dates)
    const { nowMs = Infinity } = options
    const isWrong = instant === undefined || Date.parse(instant) > nowMs + LEDGER_AHEAD_MS
    const why = (instant === undefined ? WORDS.noTime : WORDS.notYet)(this.#columnName(field), cell)
    // One field may be asked for twice.
    if (isWrong && !this.problems.some((one) => one.why.en === why.en)) this.#wrong(why, row)
    return instant
  }

  latest(): string | undefined {
    return (['cancelled', 'closed', 'paid', 'created'] as const)
      .flatMap((field) => this.time(field) ?? [])
      .toSorted()
      .at(-1)
  }

  /** A total must be there; all else may be empty. */
  amount(field: OrderField, row = this.#row): Micros | undefined {
    const cell = this.text(field, row)
    if (cell === '' && field !== 'total') return undefined
    const { decimal } = this.#context
    const micros = cell === '' ? undefined : amountIn(cell, decimal)
    if (micros !== undefined) return micros
    const name = this.#columnName(field)
    const why = cell === '' ? WORDS.noCell(name) : WORDS.noAmount(name, cell, decimal)
    if (!this.problems.some((one) => one.why.en === why.en)) this.#wrong(why, row)
    return undefined
  }

  /** What rows of one order say of its total they say alike. */
  total(currency: string): Micros {
    const total = this.amount('total') ?? 0n
    const name = this.#columnName('total')
    if (total < 0n) this.#wrong(WORDS.negativeTotal(name, this.text('total')))
    if (minorUnits(currency) === 0 && total % UNIT !== 0n)
      this.#wrong(WORDS.noDecimals(name, this.text('total'), currency))
    for (const row of this.#rows) {
      const cell = this.text('total', row)
      const isOther = cell !== '' && row !== this.#row && this.amount('total', row) !== total
      if (isOther) this.#wrong(WORDS.otherTotal(name, cell, this.line), row)
    }
    return total
  }

  sumOf(field: OrderField): Micros {
    return this.#rows.reduce((sum, row) => sum + (this.amount(field, row) ?? 0n), 0n)
  }

  /** With its tax; where that is not known, nothing is said of shipping rather than something wrong. */
  shipping(shippingTax: Micros | undefined, tax: Micros | undefined): Micros | undefined {
    const shipping = this.amount('shipping')
    if (shipping === undefined || this.#context.format.netShipping !== true) return shipping
    if (shippingTax !== undefined) return shipping + shippingTax
    return shipping === 0n || tax === 0n ? shipping : undefined
  }

  currency(): string {
    const said = this.text('currency') || currencyBeside(this.text('total')) || this.#context.options.currency || ''
    const code = said.toUpperCase()
    // Beside an amount that cannot be read it may stand all the same: the amount is told.
    if (code === '' && amountIn(this.text('total') || '0', this.#context.decimal) !== undefined)
      this.#wrong(WORDS.noCurrency)
    else if (code === '') return code
    else if (!isCurrency(code)) this.#wrong(WORDS.badCurrency(said))
    return code
  }

  state(): OrderState {
    const { format, options } = this.#context
    const cell = this.text('status')
    const state = options.states.get(plainWord(cell)) ?? format.states[plainWord(cell)]
    if (state === undefined)
      this.#wrong(cell === '' ? WORDS.noCell(this.#columnName('status')) : WORDS.unknownState(cell))
    return state ?? 'failed'
  }

  channel(): OrderChannel {
    const { format } = this.#context
    if (/sample|échantillon/i.test(this.text('sample'))) return 'sample'
    const cell = this.text('channel')
    if (cell === '' || format.channels === undefined) return format.channel
    const known = format.channels[plainWord(cell)]
    if (known === undefined && format.id === 'plain') this.#wrong(WORDS.unknownChannel(cell))
    return known ?? format.channel
  }

  isTest(): boolean {
    return /^(?:1|true|yes|oui|vrai)$/i.test(this.text('test'))
  }

  tags(): readonly string[] {
    return this.text('tags')
      .split(',')
      .map((tag) => tag.trim().toLowerCase())
      .filter((tag) => tag !== '')
  }

  refunds(currency: string, at: string): LedgerRefund[] {
    const rows = this.#context.format.refundRows ? this.#rows : [this.#row]
    return rows.flatMap((row, index) => {
      const value = this.amount('refunded', row)
      if (value === undefined || value === 0n) return []
      const id = this.text('refundId', row) || `${this.key()}:refunded${index === 0 ? '' : `:${index + 1}`}`
      const size = value < 0n ? -value : value
      return [{ id, value: decimalOf(size), currency, at: this.time('refundAt', row) ?? at }]
    })
  }
}
