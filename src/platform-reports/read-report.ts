/**
 * An export of a platform, line by line → rows of the ledger. Three kinds of file: one event a line; what was received, by day;
 * what is credited to ads, by day (several campaigns of a day are summed). Pure; never throws.
 */
import { isCurrency } from '../event/currency.ts'
import { eventNameOf } from '../event/names.ts'
import type { Micros } from '../event/money.ts'
import type { PlatformRow } from '../reconciliation/wire.ts'
import { readHeader, type Column, type Header } from './csv-columns.ts'
import { amountCell, amountValue, countCell, dayCell, instantCell } from './read-cells.ts'
import { FAULT, type Fault, type Words } from './report-faults.ts'

export interface ReportLine {
  readonly line: number
  readonly cells: readonly string[]
}

export interface ReadReport {
  readonly kind: PlatformRow['kind'] | undefined
  readonly rows: readonly PlatformRow[]
  readonly faults: readonly Fault[]
  readonly lines: number
  /** Lines of other events, and sums at the end. */
  readonly leftOut: number
}

/** A year of a large shop, event by event. */
const MAX_LINES = 500_000
const MAX_FAULTS = 50
const MAX_TEXT = 256
const MAX_PAGE = 1_024

export class ReportReader {
  readonly #width: number
  readonly #header: Header
  readonly #kind: PlatformRow['kind'] | undefined
  readonly #faults: Fault[] = []
  readonly #events: PlatformRow[] = []
  readonly #sums = new Map<string, DaySum>()
  #lines = 0
  #leftOut = 0

  constructor(head: ReportLine, delimiter: string) {
    this.#width = head.cells.length
    this.#header = readHeader(head.cells, delimiter)
    this.#kind = kindOf(this.#header)
    if (this.#kind === undefined) this.#faults.push({ line: head.line, ...FAULT.noReport(head.cells.slice(0, 40)) })
  }

  /** False where nothing more is looked at. */
  take(line: ReportLine): boolean {
    if (this.#kind === undefined || this.#faults.length >= MAX_FAULTS) return false
    this.#lines += 1
    if (this.#lines > MAX_LINES) {
      this.#faults.push({ line: line.line, ...FAULT.tooMany(MAX_LINES) })
      return false
    }
    const fault = this.#read(line.cells)
    if (fault !== undefined) this.#faults.push({ line: line.line, ...fault })
    return true
  }

  end(): ReadReport {
    const rows = this.#kind === 'event' ? this.#events : [...this.#sums.values()].map(rowOf)
    return {
      kind: this.#kind,
      rows: this.#faults.length > 0 ? [] : rows,
      faults: this.#faults,
      lines: this.#lines,
      leftOut: this.#leftOut,
    }
  }

  #read(cells: readonly string[]): Words | undefined {
    if (cells.length !== this.#width) return FAULT.cells(this.#width, cells.length)
    const cell = (column: Column): string => {
      const index = this.#header[column]
      return index === undefined ? '' : (cells[index] ?? '').trim()
    }
    if (this.#kind === 'event') return this.#readEvent(cell)
    return this.#kind === 'received' ? this.#readReceived(cell) : this.#readAttributed(cell)
  }

  #readEvent(cell: Cell): Words | undefined {
    const event = soldEvent(cell('event'))
    if (event !== 'purchase' && event !== 'refund') return this.#leave()
    const at = instantCell(cell('at'))
    if (at === undefined) return FAULT.at
    const money = this.#money(cell('amount'), cell('currency'))
    if ('en' in money) return money
    const via = viaOf(cell('via'))
    const [eventId, orderId, page] = [cell('eventId'), cell('orderId'), cell('page')]
    if ([eventId, orderId].some((text) => text.length > MAX_TEXT)) return FAULT.tooLong
    this.#events.push({
      kind: 'event',
      event,
      ...(eventId !== '' && { event_id: eventId }),
      ...(orderId !== '' && { order_id: orderId }),
      at,
      ...(money.micros !== undefined && { value: amountValue(money.micros), currency: money.currency }),
      ...(via !== undefined && { via }),
      ...(page !== '' && { page: pathOf(page) }),
    })
    return undefined
  }

  #readReceived(cell: Cell): Words | undefined {
    const event = soldEvent(cell('event'))
    if (event !== 'purchase' && event !== 'refund') return this.#leave()
    const day = this.#dayOf(cell)
    if (typeof day !== 'string') return day
    const split = this.#header.browserTotal !== undefined || this.#header.serverTotal !== undefined
    const counts: readonly (readonly ['browser' | 'server' | undefined, string])[] = split
      ? [
          ['browser', cell('browserTotal')],
          ['server', cell('serverTotal')],
        ]
      : [[viaOf(cell('via')), cell('total')]]
    for (const [via, text] of counts) {
      const count = text === '' && split ? 0 : countCell(text, this.#header.french)
      if (count === undefined) return FAULT.count
      // A zero that is written corrects what an earlier report said.
      if (text !== '' || !split) this.#add({ kind: 'received', event, day, ...(via !== undefined && { via }) }, count)
    }
    return undefined
  }

  #readAttributed(cell: Cell): Words | undefined {
    // The sum over all lines has no day of its own.
    if (cell('day') === '' && cell('dayStart') === '') return this.#leave()
    if (/^total/i.test(cell('day'))) return this.#leave()
    const day = this.#dayOf(cell)
    if (typeof day !== 'string') return day
    const text = cell('purchases')
    const count = text === '' || text === '-' ? 0 : countCell(text, this.#header.french)
    if (count === undefined) return FAULT.count
    if (count === 0) return this.#leave()
    const money = this.#money(cell('purchaseValue'), cell('currency'))
    if ('en' in money) return money
    const window = cell('window').slice(0, MAX_TEXT)
    const { micros, currency } = money
    this.#add(
      {
        kind: 'attributed',
        event: 'purchase',
        day,
        ...(window !== '' && { window }),
        ...(micros !== undefined && { currency }),
      },
      count,
      micros,
    )
    return undefined
  }

  #leave(): undefined {
    this.#leftOut += 1
    return undefined
  }

  #dayOf(cell: Cell): string | Words {
    const { french } = this.#header
    const [start, end] = [cell('dayStart'), cell('dayEnd')]
    const own = cell('day')
    // With a breakdown by day the reporting dates may be those of the whole export.
    if (own === '' && end !== '' && end !== start) return FAULT.period
    return dayCell(own === '' ? start : own, french) ?? FAULT.day
  }

  #money(text: string, code: string): Words | { readonly micros?: Micros; readonly currency: string } {
    const currency = (code === '' ? (this.#header.moneyIn ?? '') : code).toUpperCase()
    if (text === '' || text === '-') return { currency }
    const micros = amountCell(text, this.#header.french)
    if (micros === undefined) return FAULT.amount
    if (currency === '') return FAULT.moneyWithout
    return isCurrency(currency) ? { micros, currency } : FAULT.currency(currency.slice(0, 20))
  }

  #add(of: DayKey, count: number, micros?: Micros): void {
    const name = JSON.stringify(of)
    const sum = this.#sums.get(name) ?? { of, count: 0, micros: undefined }
    sum.count += count
    if (micros !== undefined) sum.micros = (sum.micros ?? 0n) + micros
    this.#sums.set(name, sum)
  }
}

type Cell = (column: Column) => string

type DayKey =
  | {
      readonly kind: 'received'
      readonly event: string
      readonly day: string
      readonly via?: 'browser' | 'server'
    }
  | {
      readonly kind: 'attributed'
      readonly event: string
      readonly day: string
      readonly window?: string
      readonly currency?: string
    }

interface DaySum {
  readonly of: DayKey
  count: number
  micros: Micros | undefined
}

function rowOf({ of, count, micros }: DaySum): PlatformRow {
  return { ...of, count, ...(micros !== undefined && { value: amountValue(micros) }) }
}

function kindOf(header: Header): PlatformRow['kind'] | undefined {
  const has = (...columns: readonly Column[]) => columns.some((column) => header[column] !== undefined)
  if (has('event') && has('at')) return 'event'
  const dated = has('day', 'dayStart')
  if (dated && has('event') && has('total', 'browserTotal', 'serverTotal')) return 'received'
  return dated && has('purchases') ? 'attributed' : undefined
}

/** The platforms' screens in French call a sale so; their APIs never do. */
const FRENCH_SALES =
  /^(?:achats?|achats? sur le site web|paiements? effectu[ée]s?|paiement termin[ée]|finaliser le paiement)$/i

function soldEvent(text: string): string | undefined {
  return FRENCH_SALES.test(text) ? 'purchase' : eventNameOf(text)
}

/** `Browser`, `Pixel`, `Navigateur`; `Server`, `Conversions API`, `Serveur`. What is neither says nothing. */
function viaOf(text: string): 'browser' | 'server' | undefined {
  if (/^(?:browser|pixel|navigateur|web)$/i.test(text)) return 'browser'
  return /^(?:server|serveur|conversions api|events api|api)$/i.test(text) ? 'server' : undefined
}

/** Of an address the path alone: what stands behind it may name a person. */
function pathOf(page: string): string {
  const path = URL.canParse(page) ? new URL(page).pathname : page.split(/[?#]/, 1)[0]
  return (path ?? '').slice(0, MAX_PAGE)
}
