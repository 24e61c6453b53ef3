import type { DestinationCookie } from '../destination.ts'
export declare const metaCookies: readonly DestinationCookie[]
