/**
 * Shopify's customer privacy. `_tracking_consent` carries what the visitor answered (`con.CMP`: a analytics, m marketing,
 * p preferences, s sale of data; "1" yes, "0" no, "" not answered) beside what the region allows without an answer
 * (`purposes`), which is no choice and is not read. Since v3 the same is written short: `3<answers>.<defaults>_<region>_…`,
 * where a capital letter is a yes and a small one a no. `_cmp_a` holds defaults only. A web pixel is told what is allowed
 * (`marketingAllowed` …) and not what was answered.
 * Sources: Shopify "Customer Privacy API", its consent-tracking-api v0.2, "Web Pixels API", read 2026-11-22.
 */
import { type CmpReader } from './cmp.ts'
interface Answers {
  readonly marketing: boolean | null
  readonly analytics: boolean | null
  readonly preferences: boolean | null
  /** False = an opt-out of the sale of data. */
  readonly saleOfData: boolean | null
}
export type ShopifyConsent =
  | {
      readonly ok: false
    }
  | (Answers & {
      readonly ok: true
      /** Country and region as Shopify found them, e.g. `FRIDF`. */
      readonly region: string | null
      readonly regulation: string | null
      /** The visitor has answered about marketing. */
      readonly choiceMade: boolean
      readonly version: string | null
    })
/** `input`: the cookie's text, its object, or what `customerPrivacy.currentVisitorConsent()` gives. */
export declare function decodeShopify(input: unknown): ShopifyConsent
/** Keys of the choices: `marketing`, `analytics`, `preferences`. */
export declare const shopifyReader: CmpReader
export {}
