/**
 * vanilla-cookieconsent (orestbida/cookieconsent; also behind other banners). `cc_cookie` is percent-encoded JSON, written
 * when the person answers. It lists what was accepted and nothing else, so that a usual category which is not on the list
 * was refused; a category of the site's own invention is known only where it was accepted. What a page forwards of
 * `getUserPreferences()` lists what was rejected too, and says by an `acceptType` that somebody answered.
 * Sources: vanilla-cookieconsent 3.1.0 (types, code) and 2.9 (names of the times), read 2026-11-22.
 */
import { type CmpReader } from './cmp.ts'
export type VanillaCookieConsent =
  | {
      readonly ok: false
    }
  | {
      readonly ok: true
      /** Accepted categories, as written. */
      readonly categories: readonly string[]
      /** Whether `marketing` is among them. */
      readonly marketing: boolean
      readonly choiceMade: boolean
      /** Accepted services, as written. */
      readonly services: readonly string[]
      /** Categories and services that the page names as rejected; empty in the cookie, which lists none. */
      readonly rejected: readonly string[]
      readonly revision: number | null
      /** The last answer, epoch ms; null = the cookie does not say; NaN = what it says cannot be read. */
      readonly answeredAtMs: number | null
      readonly expiresAtMs: number | null
    }
/** `input`: the cookie's text or its object, or what `getUserPreferences()` gives. */
export declare function decodeVanillaCookieConsent(input: unknown): VanillaCookieConsent
/** Keys of the choices: categories and service names. */
export declare const vanillaCookieConsentReader: CmpReader
