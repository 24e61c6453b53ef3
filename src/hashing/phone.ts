/** Phone numbers: E.164 for all platforms, written with `+` for some and without for others (see schemes.ts). */
import { once } from '../event/once.ts'
import {
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js/min'
import { afterLongPrefix, readCertainInternational, readCertainNational } from './certain-phone.ts'
import { countryCode } from './country.ts'
import { omit, text, type NormalizedText, type Omitted } from './normalized.ts'

/** Where a national number may be from. */
export interface PhoneContext {
  readonly country?: string | undefined
  readonly defaultCountry?: string | undefined
  readonly phones?: PhoneMemo
}

/** What the last number was read as; it belongs to one event, which has one, and one pair of countries. */
export interface PhoneMemo {
  value: string | undefined
  read: NormalizedText | Omitted | undefined
}

/** `+33612345678`. */
export function phoneE164(value: string, context: PhoneContext): NormalizedText | Omitted {
  const memo = context.phones
  if (memo?.value === value && memo.read !== undefined) return memo.read
  const read = readPhone(value, context)
  if (memo !== undefined) {
    memo.value = value
    memo.read = read
  }
  return read
}

function readPhone(value: string, context: PhoneContext): NormalizedText | Omitted {
  const dialled = readDialled(value)
  if (dialled === undefined) return omit('not_a_phone')
  const { digits, abroad } = dialled
  const countries = knownCountries(context)
  const [first] = countries
  if (abroad !== undefined) {
    const number = readCertainInternational(abroad) ?? readInternational(abroad)
    if (!digits.startsWith('00')) return numberOr(number, 'not_a_phone')
    const local = first === undefined ? undefined : readByLongPrefix(digits, first)
    if (local !== undefined && local !== number) return numberOr(likelier(local, number, first), 'not_a_phone')
    if (number === `+${abroad}`) return numberOr(number, 'not_a_phone')
    // Where one dials abroad by more than 00: 0011 in Australia. What follows 00 there becomes a number only by losing a digit (no
    // number begins with +11), and would be somebody else's.
    const national = readNational(digits, countries)
    // Not even where a plan has room for all the digits, as Japan's and Indonesia's: then it is a carrier's prefix.
    return numberOr(national?.endsWith(digits) === true ? undefined : (national ?? number), 'not_a_phone')
  }
  const number =
    first === undefined
      ? readWithoutCountry(digits)
      : (readCertainNational(digits, first) ?? readNational(digits, countries))
  return numberOr(number ?? readNorthAmerican(value, digits), first === undefined ? 'no_country' : 'not_a_phone')
}

/** `33612345678`: country code first, no `+`. */
export function phoneDigits(value: string, context: PhoneContext): NormalizedText | Omitted {
  const number = phoneE164(value, context)
  return number.kind === 'text' ? text(number.value.slice(1)) : number
}

function numberOr(number: string | undefined, reason: 'not_a_phone' | 'no_country'): NormalizedText | Omitted {
  return number === undefined ? omit(reason) : text(number.replace(OVERSEAS, overseasNumber))
}

/**
 * `0692…` is dialled from Paris and is a number of Réunion: the French plan has one row of prefixes for all of France, E.164 another
 * code for each part beyond the sea. `06 39 98` is kept for fiction. Source: Arcep, plan national de numérotation; libphonenumber's
 * metadata; both read 2026-11-23.
 */
const OVERSEAS = /^\+33(?:(262|639(?!98)|69[23])|(590|69[01])|([56]94)|(69[67]))/

function overseasNumber(
  _: string,
  indianOcean?: string,
  guadeloupe?: string,
  guiana?: string,
  martinique?: string,
): string {
  if (indianOcean !== undefined) return `+262${indianOcean}`
  if (guadeloupe !== undefined) return `+590${guadeloupe}`
  return guiana === undefined ? `+596${martinique}` : `+594${guiana}`
}

interface Dialled {
  readonly digits: string
  /** It began with `+` or `00`: the digits behind those. */
  readonly abroad?: string
}

/** Before it stands a remark: `tel:`, `Mobile :`. */
const numberStart = once(() => /[+\d]/)
/** From here on it is an extension or a remark: `ext. 89`, `x89`, `poste 12`, `;ext=5`, `,,12`, `#3`. */
const afterNumber = once(() => /[\p{L}#;,]/u)
/** More than E.164's 15 digits, an international prefix and a trunk 0. */
const MAX_DIGITS = 20

/** Nothing but ASCII digits and what people write between them: no need to look for anything else. */
const PLAIN = /^\+?[\d ().-]+$/
const NOT_DIGITS = /[^\d]+/g

function readDialled(value: string): Dialled | undefined {
  return PLAIN.test(value) ? dialledOf(value.replace(NOT_DIGITS, ''), value.startsWith('+')) : readWritten(value)
}

function readWritten(value: string): Dialled | undefined {
  if (value.includes('@')) return undefined
  const ascii = asciiDigits(value).replace('＋', '+')
  const written = ascii.slice(ascii.search(numberStart()))
  const end = written.search(afterNumber())
  return dialledOf((end === -1 ? written : written.slice(0, end)).replace(NOT_DIGITS, ''), written.startsWith('+'))
}

function dialledOf(digits: string, plus: boolean): Dialled | undefined {
  if (digits === '' || digits.length > MAX_DIGITS) return undefined
  // 00 is read as + wherever the number comes from: no national number begins with it, and people type it everywhere.
  return plus || digits.startsWith('00') ? { digits, abroad: digits.replace(/^0+/, '') } : { digits }
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

function readInternational(digits: string): string | undefined {
  const number = parsePhoneNumberFromString(`+${digits}`)
  return number !== undefined && (number.isValid() || isPlausible(number)) ? number.number : undefined
}

/** `001 44…` in Singapore, where `00 1 44…` is what another country's people type. */
function readByLongPrefix(digits: string, country: CountryCode): string | undefined {
  const abroad = afterLongPrefix(digits, country)
  const number = abroad === undefined ? undefined : parsePhoneNumberFromString(`+${abroad}`)
  return number?.isValid() === true ? number.number : undefined
}

/**
 * One that exists before one that does not. Nobody dials abroad to reach their own country: where either is of it, 00 was a `+`. Else
 * nobody can say whose number it is.
 */
function likelier(local: string, number: string | undefined, country: CountryCode | undefined): string | undefined {
  const other = number === undefined ? undefined : parsePhoneNumberFromString(number)
  if (other?.isValid() !== true) return local
  return [other, parsePhoneNumberFromString(local)].some((one) => one?.country === country) ? number : undefined
}

/** Of the person's country and then the site's, the first in which it is a valid number. */
function readNational(digits: string, countries: readonly CountryCode[]): string | undefined {
  for (const country of countries) {
    const number = parsePhoneNumberFromString(digits, country)
    if (number !== undefined && (number.isValid() || isPlausible(number))) return number.number
  }
  return undefined
}

/** `01(650)123-4567`, `1 (650) 555-1212`: a 1 before a bracketed area code is the North American way of writing. */
const NORTH_AMERICAN = /^\s*0?1\s*\(\d{3}\)/

function readNorthAmerican(value: string, digits: string): string | undefined {
  return NORTH_AMERICAN.test(value) ? readInternational(digits.replace(/^0/, '')) : undefined
}

/** Read as if the `+` had been forgotten, where that gives a number that exists and nothing else can be meant. */
function readWithoutCountry(digits: string): string | undefined {
  if (digits.startsWith('0')) return undefined
  const number = parsePhoneNumberFromString(`+${digits}`)
  return number?.isValid() === true ? number.number : undefined
}

/**
 * North America's numbers have one length, so the 555 and 123 of documentation and new area codes are whole numbers that are not in
 * the tables. Elsewhere what is of a possible length and not valid is most often half a number: `+43 664 12`. One digit repeated is
 * what people type to get past a form.
 */
function isPlausible({ countryCallingCode, nationalNumber }: PhoneNumber): boolean {
  return countryCallingCode === '1' && /^[2-9]\d{9}$/.test(nationalNumber) && !/^(\d)\1*$/.test(nationalNumber)
}

function knownCountries(context: PhoneContext): readonly CountryCode[] {
  const person = telephoneCountry(context.country)
  const site = telephoneCountry(context.defaultCountry)
  if (person === undefined) return site === undefined ? [] : [site]
  return site === undefined || site === person ? [person] : [person, site]
}

/** It has +383 and no code in ISO 3166-1: taken for no country, its numbers were read as another's. */
const KOSOVO = /^\s*(?:XKX?|Kosov[oaë])\s*$/i

/** A country without telephones of its own (Antarctica) is as good as none. */
function telephoneCountry(name: string | undefined): CountryCode | undefined {
  if (name === undefined) return undefined
  const code = countryCode(name) ?? (KOSOVO.test(name) ? 'XK' : undefined)
  return code !== undefined && hasTelephones(code) ? code : undefined
}

/** By country: the library's own look costs as much as all else that is done to an ordinary number. As many as there are countries. */
const WITH_TELEPHONES = new Map<string, boolean>()

function hasTelephones(code: string): code is CountryCode {
  const known = WITH_TELEPHONES.get(code)
  if (known !== undefined) return known
  const has = isSupportedCountry(code)
  WITH_TELEPHONES.set(code, has)
  return has
}
