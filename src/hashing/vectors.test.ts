import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isHashingVector, runHashingVector } from '../../scripts/vectors/hashing.ts'

const file = new URL('../../test/vectors/hashing.json', import.meta.url)
const vectors: unknown = JSON.parse(readFileSync(file, 'utf8'))
const list: readonly unknown[] = Array.isArray(vectors) ? vectors : []

test('the file of vectors is read', () => {
  expect(list.length).toBeGreaterThanOrEqual(105)
  expect(list.filter((vector) => !isHashingVector(vector))).toEqual([])
})

test.each(list.filter((vector) => isHashingVector(vector)))('vector $id: $platform $field of $input', (vector) => {
  expect(runHashingVector(vector)).toBeUndefined()
})
