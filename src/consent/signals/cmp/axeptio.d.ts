import type { CmpReader } from './cmp.ts'
export type Axeptio =
  | {
      readonly ok: false
    }
  | {
      readonly ok: true
      readonly completed: boolean | null
      readonly choiceMade: boolean
      /** Vendor in small letters → allowed or refused; who was not answered for is not there. */
      readonly vendors: Readonly<Record<string, boolean>>
      /** Google consent mode as Axeptio keeps it: its version, and `granted` or `denied` by type. */
      readonly googleConsentMode?: Readonly<Record<string, unknown>>
      /** The sources disagree on a vendor. */
      readonly conflict?: string
    }
export declare const axeptioReader: CmpReader
/** Takes the cookies by name, the text of `axeptio_cookies`, or the object that Axeptio gives the page. Never throws. */
export declare function decodeAxeptio(input: unknown): Axeptio
