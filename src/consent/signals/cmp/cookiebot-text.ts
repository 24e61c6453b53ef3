/**
 * Reads `{name:value,name:value}` with values 'text', "text", true, false or a whole number: what Cookiebot writes, and
 * nothing else of JavaScript. One pass, no recursion, never evaluated. The caller has bounded the length.
 */
export type LooseValue = string | boolean | number

interface Piece<T> {
  readonly value: T
  /** Where the text goes on. */
  readonly next: number
}

const MAX_FIELDS = 64
const MAX_SAFE_DIGITS = 15

/** `onRepeat` says what a name written twice stands for; undefined = it stands for nothing. Undefined = not readable. */
export function parseLooseObject(
  text: string,
  onRepeat: (a: LooseValue, b: LooseValue) => LooseValue | undefined,
): Map<string, LooseValue> | undefined {
  if (!text.startsWith('{') || !text.endsWith('}')) return undefined
  const fields = new Map<string, LooseValue>()
  let at = skipSpaces(text, 1)
  for (let i = 0; i < MAX_FIELDS; i++) {
    const field = readField(text, at)
    if (field === undefined) return undefined
    const [name, value] = field.value
    const known = fields.get(name)
    const agreed = known === undefined ? value : onRepeat(known, value)
    if (agreed === undefined) return undefined
    fields.set(name, agreed)
    if (text[field.next] !== ',') return field.next === text.length - 1 ? fields : undefined
    at = skipSpaces(text, field.next + 1)
  }
  return undefined
}

/** `next` is at the comma or the brace behind the field, if one is there. */
function readField(text: string, at: number): Piece<readonly [string, LooseValue]> | undefined {
  const name = readName(text, at)
  if (name === undefined) return undefined
  const colon = skipSpaces(text, name.next)
  if (text[colon] !== ':') return undefined
  const value = readValue(text, skipSpaces(text, colon + 1))
  if (value === undefined) return undefined
  return { value: [name.value, value.value], next: skipSpaces(text, value.next) }
}

function readName(text: string, at: number): Piece<string> | undefined {
  if (isQuote(text[at])) return readQuoted(text, at)
  let end = at
  while (isNameCode(text.charCodeAt(end))) end++
  return end === at ? undefined : { value: text.slice(at, end), next: end }
}

function readValue(text: string, at: number): Piece<LooseValue> | undefined {
  if (isQuote(text[at])) return readQuoted(text, at)
  if (text.startsWith('true', at)) return { value: true, next: at + 4 }
  if (text.startsWith('false', at)) return { value: false, next: at + 5 }
  return readNumber(text, at)
}

/** No escapes: none of the values needs one, and a backslash may hide where a text ends. */
function readQuoted(text: string, at: number): Piece<string> | undefined {
  const end = text.indexOf(text.charAt(at), at + 1)
  if (end < 0) return undefined
  const value = text.slice(at + 1, end)
  return value.includes('\\') ? undefined : { value, next: end + 1 }
}

function readNumber(text: string, at: number): Piece<number> | undefined {
  const digitsAt = text[at] === '-' ? at + 1 : at
  let end = digitsAt
  while (text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end++
  if (end === digitsAt || end - digitsAt > MAX_SAFE_DIGITS) return undefined
  return { value: Number(text.slice(at, end)), next: end }
}

function isQuote(character: string | undefined): boolean {
  return character === "'" || character === '"'
}

/** Letters, digits, `_` and `$`. */
function isNameCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36
  )
}

function skipSpaces(text: string, at: number): number {
  let next = at
  while (text[next] === ' ' || text[next] === '\t' || text[next] === '\n' || text[next] === '\r') next++
  return next
}
