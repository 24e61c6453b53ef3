/** Small checks that strict simulators share. Each works on a value that may be anything. */

export function isNonEmptyString(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

export function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

const SHA256_HEX = /^[0-9a-f]{64}$/

/** One lower-case SHA-256 in hex, or a list of them. */
export function isHashOrHashes(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isHash) : isHash(value)
}

function isHash(value: unknown): boolean {
  return typeof value === 'string' && SHA256_HEX.test(value)
}

export function isListOfStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((element) => typeof element === 'string')
}
