/** A table for a terminal: its names beside as many columns as fit, block under block; the notes and the frame below. */
import { cellText } from '../../analysis/words/cell-text.ts'
import type { Language } from '../../analysis/words/language.ts'
import { claimText, columnText, noteText, tableText } from '../../analysis/words/said.ts'
import type { AnalysisColumn, AnalysisTable } from '../../analysis/table.ts'

const GAP = '  '
/** What most terminals show without a break. */
const WIDTH = 110
const MAX_CELL = 44

export function terminalTable(table: AnalysisTable, frame: unknown, language: Language): string {
  const { columns, rows, currency } = table
  const title = tableText(table.id, language)
  const texts = columns.map((column, index) => ({
    column,
    lines: [
      headText(column, language),
      ...rows.map(({ cells }) => cut(cellText(cells[index], column, language, currency))),
    ],
  }))
  const names = texts.filter((_, index) => index < leadingNames(columns))
  const blocks = rows.length === 0 ? [NO_ROWS[language]] : blocksOf(names, texts.slice(names.length)).map(blockText)
  return [title, ...blocks, ...below(table, frame, language)].join('\n\n').concat('\n')
}

interface Column {
  readonly column: AnalysisColumn
  readonly lines: readonly string[]
}

/** The columns of names that a row begins with stand in every block. */
function leadingNames(columns: readonly AnalysisColumn[]): number {
  const first = columns.findIndex(({ kind }) => kind !== 'name' && kind !== 'date')
  return first === -1 ? columns.length : first
}

function blocksOf(names: readonly Column[], others: readonly Column[]): readonly (readonly Column[])[] {
  const blocks: Column[][] = []
  let width = Infinity
  for (const one of others) {
    const own = widthOf(one) + GAP.length
    if (width + own > WIDTH) {
      blocks.push([...names])
      width = names.reduce((sum, name) => sum + widthOf(name) + GAP.length, 0)
    }
    blocks.at(-1)?.push(one)
    width += own
  }
  return blocks.length === 0 ? [names] : blocks
}

function blockText(columns: readonly Column[]): string {
  const count = columns[0]?.lines.length ?? 0
  const lines = Array.from({ length: count }, (_, line) =>
    columns
      .map((column) => padded(column.lines[line] ?? '', widthOf(column), column.column.kind === 'name'))
      .join(GAP)
      .trimEnd(),
  )
  const rule = columns.map((column) => '─'.repeat(widthOf(column))).join(GAP)
  return [lines[0], rule, ...lines.slice(1)].join('\n')
}

function headText({ key, claim }: AnalysisColumn, language: Language): string {
  const head = columnText(key, language)
  return claim === undefined ? head : `${head} (${claimText(claim, language)})`
}

function padded(text: string, width: number, left: boolean): string {
  return left ? text.padEnd(width) : text.padStart(width)
}

function widthOf({ lines }: Column): number {
  return lines.reduce((most, line) => Math.max(most, line.length), 0)
}

/** A name of the customer's own may hold anything: what could move the cursor is shown as a blank. */
function cut(text: string): string {
  const plain = text.replaceAll(/\p{C}/gu, ' ')
  return plain.length > MAX_CELL ? `${plain.slice(0, MAX_CELL - 1)}…` : plain
}

function below({ notes, level, frame_id: frameId }: AnalysisTable, frame: unknown, language: Language): string[] {
  const percent = level === undefined ? '' : level.toLocaleString(language, { style: 'percent' })
  const sentences = [
    ...notes.map((note) => noteText(note, language)),
    ...(level === undefined ? [] : [{ en: `Intervals at ${percent}.`, fr: `Intervalles à ${percent}.` }[language]]),
  ]
  return [
    ...(sentences.length === 0 ? [] : [sentences.join('\n')]),
    ...(frameId === undefined ? [] : [frameText(frameId, frame, language)]),
  ]
}

/** The frame in full, for two tables may be compared only where all of it is the same. */
function frameText(id: string, frame: unknown, language: Language): string {
  const members = membersOf(frame, '').map(([name, value]) => `${name} ${value}`)
  const head = { en: `Frame ${id.slice(0, 16)}`, fr: `Cadre ${id.slice(0, 16)}` }[language]
  return members.length === 0 ? head : `${head}: ${members.join(', ')}`
}

function membersOf(value: unknown, at: string): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) return [[at, value.join('+')]]
  if (typeof value !== 'object' || value === null) return at === '' ? [] : [[at, String(value)]]
  return Object.entries(value).flatMap(([name, member]) => membersOf(member, at === '' ? name : `${at}.${name}`))
}

const NO_ROWS: Readonly<Record<Language, string>> = { en: '(no rows)', fr: '(aucune ligne)' }
