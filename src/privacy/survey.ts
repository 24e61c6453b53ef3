/** One cheap pass over a text that says which detectors are worth running. Most texts need none. */

export interface Survey {
  readonly at: boolean
  readonly percent: boolean
  /** A character that foldCharacters() may change; plain accented letters are none. */
  readonly foldable: boolean
  /** A "+" between two letters or digits: in a query it may be a space. */
  readonly plusSpace: boolean
  readonly digits: number
  readonly dots: number
  readonly colons: number
  /** Longest run of base64 or base64url characters. */
  readonly longestRun: number
}

const BASE64 = 1
const DIGIT = 2
const AT = 4
const PERCENT = 8
const DOT = 16
const COLON = 32
const PLUS = 64
const ALNUM = 128

const CLASS_OF: Uint8Array = classTable()

export function survey(text: string): Survey {
  let seen = 0
  let digits = 0
  let dots = 0
  let colons = 0
  let run = 0
  let longestRun = 0
  let foldable = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const kind = code < 128 ? (CLASS_OF[code] ?? 0) : 0
    if (code >= 128 && isFoldable(code)) foldable = true
    seen |= kind
    if ((kind & BASE64) !== 0) {
      run++
      if (run > longestRun) longestRun = run
      if ((kind & DIGIT) !== 0) digits++
    } else {
      run = 0
      if (kind === DOT) dots++
      else if (kind === COLON) colons++
    }
  }
  const at = (seen & AT) !== 0
  const plusSpace = (seen & PLUS) !== 0
  return { at, percent: (seen & PERCENT) !== 0, foldable, plusSpace, digits, dots, colons, longestRun }
}

/** Latin-1 and Latin Extended-A/B have only the no-break space, the soft hyphen, the middle dot and three raised digits to fold. */
function isFoldable(code: number): boolean {
  return (
    code >= 0x300 || code === 0xa0 || code === 0xad || code === 0xb7 || code === 0xb2 || code === 0xb3 || code === 0xb9
  )
}

export function isAlnum(code: number): boolean {
  return code < 128 && ((CLASS_OF[code] ?? 0) & ALNUM) !== 0
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function classTable(): Uint8Array {
  const table = new Uint8Array(128)
  const mark = (characters: string, kind: number): void => {
    for (const character of characters) {
      const code = character.charCodeAt(0)
      table[code] = (table[code] ?? 0) | kind
    }
  }
  mark('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', BASE64 | ALNUM)
  mark('+/-_', BASE64)
  mark('0123456789', DIGIT)
  mark('@', AT)
  mark('%', PERCENT)
  mark('.', DOT)
  mark(':', COLON)
  mark('+', PLUS)
  return table
}
