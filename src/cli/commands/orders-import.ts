/** `tidegate orders import`: the back office's orders out of a shop's export, into the ledger. */
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { LedgerOrder } from '../../event/ledger-order.ts'
import { isCurrency } from '../../event/currency.ts'
import { type Command, type ExitCode, type Terminal, UsageError } from '../command.ts'
import { fail } from '../dead-letters.ts'
import { GATEWAY_OPTIONS, gatewayFrom, type Gateway } from '../gateway.ts'
import { FORMAT_IDS, plainWord, type FormatId, type OrderState } from '../orders/format.ts'
import * as words from '../orders/import-words.ts'
import { ORDERS_AT_ONCE, putOrders, settingsOf, type ImportResult } from '../orders/ledger-client.ts'
import { readOrderFile, type LineProblem, type ReadOptions } from '../orders/order-file.ts'
import { isTimeZone } from '../orders/shop-times.ts'
import { Progress } from '../progress.ts'

export const command: Command = {
  usage:
    'orders import <file.csv> [--format shopify|woocommerce|prestashop|tiktok-shop|plain] [--dry-run] [--strict] [--time-zone Europe/Paris] [--currency EUR] [--decimal point|comma] [--dates day-month|month-day] [--status "Label=paid"]… [--problems file] [--url base] [--token t]',
  summary: {
    en: 'Bring the shop’s own orders into the ledger, out of the file that it exports',
    fr: 'Verser dans le registre les commandes de la boutique, depuis le fichier qu’elle exporte',
  },
  run: importOrders,
}

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const OPTIONS = {
  ...GATEWAY_OPTIONS,
  format: text,
  'dry-run': flag,
  strict: flag,
  'time-zone': text,
  currency: text,
  decimal: text,
  dates: text,
  status: { type: 'string', multiple: true },
  problems: text,
} as const

type Values = ReturnType<typeof valuesOf>['values']

function valuesOf(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
}

async function importOrders(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = valuesOf(args)
  const [path, ...more] = positionals
  if (path === undefined || more.length > 0) throw usage('say one file', 'nommez un fichier')
  const asked = askedOf(values)
  const gateway = gatewayFrom(values, terminal)
  const bytes = await readFile(path).catch((error: unknown) => (error as Error).message)
  if (typeof bytes === 'string') {
    terminal.stderr(words.NO_FILE[terminal.language](bytes))
    return 1
  }
  const settings = await settingsOf(gateway)
  if ('failed' in settings) return fail(settings.failed, terminal)
  const timeZone = values['time-zone'] ?? settings.page.time_zone
  const tags = settings.page.excluded.flatMap((one) => (one.startsWith('tag:') ? [one.slice(4)] : []))
  const file = readOrderFile(bytes, { ...asked, timeZone, nowMs: Date.now(), excludedTags: new Set(tags) })
  if (!file.ok) {
    terminal.stderr(words.problemLine({ line: 0, why: file.why }, terminal.language))
    return 1
  }
  terminal.stdout(words.howLine(file.how, timeZone, terminal.language))
  await tell(file.problems, values.problems, terminal)
  if (values.strict === true && file.problems.length > 0) {
    terminal.stderr(words.STRICT[terminal.language])
    return 1
  }
  const badRows = new Set(file.problems.map(({ line }) => line)).size
  return send(gateway, file.orders, badRows, values['dry-run'] === true, terminal)
}

async function send(
  gateway: Gateway,
  orders: readonly LedgerOrder[],
  badRows: number,
  dryRun: boolean,
  terminal: Terminal,
): Promise<ExitCode> {
  const counts = new Map<ImportResult, number>()
  const progress = new Progress(terminal, orders.length)
  for (let at = 0; at < orders.length; at += ORDERS_AT_ONCE) {
    const page = orders.slice(at, at + ORDERS_AT_ONCE)
    const told = await putOrders(gateway, page, dryRun)
    if ('failed' in told) {
      progress.end()
      terminal.stderr(words.AFTER_FAILURE[terminal.language])
      return fail(told.failed, terminal)
    }
    for (const result of told.page) counts.set(result, 1 + (counts.get(result) ?? 0))
    progress.add(page.length)
  }
  progress.end()
  terminal.stdout(words.resultLine(counts, dryRun, terminal.language))
  if (badRows > 0) terminal.stderr(words.LEFT_OUT[terminal.language](badRows))
  return badRows > 0 || counts.has('malformed') ? 1 : 0
}

const SHOWN_PROBLEMS = 20

async function tell(problems: readonly LineProblem[], path: string | undefined, terminal: Terminal): Promise<void> {
  const { language, stderr } = terminal
  for (const problem of problems.slice(0, SHOWN_PROBLEMS)) stderr(words.problemLine(problem, language))
  if (path !== undefined) await writeFile(path, problems.map((one) => words.problemLine(one, language)).join(''))
  else if (problems.length > SHOWN_PROBLEMS) stderr(words.MORE_PROBLEMS[language](problems.length - SHOWN_PROBLEMS))
}

const STATES: readonly string[] = ['paid', 'awaiting', 'failed', 'cancelled', 'refunded'] satisfies OrderState[]

function askedOf(values: Values): Omit<ReadOptions, 'timeZone' | 'nowMs' | 'excludedTags'> {
  const { format, currency, decimal, dates } = values
  const zone = values['time-zone']
  if (format !== undefined && !isFormat(format)) throw usageOf('--format', FORMAT_IDS)
  if (decimal !== undefined && decimal !== 'point' && decimal !== 'comma')
    throw usageOf('--decimal', ['point', 'comma'])
  if (dates !== undefined && dates !== 'day-month' && dates !== 'month-day')
    throw usageOf('--dates', ['day-month', 'month-day'])
  if (currency !== undefined && !isCurrency(currency)) throw usageOf('--currency', ['EUR', 'USD', '…'])
  if (zone !== undefined && !isTimeZone(zone)) throw usageOf('--time-zone', ['Europe/Paris', 'America/New_York', '…'])
  return {
    ...(format !== undefined && { format }),
    ...(decimal !== undefined && { decimal }),
    ...(dates !== undefined && { dates }),
    ...(currency !== undefined && { currency }),
    states: new Map((values.status ?? []).map(stateFrom)),
  }
}

function stateFrom(text: string): readonly [string, OrderState] {
  const at = text.lastIndexOf('=')
  const state = text.slice(at + 1)
  if (at < 1 || !isState(state))
    throw usageOf(
      '--status',
      STATES.map((one) => `"Label=${one}"`),
    )
  return [plainWord(text.slice(0, at)), state]
}

function isState(text: string): text is OrderState {
  return STATES.includes(text)
}

function isFormat(text: string): text is FormatId {
  return (FORMAT_IDS as readonly string[]).includes(text)
}

function usageOf(option: string, choices: readonly string[]): UsageError {
  return usage(`${option}: ${choices.join(', ')}`, `${option} : ${choices.join(', ')}`)
}

function usage(en: string, fr: string): UsageError {
  return new UsageError({ en, fr })
}
