/** Signatures and secrets as headers and settings write them, as bytes. Undefined: it is not written that way. */

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/
const HEX = /^(?:[0-9a-f]{2})+$/i
/** A secret or a signature is shorter than this by far. */
const MAX_LENGTH = 1_024

export function bytesOfBase64(text: string): Uint8Array | undefined {
  const unpadded = text.replace(/=+$/, '')
  if (!BASE64.test(text) || text.length > MAX_LENGTH || unpadded.length % 4 === 1) return undefined
  return Uint8Array.from(atob(unpadded), (letter) => letter.charCodeAt(0))
}

export function bytesOfHex(text: string): Uint8Array | undefined {
  if (!HEX.test(text) || text.length > MAX_LENGTH) return undefined
  return Uint8Array.from({ length: text.length / 2 }, (_none, at) =>
    Number.parseInt(text.slice(2 * at, 2 * at + 2), 16),
  )
}

/** A secret that is signed with as it is written; an empty one is none. */
export function bytesOfText(text: string): Uint8Array | undefined {
  return text === '' ? undefined : new TextEncoder().encode(text)
}

/** One after the other, as the signer wrote them: text as UTF-8. */
export function joined(...parts: readonly (string | Uint8Array)[]): Uint8Array {
  const bytes = parts.map((part) => (typeof part === 'string' ? new TextEncoder().encode(part) : part))
  const whole = new Uint8Array(bytes.reduce((length, part) => length + part.byteLength, 0))
  let at = 0
  for (const part of bytes) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}
