import { type NormalizedText, type Omitted } from './normalized.ts'
/** `country` is the person's: a name or a code. */
export interface PlaceContext {
  readonly country?: string
}
/**
 * `São Paulo` → `sãopaulo`, `東京` stays: lower-case, no punctuation, no spaces. Meta's two official helpers disagree on
 * accents; its text says UTF-8, and a city without its accented letters is another word.
 * Source: Meta, Customer Information Parameters; Pinterest Conversions API specification; both read 2026-11-21.
 */
export declare function city(value: string): NormalizedText | Omitted
/**
 * `California` and `US-CA` → `ca`, `Québec` → `qc`; outside the US and Canada the region's name (`îledefrance`).
 * A name is never cut to its first two letters: `Île-de-France` is not `le`.
 * Source: Meta, Customer Information Parameters, read 2026-11-21.
 */
export declare function state(value: string, context: PlaceContext): NormalizedText | Omitted
/**
 * `SW1A 1AA` → `sw1a1aa`; a US ZIP+4 → its first five digits. Lower-case, no spaces, no dash (TikTok, Meta, Snap).
 * Without a country, five digits, a dash and four digits can only be a ZIP+4.
 * Source: Meta, Customer Information Parameters, read 2026-11-21.
 */
export declare function zip(value: string, context: PlaceContext): NormalizedText | Omitted
/** Pinterest says "only digits", for every country. Source: Pinterest API specification 5.23.0, read 2026-11-21. */
export declare function zipDigits(value: string): NormalizedText | Omitted
/** Google takes it readable and as written. */
export declare function postalCodeAsWritten(value: string): NormalizedText | Omitted
/** `fr` from `FR`, `France` or `Frankreich`. */
export declare function country(value: string): NormalizedText | Omitted
/** `FR`: Google's region code. */
export declare function countryUpper(value: string): NormalizedText | Omitted
