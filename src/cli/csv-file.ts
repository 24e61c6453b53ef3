/** A CSV file as lines of cells, each with its number; its hash, and by what its cells are parted. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { CsvError, parse } from 'csv-parse'
import type { Bilingual } from './command.ts'

export interface CsvLine {
  /** Counted from 1, as an editor does; of a line with breaks in its quotes the last. */
  readonly line: number
  readonly cells: readonly string[]
}

/** What is wrong with the file as a whole, or where it stops being CSV. */
export class CsvFault extends Error {
  readonly line: number | undefined
  readonly words: Bilingual

  constructor(words: Bilingual, line?: number) {
    super(words.en)
    this.words = words
    this.line = line
  }
}

export interface CsvShape {
  /** SHA-256 of its bytes, hex. */
  readonly sha256: string
  readonly delimiter: string
}

/** The first line says it; exports in French often part their cells with semicolons. */
const DELIMITERS = [',', ';', '\t'] as const
const MAX_LINE = 65_536
/** More is no export of a year. */
const MAX_BYTES = 512 * 1024 * 1024

export async function shapeOf(path: string): Promise<CsvShape> {
  const hash = createHash('sha256')
  let head: Buffer | undefined
  let bytes = 0
  for await (const chunk of createReadStream(path)) {
    const part = chunk as Buffer
    head ??= part.subarray(0, MAX_LINE)
    bytes += part.byteLength
    if (bytes > MAX_BYTES) throw new CsvFault(TOO_LARGE)
    hash.update(part)
  }
  if (head?.subarray(0, 4_096).includes(0) === true) throw new CsvFault(NOT_UTF8)
  return { sha256: hash.digest('hex'), delimiter: delimiterOf(head?.toString('utf8') ?? '') }
}

function delimiterOf(text: string): string {
  const first = (text.split(/\r?\n/, 1)[0] ?? '').replaceAll(/"[^"]*"/g, '')
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: first.split(delimiter).length }))
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).delimiter
}

/** Throws a CsvFault where it is no CSV. */
export async function* linesOfCsv(path: string, { delimiter }: CsvShape): AsyncGenerator<CsvLine> {
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_LINE,
  })
  const file = createReadStream(path)
  file.on('error', (error) => parser.destroy(error))
  try {
    for await (const { record, info } of file.pipe(parser) as AsyncIterable<Parsed>)
      yield { line: info.lines, cells: record }
  } catch (error) {
    if (error instanceof CsvError) throw new CsvFault(NO_CSV, lineOf(error))
    throw error
  } finally {
    file.destroy()
  }
}

interface Parsed {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

function lineOf(error: CsvError): number | undefined {
  const lines: unknown = Reflect.get(error, 'lines')
  return typeof lines === 'number' ? lines : undefined
}

const TOO_LARGE: Bilingual = { en: 'larger than 512 MiB', fr: 'plus de 512 Mio' }
const NOT_UTF8: Bilingual = {
  en: 'not UTF-8: open it in a spreadsheet and save it as “CSV UTF-8”',
  fr: 'pas en UTF-8 : ouvrez-le dans un tableur et enregistrez-le en « CSV UTF-8 »',
}
const NO_CSV: Bilingual = {
  en: 'no CSV from here on: a quote is missing, or the line is too long',
  fr: 'plus du CSV à partir d’ici : un guillemet manque, ou la ligne est trop longue',
}
