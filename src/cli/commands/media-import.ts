/** `tidegate media import`: what ads, posts, Lives and creators did, from a file that a platform or a vendor exported. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { isCurrency } from '../../event/currency.ts'
import { UsageError, type Command, type ExitCode, type Terminal } from '../command.ts'
import { fail, printable } from '../dead-letters.ts'
import { ask, GATEWAY_OPTIONS, gatewayFrom, type Gateway } from '../gateway.ts'
import { windowIn } from '../../platform-reports/window.ts'
import { MEDIA_KINDS, type MediaKind } from '../media/format.ts'
import { AFTER_FAILURE, howText, NOTHING_STORED, sentText } from '../media/import-words.ts'
import { readMediaFile, type MediaOptions } from '../media/media-file.ts'
import { sendMedia } from '../media/send-media.ts'
import { NO_FILE, problemLine } from '../orders/import-words.ts'
import type { LineProblem } from '../orders/order-file.ts'
import { isTimeZone } from '../orders/shop-times.ts'

export const command: Command = {
  usage:
    'media import <file.csv> [--source tiktok|meta] [--kind ads|posts|lives|creators|verification|costs|survey] [--window 7d_click_1d_view] [--date-basis impression|conversion] [--vendor name] [--currency EUR] [--time-zone zone] [--decimal point|comma] [--dates day-month|month-day] [--dry-run] [--url base] [--token t]',
  summary: {
    en: 'Take spend, views and claims from a CSV export into the off-site record (--dry-run: only read it)',
    fr: 'Reprendre dépenses, vues et revendications d’un export CSV dans le registre hors site (--dry-run : lire seulement)',
  },
  run: importMedia,
}

const text = { type: 'string' } as const
const OPTIONS = {
  source: text,
  kind: text,
  window: text,
  'date-basis': text,
  vendor: text,
  currency: text,
  'time-zone': text,
  decimal: text,
  dates: text,
} as const

type Values = Readonly<Partial<Record<keyof typeof OPTIONS, string>>>

async function importMedia(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { ...GATEWAY_OPTIONS, ...OPTIONS, 'dry-run': { type: 'boolean' } },
    allowPositionals: true,
  })
  const [path, ...others] = positionals
  if (path === undefined || others.length > 0) throw new UsageError({ en: 'name one file', fr: 'nommez un fichier' })
  const asked = askedOf(values)
  const gateway = gatewayFrom(values, terminal)
  const bytes = await readFile(path).catch((error: unknown) => (error as Error).message)
  if (typeof bytes === 'string') {
    terminal.stderr(NO_FILE[terminal.language](bytes))
    return 1
  }
  const timeZone = asked.timeZone ?? (await timeZoneOf(gateway))
  const file = readMediaFile(bytes, {
    ...asked,
    nowMs: Date.now(),
    ...(timeZone !== undefined && { timeZone }),
  })
  if (!file.ok) return refuse([{ line: 0, why: file.why }], terminal)
  if (file.problems.length > 0) return refuse(file.problems, terminal)
  terminal.stdout(howText(file.how, file.rows.length, terminal.language))
  tell(file.doubts, terminal)
  if (file.rows.length === 0) terminal.stderr(NOTHING_IN_IT[terminal.language])
  const dryRun = values['dry-run'] === true
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const name = printable(basename(path)).slice(0, 200)
  return send(gateway, { file: sha256, name, rows: file.rows, dryRun }, terminal)
}

export async function send(
  gateway: Gateway,
  media: Parameters<typeof sendMedia>[1],
  terminal: Terminal,
): Promise<ExitCode> {
  if (media.rows.length === 0) return 0
  const sent = await sendMedia(gateway, media, terminal)
  if (sent.failed !== undefined) {
    if (!media.dryRun) terminal.stderr(AFTER_FAILURE[terminal.language])
    return fail(sent.failed, terminal)
  }
  terminal.stdout(sentText(sent, media.dryRun, terminal.language))
  return 0
}

/** No fault: a day without advertisements has none. */
const NOTHING_IN_IT = {
  en: 'The file has headings, and no line to keep below them: there is nothing to import.\n',
  fr: 'Le fichier a des en-têtes, et aucune ligne à garder au-dessous : il n’y a rien à importer.\n',
}

const SHOWN_PROBLEMS = 20

/** Nothing is sent of a file with a fault in it: sums with a line missing would mislead. */
function refuse(problems: readonly LineProblem[], terminal: Terminal): 1 {
  tell(problems, terminal)
  terminal.stderr(NOTHING_STORED[terminal.language])
  return 1
}

function tell(problems: readonly LineProblem[], { language, stderr }: Terminal): void {
  for (const problem of problems.slice(0, SHOWN_PROBLEMS)) stderr(problemLine(problem, language))
  const more = problems.length - SHOWN_PROBLEMS
  if (more > 0) stderr({ en: `… and ${more} more.\n`, fr: `… et ${more} de plus.\n` }[language])
}

function askedOf(values: Values): MediaOptions {
  const { source, kind, vendor, currency, decimal, dates } = values
  const basis = values['date-basis']
  const zone = values['time-zone']
  const window = values.window === undefined ? undefined : windowIn(values.window)
  if (source !== undefined && !/^[a-z0-9_.-]{1,40}$/.test(source)) throw choice('--source', ['tiktok', 'meta', '…'])
  if (kind !== undefined && !isKind(kind)) throw choice('--kind', MEDIA_KINDS)
  if (values.window !== undefined && window === undefined)
    throw choice('--window', ['7d_click_1d_view', '1d_click', '…'])
  if (basis !== undefined && basis !== 'impression' && basis !== 'conversion')
    throw choice('--date-basis', ['impression', 'conversion'])
  if (decimal !== undefined && decimal !== 'point' && decimal !== 'comma') throw choice('--decimal', ['point', 'comma'])
  if (dates !== undefined && dates !== 'day-month' && dates !== 'month-day')
    throw choice('--dates', ['day-month', 'month-day'])
  if (currency !== undefined && !isCurrency(currency)) throw choice('--currency', ['EUR', 'USD', '…'])
  if (zone !== undefined && !isTimeZone(zone)) throw choice('--time-zone', ['Europe/Paris', 'America/New_York', '…'])
  return {
    ...(source !== undefined && { source }),
    ...(kind !== undefined && { kind }),
    ...(window !== undefined && { window }),
    ...(basis !== undefined && { dateBasis: basis }),
    ...(vendor !== undefined && { vendor }),
    ...(currency !== undefined && { currency }),
    ...(zone !== undefined && { timeZone: zone }),
    ...(decimal !== undefined && { decimal }),
    ...(dates !== undefined && { dates }),
  }
}

function isKind(text: string): text is MediaKind {
  return (MEDIA_KINDS as readonly string[]).includes(text)
}

function choice(option: string, choices: readonly string[]): UsageError {
  const list = choices.join(', ')
  return new UsageError({ en: `${option}: ${list}`, fr: `${option} : ${list}` })
}

const settings = z.object({ time_zone: z.string().min(1).max(64) })

/** Undefined where the site keeps no ledger, or nobody answers: then a time without a zone is asked about. */
async function timeZoneOf(gateway: Gateway): Promise<string | undefined> {
  const given = await ask(gateway, { path: '/v1/ledger/settings' })
  if ('failed' in given) return undefined
  try {
    return settings.parse(JSON.parse(given.text)).time_zone
  } catch {
    return undefined
  }
}
