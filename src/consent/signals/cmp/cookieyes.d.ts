/**
 * CookieYes. Its cookie joins `key:value` with commas: an id, `consent`, `action` and one answer a category. Only
 * `action:yes` is an answer of the person: where the law lets the site assume consent the categories say yes before.
 * `lastRenewedDate` is when the site last asked everybody anew, not when this person answered.
 * Sources: CookieYes documentation ("cookieyes-consent", "getCkyConsent"), cookies seen in public code, read 2026-11-22.
 */
import { type CmpReader } from './cmp.ts'
declare const CATEGORIES: readonly ['necessary', 'functional', 'analytics', 'performance', 'advertisement', 'other']
type Category = (typeof CATEGORIES)[number]
export type CookieYesCookie =
  | {
      readonly ok: false
    }
  | ({
      readonly ok: true
      readonly choiceMade: boolean
      /** The whole banner: false beside an answer means that everything which can be refused was. */
      readonly consent: boolean | null
      /** Epoch ms; null = not in the cookie. */
      readonly lastRenewedDate: number | null
    } & Readonly<Record<Category, boolean | null>>)
/** `input`: the cookie's text, its keys as an object, or what `getCkyConsent()` gives. */
export declare function decodeCookieYes(input: unknown): CookieYesCookie
/** Keys of the choices: the tool's six categories. */
export declare const cookieyesReader: CmpReader
export {}
