/** `tidegate reconcile`: one reason for every order of a shop's days at one destination, and for every further event there. */
import { open } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { isDay } from '../../reconciliation/days.ts'
import { gather, type Fetched, type Step } from '../../reconciliation/gather.ts'
import { csvLines } from '../../reconciliation/csv.ts'
import { reconcile, type Reconciliation } from '../../reconciliation/reconcile.ts'
import { type Bilingual, type Command, type ExitCode, type Terminal, UsageError } from '../command.ts'
import { ask, GATEWAY_OPTIONS, gatewayFrom, type Gateway } from '../gateway.ts'
import { reconcileText } from '../reconcile-text.ts'

export const command: Command = {
  usage: 'reconcile --from day --to day --destination d [--csv file] [--json] [--url base] [--token t]',
  summary: {
    en: 'Say of every order of these days (both included) what became of it at a destination, and why that counts more or less',
    fr: 'Dire de chaque commande de ces jours (inclus) ce qu’elle est devenue chez un destinataire, et d’où vient l’écart',
  },
  run,
}

const DAYS: Bilingual = {
  en: '--from and --to: days of the shop, such as 2026-11-01; the first not after the last, 400 at most',
  fr: '--from et --to : des jours de la boutique, comme 2026-11-01 ; le premier avant le dernier, 400 au plus',
}
const WHICH: Bilingual = {
  en: '--destination: the id of a destination, such as tiktok',
  fr: '--destination : l’id d’un destinataire, par exemple tiktok',
}
const MAX_DAYS = 400

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const text = { type: 'string' } as const
  const options = {
    ...GATEWAY_OPTIONS,
    from: text,
    to: text,
    destination: text,
    csv: text,
    json: { type: 'boolean' },
  } as const
  const { values } = parseArgs({ args: [...args], options })
  const { from: firstDay = '', to: lastDay = '', destination = '' } = values
  if (!isDay(firstDay) || !isDay(lastDay) || !isSpan(firstDay, lastDay)) throw new UsageError(DAYS)
  if (!/^[a-z0-9_-]{1,64}$/.test(destination)) throw new UsageError(WHICH)
  const gateway = gatewayFrom(values, terminal)
  // A hundred thousand orders fit into a small machine: memory is given back sooner, for a little time.
  setFlagsFromString('--optimize-for-size')
  setFlagsFromString('--semi-space-growth-factor=1')
  const told = await gather({ destination, firstDay, lastDay }, { get: getter(gateway), onProgress: shown(terminal) })
  if (terminal.interactive === true) terminal.stderr('\r\u001B[K')
  if (!told.ok) {
    terminal.stderr(`${FAILED[told.failed]?.[terminal.language] ?? told.failed}\n`)
    return 1
  }
  const result = reconcile(told.input)
  if (values.csv !== undefined) await writeCsv(values.csv, result, terminal)
  const asOf = new Date(terminal.nowMs()).toISOString()
  if (values.json === true) terminal.stdout(`${JSON.stringify({ ...result, as_of: asOf })}\n`)
  else terminal.stdout(reconcileText(result, asOf, terminal.language))
  return result.closes.orders && result.closes.platform ? 0 : 1
}

function isSpan(firstDay: string, lastDay: string): boolean {
  const days = (Date.parse(lastDay) - Date.parse(firstDay)) / 86_400_000
  return days >= 0 && days < MAX_DAYS
}

const FAILED: Readonly<Partial<Record<string, Bilingual>>> = {
  unknown_destination: {
    en: 'the policy of this site has no such destination',
    fr: 'la politique de ce site n’a pas ce destinataire',
  },
  unknown_time_zone: {
    en: 'this Node does not know the time zone of the policy',
    fr: 'ce Node ne connaît pas le fuseau horaire de la politique',
  },
  too_many_pages: {
    en: 'the gateway gives page after page: ask for fewer days',
    fr: 'trop de pages : demandez moins de jours',
  },
}

function getter(gateway: Gateway): (path: string) => Promise<Fetched> {
  return async (path) => {
    const answer = await ask(gateway, { path })
    if ('failed' in answer) return answer
    try {
      return { body: JSON.parse(answer.text) as unknown }
    } catch {
      return { failed: `${path}: not JSON` }
    }
  }
}

const STEPS: Readonly<Record<Step, Bilingual>> = {
  settings: { en: 'settings', fr: 'réglages' },
  orders: { en: 'orders', fr: 'commandes' },
  lines: { en: 'receipts', fr: 'reçus' },
  platform: { en: 'figures of the platform', fr: 'chiffres de la plateforme' },
}

/** How many there will be nobody knows before the last page: a count, over the same line where somebody looks at it. */
function shown({ stderr, interactive, language }: Terminal): (step: Step, count: number) => void {
  if (interactive !== true) return () => undefined
  return (step, count) => stderr(`\r\u001B[K${STEPS[step][language]}: ${count.toLocaleString(language)}`)
}

/** A new file, and nobody else's to read: it has the numbers of orders. */
async function writeCsv(path: string, result: Reconciliation, { language, stderr }: Terminal): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    // Spreadsheets take a file without this mark for another alphabet.
    let part = '\uFEFF'
    for (const line of csvLines(result, language)) {
      part += line
      if (part.length < 1_000_000) continue
      await file.appendFile(part)
      part = ''
    }
    await file.appendFile(part)
  } finally {
    await file.close()
  }
  stderr(`${path}\n`)
}
