/** The families of vectors and what runs each: one row per family, one file per family beside this one. */
import { isHashingVector, runHashingVector } from './hashing.ts'

/**
 * Runs a vector of its family. `undefined`: not of this family. A family answers `passed`, or what is wrong in one line.
 */
export type VectorKind = (vector: Readonly<Record<string, unknown>>) => Result | undefined

export type Result = { readonly kind: 'passed' } | { readonly kind: 'failed'; readonly error: string }

export const VECTOR_KINDS: readonly VectorKind[] = [
  (vector) => (isHashingVector(vector) ? result(runHashingVector(vector)) : undefined),
]

function result(error: string | undefined): Result {
  return error === undefined ? { kind: 'passed' } : { kind: 'failed', error }
}
