/**
 * Commanders Act (TrustCommander). `TC_PRIVACY` = status, version, categories, categories that are always on, times and a
 * vendor string, joined by a separator that the site can choose (`@` by default, `!` is seen too). **Status 1 is an
 * opt-out**, 0 consents to the listed categories and to no others. `TC_PRIVACY_CENTER` repeats the accepted categories
 * without status or time: it can take an acceptance away and gives none. The vendor string has no public description and
 * is not read; the forwarded consent object says vendors in clear.
 * Sources: Commanders Act "Consent Cookie" and "Consent Object", cookies seen in public code, read 2026-11-22.
 */
import { type CmpReader } from './cmp.ts'
export type CommandersActCookie =
  | {
      readonly ok: false
    }
  | {
      readonly ok: true
      readonly optout: boolean
      readonly privacyVersion: string
      /** Category numbers, or `ALL` in old banners. */
      readonly categories: readonly string[]
      /** Always on: nobody is asked about them. */
      readonly blockedOn: readonly string[]
      /** Epoch ms; null = the cookie does not say. */
      readonly updated: number | null
      readonly created: number | null
      readonly expires: number | null
      /** Only where `nowMs` was given. */
      readonly expired?: boolean
      readonly vendorString: string
    }
/** `input`: the text of `TC_PRIVACY`, percent-encoded or not. */
export declare function decodeCommandersAct(input: unknown, nowMs?: number): CommandersActCookie
/** Keys of the choices: category numbers, and `vendor:<id>` from the forwarded object. */
export declare const commandersActReader: CmpReader
