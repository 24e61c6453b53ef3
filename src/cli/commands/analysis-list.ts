/** `tidegate analysis list`: which tables the off-site record can make. */
import { parseArgs } from 'node:util'
import { TABLE_IDS } from '../../analysis/table-ids.ts'
import { tableText } from '../../analysis/words/said.ts'
import type { Command, ExitCode, Terminal } from '../command.ts'

export const command: Command = {
  usage: 'analysis list',
  summary: { en: 'List the tables of the analysis', fr: 'Lister les tableaux de l’analyse' },
  run: list,
}

function list(args: readonly string[], { language, stdout }: Terminal): Promise<ExitCode> {
  parseArgs({ args: [...args], options: {} })
  const width = Math.max(...TABLE_IDS.map((id) => id.length))
  for (const id of TABLE_IDS) stdout(`${id.padEnd(width)}  ${tableText(id, language)}\n`)
  return Promise.resolve(0)
}
