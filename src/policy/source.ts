/** YAML text → plain value and the place of every part of it. Used when a policy is built, never in the Worker. */
import { isAlias, isCollection, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Document, Pair, YAMLError } from 'yaml'
import type { Words } from './document.ts'
import type { PolicyError } from './errors.ts'
import { treeFaults } from './tree-faults.ts'
import { aliasWords, characterWords, TOO_DEEP, TOO_LARGE, UNREADABLE, yamlWords } from './yaml-words.ts'

export type Path = readonly PropertyKey[]

export interface Position {
  readonly line: number
  readonly column: number
}

export interface PolicySource {
  readonly value: unknown
  /** Where a value stands; where it is missing, the nearest thing around it. */
  readonly positionOf: (path: Path) => Position
  /** Where the key itself stands, the last part of the path. */
  readonly positionOfKey: (path: Path) => Position
}

/** `source` is absent where the text is not YAML that can be trusted to mean what it seems to. */
export interface ReadPolicy {
  readonly source?: PolicySource
  readonly errors: readonly PolicyError[]
}

const MAX_CHARACTERS = 256 * 1024
/** Enough for inheritance by anchor; far from a file that unfolds into millions of nodes. */
const MAX_ALIASES = 100

export function readPolicy(text: string): ReadPolicy {
  if (text.length > MAX_CHARACTERS) return { errors: [wholeFile(TOO_LARGE)] }
  const unreadable = unreadableCharacter(text)
  if (unreadable !== undefined) return { errors: [unreadable] }
  try {
    return readDocument(text)
  } catch (error) {
    // The parser throws on nesting beyond its stack and on aliases beyond their bound; the file is at fault, not we.
    const tooDeep = error instanceof RangeError
    return { errors: [wholeFile(tooDeep ? TOO_DEEP : aliasWords(error, MAX_ALIASES))] }
  }
}

function readDocument(text: string): ReadPolicy {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, logLevel: 'error' })
  const problems: readonly YAMLError[] = [...document.errors, ...document.warnings]
  const errors = problems.map((problem) => fromYaml(problem, lines, text))
  // A key written twice leaves a tree that can still be checked; any other fault makes the rest guesswork.
  if (problems.some((problem) => problem.code !== 'DUPLICATE_KEY')) return { errors }
  const faults = treeFaults(document, lines)
  if (faults.length > 0) return { errors: [...errors, ...faults] }
  return { source: sourceOf(document, lines), errors }
}

/** The first one: where it stands is where the file was spoilt. */
function unreadableCharacter(text: string): PolicyError | undefined {
  const at = text.search(UNREADABLE)
  if (at === -1) return undefined
  const before = text.slice(0, at).split('\n')
  const column = (before.at(-1) ?? '').length + 1
  return { line: before.length, column, path: '', ...characterWords(text.codePointAt(at) ?? 0) }
}

function sourceOf(document: Document.Parsed, lines: LineCounter): PolicySource {
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  return {
    value: document.toJS({ maxAliasCount: MAX_ALIASES }),
    positionOf: (path) => {
      const found = locate(document, path)
      return at(found.valueAt)
    },
    positionOfKey: (path) => at(locate(document, path).keyAt),
  }
}

interface Place {
  readonly keyAt: number
  readonly valueAt: number
}

/** Walks as far down the path as the file goes. */
function locate(document: Document.Parsed, path: Path): Place {
  let node: unknown = document.contents
  let place: Place = { keyAt: 0, valueAt: 0 }
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document)
    const next = childOf(node, part)
    if (next === undefined) return place
    node = next.value
    place = placeOf(next, place)
  }
  return place
}

function childOf(node: unknown, part: PropertyKey): { readonly key?: unknown; readonly value: unknown } | undefined {
  if (isSeq(node) && typeof part === 'number') {
    const value: unknown = node.items[part]
    return value === undefined ? undefined : { value }
  }
  if (!isMap(node)) return undefined
  // The last one: of a key written twice, that is the one whose value the schema saw.
  return node.items.findLast((pair: Pair) => isScalar(pair.key) && String(pair.key.value) === String(part))
}

/** A text is shown where it stands; a block by its key, which is what one looks for. */
function placeOf(child: { readonly key?: unknown; readonly value: unknown }, around: Place): Place {
  const keyAt = startOf(child.key) ?? startOf(child.value) ?? around.valueAt
  const block = isCollection(child.value) || child.value === null
  return { keyAt, valueAt: block ? keyAt : (startOf(child.value) ?? keyAt) }
}

function startOf(node: unknown): number | undefined {
  return isScalar(node) || isCollection(node) || isAlias(node) ? (node.range?.[0] ?? undefined) : undefined
}

function fromYaml(problem: YAMLError, lines: LineCounter, text: string): PolicyError {
  const { line, col } = lines.linePos(problem.pos[0])
  return { line: Math.max(1, line), column: Math.max(1, col), path: '', ...yamlWords(problem, text) }
}

function wholeFile(message: Words): PolicyError {
  return { line: 1, column: 1, path: '', message }
}
