/** City, state, postal code and country. */
import { lettersAndDigits, lookupKey, lower } from './clean.ts'
import { countryCode } from './country.ts'
import { omit, text, type NormalizedText, type Omitted } from './normalized.ts'
import { REGION_CODES } from './region-names.ts'

/** `country` is the person's: a name or a code. */
export interface PlaceContext {
  readonly country?: string | undefined
}

/**
 * `São Paulo` → `sãopaulo`, `東京` stays: lower-case, no punctuation, no spaces. Meta's two official helpers disagree on
 * accents; its text says UTF-8, and a city without its accented letters is another word.
 * Source: Meta, Customer Information Parameters; Pinterest Conversions API specification; both read 2026-11-21.
 */
export function city(value: string): NormalizedText | Omitted {
  return text(lettersAndDigits(value))
}

const ISO_REGION = /^([a-z]{2})-([a-z0-9]{1,3})$/i

/**
 * `California` and `US-CA` → `ca`, `Québec` → `qc`; outside the US and Canada the region's name (`îledefrance`).
 * A name is never cut to its first two letters: `Île-de-France` is not `le`.
 * Source: Meta, Customer Information Parameters, read 2026-11-21.
 */
export function state(value: string, context: PlaceContext): NormalizedText | Omitted {
  const country = context.country === undefined ? undefined : countryCode(context.country)
  const iso = isoRegion(value, country)
  if (iso !== undefined) return text(lower(iso))
  const name = lettersAndDigits(value)
  if (country !== undefined && country !== 'US' && country !== 'CA') return text(name)
  return northAmericanState(name, country)
}

/**
 * What follows the country's code in ISO 3166-2, of the person's own country or of the one that theirs belongs to (`US-PR`): `Al-Ain` in
 * the Emirates is no part of Albania.
 */
function isoRegion(value: string, country: string | undefined): string | undefined {
  const [, code = '', region = ''] = ISO_REGION.exec(value) ?? []
  const owner = countryCode(code)
  if (owner === undefined) return undefined
  return country === undefined || country === owner || country === region.toUpperCase() ? region : undefined
}

function northAmericanState(name: string, country: string | undefined): NormalizedText | Omitted {
  const code = /^[a-z]{2}$/.test(name) ? name : REGION_CODES.get(lookupKey(name))
  if (code !== undefined) return text(code)
  return country === undefined ? text(name) : omit('not_a_state')
}

/** With its country any sign may stand before the extension, or none. */
const US_ZIP = /^\d{5}(?:\d{4}|[^\p{L}\d]+\d{0,4})$/u
const ZIP_PLUS_4 = /^\d{5}\p{Pd}\d{4}$/u

/**
 * `SW1A 1AA` → `sw1a1aa`: lower-case, no spaces, no dash (TikTok, which has no rule for the US: a ZIP+4 stays whole). Decision 0084.
 * Source: rudderlabs/rudder-transformer, tiktok_ads (no text of TikTok has more than "SHA-256"), read 2026-11-24.
 */
export function zipWhole(value: string): NormalizedText | Omitted {
  return zipOf(lettersAndDigits(value.normalize('NFKC')))
}

/**
 * `SW1A 1AA` → `sw1a1aa`; a US ZIP+4 → its first five digits. Lower-case, no spaces, no dash (Meta, Snap).
 * Without a country, five digits, a dash and four digits can only be a ZIP+4. Full-width digits are digits.
 * Source: Meta, Customer Information Parameters, read 2026-11-21.
 */
export function zip(value: string, context: PlaceContext): NormalizedText | Omitted {
  const country = context.country === undefined ? undefined : countryCode(context.country)
  const written = value.normalize('NFKC').replace(/\s/g, '')
  const letters = lettersAndDigits(written)
  const isUs = country === 'US' ? US_ZIP.test(written) : country === undefined && ZIP_PLUS_4.test(written)
  return zipOf(isUs ? letters.slice(0, 5) : letters)
}

function zipOf(code: string): NormalizedText | Omitted {
  return code.length < 2 ? omit('not_a_zip') : text(code)
}

/** Pinterest says "only digits", for every country. Source: Pinterest API specification 5.23.0, read 2026-11-21. */
export function zipDigits(value: string): NormalizedText | Omitted {
  return text(value.replace(/\D/g, ''), 'not_a_zip')
}

/** Google takes it readable and as written. */
export function postalCodeAsWritten(value: string): NormalizedText | Omitted {
  return text(value)
}

/** `fr` from `FR`, `France` or `Frankreich`. */
export function country(value: string): NormalizedText | Omitted {
  const code = countryCode(value)
  return code === undefined ? omit('not_a_country') : text(code.toLowerCase())
}

/** `FR`: Google's region code. */
export function countryUpper(value: string): NormalizedText | Omitted {
  const code = countryCode(value)
  return code === undefined ? omit('not_a_country') : text(code)
}
