import { type NormalizedText, type Omitted } from './normalized.ts'
/** Whether a text that is an id says that there is none: `guest`, `N/A`, `-`. */
export declare function isNobody(id: string): boolean
/**
 * Case kept (TikTok, Snap, Reddit; Microsoft UET takes it readable): the pixel hashes what the page gives it, and both
 * must agree. Source: TikTok Events API 2.0, user parameters, read 2026-11-21.
 */
export declare function externalIdAsWritten(value: string): NormalizedText | Omitted
/**
 * Lower-case and without any space, as Meta's and Pinterest's own browser code makes it.
 * Source: facebook/capi-param-builder; segmentio/action-destinations pinterest-conversions; read 2026-11-21.
 */
export declare function externalIdLower(value: string): NormalizedText | Omitted
/** An advertising id that will be hashed: lower-case. Source: TikTok Events API 2.0, user parameters, read 2026-11-21. */
export declare function deviceIdLower(value: string): NormalizedText | Omitted
