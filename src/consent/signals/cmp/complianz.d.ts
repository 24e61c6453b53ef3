/**
 * Complianz. One cookie a category, `cmplz_<category>` = `allow` or `deny`, and `cmplz_banner-status=dismissed` once the
 * banner has been answered: categories are written before that. `cmplz_consented_services` holds single services as JSON.
 * `functional` cannot be refused, so it is no choice.
 * Sources: Complianz cookies as duckduckgo/autoconsent tests them and as seen in public code, read 2026-11-22.
 */
import { type CmpReader } from './cmp.ts'
declare const CATEGORIES: readonly ['marketing', 'statistics', 'statistics-anonymous', 'preferences']
type Category = (typeof CATEGORIES)[number]
export type ComplianzCookies =
  | {
      readonly ok: false
    }
  | ({
      readonly ok: true
      readonly choiceMade: boolean
      readonly services: Readonly<Record<string, boolean>>
      readonly policyId: string | null
    } & Readonly<Record<Category, boolean | null>>)
/** `input`: the cookies as an object name → value, or as the text of a Cookie header. */
export declare function decodeComplianz(input: unknown): ComplianzCookies
/** Keys of the choices: categories and service names. */
export declare const complianzReader: CmpReader
export {}
