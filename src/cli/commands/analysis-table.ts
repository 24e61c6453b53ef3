/** `tidegate analysis table <id>`: a table of the off-site record, for a terminal, as CSV or as JSON. */
import { parseArgs } from 'node:util'
import { isTableId, TABLE_IDS } from '../../analysis/table-ids.ts'
import { askPath, askTable } from '../analysis/ask-table.ts'
import { terminalTable } from '../analysis/terminal-table.ts'
import { UsageError, type Command, type ExitCode, type Terminal } from '../command.ts'
import { fail } from '../dead-letters.ts'
import { GATEWAY_OPTIONS, gatewayFrom } from '../gateway.ts'

export const command: Command = {
  usage:
    'analysis table <id> [--from day] [--to day] [--model last] [--window 30] [--date-basis order|touch] [--by source] [--filter "source=tiktok"] [--as-of time] [--csv|--json] [--url base] [--token t]',
  summary: {
    en: 'Show a table of the analysis: 28 days unless told, in words, as CSV or as JSON',
    fr: 'Montrer un tableau de l’analyse : 28 jours sauf indication, en mots, en CSV ou en JSON',
  },
  run: showTable,
}

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const ASKED = {
  from: text,
  to: text,
  model: text,
  window: text,
  'date-basis': text,
  by: text,
  filter: text,
  'as-of': text,
} as const

async function showTable(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { ...GATEWAY_OPTIONS, ...ASKED, csv: flag, json: flag },
    allowPositionals: true,
  })
  const [id, ...others] = positionals
  if (id === undefined || !isTableId(id) || others.length > 0) throw new UsageError(NO_TABLE)
  if (values.csv === true && values.json === true) throw new UsageError(ONE_FORMAT)
  const gateway = gatewayFrom(values, terminal)
  const query = new URLSearchParams()
  for (const name of Object.keys(ASKED) as (keyof typeof ASKED)[]) {
    const value = values[name]
    if (value !== undefined) query.set(name.replaceAll('-', '_'), value)
  }
  if (values.csv === true || values.json === true) {
    query.set('format', values.csv === true ? 'csv' : 'json')
    const given = await askPath(gateway, id, query)
    if ('failed' in given) return fail(given.failed, terminal)
    terminal.stdout(given.text.endsWith('\n') ? given.text : `${given.text}\n`)
    return 0
  }
  const found = await askTable(gateway, id, query)
  if ('failed' in found) return fail(found.failed, terminal)
  terminal.stdout(terminalTable(found.table, found.frame, terminal.language))
  return 0
}

const NO_TABLE = {
  en: `name one table: ${TABLE_IDS.join(', ')}`,
  fr: `nommez un tableau : ${TABLE_IDS.join(', ')}`,
} as const
const ONE_FORMAT = { en: '--csv or --json, not both', fr: '--csv ou --json, pas les deux' } as const
