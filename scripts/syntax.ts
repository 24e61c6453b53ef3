/** Finds parts of built code by what they are, and puts something else in their place. */
import { parseSync } from 'rolldown/utils'

/** Where it stands in the text. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** In the order of the text, also those within others. */
export function nodesIn<Node extends Span>(
  code: string,
  isWanted: (node: object) => node is Node,
  file = 'code.js',
): readonly Node[] {
  const found: Node[] = []
  eachNode(parsed(code, file).program.body, (node) => {
    if (isWanted(node)) found.push(node)
  })
  return found.toSorted((a, b) => a.start - b.start)
}

export function eachNode(tree: unknown, look: (node: object) => void): void {
  if (typeof tree !== 'object' || tree === null) return
  look(tree)
  for (const member of Object.values(tree)) eachNode(member, look)
}

/** `spans`: in the order of the text, none within another. */
export function replaced<Part extends Span>(
  code: string,
  spans: readonly Part[],
  by: (span: Part, text: string) => string,
): string {
  return spans.reduceRight((left, span) => {
    const { start, end } = span
    return left.slice(0, start) + by(span, left.slice(start, end)) + left.slice(end)
  }, code)
}

export interface Replacement extends Span {
  readonly by: string
}

/** What it puts in the place of parts of a node; nothing where the node is none of its own. */
export type Rewriting = (node: object, code: string) => readonly Replacement[]

/** All in one reading: to make the tree of built code costs more than everything that is done with it. */
export function rewritten(code: string, rewritings: readonly Rewriting[]): string {
  const found: Replacement[] = []
  eachNode(parsed(code).program.body, (node) => {
    for (const rewriting of rewritings) found.push(...rewriting(node, code))
  })
  const inOrder = found.toSorted((one, other) => one.start - other.start)
  return replaced(code, inOrder, ({ by }) => by)
}

export interface Import extends Span {
  readonly from: string
  readonly names: readonly ImportedName[]
}

export interface ImportedName {
  readonly local: string
  /** None where the module is imported whole. */
  readonly name: string | undefined
}

/** Of a module. The parser tells them without its tree. */
export function importsIn(code: string): readonly Import[] {
  return parsed(code).module.staticImports.map(({ start, end, moduleRequest, entries }) => ({
    start,
    end,
    from: moduleRequest.value,
    names: entries.map(({ importName, localName }) => ({
      local: localName.value,
      name: importName.kind === 'Default' ? 'default' : (importName.name ?? undefined),
    })),
  }))
}

/** Throws what the parser has against it. */
export function parsed(code: string, file = 'code.js'): ReturnType<typeof parseSync> {
  const result = parseSync(file, code)
  if (result.errors.length > 0) throw new Error(result.errors.map(({ message }) => message).join('\n'))
  return result
}
