/** What the commands of lift share: options, faults, files. */
import { readFile, writeFile } from 'node:fs/promises'
import type { LiftFault } from '../../analysis/lift/faults.ts'
import { panelOf, type Metric, type Panel } from '../../analysis/lift/outcomes.ts'
import type { Spend } from '../../analysis/lift/reading.ts'
import { filled, LIFT_WORDS } from '../../analysis/lift/words/words.ts'
import { isCurrency, minorUnits } from '../../event/currency.ts'
import { UsageError, type Terminal } from '../command.ts'
import { printable } from '../dead-letters.ts'
import { decimalSignOf } from '../orders/amounts.ts'
import { minorIn, readOutcomes, type FileFault } from './outcome-file.ts'

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const

/** Of every command that reads outcomes. */
export const OUTCOME_OPTIONS = {
  metric: text,
  currency: text,
  alpha: text,
  out: text,
  json: flag,
  'absent-is-zero': flag,
} as const

export interface OutcomeValues {
  readonly metric?: string
  readonly currency?: string
  readonly 'absent-is-zero'?: boolean
}

export function needed(value: string | undefined, option: string): string {
  if (value !== undefined && value !== '') return value
  throw new UsageError({ en: `${option} is missing`, fr: `${option} manque` })
}

export function numberFrom(value: string | undefined, option: string, otherwise?: number): number {
  const number = value === undefined ? otherwise : Number(value)
  if (number !== undefined && Number.isFinite(number) && value !== '') return number
  throw new UsageError({ en: `${option}: a number`, fr: `${option} : un nombre` })
}

export function metricFrom({ metric = 'orders', currency }: OutcomeValues): {
  readonly metric: Metric
  readonly currency?: string
} {
  if (metric !== 'orders' && metric !== 'revenue')
    throw new UsageError({ en: '--metric: orders or revenue', fr: '--metric : orders ou revenue' })
  if (currency !== undefined && !isCurrency(currency)) throw new UsageError(CURRENCY)
  if (metric === 'orders') return { metric }
  return { metric, currency: currency ?? neededCurrency() }
}

function neededCurrency(): never {
  throw new UsageError(CURRENCY)
}

const CURRENCY = { en: '--currency: such as EUR', fr: '--currency : par exemple EUR' }

/** `12500.50`, in the currency of the revenue, or of --currency. */
export function spendFrom(value: string | undefined, currency: string | undefined): Spend | undefined {
  if (value === undefined) return undefined
  if (currency === undefined || !isCurrency(currency)) throw new UsageError(CURRENCY)
  const sign = decimalSignOf([value])
  const amount =
    sign === 'point' || sign === 'comma' ? minorIn(value, { sign, digits: minorUnits(currency) ?? 2 }) : undefined
  if (amount === undefined || amount < 0)
    throw new UsageError({ en: '--spend: an amount such as 12500.50', fr: '--spend : un montant comme 12500.50' })
  return { amount, currency }
}

/** Undefined where it was refused: it has been said why. */
export async function panelFrom(
  path: string,
  { metric, currency }: { readonly metric: Metric; readonly currency?: string },
  absentIsZero: boolean,
  terminal: Terminal,
): Promise<Panel | undefined> {
  const read = await readOutcomes(path, metric === 'revenue' ? currency : undefined)
  if (!read.ok) {
    refuseFile(path, read.faults, terminal)
    return undefined
  }
  const panel = panelOf(read.rows, { metric, absentIsZero })
  if (panel.ok) return panel.value
  refuse(panel, terminal)
  return undefined
}

export function refuseFile(path: string, faults: readonly FileFault[], { language, stderr }: Terminal): 1 {
  const colon = language === 'fr' ? '\u00A0:' : ':'
  for (const { line, words } of faults)
    stderr(`${printable(path)}${line === undefined ? '' : `:${line}`}${colon} ${words[language]}\n`)
  return 1
}

export function refuse({ code, figures }: LiftFault, { language, stderr }: Terminal): 1 {
  stderr(`${printable(filled(LIFT_WORDS[language].faults[code], figures, language))}\n`)
  return 1
}

/** A new file: what was drawn is not drawn over. */
export async function keep(path: string, value: object): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, undefined, 2)}\n`, { flag: 'wx' })
}

export async function jsonOf(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
