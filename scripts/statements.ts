/** SQL is written in lines for those who read it: in the built code it is one line (0.1 % of the bundle). */
import { nodesIn, replaced, type Span } from './syntax.ts'

interface Template extends Span {
  readonly type: 'TemplateLiteral'
  readonly quasis: readonly (Span & { readonly value: { readonly raw: string } })[]
}

const STATEMENT = /^\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|WITH) /

export function statementsInOneLine(code: string): string {
  const statements = nodesIn(code, isTemplate).filter(({ quasis }) => STATEMENT.test(quasis[0]?.value.raw ?? ''))
  // One may stand within another: `${…}` lies between two parts.
  const parts = statements.flatMap(({ quasis }) => quasis).toSorted((a, b) => a.start - b.start)
  return replaced(code, parts, (_part, text) => text.replaceAll(/\n */g, ' '))
}

function isTemplate(node: object): node is Template {
  return 'type' in node && node.type === 'TemplateLiteral'
}
