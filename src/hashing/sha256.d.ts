/**
 * SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104) of short texts, synchronous, so that preparing an event needs no
 * promise. Checked against node:crypto on arbitrary texts (sha256.test.ts), in Node and inside workerd.
 *
 * Our own, because an identifier is one block long and every way of asking the runtime or a library costs several
 * times what one block costs: the figures are in docs/decisions/0009, `node bench/sha256/run.ts` takes them again.
 */
declare const brand: unique symbol
/** 64 lower-case hex digits. Made only in this folder, so a value of this type is known not to be a raw identifier. */
export type Sha256Hex = string & {
  readonly [brand]: 'Sha256Hex'
}
/** SHA-256 of the UTF-8 bytes of `text`. */
export declare function sha256Hex(text: string): Sha256Hex
/** The hash in `text`, lower-cased; undefined where `text` is not exactly 64 hex digits. */
export declare function readSha256Hex(text: string): Sha256Hex | undefined
/**
 * HMAC-SHA-256, its first 128 bits as 32 lower-case hex digits. Keyed once per secret: the key's own two blocks are the
 * same for every message.
 */
export declare function hmacSha256Half(secret: string): (text: string) => string
export {}
