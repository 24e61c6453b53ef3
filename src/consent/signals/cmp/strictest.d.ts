/**
 * Several accounts of one consent tool (its cookie, what the page forwards, one banner a language) → one record that
 * allows only what all of them allow. An account that cannot be read may have been a refusal: then nothing can be read.
 */
import { type CmpRecord } from './cmp.ts'
export declare function strictestRecord(records: readonly (CmpRecord | undefined)[]): CmpRecord | undefined
