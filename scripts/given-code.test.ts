import { describe, expect, it } from 'vitest'
import { asFunction, givenTo, handOver } from './given-code.ts'

describe('what one module of the built code takes of another', () => {
  const asked = `import { hash, hash as hash2 } from 'given:src/hash.ts'
import { hash as hash3 } from 'given:src/hash.ts'
import * as z from 'given:node_modules/zod/index.js'
import key from 'given:src/a-key.ts'
const schema = z.object({ id: z.string() })
export { schema }`

  it('is listed once by module and name, in an order that does not hang on the code', () => {
    expect([...givenTo(asked)].map(([module, names]) => [module, ...names])).toEqual([
      ['node_modules/zod/index.js', 'object', 'string'],
      ['src/a-key.ts', 'default'],
      ['src/hash.ts', 'hash'],
    ])
  })

  it('is handed over by its place', async () => {
    const given = givenTo(asked)
    const text = asFunction('const both = given1_default + given2_hash("x")\nexport { both as sum }', given)
    const module: { default: (...parts: readonly unknown[]) => { sum: string } } = await import(
      `data:text/javascript,${encodeURIComponent(text)}`
    )
    const parts: Readonly<Record<string, unknown>> = {
      given1_default: 'key ',
      given2_hash: (of: string) => `hash of ${of}`,
    }
    const taken = handOver(given)
      .list.split(', ')
      .map((variable) => parts[variable])
    expect(module.default(...taken).sum).toBe('key hash of x')
  })

  it('comes from nowhere else', () => {
    expect(() => givenTo('import { readFile } from "node:fs"')).toThrow('imports node:fs')
    expect(() => asFunction('export default 1', new Map())).toThrow('ExportDefaultDeclaration')
  })
})
