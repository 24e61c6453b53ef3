import { type NormalizedText, type Omitted } from './normalized.ts'
/**
 * `Jean-François` → `jeanfrançois`, `D’Angelo` → `dangelo`: lower-case, no punctuation, no spaces (TikTok, Meta).
 * Source: Meta, Customer Information Parameters; TikTok Events API 2.0, user parameters; both read 2026-11-21.
 */
export declare function nameLetters(value: string): NormalizedText | Omitted
/** Lower-case and no more (Snap, Pinterest). Source: Snap and Pinterest API specifications, read 2026-11-21. */
export declare function nameLower(value: string): NormalizedText | Omitted
/** Google: one title with its dot is cut from the front, as Google's formatter does; spaces and hyphens stay. */
export declare function givenNameForGoogle(value: string): NormalizedText | Omitted
/** Google: `Quinn, Jr., PhD` → `quinn`: suffixes after a comma or a space are cut, as many as there are. */
export declare function familyNameForGoogle(value: string): NormalizedText | Omitted
