import { describe, expect, it } from 'vitest'
import { objectOf } from './object-in.ts'

describe('the object in a cookie', () => {
  it.each([['{"a":1}'], ['%7B%22a%22%3A1%7D'], ['%257B%2522a%2522%253A1%257D']])('is read from %s', (text) => {
    expect(objectOf(text)).toEqual({ a: 1 })
  })

  it.each([['[1]'], ['null'], ['%7B'], [''], ['x'.repeat(5_000)], [7], [null], [[{}]]])(
    'is not found in %j',
    (input) => {
      expect(objectOf(input)).toBeUndefined()
    },
  )
})
