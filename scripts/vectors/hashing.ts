/** Reads the vectors of test/vectors/hashing.json. No import of the test runner: vitest and plain node both use it. */
import {
  findIdentifier,
  goesReadable,
  hashIdentifier,
  normalizeIdentifier,
  type Identifier,
  type IdentifierContext,
} from '../../src/hashing/identifier.ts'

export interface HashingVector {
  readonly id: string
  readonly platform: string
  readonly field: string
  /** null: there is none. */
  readonly input: string | null
  readonly context?: VectorContext | null
  readonly normalized: string | null
  readonly sha256?: string | null
  /** reject: must be left out. peer_wrong: what another gateway sends, and we must not. */
  readonly kind: string
  readonly must_not_equal?: string
}

interface VectorContext {
  readonly default_country?: string | null
  readonly country?: string | null
  /** How a value that is a hash already was made: see IdentifierContext. */
  readonly hashed_as?: IdentifierContext['hashedAs'] | null
}

interface Outcome {
  readonly normalized: string | null
  readonly sha256: string | null
}

const HASHING_KINDS: readonly string[] = ['documented', 'derived', 'policy', 'reject', 'peer_wrong']

/** A vector of this family; that its other keys are there is the file's contract. */
export function isHashingVector(vector: unknown): vector is HashingVector {
  if (typeof vector !== 'object' || vector === null || !('kind' in vector) || !('platform' in vector)) return false
  return typeof vector.kind === 'string' && HASHING_KINDS.includes(vector.kind)
}

/** Vector kind → runner: undefined where the vector passes, else what is wrong. */
export const hashingVectorRunners: Readonly<Record<string, (vector: unknown) => string | undefined>> =
  Object.fromEntries(HASHING_KINDS.map((kind) => [kind, runIfHashing]))

function runIfHashing(vector: unknown): string | undefined {
  return isHashingVector(vector) ? runHashingVector(vector) : 'is not a hashing vector'
}

/** What is wrong, in one line; undefined where all is well. */
export function runHashingVector(vector: HashingVector): string | undefined {
  const identifier = findIdentifier(vector.platform, vector.field)
  if (identifier === undefined) return `${vector.platform} has no field ${vector.field}`
  const got = outcome(identifier, vector)
  if (vector.must_not_equal !== undefined && got.sha256 === vector.must_not_equal) return `gives the forbidden hash`
  if (vector.kind === 'peer_wrong') return notLikePeer(vector, got)
  if (vector.kind === 'reject') return got.normalized === null && got.sha256 === null ? undefined : `is not left out`
  return asExpected(vector, got)
}

function outcome(identifier: Identifier, vector: HashingVector): Outcome {
  const context = contextOf(vector)
  const input = vector.input ?? ''
  const normalized = normalizeIdentifier(identifier, input, context)
  if (normalized.kind === 'omitted') return { normalized: null, sha256: null }
  if (goesReadable(identifier)) return { normalized: normalized.value, sha256: null }
  const hashed = hashIdentifier(identifier, input, context)
  return { normalized: normalized.value, sha256: 'sha256' in hashed ? hashed.sha256 : null }
}

function contextOf(vector: HashingVector): IdentifierContext {
  const { default_country: defaultCountry, country, hashed_as: hashedAs } = vector.context ?? {}
  return {
    ...(typeof defaultCountry === 'string' && { defaultCountry }),
    ...(typeof country === 'string' && { country }),
    ...(typeof hashedAs === 'string' && { hashedAs }),
  }
}

function notLikePeer(vector: HashingVector, got: Outcome): string | undefined {
  const same = got.sha256 === null ? got.normalized === vector.normalized : got.sha256 === vector.sha256
  return same && got.normalized !== null ? `does what the peer does wrong` : undefined
}

function asExpected(vector: HashingVector, got: Outcome): string | undefined {
  if (got.normalized !== vector.normalized) {
    return `normalized ${JSON.stringify(got.normalized)}, expected ${JSON.stringify(vector.normalized)}`
  }
  const expected = vector.sha256 ?? null
  return got.sha256 === expected ? undefined : `sha256 ${got.sha256}, expected ${expected}`
}
