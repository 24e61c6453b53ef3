/** `tidegate platform import`: what a platform says that it received or credited, from a file that it exported. */
import { parseArgs } from 'node:util'
import { ReportReader, type ReadReport } from '../../platform-reports/read-report.ts'
import { FAULT, type Fault } from '../../platform-reports/report-faults.ts'
import { UsageError, type Command, type ExitCode, type Terminal } from '../command.ts'
import { CsvFault, linesOfCsv, shapeOf, type CsvShape } from '../csv-file.ts'
import { fail, printable } from '../dead-letters.ts'
import { GATEWAY_OPTIONS, gatewayFrom } from '../gateway.ts'
import { destinationFrom, KIND_WORDS, rowsText, sendRows, sentText } from '../platform-rows.ts'

export const command: Command = {
  usage: 'platform import <file.csv> --destination tiktok|meta [--dry-run] [--url base] [--token t]',
  summary: {
    en: 'Take what a platform says of itself from a CSV export of Events Manager or Ads Manager (--dry-run: only read it)',
    fr: 'Reprendre ce qu’une plateforme dit d’elle-même, d’un export CSV de ses gestionnaires (--dry-run : lire seulement)',
  },
  run: importReport,
}

async function importReport(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const own = { destination: { type: 'string' }, 'dry-run': { type: 'boolean' } } as const
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { ...GATEWAY_OPTIONS, ...own },
    allowPositionals: true,
  })
  const [path, ...others] = positionals
  if (path === undefined || others.length > 0) throw new UsageError({ en: 'name one file', fr: 'nommez un fichier' })
  const destination = destinationFrom(values.destination)
  const gateway = gatewayFrom(values, terminal)
  const read = await readFile(path)
  if ('fault' in read) return refuse(path, [read.fault], terminal)
  const { report, shape } = read
  if (report.faults.length > 0) return refuse(path, report.faults, terminal)
  terminal.stdout(`${readText(report, terminal)}\n`)
  if (report.rows.length === 0 || values['dry-run'] === true) return 0
  const sent = await sendRows(gateway, destination, shape.sha256, report.rows, terminal)
  if (sent.failed !== undefined) return fail(sent.failed, terminal)
  terminal.stdout(`${sentText(sent, terminal)}\n`)
  return 0
}

type Read = { readonly report: ReadReport; readonly shape: CsvShape } | { readonly fault: Partial<Fault> & WordsOf }
type WordsOf = Pick<Fault, 'en' | 'fr'>

async function readFile(path: string): Promise<Read> {
  try {
    const shape = await shapeOf(path)
    let reader: ReportReader | undefined
    for await (const line of linesOfCsv(path, shape)) {
      if (reader === undefined) reader = new ReportReader(line, shape.delimiter)
      else if (!reader.take(line)) break
    }
    return reader === undefined ? { fault: FAULT.empty } : { report: reader.end(), shape }
  } catch (error) {
    if (error instanceof CsvFault)
      return { fault: { ...error.words, ...(error.line !== undefined && { line: error.line }) } }
    throw error
  }
}

/** Nothing is sent of a file with a fault in it. */
function refuse(path: string, faults: readonly (Partial<Fault> & WordsOf)[], { language, stderr }: Terminal): 1 {
  const colon = language === 'fr' ? '\u00A0:' : ':'
  for (const fault of faults)
    stderr(
      `${printable(path)}${fault.line === undefined ? '' : `:${fault.line}`}${colon} ${printable(fault[language])}\n`,
    )
  stderr({ en: 'Nothing was stored.\n', fr: 'Rien n’a été enregistré.\n' }[language])
  return 1
}

function readText({ kind, rows, lines, leftOut }: ReadReport, { language }: Terminal): string {
  const what = kind === undefined ? '' : KIND_WORDS[kind][language]
  const out = leftOut.toLocaleString(language)
  const of = { en: `${lines.toLocaleString('en')} line${lines === 1 ? '' : 's'}`, fr: rowsText(lines, 'fr') }[language]
  return {
    en: `${of}: ${what}. Left out (other events, sums, days without any): ${out}. To keep: ${rowsText(rows.length, 'en')}.`,
    fr: `${of} : ${what}. Laissées de côté (autres événements, totaux, jours sans rien) : ${out}. À garder : ${rowsText(rows.length, 'fr')}.`,
  }[language]
}
