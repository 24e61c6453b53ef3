/** Blanks put into a value so that nobody finds it: `jane @ x . fr`, `0 6 1 2 3 4 …`. */

/** Single characters in a row, between blanks or signs: `/4 1 1 1/`. */
const LETTER_BY_LETTER = /(?<![A-Za-z0-9])(?:\S\s{1,2}){5,}\S(?![A-Za-z0-9])/g
/** A name of two characters at least before the "@": `5 @ 3.50` and `a @ b.fr` are prices and drawings. */
const AROUND_AT = /(?<=[\p{L}\p{N}._%+-]{2})\s{0,6}@\s{0,6}(?=[\p{L}\p{N}])/gu
/** A full stop of a sentence has no blank before it; after it, only a well-known ending is part of a name. */
const AROUND_DOT =
  /(?<=[\p{L}\p{N}])(?:\s{1,3}\.\s{0,3}|\.\s{1,3}(?=(?:com|fr|net|org|de|es|it|be|ch|uk|eu|io|nl|pt)(?![\p{L}\p{N}])|\d))(?=[\p{L}\p{N}])/gu

/** Behind an "@" more endings are one. */
const DOMAIN_ENDING =
  /(?<=@[\p{L}\p{N}.-]{1,63})\.\s{1,4}(?=(?:info|biz|paris|shop|store|online|email|mail|app|dev|pro|tv|xyz|me|mobi|name|bzh|club|site|web|tech|cloud|gmbh|edu|gov|int|asso|[a-z]{2}(?=\s*$))(?![\p{L}\p{N}]))/giu

/** The text without such blanks; the same text where there are none. */
export function tightened(text: string): string {
  return text
    .replace(LETTER_BY_LETTER, (run) => run.replaceAll(/\s/g, ''))
    .replace(AROUND_AT, '@')
    .replace(AROUND_DOT, '.')
    .replace(DOMAIN_ENDING, '.')
}

export function withoutBlanks(text: string): string {
  return text.replaceAll(/\s/g, '')
}
