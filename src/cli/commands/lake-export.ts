/** `tidegate lake export`: writes the event lake, day by day, as Parquet into a folder or a bucket (decision 0024). */
import { parseArgs } from 'node:util'
import { dayOf, readLakeRow, type LakeRow } from '../../lake/row.ts'
import { UsageError, type Command, type ExitCode, type Terminal } from '../command.ts'
import { GATEWAY_OPTIONS, gatewayFrom } from '../gateway.ts'
import { parquetOf } from '../lake/parquet.ts'
import { LakeRefused } from '../lake/s3.ts'
import { targetFrom } from '../lake/target-from.ts'
import type { LakeTarget, Partition } from '../lake/target.ts'
import { fetchPage, type PageQuestion } from '../pages.ts'

const PATH = '/v1/lake'
const DAY_MS = 86_400_000
/** A file is held in memory until it is written; DuckDB and Spark like them no smaller. */
const ROWS_PER_FILE = 100_000
/** Ten years: a range beyond it is a typing error. */
const MAX_DAYS = 3_660
/** A gateway that never ends is none. */
const MAX_PAGES = 1_000_000

export const command: Command = {
  usage: 'lake export --out folder|s3://bucket/prefix [--from day] [--to day] [--url base] [--token t]',
  summary: {
    en: 'Write what became of the events as Parquet, a partition for each day; a day that is there is replaced',
    fr: 'Écrire le sort des événements en Parquet, une partition par jour ; un jour déjà présent est remplacé',
  },
  run: exportLake,
}

interface Task {
  readonly question: PageQuestion
  readonly days: readonly string[]
  readonly target: LakeTarget
}

async function exportLake(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const task = await readTask(args, terminal)
  let rows = 0
  try {
    for (const [index, day] of task.days.entries()) {
      const done = await exportDay(task, day)
      if (typeof done === 'string') return fail(done, day, terminal)
      rows += done
      terminal.stderr(progressLine(index + 1, task.days.length, day, done, terminal))
    }
    terminal.stdout(doneLine(rows, task.days.length, terminal))
    return 0
  } catch (error) {
    if (error instanceof LakeRefused) return fail(error.message, '', terminal)
    if (error instanceof TypeError && error.cause instanceof Error) return fail(error.cause.message, '', terminal)
    throw error
  } finally {
    await task.target.discard()
  }
}

/** The number of its rows; a text where it could not be had whole, and then nothing of the lake was changed. */
async function exportDay({ question, target }: Task, day: string): Promise<number | string> {
  const asked = { ...question, query: new URLSearchParams({ from: day, to: day }) }
  let [cursor, partition, count]: [string | null, DayPartition | undefined, number] = [null, undefined, 0]
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const page = await fetchPage(asked, cursor)
    if ('failed' in page) return page.failed
    const rows = readRows(page.text)
    const site = page.headers.get('tidegate-site') ?? ''
    partition ??= new DayPartition(target, { site, date: day })
    if (!SITE.test(site) || rows === undefined || !rows.every((row) => row.site === site && row.date === day))
      return NOT_ROWS
    for (const row of rows) await partition.add(row)
    count += rows.length
    cursor = page.cursor
    if (cursor === null) {
      await partition.replace()
      return count
    }
  }
  return `more than ${MAX_PAGES} pages`
}

const NOT_ROWS = 'what came is no page of a lake; is the gateway of this version?'
/** As the policy takes it; it becomes a folder's name. */
const SITE = /^[a-z0-9][a-z0-9_-]{0,63}$/

/** Undefined where one of the lines is no row. */
function readRows(text: string): LakeRow[] | undefined {
  const rows: LakeRow[] = []
  for (const line of text.split('\n')) {
    if (line === '') continue
    const row = readLakeRow(line)
    if (row === undefined) return undefined
    rows.push(row)
  }
  return rows
}

/** One day of a site, file by file. */
class DayPartition {
  readonly #target: LakeTarget
  readonly #partition: Partition
  #rows: LakeRow[] = []
  #parts = 0

  constructor(target: LakeTarget, partition: Partition) {
    this.#target = target
    this.#partition = partition
  }

  async add(row: LakeRow): Promise<void> {
    this.#rows.push(row)
    if (this.#rows.length >= ROWS_PER_FILE) await this.#stage()
  }

  async replace(): Promise<void> {
    if (this.#rows.length > 0) await this.#stage()
    await this.#target.replace(this.#partition, this.#parts)
  }

  async #stage(): Promise<void> {
    await this.#target.stage(this.#partition, this.#parts++, parquetOf(this.#rows))
    this.#rows = []
  }
}

async function readTask(args: readonly string[], terminal: Terminal): Promise<Task> {
  const text = { type: 'string' } as const
  const options = { ...GATEWAY_OPTIONS, from: text, to: text, out: text }
  const { values } = parseArgs({ args: [...args], options })
  const today = dayOf(terminal.nowMs())
  const { to = today, out } = values
  const { from = to } = values
  const gateway = gatewayFrom(values, terminal)
  const days = daysOf(from, to)
  const target = await targetFrom(out, terminal.env)
  return { question: { gateway, path: PATH, query: new URLSearchParams(), headers: {} }, days, target }
}

function daysOf(from: string, to: string): readonly string[] {
  const [fromMs, toMs] = [dayMs('--from', from), dayMs('--to', to)]
  const count = (toMs - fromMs) / DAY_MS + 1
  if (count < 1 || count > MAX_DAYS)
    throw new UsageError({
      en: `--from must not be after --to, and ${MAX_DAYS} days is the most`,
      fr: `--from ne doit pas suivre --to, et ${MAX_DAYS} jours est le maximum`,
    })
  return Array.from({ length: count }, (_, day) => dayOf(fromMs + day * DAY_MS))
}

/** 30 February would be read as a day of March. */
function dayMs(option: string, text: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(ms) && dayOf(ms) === text) return ms
  throw new UsageError({
    en: `${option}: a day such as 2026-11-01 (UTC)`,
    fr: `${option}\u00A0: un jour tel que 2026-11-01 (UTC)`,
  })
}

const BAR = 20

/** One line a day: with a terminal or in a log it is read alike. */
function progressLine(done: number, all: number, day: string, rows: number, { language }: Terminal): string {
  const full = Math.round((done / all) * BAR)
  const count = rows.toLocaleString(language)
  return `[${'#'.repeat(full)}${'.'.repeat(BAR - full)}] ${done}/${all}  ${day}  ${count} ${language === 'fr' ? 'lignes' : 'rows'}\n`
}

function doneLine(rows: number, days: number, { language }: Terminal): string {
  const count = rows.toLocaleString(language)
  return language === 'fr' ? `${count} lignes, ${days} jour(s)\n` : `${count} rows, ${days} day(s)\n`
}

function fail(reason: string, day: string, { language, stderr }: Terminal): 1 {
  const where = day === '' ? '' : ` (${day})`
  stderr(
    language === 'fr'
      ? `L’export du lac n’est pas complet${where}\u00A0: ${reason}. Les jours déjà comptés sont en place\u00A0; relancer les remplace.\n`
      : `The lake is not complete${where}: ${reason}. The days counted above are in place; running again replaces them.\n`,
  )
  return 1
}
