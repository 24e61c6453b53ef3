import { expect, it } from 'vitest'
import { instrument } from './points.ts'

const SOURCE = `async function deliver(): Promise<void> {
  const rest = (await store(await read<Row>(1))) + 1
  this.#deps.transaction(() => end(rest))
  return run((work) => ctx.storage.transactionSync(work))
}
`

it('finds every await and every transaction, with the place where it stands', () => {
  expect(instrument('src/a.ts', SOURCE).points).toEqual([
    {
      id: 'src/a.ts:2:17',
      kind: 'await',
      moments: ['before', 'after'],
      text: 'await store(await read<Row>(1))',
      within: 'deliver',
    },
    { id: 'src/a.ts:2:29', kind: 'await', moments: ['before', 'after'], text: 'await read<Row>(1)', within: 'deliver' },
    {
      id: 'src/a.ts:3:3',
      kind: 'transaction',
      moments: ['after'],
      text: 'this.#deps.transaction(() => end(rest))',
      within: 'deliver',
    },
  ])
})

it('passes on what is waited for, and what came of it, and changes nothing else', () => {
  const { code } = instrument('a.ts', 'const b = await c\n')
  expect(code).toBe('const b = __passing("a.ts:1:11", "after", await __passing("a.ts:1:11", "before", ( c)))\n')
})

it.each(['for await (const a of b) c()', 'await using a = b'])('stops at what it does not know: %s', (line) => {
  expect(() => instrument('a.ts', `async function f() { ${line} }`)).toThrow('does not know')
})

it('names the function that a point is in, for two may be written alike', () => {
  const source = `class A {
    async #pull() { await x }
    async ask() { await Promise.all(all.map(async () => await x)) }
  }
  const routed = async () => await x
  const worker = { async scheduled() { await x } }
  await x
  `
  const names = instrument('a.ts', source).points.map(({ within }) => within)
  expect(names).toEqual(['pull', 'ask', 'ask', 'routed', 'scheduled', ''])
})
