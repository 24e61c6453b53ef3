import type { DestinationCookie } from '../destination.ts'
export declare const tiktokCookies: readonly DestinationCookie[]
