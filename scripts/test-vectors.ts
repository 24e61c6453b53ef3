/**
 * Runs every vector in test/vectors/*.json and every folder of test/vectors/analysis, or those of the folder that TIDEGATE_VECTORS names. A line for each failure, a
 * count for each file, a last line `N passed, N failed`; exit code 1 where something failed or nothing was run.
 *   npm run test:vectors
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { runAnalysisFolders } from './vectors/analysis/run.ts'
import { VECTOR_KINDS } from './vectors/kinds.ts'
import type { SourceVector } from './vectors/source-vector.ts'
import { runSourceVector } from './vectors/sources.ts'

type Fields = Readonly<Record<string, unknown>>

interface Count {
  passed: number
  failed: number
}

const MAX_NAME_LENGTH = 120
const root = resolve(import.meta.dirname, '..')
const folder = resolve(process.env['TIDEGATE_VECTORS'] ?? join(root, 'test/vectors'))
const total: Count = { passed: 0, failed: 0 }

for (const file of vectorFiles(folder)) {
  const vectors = readVectors(file)
  if (vectors === undefined) {
    console.log(`${file}: not a list of vectors, not run`)
    continue
  }
  const count = await runAll(file, vectors)
  console.log(`${file}: ${count.passed} passed, ${count.failed} failed`)
  total.passed += count.passed
  total.failed += count.failed
}
for (const { folder: name, results } of runAnalysisFolders(folder)) {
  const failures = results.filter(({ error }) => error !== undefined)
  const checked = results.filter(({ unread }) => unread === undefined)
  for (const { name: file, unread = [] } of results)
    if (unread.length > 0) console.log(`${name} ${file}: not read: ${unread.slice(0, 20).join(', ')}`)
  for (const { name: number, error } of failures) console.log(`${name} ${number}: ${error}`)
  console.log(`${name}: ${checked.length - failures.length} passed, ${failures.length} failed`)
  total.passed += checked.length - failures.length
  total.failed += failures.length
}
if (total.passed + total.failed === 0) console.log(`no vectors in ${folder}`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0

function vectorFiles(path: string): readonly string[] {
  return readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
}

async function runAll(file: string, vectors: readonly Fields[]): Promise<Count> {
  const count: Count = { passed: 0, failed: 0 }
  for (const vector of vectors) {
    const error = await runVector(vector)
    if (error === undefined) {
      count.passed++
    } else {
      count.failed++
      console.log(`${file} ${nameOf(vector)}: ${error}`)
    }
  }
  return count
}

/** A file is a list of vectors, or an object whose `vectors` is one; undefined for data that vectors refer to. */
function readVectors(file: string): readonly Fields[] | undefined {
  const parsed: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  const list = isObject(parsed) ? parsed['vectors'] : parsed
  if (!Array.isArray(list)) return undefined
  return list.map((vector: unknown) => (isObject(vector) ? vector : { kind: 'not an object' }))
}

/** What is wrong, in one line; undefined where all is well. */
async function runVector(vector: Fields): Promise<string | undefined> {
  try {
    // The vectors of sources name their source where the others name their kind.
    return vector['kind'] === undefined && 'source' in vector
      ? await runSourceVector(vector as unknown as SourceVector)
      : runOfKind(vector)
  } catch (error) {
    return `threw ${String(error)}`
  }
}

function runOfKind(vector: Fields): string | undefined {
  const kind = String(vector['kind'])
  const run = VECTOR_KINDS.get(kind)
  if (run === undefined) return `no reader for kind ${kind} yet`
  return run({ ...vector, id: String(vector['id']), kind, input: vector['input'], expected: vector['expected'] })
}

function nameOf(vector: Fields): string {
  const parts = ['id', 'platform', 'field', ...('source' in vector ? [] : ['input'])]
    .map((key) => vector[key])
    .filter((part) => part !== undefined)
  const name = parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' ')
  return name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
