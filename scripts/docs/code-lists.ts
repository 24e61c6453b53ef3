/**
 * What the code has and the docs must name: read from the source text, so that a type is as good as a value.
 * A reader that finds nothing is itself an error (lists.ts): code that moved must not make its check fall silent.
 */
import { pathsLike, textOf, type Files } from './files.ts'

export interface CodeList {
  /** As in `<!-- list: name -->`. */
  readonly name: string
  /** Where the docs list it: each of them. */
  readonly docs: readonly string[]
  /** Where the code has it, for the message. */
  readonly from: string
  /** What the first cells of a row must be, e.g. `['not_json', '400']`. */
  readonly rows: readonly (readonly string[])[]
}

const ERRORS = ['docs/errors.md', 'docs/errors.fr.md']
const CONFIGURATION = ['docs/configuration.md']
const LOGS = ['docs/logs.md']
const SELF_HOST = ['docs/self-host.md', 'docs/self-host.fr.md']
const STORAGE = ['docs/storage-schema.md']

export function codeLists(files: Files): readonly CodeList[] {
  return [
    { name: 'problems', docs: ERRORS, from: 'src/routes/problems.ts', rows: problems(files) },
    errorList('consent refusals', 'src/consent/types.ts', union(files, 'src/consent/types.ts', 'ConsentRefusal')),
    errorList('refusals', 'src/event/timing.ts or src/pipeline', refusals(files)),
    errorList('destination refusals', 'src/destinations', destinationRefusals(files)),
    errorList('left out', 'src/hashing/normalized.ts or src/pipeline/prepare.ts', leftOut(files)),
    errorList('outcomes', 'src/outbox/types.ts', outcomes(files)),
    errorList('attempt outcomes', 'src/destinations/destination.ts', attemptOutcomes(files)),
    errorList('attempt codes', 'src/delivery/courier.ts or src/destinations', attemptCodes(files)),
    {
      name: 'findings',
      docs: ['docs/diagnostics.md', 'docs/diagnostics.fr.md'],
      from: 'src/diagnostics/finding.ts',
      rows: single(union(files, 'src/diagnostics/finding.ts', 'FindingCode')),
    },
    ...reconciliationLists(files),
    {
      name: 'lake columns',
      docs: ['docs/lake.md', 'docs/lake.fr.md'],
      from: 'src/lake/row.ts',
      rows: single(all(textOf(files, 'src/lake/row.ts'), /^ {2}\{ name: '(\w+)'/gm)),
    },
    { name: 'settings', docs: CONFIGURATION, from: 'Env in src/config.ts', rows: single(settings(files)) },
    { name: 'script variables', docs: CONFIGURATION, from: 'scripts or src/cli', rows: single(scriptVariables(files)) },
    ...telemetry(files),
    ...tables(files, 'src/outbox/tables.ts', ''),
    ...tables(files, 'src/offsite/record-tables.ts', 'record '),
  ]
}

/** The closed lists of a reconciliation, each a constant in one file. */
function reconciliationLists(files: Files): readonly CodeList[] {
  const from = 'src/reconciliation/reasons.ts'
  const docs = ['docs/reconciliation.md', 'docs/reconciliation.fr.md']
  const lists = {
    reasons: 'REASONS',
    'value differences': 'VALUE_DIFFERENCES',
    surpluses: 'SURPLUSES',
    causes: 'CAUSES',
    credits: 'CREDITS',
  }
  return Object.entries(lists).map(([name, constant]) => {
    const body = new RegExp(`^export const ${constant} = \\[([^\\]]*)\\]`, 'm').exec(textOf(files, from))?.[1] ?? ''
    return { name, docs, from, rows: single(all(body, /'([a-z_]+)'/g)) }
  })
}

function errorList(name: string, from: string, codes: readonly string[]): CodeList {
  return { name, docs: ERRORS, from, rows: single(codes) }
}

function single(names: readonly string[]): readonly (readonly string[])[] {
  return [...new Set(names)].toSorted().map((name) => [name])
}

function all(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '')
}

function problems(files: Files): readonly (readonly string[])[] {
  const rows = textOf(files, 'src/routes/problems.ts').matchAll(/^ {2}(\w+): \{ status: (\d{3})/gm)
  return [...rows].map(([, code = '', status = '']) => [code, status])
}

/** The texts of `export type <name> = 'a' | 'b' …`, whatever stands between them. */
function union(files: Files, path: string, name: string): readonly string[] {
  const source = withoutComments(textOf(files, path))
  const start = source.indexOf(`export type ${name} =`)
  if (start === -1) return []
  const rest = source.slice(start + 1)
  const end = rest.search(/\n\s*(?:export|interface|const|function|type)\b/)
  return all(end === -1 ? rest : rest.slice(0, end), /'([a-z\d_]+)'/g)
}

function withoutComments(source: string): string {
  return source.replaceAll(/\/\*[\s\S]*?\*\//g, '')
}

function refusals(files: Files): readonly string[] {
  const judge = textOf(files, 'src/pipeline/judge.ts')
  const accept = textOf(files, 'src/pipeline/accept.ts')
  return [
    ...union(files, 'src/event/timing.ts', 'TimingRefusal'),
    ...all(judge, /return '([a-z_]+)'$/gm),
    ...all(accept, /(?:reason:|\?\?) '([a-z_]+)'/g),
    ...all(textOf(files, 'src/pipeline/journey-fact.ts'), /refusal: '([a-z_]+)'/g),
    ...union(files, 'src/routes/visitor-kind.ts', 'VisitorKind').filter((kind) => kind !== 'person'),
  ]
}

/** What functions named `refuses…` give back. */
function destinationRefusals(files: Files): readonly string[] {
  const sources = pathsLike(files, /^src\/destinations\/[^/]+\/[^/]+(?<!\.test)\.ts$/)
  return sources.flatMap((path) => {
    const bodies = textOf(files, path).matchAll(/^(?:export )?function refuses\w*\([\s\S]*?^\}/gm)
    return [...bodies].flatMap(([body]) => all(body, /(?:return|[?:]) '([a-z]+(?:_[a-z]+)+)'/g))
  })
}

function leftOut(files: Files): readonly string[] {
  const prepare = textOf(files, 'src/pipeline/prepare.ts')
  return [
    ...union(files, 'src/hashing/normalized.ts', 'OmitReason'),
    ...all(prepare, /(?:omitted|reason): '([a-z_]+)'/g),
  ]
}

function outcomes(files: Files): readonly string[] {
  const open = /readonly outcome: ([^\n]+)/.exec(textOf(files, 'src/outbox/types.ts'))?.[1] ?? ''
  return [...union(files, 'src/outbox/types.ts', 'FinalOutcome'), ...all(open, /'([a-z_]+)'/g)]
}

function attemptOutcomes(files: Files): readonly string[] {
  const source = textOf(files, 'src/destinations/destination.ts')
  const start = source.indexOf('export type AttemptOutcome')
  return all(source.slice(start, source.indexOf('\nexport interface', start)), /kind: '([a-z_]+)'/g)
}

/** Our own codes; the platforms' codes and `http_<status>` are not a closed list. */
function attemptCodes(files: Files): readonly string[] {
  const failure = /failure\?: ([^\n]+)/.exec(textOf(files, 'src/destinations/destination.ts'))?.[1] ?? ''
  const sources = pathsLike(
    files,
    /^src\/(?:delivery\/courier|destinations\/answer|destinations\/[^/]+\/classify)\.ts$/,
  )
  const written = sources.flatMap((path) => all(textOf(files, path), /(?:code: |retry\(|\? )'([a-z]+(?:_[a-z]+)+)'/g))
  return [...all(failure, /'([a-z_]+)'/g), ...written]
}

function settings(files: Files): readonly string[] {
  const source = textOf(files, 'src/config.ts')
  const start = source.indexOf('export interface Env {')
  return start === -1 ? [] : all(source.slice(start, source.indexOf('\n}', start)), /^ {2}readonly ([A-Z_]+)\??:/gm)
}

const READ =
  /(?:env(?:ironment)?\[|env\.|portFrom\()'?((?:TIDEGATE_\w+|PORT|SIM_PORT|SHOP_PORT|STATE_DIR|LISTEN_HOST|STOP_SECONDS)\b)/g
const READERS = /^(?:scripts|bench|src\/cli|src\/demo|src\/simulators)\/(?!docs\/).*(?<!\.test)\.ts$/

/** Those that are not settings of the Worker too. */
function scriptVariables(files: Files): readonly string[] {
  const ofTheWorker = new Set(settings(files))
  const read = pathsLike(files, READERS).flatMap((path) => all(textOf(files, path), READ))
  return read.filter((name) => !ofTheWorker.has(name))
}

function telemetry(files: Files): readonly CodeList[] {
  const source = textOf(files, 'src/telemetry/log-lines.ts')
  const names = [...source.matchAll(/^export interface \w+Line \{([\s\S]*?)^\}/gm)].flatMap(([, body = '']) =>
    all(body, /^ {2}readonly (\w+)\??:/gm),
  )
  const lines = /^export interface Lines \{([\s\S]*?)^\}/m.exec(source)?.[1] ?? ''
  const from = 'src/telemetry/log-lines.ts'
  return [
    { name: 'log lines', docs: LOGS, from, rows: single(all(lines, /^ {2}readonly (\w+):/gm)) },
    { name: 'log names', docs: LOGS, from, rows: single(names) },
    { name: 'metrics', docs: SELF_HOST, from: 'src/telemetry/metrics.ts', rows: single(metrics(files)) },
  ]
}

const SUFFIXES: Readonly<Record<string, string>> = { counter: '_total', info: '_info' }

function metrics(files: Files): readonly string[] {
  const families = textOf(files, 'src/telemetry/metrics.ts').matchAll(/name: '(\w+)',\s*type: '(\w+)'/g)
  return [...families].map(([, name = '', type = '']) => `${name}${SUFFIXES[type] ?? ''}`)
}

/** `prefix`: of the lists' names in the docs, where two storages have tables of one name. */
function tables(files: Files, from: string, prefix: string): readonly CodeList[] {
  const made = [...textOf(files, from).matchAll(/CREATE TABLE IF NOT EXISTS (\w+) \(([\s\S]*?)^ {3}\)/gm)]
  const names = made.map(([, name = '']) => name)
  return [
    { name: `${prefix}tables`, docs: STORAGE, from, rows: single(names) },
    ...made.map(([, name = '', body = '']) => ({
      name: `${prefix}table ${name}`,
      docs: STORAGE,
      from,
      rows: single(all(body, /^ {5}([a-z_]+) [A-Z]/gm)),
    })),
  ]
}
