import { expect, it } from 'vitest'
import { withoutDescriptions } from './descriptions.ts'

it('takes descriptions out of the checks, and leaves every other', () => {
  expect(withoutDescriptions("const id = z.string().check(z.maxLength(8), z.describe('Unique.'))")).toBe(
    'const id = z.string().check(z.maxLength(8))',
  )
  expect(withoutDescriptions("const id = z.string().check(\n  z.maxLength(8),\n  z.describe('Unique.'),\n)")).toBe(
    'const id = z.string().check(\n  z.maxLength(8),\n)',
  )
})

it('takes a check that only describes out whole, also one within another', () => {
  const source = "const id = z.object({ at: z.string().check(z.describe('When.')) }).check(z.describe('All (of it).'))"
  expect(withoutDescriptions(source)).toBe('const id = z.object({ at: z.string() })')
})

it('refuses a description that it does not find', () => {
  expect(() => withoutDescriptions("const id = z.string().describe('Unique.')")).toThrow('a description stands')
})
