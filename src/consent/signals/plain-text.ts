/** The text of a signal as its writer meant it: carriers put blanks and quotes around it and percent-encode it on the way. */
import { percentDecoded } from './cmp/cmp.ts'

/** RFC 6265 section 4.1.1 lets a cookie's value stand in double quotes. What cannot be decoded stays as it is. */
export function plainText(text: string): string {
  const bare = unquoted(text)
  return bare.includes('%') ? unquoted(percentDecoded(bare) ?? bare) : bare
}

export function unquoted(text: string): string {
  const trimmed = text.trim()
  const quoted = trimmed.length >= 2 && trimmed.startsWith('"') && trimmed.endsWith('"')
  return quoted ? trimmed.slice(1, -1).trim() : trimmed
}
