/**
 * The points at which the crash suite kills: every `await` of a source file, and every transaction. They are read from the syntax
 * tree, so that a new one is covered by itself. Pure.
 */
import { parseSync, Visitor } from 'rolldown/utils'

/**
 * Of an await: `before`, when what it waits for has been begun, and `after`, when it has come. Of a transaction: `after`, when it
 * is made and not yet on disk.
 */
export type Moment = 'before' | 'after'

export interface Point {
  /** `src/delivery/send.ts:28:22`: where it stands. */
  readonly id: string
  readonly kind: 'await' | 'transaction'
  readonly moments: readonly Moment[]
  /** Its source, on one line. */
  readonly text: string
  /** The name of the innermost function that has one: `#private` without its `#`; empty at the top of the file. */
  readonly within: string
}

export interface Instrumented {
  readonly code: string
  readonly points: readonly Point[]
}

/** The import that instrumented code needs: `passing(point, moment, value)`. */
export const PASSING = '__passing'

const TRANSACTION: ReadonlySet<string> = new Set(['transactionSync', 'transaction', 'turnTransaction'])

interface Spot {
  readonly kind: Point['kind']
  readonly start: number
  readonly end: number
  readonly within: string
}

/** `file` is what points are named by. */
export function instrument(file: string, source: string): Instrumented {
  const spots = spotsIn(file, source)
  const points = spots.map((spot) => pointAt(file, source, spot))
  const insertions = spots.flatMap((spot, index) => insertionsFor(spot, points[index]?.id ?? ''))
  return { code: withInsertions(source, insertions), points }
}

interface Stretch {
  readonly name: string
  readonly start: number
  readonly end: number
}

function spotsIn(file: string, source: string): readonly Spot[] {
  const { program, errors } = parseSync(file, source)
  if (errors.length > 0) throw new Error(`${file} could not be parsed: ${errors[0]?.message ?? ''}`)
  const spots: Omit<Spot, 'within'>[] = []
  const named: Stretch[] = []
  const note = (of: Named | null, { start, end }: Pick<Stretch, 'start' | 'end'>) => {
    if (typeof of?.name === 'string') named.push({ name: of.name, start, end })
  }
  new Visitor({
    FunctionDeclaration: (node) => note(node.id, node),
    MethodDefinition: (node) => note(node.key, node),
    Property: (node) => void (isFunction(node.value) && note(node.key, node)),
    VariableDeclarator: (node) => void (isFunction(node.init) && note(node.id, node)),
    AwaitExpression: ({ start, end }) => void spots.push({ kind: 'await', start, end }),
    CallExpression({ start, end, callee, arguments: given }) {
      // Whoever passes on what it was given is no transaction of its own: the call with the work in it is.
      if (isTransaction(callee) && given[0]?.type !== 'Identifier') spots.push({ kind: 'transaction', start, end })
    },
    // They wait too, in a way that is not an expression: whoever writes the first one finds out here.
    ForOfStatement({ await: waits }) {
      if (waits) throw new Error(`${file}: the crash suite does not know \`for await\` yet`)
    },
    VariableDeclaration({ kind }) {
      if (kind === 'await using') throw new Error(`${file}: the crash suite does not know \`await using\` yet`)
    },
  }).visit(program)
  return spots
    .map((spot) => ({ ...spot, within: innermost(named, spot) }))
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
}

function innermost(named: readonly Stretch[], { start, end }: Pick<Spot, 'start' | 'end'>): string {
  const around = named.filter((one) => one.start <= start && end <= one.end)
  return around.toSorted((a, b) => b.start - a.start)[0]?.name ?? ''
}

function isFunction(node: Named | null): boolean {
  return node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression'
}

interface Named {
  readonly type: string
  readonly name?: unknown
  readonly property?: Named
}

/** `transaction(…)`, `ctx.storage.transactionSync(…)`, `this.#deps.transaction(…)`, `turnTransaction(ctx, …)`. */
function isTransaction(callee: Named): boolean {
  const name = callee.type === 'MemberExpression' ? callee.property?.name : callee.name
  return typeof name === 'string' && TRANSACTION.has(name)
}

function pointAt(file: string, source: string, { kind, start, end, within }: Spot): Point {
  const before = source.slice(0, start)
  const line = before.split('\n').length
  const column = start - before.lastIndexOf('\n')
  return {
    id: `${file}:${line}:${column}`,
    kind,
    moments: kind === 'await' ? ['before', 'after'] : ['after'],
    text: source.slice(start, end).replaceAll(/\s+/g, ' '),
    within,
  }
}

interface Insertion {
  readonly at: number
  readonly text: string
}

/** `await x` → `passing(id, "after", await passing(id, "before", (x)))`: begun as before, waited for as before. */
function insertionsFor({ kind, start, end }: Spot, id: string): Insertion[] {
  const opened = (moment: Moment) => `${PASSING}(${JSON.stringify(id)}, "${moment}", `
  if (kind === 'transaction') {
    return [
      { at: start, text: opened('after') },
      { at: end, text: ')' },
    ]
  }
  return [
    { at: start, text: opened('after') },
    { at: start + 'await'.length, text: ` ${opened('before')}(` },
    { at: end, text: ')))' },
  ]
}

/** Spots lie inside each other or apart: at one place the outer opens first, and it does not matter which closes first. */
function withInsertions(source: string, insertions: readonly Insertion[]): string {
  let code = ''
  let from = 0
  for (const { at, text } of insertions.toSorted((a, b) => a.at - b.at)) {
    code += source.slice(from, at) + text
    from = at
  }
  return code + source.slice(from)
}
