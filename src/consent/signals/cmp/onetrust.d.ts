import type { CmpReader } from './cmp.ts'
type Switches = Readonly<Record<string, 0 | 1>>
export type OneTrust =
  | {
      readonly ok: false
    }
  | {
      readonly ok: true
      /** Group, host or vendor → 1 on, 0 off. */
      readonly groups: Switches
      readonly hosts: Switches
      readonly genVendors: Switches
      readonly interactionCount: number | null
      readonly choiceMade: boolean
      /** The groups for advertising and for selling or sharing, together; null = the site has none of OneTrust's names. */
      readonly advertising: boolean | null
      /** The browser asked for Global Privacy Control, whatever the groups say. */
      readonly gpc: boolean
      readonly awaitingReconsent: boolean
      /** Country and region as OneTrust saw them, e.g. `FR;IDF`. */
      readonly geo: string | null
      readonly treatAs?: 'unknown'
    }
export declare const onetrustReader: CmpReader
/** Takes the text of `OptanonConsent`, or an object with OneTrust's cookies by name. Never throws. */
export declare function decodeOneTrust(input: unknown): OneTrust
export {}
