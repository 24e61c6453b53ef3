import type { CmpReader } from './cmp.ts'
export type Usercentrics =
  | {
      readonly ok: false
    }
  | {
      readonly ok: true
      readonly choiceMade: boolean
      /** Service id → allowed or refused; null = not answered. */
      readonly services: Readonly<Record<string, boolean | null>>
    }
export declare const usercentricsReader: CmpReader
/** Never throws. */
export declare function decodeUsercentrics(input: unknown): Usercentrics
