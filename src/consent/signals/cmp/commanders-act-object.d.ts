/**
 * The consent object of Commanders Act's onsite API, as a page forwards it: `{meta, consent: {status, categories, vendors}}`
 * with `on`, `off` or `unset` for each. Required categories are always on and are no choice.
 * Source: Commanders Act "Consent Object", read 2026-11-22.
 */
import { type CmpRecord } from './cmp.ts'
export declare function readConsentObject({ meta, consent }: Readonly<Record<string, unknown>>): CmpRecord
