/** Blanks put into a value so that nobody finds it: `jane @ x . fr`, `0 6 1 2 3 4 …`. */
import { once } from '../event/once.ts'

/** Single characters in a row, between blanks or signs: `/4 1 1 1/`. */
export const LETTER_BY_LETTER = /(?<![A-Za-z0-9])(?:\S\s{1,2}){5,}\S(?![A-Za-z0-9])/g
/** A name of two characters at least before the "@": `5 @ 3.50` and `a @ b.fr` are prices and drawings, and `avec @lea.voyage` is somebody's public name; `jane.doe @rivage.shop` is not. */
export const aroundAt = once(
  () =>
    /(?<=[\p{L}\p{N}._%+-]{2})(?:\s{0,6}@\s{1,6}(?=[\p{L}\p{N}])|\s{1,6}@(?=[\p{L}\p{N}.-]{1,63}\.(?:[a-z]{2}|com|net|org|info|biz|edu|gov|email|example)(?![\p{L}\p{N}]))|(?<=\p{L}[._]\p{L}{1,30})\s{1,6}@(?=[\p{L}\p{N}]))/giu,
)
/** A full stop of a sentence has no blank before it; after it, only a well-known ending is part of a name. */
export const aroundDot = once(
  () =>
    /(?<=[\p{L}\p{N}])(?:\s{1,3}\.\s{0,3}|\.\s{1,3}(?=(?:com|fr|net|org|de|es|it|be|ch|uk|eu|io|nl|pt)(?![\p{L}\p{N}])|\d))(?=[\p{L}\p{N}])/gu,
)

/** Behind an "@" more endings are one. */
export const domainEnding = once(
  () =>
    /(?<=@[\p{L}\p{N}.-]{1,63})\.\s{1,4}(?=(?:info|biz|paris|shop|store|online|email|mail|app|dev|pro|tv|xyz|me|mobi|name|bzh|club|site|web|tech|cloud|gmbh|edu|gov|int|asso|[a-z]{2}(?=\s*$))(?![\p{L}\p{N}]))/giu,
)

/** The text without such blanks; the same text where there are none. */
export function tightened(text: string): string {
  const { lonely, atSign, dot } = blanksIn(text)
  let tight = lonely ? text.replace(LETTER_BY_LETTER, (run) => run.replaceAll(/\s/g, '')) : text
  if (atSign) tight = tight.replace(aroundAt(), '@')
  return dot ? tight.replace(aroundDot(), '.').replace(domainEnding(), '.') : tight
}

/** Where a text has blanks that one of the patterns above could take away; hardly any has. */
interface Blanks {
  /** Between single characters, five times in a row. */
  lonely: boolean
  /** Beside an "@", and beside a dot. */
  atSign: boolean
  dot: boolean
}

const AT = 64
const DOT = 46
const LONELY_BLANKS = 5

function blanksIn(text: string): Blanks {
  const found: Blanks = { lonely: false, atSign: false, dot: false }
  let gap = 0
  let lonely = 0
  for (let i = 0; i < text.length; i++) {
    if (isBlank(text.charCodeAt(i))) {
      if (gap++ === 0) noteBeside(found, text.charCodeAt(i - 1))
      continue
    }
    if (gap > 0) noteBeside(found, text.charCodeAt(i))
    lonely = gap === 1 || gap === 2 ? lonely + 1 : 0
    if (lonely === LONELY_BLANKS) found.lonely = true
    gap = 0
  }
  return found
}

function noteBeside(found: Blanks, code: number): void {
  if (code === AT) found.atSign = true
  else if (code === DOT) found.dot = true
}

/** What `\s` stands for. */
function isBlank(code: number): boolean {
  if (code < 128) return code === 32 || (code >= 9 && code <= 13)
  return code >= 0x1680 ? BLANKS_BEYOND.has(code) : code === 0xa0
}
const BLANKS_BEYOND: ReadonlySet<number> = new Set([
  0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029,
  0x202f, 0x205f, 0x3000, 0xfeff,
])

export function withoutBlanks(text: string): string {
  return text.replaceAll(/\s/g, '')
}
