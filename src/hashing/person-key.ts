import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'

const KEY_BYTES = 16
const encoder = new TextEncoder()
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/**
 * A name for one person that only this site can make: base64url (22 characters, no padding) of the first 16 bytes of
 * HMAC-SHA-256 over `kind:value`. It finds a person's deliveries on withdrawal and never leaves the gateway.
 *
 * @param kind what `value` is (`email`, `visitor` …), without a colon: the same text of another kind is another key
 * @param secret the site's secret; it is not stored beside the keys
 * @param value the normalised value: the same person must always give the same text
 */
export function personKey(secret: string, kind: string, value: string): string {
  const mac = hmac(sha256, encoder.encode(secret), encoder.encode(`${kind}:${value}`))
  return toBase64Url(mac.subarray(0, KEY_BYTES))
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
