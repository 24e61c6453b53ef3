/** E-mail addresses, found from the "@" outwards so that no text makes the search slow. */
import { isAlnum } from './survey.ts'

/** Symbols that end the part before "@" in addresses that people really have; "=" or "/" there is a border, not an address. */
const LOCAL_SYMBOLS = "._%+-'~"
/** RFC 5322 allows these too; where nothing stands before them they are a border: `{@root.name`. */
const RARE_SYMBOLS = '!#$*^`{|}'
/** RFC 5321: `"jane doe"@example.com`; a handle in quotes has no word in the quotes before. */
const QUOTED_LOCAL = /"[^"@]*[A-Za-z0-9\u0080-\uFFFF][^"@]*"$/
const MAX_LOCAL = 66
const RETINA_LABEL = /^[1-9]x\.(?:png|jpe?g|gif|webp|avif|svg)$/i
const MAX_DOMAIN = 253

export function hasEmail(text: string): boolean {
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    if (at > 0 && isLocalBefore(text, at) && isDomain(domainAfter(text, at))) return true
  }
  return false
}

function isLocalBefore(text: string, at: number): boolean {
  const last = text.charAt(at - 1)
  // A slip of the finger: `jane@@example.com`.
  if (last === '@') return at > 1 && text.charAt(at - 2) !== '@' && isLocalBefore(text, at - 1)
  if (last === '"') return QUOTED_LOCAL.test(text.slice(Math.max(0, at - MAX_LOCAL), at))
  return isLocal(text.charCodeAt(at - (at > 1 && RARE_SYMBOLS.includes(last) ? 2 : 1)))
}

/** `jane(at)example.com`, `jane [arobase] example [point] com`: nobody puts these words in brackets for anything else. */
const WRITTEN_AT = /\s?[([{<]\s?(?:at|arobase|@)\s?[)\]}>]\s?/gi
const WRITTEN_DOT = /\s?[([{<]\s?(?:dot|point|\.)\s?[)\]}>]\s?/gi

export function hasWrittenEmail(text: string): boolean {
  if (!(text.includes(')') || text.includes(']') || text.includes('}') || text.includes('>'))) return false
  const plain = text.replace(WRITTEN_AT, '@')
  return plain !== text && hasEmail(plain.replace(WRITTEN_DOT, '.'))
}

/** Any letter counts, so that internationalised addresses are found. */
function isLocal(code: number): boolean {
  return isAlnum(code) || code > 127 || LOCAL_SYMBOLS.includes(String.fromCharCode(code))
}

function domainAfter(text: string, at: number): string {
  let end = at + 1
  while (end < text.length && end - at <= MAX_DOMAIN && isDomainCharacter(text.charCodeAt(end))) end++
  return text.slice(at + 1, end)
}

function isDomainCharacter(code: number): boolean {
  return isAlnum(code) || code === 45 || code === 46 || code > 127
}

/** Two labels, the last of two characters or more that are not a number: `5.00` and `2x.png` are no domains. */
function isDomain(domain: string): boolean {
  if (RETINA_LABEL.test(domain)) return false
  const labels = domain.split('.').filter((label) => label !== '')
  const last = labels.at(-1) ?? ''
  return labels.length >= 2 && last.length >= 2 && !/^[0-9]/.test(last)
}
