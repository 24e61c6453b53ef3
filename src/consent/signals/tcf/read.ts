/** The TC string as an event's path asks for it: does it count, and what may these few vendors do. */
import { decodeTcf } from './decode.ts'
import { vendorBases, type VendorBases } from './decision.ts'
import type { TcfFault } from './fault.ts'
import type { Gvl } from './gvl.ts'
import type { PurposeMask } from './purposes.ts'
import { type TcfValidity, validityOf } from './validity.ts'

export interface TcfContext {
  readonly nowMs: number
  readonly maxAgeDays: number
  readonly gvl: Gvl
}

export type TcfReading =
  | { readonly ok: false; readonly reason: TcfFault }
  | {
      readonly ok: true
      readonly validity: TcfValidity
      /** Epoch ms: when the person last answered. */
      readonly lastUpdatedMs: number
      readonly cmpId: number
      readonly cmpVersion: number
      readonly policyVersion: number
      /** As the string has them, valid or not; `hasPurpose` of purposes.ts asks. */
      readonly purposeConsents: PurposeMask
      readonly purposeOneTreatment: boolean
      readonly publisherCC: string
      /** What the vendor may; nothing where the string is not valid or the list does not know it. */
      readonly vendor: (vendorId: number) => VendorBases
    }

/** Never throws, whatever comes. */
export function readTcf(text: unknown, { nowMs, maxAgeDays, gvl }: TcfContext): TcfReading {
  const tc = decodeTcf(text)
  if (!tc.ok) return tc
  const validity = validityOf(tc, nowMs, maxAgeDays)
  const { lastUpdatedMs, cmpId, cmpVersion, policyVersion, purposeConsents, purposeOneTreatment, publisherCC } = tc
  return {
    ok: true,
    validity,
    lastUpdatedMs,
    cmpId,
    cmpVersion,
    policyVersion,
    purposeConsents,
    purposeOneTreatment,
    publisherCC,
    vendor: (vendorId) => vendorBases(tc, validity, vendorId, gvl),
  }
}
