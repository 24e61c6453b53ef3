import { expect, it } from 'vitest'

// The room for lists is the module's: another test may have used it up. By another address it is another module.
const address = './field-names.ts?alone'
const { FieldNames } = (await import(address)) as typeof import('./field-names.ts')

it('names what was added, in that order', () => {
  const names = FieldNames.start().with(3, 'user.email').with(1, 'event')
  expect(names.names).toEqual(['user.email', 'event'])
  expect(names.text).toBe('user.email event')
  expect(FieldNames.start().text).toBe('')
})

it('gives events with the same fields one list, and others their own', () => {
  const start = FieldNames.start()
  const one = start.with(0, 'a').with(1, 'b')
  expect(start.with(0, 'a').with(1, 'b')).toBe(one)
  expect(start.with(0, 'a').names).toEqual(['a'])
  expect(start.with(1, 'b').names).toEqual(['b'])
})

it('goes on without keeping more when the room for lists is used up', () => {
  let last = FieldNames.start()
  for (let i = 0; i < 5_000; i++)
    last = FieldNames.start()
      .with(i % 7, `f${i}`)
      .with(1, 'b')
  expect(last.text).toBe('f4999 b')
  const start = FieldNames.start()
  expect(start.with(0, 'a')).not.toBe(start.with(0, 'a'))
  expect(start.with(0, 'a').names).toEqual(['a'])
})
