/**
 * Personal data in a text, whatever it hides behind: compatibility characters, up to four layers of percent-encoding,
 * "+" for space, one layer of base64. A cheap survey comes first: almost every text of an event ends there.
 */
import { isCard } from './card.ts'
import { base64Texts, foldCharacters, percentDecode, plusToSpace } from './decode.ts'
import { hasEmail } from './email.ts'
import { hasIban } from './iban.ts'
import { hasIpv4, hasIpv6 } from './ip.ts'
import type { PersonalDataKind, TextShape } from './kinds.ts'
import { hasNir } from './nir.ts'
import { MIN_NUMBER_DIGITS, numberRuns } from './number-runs.ts'
import { isPhone } from './phone.ts'
import { survey } from './survey.ts'
import type { Survey } from './survey.ts'

/** No value that a platform takes is longer; a longer one is reported, never skipped. */
export const MAX_DETECT_LENGTH = 4096
const MAX_PERCENT_LAYERS = 4
/** The shortest plain text in base64 that can be an e-mail address: eight characters. */
const MIN_BASE64 = 8
const SHA256 = /(?<![0-9A-Za-z])[0-9A-Fa-f]{64}(?![0-9A-Za-z])/

/** Kinds found, each once, in a fixed order. Empty = clean. Never throws. */
export function detectPersonalData(text: string, shape: TextShape): readonly PersonalDataKind[] {
  if (text.length > MAX_DETECT_LENGTH) return OVERSIZED
  const found = scan(text, shape)
  return found === 0 ? NOTHING : KINDS.filter((_, place) => (found & (1 << place)) !== 0)
}

const OVERSIZED: readonly PersonalDataKind[] = ['oversized']
const NOTHING: readonly PersonalDataKind[] = []

/** One bit for each kind, in the order in which they are told: finding nothing, as in nearly every text, makes nothing. */
const KINDS: readonly PersonalDataKind[] = ['email', 'phone', 'iban', 'card', 'nir', 'ip', 'sha256']
const EMAIL = 1
const PHONE = 2
const IBAN = 4
const CARD = 8
const NIR = 16
const IP = 32
const SHA256_HASH = 64

/** Layer by layer. */
function scan(text: string, shape: TextShape): number {
  let found = 0
  let current = text
  let seen = survey(current)
  for (let layer = 0; ; layer++) {
    if (seen.foldable) {
      current = foldCharacters(current)
      seen = survey(current)
    }
    found |= scanPlain(current, seen, shape)
    if (seen.plusSpace) found |= scanWithSpaces(current, shape)
    if (seen.longestRun >= MIN_BASE64) found |= scanBase64(current, shape)
    if (!seen.percent || layer === MAX_PERCENT_LAYERS) return found
    const decoded = percentDecode(current)
    if (decoded === current) return found
    current = decoded
    seen = survey(current)
  }
}

/** What stands in the text as it is. */
function scanPlain(text: string, seen: Survey, shape: TextShape): number {
  let found = seen.at && hasEmail(text) ? EMAIL : 0
  if (seen.digits >= MIN_NUMBER_DIGITS) found |= scanNumbers(text, seen, shape)
  if (shape === 'text') found |= scanText(text, seen)
  return found
}

/** The address of a device is a field of its own and an id may well be a digest; in free text both are about a person. */
function scanText(text: string, seen: Survey): number {
  let found = 0
  if (seen.dots >= 3 && seen.digits >= 4 && hasIpv4(text)) found |= IP
  if (seen.colons >= 2 && hasIpv6(text)) found |= IP
  if (seen.longestRun >= 64 && SHA256.test(text)) found |= SHA256_HASH
  return found
}

function scanNumbers(text: string, seen: Survey, shape: TextShape): number {
  let found = seen.digitsTogether >= MIN_NUMBER_DIGITS ? scanRuns(text, shape) : 0
  if (seen.ibanStart && seen.digits >= 10 && hasIban(text)) found |= IBAN
  if (seen.digits >= 14 && hasNir(text, shape)) found |= NIR
  return found
}

function scanRuns(text: string, shape: TextShape): number {
  let found = 0
  for (const run of numberRuns(text)) {
    if (isPhone(run, shape)) found |= PHONE
    if (isCard(run, shape)) found |= CARD
  }
  return found
}

function scanWithSpaces(text: string, shape: TextShape): number {
  const spaced = plusToSpace(text)
  return scanPlain(spaced, survey(spaced), shape)
}

/** One percent layer inside base64 is read too: tokens are often made of an encoded query string. */
function scanBase64(text: string, shape: TextShape): number {
  let found = 0
  for (const hidden of base64Texts(text)) {
    const decoded = hidden.includes('%') ? percentDecode(hidden) : hidden
    const plain = foldCharacters(decoded)
    found |= scanPlain(plain, survey(plain), shape)
  }
  return found
}
