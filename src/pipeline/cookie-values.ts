/** Values of cookies: read from a request's header, and held to what may be written back. Pure. */
import { guardText } from '../privacy/guard.ts'

/** Longer headers are not read: see routes/browser-facts.ts. */
export const MAX_COOKIE_CHARACTERS = 16_384
export const MAX_VALUE_CHARACTERS = 1_024

/** Name → value; the first of a name, as the browser puts the most specific one first. What is too long is not there. */
export function readCookies(header: string | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [name, value] of pairsIn(header)) {
    if (value !== '' && value.length <= MAX_VALUE_CHARACTERS && !found.has(name)) found.set(name, value)
  }
  return found
}

/** Also of those whose value cannot be used: whoever says no shall be rid of them too. */
export function cookieNames(header: string | undefined): ReadonlySet<string> {
  return new Set(pairsIn(header).map(([name]) => name))
}

function pairsIn(header: string | undefined): readonly (readonly [name: string, value: string])[] {
  if (header === undefined || header.length > MAX_COOKIE_CHARACTERS) return []
  return header.split(';').flatMap((part) => {
    const at = part.indexOf('=')
    return at > 0 ? [[part.slice(0, at).trim(), part.slice(at + 1).trim()] as const] : []
  })
}

/** `cookie-octet` of RFC 6265: no blank, quote, comma, semicolon or backslash, so that no value can end a header's part. */
const COOKIE_OCTETS = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/

/** Whether it may be written: bounded, of the right letters, and no personal data. */
export function isWritable(value: string): boolean {
  return value.length <= MAX_VALUE_CHARACTERS && COOKIE_OCTETS.test(value) && 'clean' in guardText(value, 'id')
}
