/** SQL is written in lines for those who read it: in the built code it is one line (0.1 % of the bundle). */
import type { Rewriting, Span } from './syntax.ts'

interface Template extends Span {
  readonly type: 'TemplateLiteral'
  readonly quasis: readonly (Span & { readonly value: { readonly raw: string } })[]
}

const STATEMENT = /^\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|WITH) /

export const statementsInOneLine: Rewriting = (node, code) => {
  if (!isTemplate(node) || !STATEMENT.test(node.quasis[0]?.value.raw ?? '')) return []
  // Another may stand within it: `${…}` lies between two parts.
  return node.quasis.map(({ start, end }) => ({ start, end, by: code.slice(start, end).replaceAll(/\n */g, ' ') }))
}

function isTemplate(node: object): node is Template {
  return 'type' in node && node.type === 'TemplateLiteral'
}
