/**
 * V8 reads every pattern that stands in the source as it reads the source, also in a function that nobody calls, and makes a set of each
 * class of Unicode characters in it: forty patterns with `\p{…}` take a quarter of what reading the bundle takes. In the built code such a
 * pattern is a text, which is read when it is made (docs/decisions/0050). The source has them as patterns, which the compiler and the linter look at.
 */
import type { Rewriting, Span } from './syntax.ts'

interface Pattern extends Span {
  readonly regex: { readonly pattern: string; readonly flags: string }
}

const OF_UNICODE = /\\p\{/i

export const patternsAsTexts: Rewriting = (node) => {
  if (!isPattern(node) || !OF_UNICODE.test(node.regex.pattern)) return []
  const { start, end, regex } = node
  // A space: what stands before may be a word, as in "return/x/".
  return [{ start, end, by: ` RegExp(${JSON.stringify(regex.pattern)},${JSON.stringify(regex.flags)})` }]
}

function isPattern(node: object): node is Pattern {
  return 'type' in node && node.type === 'Literal' && 'regex' in node
}
