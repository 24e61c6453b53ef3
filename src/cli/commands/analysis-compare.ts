/** `tidegate analysis compare`: two answers of `analysis table … --json` side by side, or why they cannot be. */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { compareTables, type FramedTable, type TablesCompared } from '../../analysis/compare-tables.ts'
import { readTable } from '../analysis/ask-table.ts'
import { terminalTable } from '../analysis/terminal-table.ts'
import { UsageError, type Bilingual, type Command, type ExitCode, type Terminal } from '../command.ts'

export const command: Command = {
  usage: 'analysis compare <one.json> <other.json> [--column credits]',
  summary: {
    en: 'Set two tables of `analysis table … --json` side by side; refused where they stand under two frames',
    fr: 'Mettre côte à côte deux tableaux de `analysis table … --json` ; refusé s’ils sont sous deux cadres',
  },
  run,
}

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { column: { type: 'string' } },
    allowPositionals: true,
  })
  const [one, other, ...more] = positionals
  if (one === undefined || other === undefined || more.length > 0) throw new UsageError(TWO_FILES)
  const [first, second] = [await framed(one), await framed(other)]
  const compared: TablesCompared =
    first === undefined || second === undefined
      ? { ok: false, code: 'not_comparable' }
      : compareTables(first, second, values.column)
  if (!compared.ok) {
    terminal.stderr(`${whyNot(compared)[terminal.language]}\n`)
    return 1
  }
  terminal.stdout(terminalTable(compared.table, first?.frame, terminal.language))
  return 0
}

async function framed(path: string): Promise<FramedTable | undefined> {
  return readTable(await readFile(path, 'utf8')) as FramedTable | undefined
}

function whyNot(compared: Extract<TablesCompared, { ok: false }>): Bilingual {
  switch (compared.code) {
    case 'frames_differ': {
      const differs = compared.differs.join(', ')
      return {
        en: `These tables stand under two frames, which differ in ${differs}: they cannot be compared.`,
        fr: `Ces tableaux sont sous deux cadres, qui diffèrent par ${differs} : ils ne se comparent pas.`,
      }
    }
    case 'no_such_column':
      return {
        en: `--column: one of ${compared.columns.join(', ')}.`,
        fr: `--column : une colonne parmi ${compared.columns.join(', ')}.`,
      }
    case 'not_comparable':
      return {
        en: 'These are not two answers of `analysis table … --json` for the same table, each with its frame.',
        fr: 'Ce ne sont pas deux réponses de `analysis table … --json` pour le même tableau, chacune avec son cadre.',
      }
  }
}

const TWO_FILES: Bilingual = {
  en: 'name two files that `analysis table … --json` wrote',
  fr: 'nommez deux fichiers écrits par `analysis table … --json`',
}
