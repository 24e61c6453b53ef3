/** A whole date next to a word that says that somebody was born on it. A date alone is a delivery, a campaign, a vintage. */
import { once } from '../event/once.ts'

const WORD =
  'born|b[-_. ]?da(?:y|te)|d[-_]naiss(?:ance)?|birth(?:[-_ ]?(?:day|date))?|date[-_ ]?of[-_ ]?birth|d\\.?o\\.?b|n[ée](?:e|\\(e\\)|\\.e)?|date[-_ ]?(?:de[-_ ]?)?naissance|naissance|ddn|anniv(?:ersaire)?|' +
  'geboren|geb(?:\\.|urtstag|urtsdatum|oortedatum)|nacid[oa]|nacimiento|cumplea[ñn]os|nat[oa](?=[ :(])|nascita|nascido|nascimento'
const MONTH =
  '(?:jan|f[ée][bv]|m[aä]r|mr[tz]|a[vp]r|abr|ma[iyg]|me[ij]|ju[inl]|giu|lug|ao[uû]|a[ug][go]|sept?|set|o[ck]t|ott|nov|d[ée][czi]|ene|gen)\\p{L}{0,7}\\.?'
/** Whoever buys was born some years ago; a campaign for a birthday is of this year or the next. */
const YEAR = '(?:19\\d\\d|20[01]\\d|202[01])'
const BETWEEN = '[\\s./_,|-]{1,3}'
const DATE =
  `(?:0?[1-9]|[12]\\d|3[01])(?:er|st|nd|rd|th|\\.)?${BETWEEN}(?:de |of )?(?:0?[1-9]|1[0-2]|${MONTH})${BETWEEN}(?:de )?${YEAR}(?!\\d)` +
  `|${MONTH}${BETWEEN}(?:0?[1-9]|[12]\\d|3[01])(?:er|st|nd|rd|th)?${BETWEEN}${YEAR}(?!\\d)` +
  `|(?:0[1-9]|1[0-2])${BETWEEN}(?:0[1-9]|[12]\\d|3[01])${BETWEEN}${YEAR}(?!\\d)` +
  `|${YEAR}${BETWEEN}(?:0?[1-9]|1[0-2])${BETWEEN}(?:0?[1-9]|[12]\\d|3[01])(?!\\d)` +
  `|(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])${YEAR}(?!\\d)` +
  `|${YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?!\\d)`

/** Two digits for the year only where the word says nothing else, and the date is written as a date. */
const SHORT_WORD =
  'n[ée](?:e|\\(e\\)|\\.e)?|date[-_ ]?(?:de[-_ ]?)?naissance|date[-_ ]?of[-_ ]?birth|d\\.?o\\.?b|ddn|geboren|geb\\.|nacid[oa]'
const SHORT_DATE = '(?:0[1-9]|[12]\\d|3[01])([./-])(?:0[1-9]|1[0-2])\\1(?:[3-9]\\d|[01]\\d|2[01])(?!\\d)'
const withShortYear = once(
  () => new RegExp(`(?<![\\p{L}\\d])(?:${SHORT_WORD})(?!\\p{L})[^\\d]{0,8}?(?<!\\d)${SHORT_DATE}`, 'iu'),
)

/** `05/06/1987 (naissance)`. */
const wordAfter = once(() => new RegExp(`(?<!\\d)(?:${DATE})[^\\p{L}\\d]{1,4}(?:${WORD})(?![\\p{L}])`, 'iu'))

/** At most twenty-four characters without a digit between the word and the date: " on the ", " le ", "=", ": ". */
const withWord = once(() => new RegExp(`(?<![\\p{L}\\d])(?:${WORD})(?!\\p{L})[^\\d]{0,24}?(?<![\\d])(?:${DATE})`, 'iu'))
const wholeDate = once(() => new RegExp(`^[^\\d]{0,3}(?:${DATE})`, 'iu'))

/** The beginnings of the words. */
const HAS_WORD = /born|b.?da[yt]|birth|d\.?o\.?b|n[éÉ]|n[ée]e|naiss|ddn|anniv|geb|nac|cumple|nat[oa]|nasc/i
const HAS_YEAR = /(?:19|20)\d\d/
const MAY_BE_SHORT = /\d([./-])\d\d\1\d\d/

/** A date has a day and a year at least. */
export const MIN_DATE_DIGITS = 5

export function hasBirthDate(text: string): boolean {
  const hasYear = HAS_YEAR.test(text)
  if (!(hasYear || MAY_BE_SHORT.test(text)) || !HAS_WORD.test(text)) return false
  return withShortYear().test(text) || (hasYear && (withWord().test(text) || wordAfter().test(text)))
}

const parameters = once(() => new RegExp(`^(?:\\w{1,20}[-_.[])?(?:${WORD}|birth\\w*|naissance\\w*)\\]?$`, 'iu'))

/** `dob=1987-06-05`: the parameter's name is the word. */
export function isBirthDateParameter(name: string, value: string): boolean {
  return parameters().test(name) && wholeDate().test(value)
}
