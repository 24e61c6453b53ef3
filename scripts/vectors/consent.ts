/** Runs the consent vectors: the raw decoders must give exactly `expected`. */
import { isDeepStrictEqual } from 'node:util'
import { decodeGcd } from '../../src/consent/signals/gcd.ts'
import { decodeGcs } from '../../src/consent/signals/gcs.ts'
import { decodeGpcHeader } from '../../src/consent/signals/gpc.ts'

export interface Vector {
  readonly id: string
  readonly kind: string
  readonly input: unknown
  readonly expected: unknown
}

/** Vector kind → runner: undefined where the vector passes, else what came instead. */
export const consentVectorRunners: Record<string, (vector: Vector) => string | undefined> = {
  gpc: (vector) => compare(vector, decodeGpcHeader(headerOf(vector.input))),
  'gcm-gcs': (vector) => compare(vector, decodeGcs(vector.input)),
  'gcm-gcd': (vector) => compare(vector, decodeGcd(vector.input)),
}

function headerOf(input: unknown): string | null {
  const header = typeof input === 'object' && input !== null && 'sec-gpc' in input ? input['sec-gpc'] : null
  return typeof header === 'string' ? header : null
}

function compare(vector: Vector, actual: unknown): string | undefined {
  if (isDeepStrictEqual(actual, vector.expected)) return undefined
  return `expected ${JSON.stringify(vector.expected)}, got ${JSON.stringify(actual)}`
}
