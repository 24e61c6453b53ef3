import { type NormalizedText, type Omitted } from './normalized.ts'
/** Where a national number may be from. */
export interface PhoneContext {
  readonly country?: string
  readonly defaultCountry?: string
  readonly phones?: PhoneMemo
}
/** What the last number was read as; it belongs to one event, which has one, and one pair of countries. */
export interface PhoneMemo {
  value?: string
  read?: NormalizedText | Omitted
}
/** `+33612345678`. */
export declare function phoneE164(value: string, context: PhoneContext): NormalizedText | Omitted
/** `33612345678`: country code first, no `+`. */
export declare function phoneDigits(value: string, context: PhoneContext): NormalizedText | Omitted
