/**
 * V8 reads every pattern that stands in the source as it reads the source, also in a function that nobody calls, and makes a set of each
 * class of Unicode characters in it: forty patterns with `\p{…}` take a quarter of what reading the bundle takes. In the built code such a
 * pattern is a text, which is read when it is made (docs/decisions/0050). The source has them as patterns, which the compiler and the linter look at.
 */
import { parseSync } from 'rolldown/utils'

interface Pattern {
  readonly start: number
  readonly end: number
  readonly regex: { readonly pattern: string; readonly flags: string }
}

const OF_UNICODE = /\\p\{/i

export function patternsAsTexts(code: string): string {
  const { program, errors } = parseSync('code.js', code)
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
  const found = patternsIn(program.body).filter(({ regex }) => OF_UNICODE.test(regex.pattern))
  return found.reduceRight((left, { start, end, regex }) => {
    const made = `RegExp(${JSON.stringify(regex.pattern)},${JSON.stringify(regex.flags)})`
    // A space: what stands before may be a word, as in "return/x/".
    return `${left.slice(0, start)} ${made}${left.slice(end)}`
  }, code)
}

/** In the order of the text. */
function patternsIn(node: unknown): readonly Pattern[] {
  const found: Pattern[] = []
  const look = (one: unknown): void => {
    if (typeof one !== 'object' || one === null) return
    if (isPattern(one)) found.push(one)
    else for (const member of Object.values(one)) look(member)
  }
  look(node)
  return found.toSorted((a, b) => a.start - b.start)
}

function isPattern(node: object): node is Pattern {
  return 'type' in node && node.type === 'Literal' && 'regex' in node
}
