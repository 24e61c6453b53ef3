import { type NormalizedText, type Omitted } from './normalized.ts'
/** Lower-case. Dots and `+suffix` are kept: TikTok, Meta, Snap, Pinterest and LinkedIn hash the address as written. */
export declare function emailAsWritten(value: string): NormalizedText | Omitted
/**
 * Google: dots and `+suffix` go for gmail.com and googlemail.com only, the domain stays as it is.
 * Source: googleads/data-manager-node, util/src/formatter.ts, read 2026-11-21.
 */
export declare function emailForGoogle(value: string): NormalizedText | Omitted
/**
 * Reddit and Microsoft UET: dots and `+suffix` go for every domain.
 * Source: Reddit-authored code in segmentio/action-destinations, reddit-conversions-api/utils.ts; Microsoft UET
 * Conversions API guide; both read 2026-11-21.
 */
export declare function emailWithoutDots(value: string): NormalizedText | Omitted
