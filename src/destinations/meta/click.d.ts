/**
 * Meta's two browser ids. Both have the form `fb.<subdomain index>.<creation time in ms>.<payload>`, and a fifth part
 * where Meta's own parameter builder made them. Source: Meta, "fbp and fbc Parameters", read 2026-11-21.
 */
import type { CanonicalEvent } from '../../event/types.ts'
export declare const FBC: RegExp
export declare const FBP: RegExp
export declare const FBCLID: RegExp
/**
 * The click id as Meta wants it. The cookie's value stays when it is well formed and about the same click; else it is
 * made from the click's `fbclid`, in its exact case and length, with the time of the event. Without an `fbclid` none
 * is ever made: Meta refuses the whole batch for one that is ill formed.
 */
export declare function fbc(event: CanonicalEvent): string | undefined
/** The browser id; left out where it is ill formed. */
export declare function fbp(event: CanonicalEvent): string | undefined
