/**
 * Cookiebot: the cookie `CookieConsent`, text that looks like a JavaScript object and is neither that nor JSON
 * (`{stamp:'…',necessary:true,…,method:'explicit',ver:1,utc:<ms>,region:'fr'}`, quotes and commas percent-encoded), or a bare
 * `-1` (outside the region that is asked) or `0` (nobody answered). The TCF edition adds `iab2` and `gacm`.
 * Source: Cookiebot, "Developer" (cookiebot.com/en/developer), and cookies as seen on public sites, read 2026-11-21.
 */
import { type CmpReader } from './cmp.ts'
declare const CATEGORIES: readonly ['necessary', 'preferences', 'statistics', 'marketing']
type Category = (typeof CATEGORIES)[number]
export type Cookiebot =
  | {
      readonly ok: false
    }
  | ({
      readonly ok: true
      /** The person pressed a button: not a region without a question, not a banner still open. */
      readonly choiceMade: boolean
      /** `explicit` or `implied`; null in old cookies. */
      readonly method: string | null
      /** Epoch milliseconds; NaN = there is something else. */
      readonly utc: number | null
      /** Version of the consent text. */
      readonly ver: number | null
      readonly region: string | null
      /** TC string and Google AC string of the TCF edition. */
      readonly iab2: string | null
      readonly gacm: string | null
    } & Readonly<Record<Category, boolean | null>>)
export declare const cookiebotReader: CmpReader
/** Takes the cookie's text, an object with the cookie under its name, or the page's `Cookiebot` object. Never throws. */
export declare function decodeCookiebot(input: unknown): Cookiebot
export {}
