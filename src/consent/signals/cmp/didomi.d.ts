import type { CmpReader } from './cmp.ts'
export type Didomi =
  | {
      readonly ok: false
    }
  | {
      readonly ok: true
      /** Version of TCF that the token names. */
      readonly version: number | null
      readonly created: string | null
      readonly updated: string | null
      readonly vendorsEnabled: readonly string[]
      readonly vendorsDisabled: readonly string[]
      readonly purposesEnabled: readonly string[]
      readonly purposesDisabled: readonly string[]
      /** The vendors that an account calls TikTok, together; null = not answered. */
      readonly tiktok: boolean | null
    }
export declare const didomiReader: CmpReader
/** Takes the token as its cookie holds it, or an object with the token under its cookie's name. Never throws. */
export declare function decodeDidomi(input: unknown): Didomi
