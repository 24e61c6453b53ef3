import { type NormalizedText, type Omitted } from './normalized.ts'
/** `m` or `f`; anything else is left out. */
export declare function gender(value: string): NormalizedText | Omitted
/** `m`, `f` or `n`. */
export declare function genderOrNonBinary(value: string): NormalizedText | Omitted
