/** `date,region,orders[,revenue]`: outcomes as a file. Every fault names its line; a file with one is not read at all. */
import { readFile } from 'node:fs/promises'
import { isDay } from '../../analysis/lift/days.ts'
import type { OutcomeRow } from '../../analysis/lift/outcomes.ts'
import { minorUnits } from '../../event/currency.ts'
import type { Micros } from '../../event/money.ts'
import type { Bilingual } from '../command.ts'
import { amountIn, decimalSignOf, type DecimalSign } from '../orders/amounts.ts'
import { readCsv, type CsvRow, type CsvTable } from '../orders/csv-table.ts'

export interface FileFault {
  readonly line?: number
  readonly words: Bilingual
}

export type ReadOutcomes =
  | { readonly ok: true; readonly rows: readonly OutcomeRow[] }
  | { readonly ok: false; readonly faults: readonly FileFault[] }

export const MOST_FAULTS = 50

/** The head of a column, in either language; accents and case do not count. */
const NAMES: Readonly<Record<Column, readonly string[]>> = {
  date: ['date', 'day', 'jour'],
  region: ['region', 'departement', 'location'],
  orders: ['orders', 'commandes'],
  revenue: ['revenue', 'ca', "chiffre d'affaires", 'chiffre d’affaires'],
}
type Column = 'date' | 'region' | 'orders' | 'revenue'
type Places = Readonly<Record<Column, number>>

/** `currency`: of the revenue; without it a column of revenue is left alone. */
export async function readOutcomes(path: string, currency?: string): Promise<ReadOutcomes> {
  const read = readCsv(await readFile(path))
  if (!read.ok) return { ok: false, faults: [{ words: read.why }] }
  const places = placesOf(read.table.header)
  if (places.date === -1 || places.orders === -1) return { ok: false, faults: [{ line: 1, words: HEAD }] }
  return rowsOf(read.table, places, currency)
}

function placesOf(header: readonly string[]): Places {
  const heads = header.map(plain)
  const place = (column: Column): number => heads.findIndex((head) => NAMES[column].includes(head))
  return { date: place('date'), region: place('region'), orders: place('orders'), revenue: place('revenue') }
}

function plain(head: string): string {
  return head.trim().toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '')
}

function rowsOf(table: CsvTable, places: Places, currency: string | undefined): ReadOutcomes {
  const amounts = currency === undefined || places.revenue === -1 ? undefined : amountsOf(table, places, currency)
  if (amounts === 'undecided') return { ok: false, faults: [{ words: UNDECIDED }] }
  const rows: OutcomeRow[] = []
  const faults: FileFault[] = []
  const seen = new Map<string, number>()
  for (const row of table.rows) {
    const read = rowOf(row, places, amounts)
    const twice = 'words' in read ? undefined : seen.get(`${read.day} ${read.region}`)
    if ('words' in read) faults.push({ line: row.line, words: read.words })
    else if (twice !== undefined) faults.push({ line: row.line, words: twiceWords(twice) })
    else {
      seen.set(`${read.day} ${read.region}`, row.line)
      rows.push(read)
    }
    if (faults.length >= MOST_FAULTS) break
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, rows }
}

interface Amounts {
  readonly sign: DecimalSign
  readonly digits: number
}

/** Between semicolons a comma is the decimal sign where nothing else decides it. */
function amountsOf(table: CsvTable, { revenue }: Places, currency: string): Amounts | 'undecided' {
  const sign = decimalSignOf(table.rows.map(({ cells }) => cells[revenue] ?? ''))
  const digits = minorUnits(currency) ?? 2
  if (sign === 'point' || sign === 'comma') return { sign, digits }
  return 'undecided'
}

function rowOf(
  { cells }: CsvRow,
  places: Places,
  amounts: Amounts | undefined,
): OutcomeRow | { readonly words: Bilingual } {
  const day = cells[places.date] ?? ''
  const region = places.region === -1 ? '' : (cells[places.region] ?? '')
  const orders = countIn(cells[places.orders] ?? '')
  if (!isDay(day)) return { words: DAY }
  if (places.region !== -1 && (region === '' || region.length > MAX_REGION)) return { words: REGION }
  if (orders === undefined) return { words: ORDERS }
  if (amounts === undefined) return { day, region, orders }
  const revenue = minorIn(cells[places.revenue] ?? '', amounts)
  return revenue === undefined ? { words: REVENUE } : { day, region, orders, revenue }
}

const MAX_REGION = 100

function countIn(cell: string): number | undefined {
  return /^\d{1,9}$/.test(cell) ? Number(cell) : undefined
}

export function minorIn(cell: string, { sign, digits }: Amounts): number | undefined {
  const micros = amountIn(cell, sign)
  return micros === undefined ? undefined : minorOf(micros, digits)
}

function minorOf(micros: Micros, digits: number): number {
  return Math.round((Number(micros) / 1_000_000) * 10 ** digits)
}

function twiceWords(line: number): Bilingual {
  return {
    en: `the day and region of line ${line} again`,
    fr: `encore le jour et la région de la ligne ${line}`,
  }
}

const HEAD: Bilingual = {
  en: 'the first line names the columns: date,region,orders and, if you like, revenue (region may be absent)',
  fr: 'la première ligne nomme les colonnes : date,region,orders et, au besoin, revenue (region peut manquer)',
}
const DAY: Bilingual = { en: 'no day such as 2026-11-22', fr: 'pas de jour comme 2026-11-22' }
const REGION: Bilingual = {
  en: 'no region, or a name of over 100 characters',
  fr: 'pas de région, ou un nom de plus de 100 caractères',
}
const ORDERS: Bilingual = { en: 'orders: a whole number, 0 or more', fr: 'orders : un nombre entier, 0 ou plus' }
const REVENUE: Bilingual = { en: 'revenue: no amount', fr: 'revenue : pas un montant' }
const UNDECIDED: Bilingual = {
  en: 'revenue: 1,234 could be one thousand or one and a bit; write amounts with two decimals',
  fr: 'revenue : 1,234 peut vouloir dire mille ou un et quelque ; écrivez les montants avec deux décimales',
}
