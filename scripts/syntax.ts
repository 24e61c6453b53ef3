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
  const { program, errors } = parseSync(file, code)
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
  const found: Node[] = []
  const look = (one: unknown): void => {
    if (typeof one !== 'object' || one === null) return
    if (isWanted(one)) found.push(one)
    for (const member of Object.values(one)) look(member)
  }
  look(program.body)
  return found.toSorted((a, b) => a.start - b.start)
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
