/** Phone numbers: E.164 for all platforms, written with `+` for some and without for others (see schemes.ts). */
import {
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js/min'
import { countryCode } from './country.ts'
import { omit, text, type NormalizedText, type Omitted } from './normalized.ts'

/** Where a national number may be from. */
export interface PhoneContext {
  readonly country?: string
  readonly defaultCountry?: string
  readonly phones?: PhoneMemo
}

/** What a number was read as; it belongs to one event and one pair of countries. */
export type PhoneMemo = Map<string, NormalizedText | Omitted>

/** `+33612345678`. */
export function phoneE164(value: string, context: PhoneContext): NormalizedText | Omitted {
  const known = context.phones?.get(value)
  if (known !== undefined) return known
  const read = readPhone(value, context)
  context.phones?.set(value, read)
  return read
}

function readPhone(value: string, context: PhoneContext): NormalizedText | Omitted {
  const dialled = readDialled(value)
  if (dialled === undefined) return omit('not_a_phone')
  if (dialled.international) return numberOr(readInternational(dialled.digits), 'not_a_phone')
  const countries = knownCountries(context)
  if (countries.length === 0) return numberOr(readWithoutCountry(value, dialled.digits), 'no_country')
  return numberOr(readNational(dialled.digits, countries), 'not_a_phone')
}

/** `33612345678`: country code first, no `+`. */
export function phoneDigits(value: string, context: PhoneContext): NormalizedText | Omitted {
  const number = phoneE164(value, context)
  return number.kind === 'text' ? text(number.value.slice(1)) : number
}

function numberOr(number: PhoneNumber | undefined, reason: 'not_a_phone' | 'no_country'): NormalizedText | Omitted {
  return number === undefined ? omit(reason) : text(number.number)
}

interface Dialled {
  readonly digits: string
  /** It began with `+` or `00`; neither is in `digits`. */
  readonly international: boolean
}

const TEL = /^tel:/i
/** From here on it is an extension or a remark: `ext. 89`, `x89`, `poste 12`, `;ext=5`, `,,12`, `#3`. */
const AFTER_NUMBER = /[\p{L}#;,]/u
/** More than E.164's 15 digits, an international prefix and a trunk 0. */
const MAX_DIGITS = 20

function readDialled(value: string): Dialled | undefined {
  if (value.includes('@')) return undefined
  const ascii = asciiDigits(value.replace(TEL, ''))
  const end = ascii.search(AFTER_NUMBER)
  const number = end === -1 ? ascii : ascii.slice(0, end)
  const digits = number.replace(/\D/g, '')
  if (digits === '' || digits.length > MAX_DIGITS) return undefined
  const firstDigit = number.search(/\d/)
  const plus = /[+＋]/.test(number.slice(0, firstDigit))
  // 00 is read as + wherever the number comes from: no national number begins with it, and people type it everywhere.
  if (plus || digits.startsWith('00')) return { digits: digits.replace(/^0+/, ''), international: true }
  return { digits, international: false }
}

const DEVANAGARI = /[\u0966-\u096F]/
const OTHER_DIGITS = /[\u0660-\u0669\u06F0-\u06F9\u0966-\u096F\uFF10-\uFF19]/g

/** Arabic-Indic, Persian, Devanagari and full-width digits. */
function asciiDigits(value: string): string {
  return value.replace(OTHER_DIGITS, (digit) => {
    const low = digit.charCodeAt(0) & 15
    return String(DEVANAGARI.test(digit) ? low - 6 : low)
  })
}

function readInternational(digits: string): PhoneNumber | undefined {
  const number = parsePhoneNumberFromString(`+${digits}`)
  return number !== undefined && (number.isValid() || isPlausible(number)) ? number : undefined
}

/** Of the person's country and then the site's, the first in which it is a valid number. */
function readNational(digits: string, countries: readonly CountryCode[]): PhoneNumber | undefined {
  for (const country of countries) {
    const number = parsePhoneNumberFromString(digits, country)
    if (number?.isValid() === true) return number
    if (number?.countryCallingCode === '1' && isPlausible(number)) return number
  }
  return undefined
}

/** `01(650)123-4567`, `1 (650) 555-1212`: a 1 before a bracketed area code is the North American way of writing. */
const NORTH_AMERICAN = /^\s*0?1\s*\(\d{3}\)/

/** Read as if the `+` had been forgotten, where that gives a number that exists and nothing else can be meant. */
function readWithoutCountry(value: string, digits: string): PhoneNumber | undefined {
  if (NORTH_AMERICAN.test(value)) return readInternational(digits.replace(/^0/, ''))
  if (digits.startsWith('0')) return undefined
  const number = parsePhoneNumberFromString(`+${digits}`)
  return number?.isValid() === true ? number : undefined
}

/**
 * New ranges and the 555 and 123 of documentation are of the right length but not in the tables; they are taken where
 * the country code is certain. One digit repeated is what people type to get past a form.
 */
function isPlausible(number: PhoneNumber): boolean {
  const national = number.nationalNumber
  if (!number.isPossible() || /^(\d)\1*$/.test(national)) return false
  return number.countryCallingCode !== '1' || /^[2-9]/.test(national)
}

function knownCountries(context: PhoneContext): readonly CountryCode[] {
  const codes: CountryCode[] = []
  for (const name of [context.country, context.defaultCountry]) {
    const code = name === undefined ? undefined : countryCode(name)
    // A country without telephones of its own (Antarctica) is as good as none.
    if (code !== undefined && isSupportedCountry(code) && !codes.includes(code)) codes.push(code)
  }
  return codes
}
