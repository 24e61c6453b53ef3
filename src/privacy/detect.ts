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
export function detectPersonalData(text: string, shape: TextShape): PersonalDataKind[] {
  if (text.length > MAX_DETECT_LENGTH) return ['oversized']
  const found = new Found()
  let current = text
  let seen = survey(current)
  for (let layer = 0; ; layer++) {
    if (seen.foldable) {
      current = foldCharacters(current)
      seen = survey(current)
    }
    scanPlain(current, seen, shape, found)
    if (seen.plusSpace) scanWithSpaces(current, shape, found)
    if (seen.longestRun >= MIN_BASE64) scanBase64(current, shape, found)
    if (!seen.percent || layer === MAX_PERCENT_LAYERS) return found.kinds()
    const decoded = percentDecode(current)
    if (decoded === current) return found.kinds()
    current = decoded
    seen = survey(current)
  }
}

/** What stands in the text as it is. */
function scanPlain(text: string, seen: Survey, shape: TextShape, found: Found): void {
  if (seen.at && hasEmail(text)) found.add('email')
  if (seen.digits >= MIN_NUMBER_DIGITS) scanNumbers(text, seen, shape, found)
  if (shape === 'text') scanText(text, seen, found)
}

/** The address of a device is a field of its own and an id may well be a digest; in free text both are about a person. */
function scanText(text: string, seen: Survey, found: Found): void {
  if (seen.dots >= 3 && seen.digits >= 4 && hasIpv4(text)) found.add('ip')
  if (seen.colons >= 2 && hasIpv6(text)) found.add('ip')
  if (seen.longestRun >= 64 && SHA256.test(text)) found.add('sha256')
}

function scanNumbers(text: string, seen: Survey, shape: TextShape, found: Found): void {
  for (const run of numberRuns(text)) {
    if (isPhone(run, shape)) found.add('phone')
    if (isCard(run, shape)) found.add('card')
  }
  if (seen.digits >= 10 && hasIban(text)) found.add('iban')
  if (seen.digits >= 14 && hasNir(text, shape)) found.add('nir')
}

function scanWithSpaces(text: string, shape: TextShape, found: Found): void {
  const spaced = plusToSpace(text)
  scanPlain(spaced, survey(spaced), shape, found)
}

/** One percent layer inside base64 is read too: tokens are often made of an encoded query string. */
function scanBase64(text: string, shape: TextShape, found: Found): void {
  for (const hidden of base64Texts(text)) {
    const decoded = hidden.includes('%') ? percentDecode(hidden) : hidden
    const plain = foldCharacters(decoded)
    scanPlain(plain, survey(plain), shape, found)
  }
}

const ORDER: readonly PersonalDataKind[] = ['email', 'phone', 'iban', 'card', 'nir', 'ip', 'sha256']

/** A set that costs nothing while it is empty. */
class Found {
  #kinds: Set<PersonalDataKind> | undefined

  add(kind: PersonalDataKind): void {
    this.#kinds ??= new Set()
    this.#kinds.add(kind)
  }

  kinds(): PersonalDataKind[] {
    const kinds = this.#kinds
    return kinds === undefined ? [] : ORDER.filter((kind) => kinds.has(kind))
  }
}
