import { expect, test } from 'vitest'
import { isHashingVector, runHashingVector } from '../../scripts/vectors/hashing.ts'
import vectors from '../../test/vectors/hashing.json'

const list: readonly unknown[] = vectors

test('the file of vectors is read', () => {
  expect(list.length).toBeGreaterThanOrEqual(105)
  expect(list.filter((vector) => !isHashingVector(vector))).toEqual([])
})

test.each(list.filter((vector) => isHashingVector(vector)))('vector $id: $platform $field of $input', (vector) => {
  expect(runHashingVector(vector)).toBeUndefined()
})
