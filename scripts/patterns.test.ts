import { expect, it } from 'vitest'
import { patternsAsTexts } from './patterns.ts'
import { rewritten } from './syntax.ts'

/** What `code` gives as its value. */
async function valueOf(code: string): Promise<unknown> {
  const module = (await import(`data:text/javascript,${encodeURIComponent(`export default ${code}`)}`)) as {
    default: unknown
  }
  return module.default
}

it('leaves no pattern with a class of Unicode characters in the source', () => {
  const code = String.raw`const a=()=>/\p{L}+/gu;function b(t){return/^\P{C}*$/u.test(t)}`
  expect(rewritten(code, [patternsAsTexts])).not.toMatch(/\/[^"]*\\[pP]\{/)
})

it('leaves every other pattern as it is', () => {
  const code = String.raw`const a = /[a-z]\/\d+/i, b = 'p{L}'.split(/\s/)`
  expect(rewritten(code, [patternsAsTexts])).toBe(code)
})

it.each([
  String.raw`/(?<![\p{L}])(?:dni|nie|nif)(?!\p{L})/iu`,
  String.raw`/a\/b"\p{Nd}\\'[/\]]/gu`,
  '/\u{1F600}\\p{L}é|\\u{2060}/v',
])('makes the same pattern of %s', async (literal) => {
  const [written, made] = await Promise.all([valueOf(literal), valueOf(rewritten(`(${literal})`, [patternsAsTexts]))])
  expect(made).toEqual(written)
  expect(String(made)).toBe(literal)
})
