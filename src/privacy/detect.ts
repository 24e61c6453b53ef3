/**
 * Personal data in a text, whatever it hides behind: compatibility characters, up to four layers of percent-encoding
 * and of HTML's and JavaScript's escapes, "+" for space, blanks between characters, one layer of base64. A cheap survey comes first: almost every text of an event ends there.
 */
import { hasBirthDate, MIN_DATE_DIGITS } from './birth-date.ts'
import { isCard } from './card.ts'
import {
  base64Texts,
  foldForms,
  hexTexts,
  percentDecode,
  plusToSpace,
  spacedHexTexts,
  unescaped,
  withoutInvisible,
} from './decode.ts'
import { hasEmail, hasWrittenEmail } from './email.ts'
import { hasIban } from './iban.ts'
import { hasIpv4, hasIpv6 } from './ip.ts'
import type { PersonalDataKind, TextShape } from './kinds.ts'
import { hasLetterId, MIN_LETTER_ID_DIGITS } from './letter-ids.ts'
import { isNationalNumber } from './national-ids.ts'
import { hasNir, mayHoldNir } from './nir.ts'
import { MIN_NUMBER_DIGITS, numberRuns } from './number-runs.ts'
import { isPhone } from './phone.ts'
import { hasSha256, MIN_SHA256_DIGITS } from './sha256-texts.ts'
import { tightened, withoutBlanks } from './spacing.ts'
import { survey } from './survey.ts'
import type { Survey } from './survey.ts'
import { hasJwt, hasSessionToken, MIN_TOKEN } from './tokens.ts'

/** No value that a platform takes is longer; a longer one is reported, never skipped. */
export const MAX_DETECT_LENGTH = 4096
const MAX_LAYERS = 4
/** Base64 in hexadecimal in base64. */
const MAX_NESTED = 2
/** Signs between the bytes of what is written in hexadecimal. */
const MIN_HEX_GAPS = 7
/** The shortest plain text in base64 that can be an e-mail address: eight characters. */
const MIN_BASE64 = 8
/** The same in hexadecimal: `j@x.fr`. */
const MIN_HEX = 12
/** The first of each byte's two is one; but for letters with an accent, of which a name has few. */
const MIN_HEX_DIGITS = 6

/** Kinds found, each once, in a fixed order. Empty = clean. Never throws. */
export function detectPersonalData(text: string, shape: TextShape): readonly PersonalDataKind[] {
  if (text.length > MAX_DETECT_LENGTH) return OVERSIZED
  if (text.length === UUID_LENGTH && shape !== 'text' && UUID.test(text)) return NOTHING
  const found = scan(text, shape, 0)
  return found === 0 ? NOTHING : KINDS.filter((_, place) => (found & (1 << place)) !== 0)
}

/** RFC 9562, with a letter in it, as an id and nothing else. One in 16,000 has an IBAN or a phone number in it by chance, and an event that is called otherwise here than in the browser counts twice. */
const UUID = /^(?=.*[a-f])[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i
const UUID_LENGTH = 36

const OVERSIZED: readonly PersonalDataKind[] = ['oversized']
const NOTHING: readonly PersonalDataKind[] = []

/** One bit for each kind, in the order in which they are told: finding nothing, as in nearly every text, makes nothing. */
const KINDS: readonly PersonalDataKind[] = [
  'email',
  'phone',
  'iban',
  'card',
  'nir',
  'national_id',
  'birth_date',
  'ip',
  'sha256',
  'jwt',
  'session_token',
  'oversized',
]
const EMAIL = 1
const PHONE = 2
const IBAN = 4
const CARD = 8
const NIR = 16
const NATIONAL_ID = 32
const BIRTH_DATE = 64
const IP = 128
const SHA256_HASH = 256
const JWT = 512
const SESSION_TOKEN = 1024
const UNREAD = 2048

/** Layer by layer. `nested`: how deep in base64 and hexadecimal it was found. */
function scan(text: string, shape: TextShape, nested: number): number {
  let found = 0
  let current = text
  let seen = survey(current)
  for (let layer = 0; ; layer++) {
    if (seen.foldable) {
      const folded = foldForms(current)
      current = withoutInvisible(folded, '')
      if (current !== folded) found |= scanApart(folded, shape)
      seen = survey(current)
    }
    found |= scanSpaced(current, seen, shape)
    if (hasWrittenEmail(current)) found |= EMAIL
    if (nested < MAX_NESTED) found |= scanHidden(current, seen, shape, nested + 1)
    if (!seen.encoded) return found
    const decoded = percentDecode(unescaped(current))
    if (decoded === current) return found
    // Nobody encodes so often who has nothing to hide: what is not read to its end is not known to be clean.
    if (layer === MAX_LAYERS) return found | UNREAD
    current = decoded
    seen = survey(current)
  }
}

/** What cannot be seen may split a number, and it may also stand between a word and one: there it is a blank. */
function scanApart(folded: string, shape: TextShape): number {
  const apart = withoutInvisible(folded, ' ')
  return scanSpaced(apart, survey(apart), shape)
}

/** As it is, without the blanks that may have been put into a value, and with "+" for blanks. */
function scanSpaced(text: string, seen: Survey, shape: TextShape): number {
  let found = scanPlain(text, seen, shape)
  if (mayBeSpaced(seen)) found |= scanTightened(text, shape)
  return seen.plusSpace ? found | scanWithSpaces(text, shape) : found
}

/** What stands in the text as it is. */
function scanPlain(text: string, seen: Survey, shape: TextShape): number {
  let found = seen.at && hasEmail(text) ? EMAIL : 0
  if (seen.digits >= MIN_NUMBER_DIGITS) found |= scanNumbers(text, seen, shape)
  if (seen.digits >= MIN_DATE_DIGITS) found |= scanWords(text, seen, shape)
  if (text.length >= MIN_TOKEN) found |= scanTokens(text, seen, shape)
  if (shape !== 'ip') found |= scanAddresses(text, seen)
  return found
}

/** The address of a device is a field of its own; anywhere else it is about a household. */
function scanAddresses(text: string, seen: Survey): number {
  if (seen.dotsAfterDigits >= 3 && hasIpv4(text)) return IP
  return seen.colons >= 2 && hasIpv6(text) ? IP : 0
}

function scanWords(text: string, seen: Survey, shape: TextShape): number {
  let found = hasBirthDate(text) ? BIRTH_DATE : 0
  if (seen.digits >= MIN_LETTER_ID_DIGITS && hasLetterId(text, seen, shape)) found |= NATIONAL_ID
  return found
}

function scanTokens(text: string, seen: Survey, shape: TextShape): number {
  let found = 0
  if (seen.dots >= 2 && hasJwt(text)) found |= JWT
  if (hasSessionToken(text, seen)) found |= SESSION_TOKEN
  // An event may well be named by a digest.
  if (shape !== 'event_id' && seen.digits >= MIN_SHA256_DIGITS && hasSha256(text)) found |= SHA256_HASH
  return found
}

function scanNumbers(text: string, seen: Survey, shape: TextShape): number {
  let found = seen.digitsTogether >= MIN_NUMBER_DIGITS ? scanRuns(text, shape) : 0
  if (seen.ibanStart && seen.digits >= 10 && hasIban(text)) found |= IBAN
  if (mayHoldNir(text, seen) && hasNir(text, shape)) found |= NIR
  return found
}

function scanRuns(text: string, shape: TextShape): number {
  let found = 0
  for (const run of numberRuns(text)) {
    if (isPhone(run, shape)) found |= PHONE
    if (isCard(run, shape)) found |= CARD
    if (isNationalNumber(text, run, shape)) found |= NATIONAL_ID
  }
  return found
}

function mayBeSpaced(seen: Survey): boolean {
  return seen.blanks > 0 && (seen.at || seen.digits >= MIN_LETTER_ID_DIGITS || seen.blanks >= MANY_BLANKS)
}
/** Letters alone, one by one: no text of an event has so many words that it matters what this costs. */
const MANY_BLANKS = 12

function scanTightened(text: string, shape: TextShape): number {
  const tight = tightened(text)
  let found = tight === text ? 0 : scanPlain(tight, survey(tight), shape)
  if (text.length >= 2 * MIN_TOKEN && (text.includes('ey') || text.includes('e y')) && hasJwt(withoutBlanks(text)))
    found |= JWT
  return found
}

function scanWithSpaces(text: string, shape: TextShape): number {
  const spaced = plusToSpace(text)
  const seen = survey(spaced)
  const found = scanPlain(spaced, seen, shape)
  return mayBeSpaced(seen) ? found | scanTightened(spaced, shape) : found
}

/** What is encoded once more inside base64 is read too: tokens are often made of an encoded query string. */
function scanHidden(text: string, seen: Survey, shape: TextShape, nested: number): number {
  let found = 0
  if (seen.longestRun >= MIN_BASE64)
    for (const hidden of base64Texts(text, shape === 'text' ? 'anywhere' : 'words'))
      found |= scan(hidden, shape, nested)
  if (seen.digits < MIN_HEX_DIGITS) return found
  if (seen.longestRun >= MIN_HEX) for (const hidden of hexTexts(text)) found |= scan(hidden, shape, nested)
  if (seen.colons + seen.blanks >= MIN_HEX_GAPS || seen.longestRun >= 2 * MIN_HEX)
    for (const hidden of spacedHexTexts(text)) found |= scan(hidden, shape, nested)
  return found
}
