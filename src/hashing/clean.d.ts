import { type NormalizedText, type Omitted } from './normalized.ts'
/** Characters (UTF-16 units). An e-mail is at most 254 (RFC 5321, section 4.5.3.1.3), with room for spaces around it. */
export declare const MAX_LENGTH = 512
/** The text without what cannot be seen around and in it, in NFC; or why there is nothing to use. */
export declare function clean(input: string): NormalizedText | Omitted
/** Lower-case, without punctuation, symbols and spaces; accents and other scripts kept; NFC. */
export declare function lettersAndDigits(value: string): string
/** Lower-case, in NFC. */
export declare function lower(value: string): string
/** For looking a name up in a table: letters and digits only, lower-case, without accents. Never sent. */
export declare function lookupKey(value: string): string
