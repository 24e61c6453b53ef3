/** The keys by which a withdrawal finds what waits for a person. */
import { hmacSha256Half } from './sha256.ts'

/** Makes the key of one person, or of anything else that must not be guessed from what is stored; `kind` has no colon: the same text of another kind is another key. */
export type PersonKeyMaker = (kind: string, hash: string) => string

/** With the kind and the padding, 40 digits are one block: 160 bits of the hash tell persons apart. */
const HASH_DIGITS = 40

/**
 * A name for one person that only this site can make: 32 hex digits, the first half of an HMAC-SHA-256 over the kind and
 * the hash of the normalised identifier (the same person always gives the same hash). It finds a person's deliveries on
 * withdrawal and never leaves the gateway. The secret is not stored beside the keys.
 */
export function personKeyMaker(secret: string): PersonKeyMaker {
  const mac = hmacSha256Half(secret)
  return (kind, hash) => mac(`${kind}:`, hash, HASH_DIGITS)
}
