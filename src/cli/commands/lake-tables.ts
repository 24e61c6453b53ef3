/**
 * `tidegate lake tables`: every table of the analysis as Parquet, a file for each month, beside the lake of events. What the record's guards
 * hold back is not in them; journeys are in no table and never leave.
 */
import { parseArgs } from 'node:util'
import { isTableId, TABLE_IDS, type TableId } from '../../analysis/table-ids.ts'
import { askTable } from '../analysis/ask-table.ts'
import { UsageError, type Command, type ExitCode, type Terminal } from '../command.ts'
import { fail } from '../dead-letters.ts'
import { ask, GATEWAY_OPTIONS, gatewayFrom, type Gateway } from '../gateway.ts'
import { LakeRefused } from '../lake/s3.ts'
import { tableParquet } from '../lake/table-parquet.ts'
import { targetFrom } from '../lake/target-from.ts'
import type { LakeTarget } from '../lake/target.ts'
import * as z from 'zod'

export const command: Command = {
  usage:
    'lake tables --out folder|s3://bucket/prefix [--from month] [--to month] [--table id …] [--url base] [--token t]',
  summary: {
    en: 'Write the tables of the analysis as Parquet, a file for each table and month; one that is there is replaced',
    fr: 'Écrire les tableaux de l’analyse en Parquet, un fichier par tableau et par mois ; un fichier déjà présent est remplacé',
  },
  run: exportTables,
}

/** Ten years: a range beyond it is a typing error. */
const MAX_MONTHS = 120
const text = { type: 'string' } as const

async function exportTables(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: { ...GATEWAY_OPTIONS, out: text, from: text, to: text, table: { ...text, multiple: true } },
  })
  const today = new Date(terminal.nowMs()).toISOString().slice(0, 10)
  const months = monthsOf(values.from, values.to ?? today.slice(0, 7), today)
  const ids = idsOf(values.table)
  const gateway = gatewayFrom(values, terminal)
  const site = await siteOf(gateway)
  if (typeof site !== 'string') return fail(site.failed, terminal)
  const knownAt = new Date(terminal.nowMs()).toISOString()
  let [files, rows] = [0, 0]
  for (const id of ids) {
    const target = await targetFrom(outOf(values.out, id), terminal.env)
    const done = await writeTable({ gateway, site, id, months, target, today, knownAt })
    if (typeof done === 'string') return fail(`${id}: ${done}`, terminal)
    files += done.files
    rows += done.rows
    terminal.stderr(`${id}  ${done.files}/${months.length}\n`)
  }
  terminal.stdout(doneText(files, rows, terminal))
  return 0
}

interface Task {
  readonly gateway: Gateway
  readonly site: string
  readonly id: TableId
  readonly months: readonly string[]
  readonly target: LakeTarget
  readonly today: string
  /** ISO 8601, one for all files of a run: they stand under one frame. */
  readonly knownAt: string
}

/** A text where it could not be had; the months before it are in place. */
async function writeTable(task: Task): Promise<{ readonly files: number; readonly rows: number } | string> {
  const { gateway, site, id, months, target, today, knownAt } = task
  let [files, rows] = [0, 0]
  try {
    for (const month of months) {
      const [from, end] = [`${month}-01`, lastDayOf(month)]
      const to = end < today ? end : today
      const found = await askTable(gateway, id, new URLSearchParams({ from, to, as_of: knownAt, rows: 'all' }))
      if ('failed' in found) {
        if (!NO_ANSWER.test(found.failed) || found.failed.includes('too_many_rows')) return found.failed
        // Too few to say: a file of an earlier run goes, too.
        await target.replace({ site, date: from }, 0)
        continue
      }
      const { table } = found
      const partition = { site, date: from }
      const span = { from, to, as_of: asOf(found.frame) }
      if (table.rows.length > 0) await target.stage(partition, 0, tableParquet(table, span))
      await target.replace(partition, table.rows.length > 0 ? 1 : 0)
      files += table.rows.length > 0 ? 1 : 0
      rows += table.rows.length
    }
    return { files, rows }
  } catch (error) {
    if (error instanceof LakeRefused) return error.message
    throw error
  } finally {
    await target.discard()
  }
}

/** The gateway is well, and this table has nothing to say of this month. */
const NO_ANSWER = /^422 /

const framed = z.looseObject({ as_of: z.string() })

function asOf(frame: unknown): string {
  const read = framed.safeParse(frame)
  return read.success ? read.data.as_of : ''
}

/** Beside the events' own partitions: what reads `site=*` there finds none of these. */
function outOf(out: string | undefined, id: TableId): string | undefined {
  return out === undefined || out === '' ? undefined : `${out.replace(/\/+$/, '')}/analysis/${id}`
}

function idsOf(asked: readonly string[] | undefined): readonly TableId[] {
  const ids = asked ?? TABLE_IDS
  const known = ids.filter(isTableId)
  if (known.length === ids.length && known.length > 0) return known
  const list = TABLE_IDS.join(', ')
  throw new UsageError({ en: `--table: one of ${list}`, fr: `--table : parmi ${list}` })
}

/** Whole months; the one that goes on is written as far as it has come. */
function monthsOf(from: string | undefined, to: string, today: string): readonly string[] {
  const [first, last] = [monthNumber(from ?? to), monthNumber(to)]
  const count = last - first + 1
  if (Number.isNaN(count) || count < 1 || count > MAX_MONTHS || to > today.slice(0, 7))
    throw new UsageError({
      en: `--from and --to: months such as 2026-11, none of them to come, ${MAX_MONTHS} at most`,
      fr: `--from et --to : des mois comme 2026-11, aucun à venir, ${MAX_MONTHS} au plus`,
    })
  return Array.from({ length: count }, (_, index) => {
    const month = first + index
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
  })
}

function monthNumber(text: string): number {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text)
  return match === null ? Number.NaN : Number(match[1]) * 12 + Number(match[2]) - 1
}

function lastDayOf(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}

/** As the policy takes it; it becomes a folder's name. */
const state = z.looseObject({ site: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/) })

async function siteOf(gateway: Gateway): Promise<string | { readonly failed: string }> {
  const given = await ask(gateway, { path: '/v1/analysis/state' })
  if ('failed' in given) return given
  try {
    return state.parse(JSON.parse(given.text)).site
  } catch {
    return { failed: 'the answer is not that of a gateway' }
  }
}

function doneText(files: number, rows: number, { language }: Terminal): string {
  const [fileCount, rowCount] = [files, rows].map((count) => count.toLocaleString(language))
  return { en: `${fileCount} files, ${rowCount} rows\n`, fr: `${fileCount} fichiers, ${rowCount} lignes\n` }[language]
}
