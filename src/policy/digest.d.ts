/** The one text that stands for a policy, and its digest. Pure: the hash function is an argument. */
import type { CompiledPolicy } from './types.ts'
/** SHA-256 of the UTF-8 bytes, as 64 small hex digits. */
export type Sha256HexOf = (text: string) => string
/**
 * JSON with keys in order and no blanks, so that equal values give equal bytes. Follows RFC 8785 (JSON
 * Canonicalization Scheme), read 2026-11-21: keys by UTF-16 code units, numbers and strings as ECMAScript writes them.
 * Keys that are undefined are left out, as JSON has it. Takes JSON values only; throws on a number that JSON has not.
 */
export declare function canonicalJson(value: unknown): string
/** The digest that a compiled policy must carry: over all of it but the digest itself, the words that people read included. */
export declare function policyDigest(policy: Omit<CompiledPolicy, 'digest'>, sha256Hex: Sha256HexOf): string
/** False where a compiled policy was changed after it was compiled. */
export declare function digestHolds(policy: CompiledPolicy, sha256Hex: Sha256HexOf): boolean
