import { hmacSha256 } from './sha256.ts'

const KEY_BYTES = 16
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Makes the key of one person; `kind` has no colon: the same text of another kind is another key. */
export type PersonKeyMaker = (kind: string, value: string) => string

/**
 * A name for one person that only this site can make: base64url (22 characters, no padding) of the first 16 bytes of
 * HMAC-SHA-256 over `kind:value`, where `value` is normalised (the same person must always give the same text). It finds
 * a person's deliveries on withdrawal and never leaves the gateway. The secret is not stored beside the keys.
 */
export function personKeyMaker(secret: string): PersonKeyMaker {
  const mac = hmacSha256(secret)
  return (kind, value) => toBase64Url(mac(`${kind}:${value}`).subarray(0, KEY_BYTES))
}

function toBase64Url(bytes: Uint8Array): string {
  let out = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0x3fff
    bits += 8
    while (bits >= 6) {
      bits -= 6
      out += BASE64URL.charAt((held >> bits) & 63)
    }
  }
  return bits === 0 ? out : out + BASE64URL.charAt((held << (6 - bits)) & 63)
}
