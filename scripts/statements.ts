/** SQL is written in lines for those who read it: in the built code it is one line (0.1 % of the bundle). */
import { parseSync } from 'rolldown/utils'

interface Span {
  readonly start: number
  readonly end: number
}

interface Template extends Span {
  readonly type: 'TemplateLiteral'
  readonly quasis: readonly (Span & { readonly value: { readonly raw: string } })[]
}

const STATEMENT = /^\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|WITH) /

export function statementsInOneLine(code: string): string {
  const { program, errors } = parseSync('code.js', code)
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
  const parts = statementsIn(program.body).flatMap(({ quasis }) => quasis)
  return parts.reduceRight(
    (left, { start, end }) => left.slice(0, start) + left.slice(start, end).replaceAll(/\n */g, ' ') + left.slice(end),
    code,
  )
}

/** In the order of the text. */
function statementsIn(node: unknown): readonly Template[] {
  const found: Template[] = []
  const look = (one: unknown): void => {
    if (typeof one !== 'object' || one === null) return
    if (isTemplate(one) && STATEMENT.test(one.quasis[0]?.value.raw ?? '')) found.push(one)
    for (const member of Object.values(one)) look(member)
  }
  look(node)
  return found.toSorted((a, b) => a.start - b.start)
}

function isTemplate(node: object): node is Template {
  return 'type' in node && node.type === 'TemplateLiteral'
}
