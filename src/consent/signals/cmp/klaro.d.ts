/**
 * Klaro. Its cookie is the percent-encoded JSON of service → boolean, written only after the person saves, so that the
 * cookie alone is a choice. What a page forwards of the running manager says so itself (`confirmed`).
 * Source: klaro 0.7.22, read 2026-11-22.
 */
import { type CmpReader } from './cmp.ts'
export type KlaroCookie =
  | {
      readonly ok: false
    }
  | {
      readonly ok: true
      readonly services: Readonly<Record<string, boolean>>
      readonly choiceMade: boolean
    }
/** `input`: the cookie's text, its object, or the manager's `{consents, confirmed}`. */
export declare function decodeKlaro(input: unknown): KlaroCookie
/** Keys of the choices: service names. */
export declare const klaroReader: CmpReader
