/** A CSV file as shops export it: its separator and its encoding are found out and told. Never throws. */
import { parse } from 'csv-parse/sync'
import type { Bilingual } from '../command.ts'

export interface CsvRow {
  /** Where it begins in the file, from 1. */
  readonly line: number
  readonly cells: readonly string[]
}

export interface CsvTable {
  readonly header: readonly string[]
  readonly rows: readonly CsvRow[]
  readonly separator: ',' | ';' | '\t'
  readonly encoding: 'UTF-8' | 'UTF-16' | 'Windows-1252'
}

export type ReadTable =
  | { readonly ok: true; readonly table: CsvTable }
  | { readonly ok: false; readonly why: Bilingual }

/** A shop's export of some hundred thousand orders. */
export const MAX_FILE_BYTES = 256 * 1024 * 1024
const MAX_ROWS = 2_000_000
const SEPARATORS = [',', ';', '\t'] as const

export function readCsv(bytes: Uint8Array): ReadTable {
  if (bytes.byteLength > MAX_FILE_BYTES) return no(TOO_LARGE)
  const { text, encoding } = decoded(bytes)
  const begin = /^sep=.\r?\n/i.exec(text)?.[0] ?? ''
  const separator = separatorOf(firstLine(text.slice(begin.length)))
  try {
    const rows = rowsOf(text.slice(begin.length), separator, begin === '' ? 0 : 1)
    const [header] = rows
    if (header === undefined || header.cells.every((cell) => cell === '')) return no(EMPTY)
    return { ok: true, table: { header: header.cells, rows: rows.slice(1, MAX_ROWS), separator, encoding } }
  } catch (error) {
    return no(broken(error))
  }
}

function rowsOf(text: string, delimiter: string, linesBefore: number): CsvRow[] {
  const records = parse(text, {
    delimiter,
    info: true,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
  }) as unknown as readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[]
  let end = linesBefore
  return records.map(({ record, info }) => {
    const line = end + 1
    end = linesBefore + info.lines
    // A text over several lines ends below where it begins; empty lines before a row count as its own.
    return { line: record.some((cell) => cell.includes('\n')) ? line : end, cells: record }
  })
}

function decoded(bytes: Uint8Array): { readonly text: string; readonly encoding: CsvTable['encoding'] } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'UTF-16' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' }
  } catch {
    // What spreadsheets write on Windows in western Europe.
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252' }
  }
}

function firstLine(text: string): string {
  return text.slice(0, 64 * 1024).split(/\r?\n/, 1)[0] ?? ''
}

/** What stands most often outside quotes in the header. */
function separatorOf(header: string): CsvTable['separator'] {
  const bare = header.replaceAll(/"[^"]*"/g, '')
  const counts = SEPARATORS.map((separator) => ({ separator, count: bare.split(separator).length }))
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).separator
}

function no(why: Bilingual): ReadTable {
  return { ok: false, why }
}

const TOO_LARGE: Bilingual = {
  en: 'The file is larger than 256 MiB; export a shorter range.',
  fr: 'Le fichier dépasse 256 Mio ; exportez une période plus courte.',
}

const EMPTY: Bilingual = { en: 'The file has no header line.', fr: 'Le fichier n’a pas de ligne d’en-tête.' }

function broken(error: unknown): Bilingual {
  const line = error instanceof Error && 'lines' in error ? String(error.lines) : '?'
  return {
    en: `The file breaks off in the middle of a quoted text that begins before line ${line}.`,
    fr: `Le fichier s’interrompt au milieu d’un texte entre guillemets, avant la ligne ${line}.`,
  }
}
