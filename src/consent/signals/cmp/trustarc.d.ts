/**
 * TrustArc. Permissions are levels: 1 required, 2 functional, 3 advertising unless the site numbers them otherwise.
 * `cmapi_cookie_privacy` lists them (`permit 1,2,3`, `permit 1 required`), `notice_gdpr_prefs` lists them from 0
 * (`0,1,2:`), `notice_preferences` names the highest from 0 (`2:`). `notice_behavior` says whether the region asks
 * (`expressed,eu`) or assumes (`implied,us`); `gpcishonored=true` that the tool acted on Global Privacy Control.
 * Sources: TrustArc cookies as duckduckgo/autoconsent tests them and as seen in public code, read 2026-11-22.
 */
import { type CmpReader } from './cmp.ts'
export type TrustArcCookies =
  | {
      readonly ok: false
    }
  | {
      readonly ok: true
      /** Permitted levels, ascending: those that every cookie permits. */
      readonly levels: readonly number[]
      /** Level 3. */
      readonly advertising: boolean
      readonly choiceMade: boolean
      readonly gpc: boolean
    }
/** `input`: the cookies by name, the text of `cmapi_cookie_privacy`, or the answer of `getGDPRConsentDecision`. */
export declare function decodeTrustArc(input: unknown): TrustArcCookies
/** Keys of the choices: the levels `1` to `9`. */
export declare const trustarcReader: CmpReader
