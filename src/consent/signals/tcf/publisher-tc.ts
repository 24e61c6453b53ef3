/**
 * The publisher's own purposes: what the person agreed to with the site itself, and purposes that the site made up.
 * Source: IAB Tech Lab, "Consent string and vendor list formats v2", PublisherTC segment, read 2026-11-21.
 */
import type { Bits } from '../bits.ts'
import type { TcfFault } from './fault.ts'
import { PURPOSE_BITS } from './purposes.ts'

export interface PublisherTc {
  readonly consents: readonly number[]
  readonly legitimateInterests: readonly number[]
  /** 0 to 63. */
  readonly numCustomPurposes: number
  readonly customConsents: readonly number[]
  readonly customLegitimateInterests: readonly number[]
}

const CUSTOM_COUNT_BITS = 6

/** The segment after its type. */
export function readPublisherTc(bits: Bits): PublisherTc | TcfFault {
  const consents = readIds(bits, PURPOSE_BITS)
  const legitimateInterests = readIds(bits, PURPOSE_BITS)
  const numCustomPurposes = bits.read(CUSTOM_COUNT_BITS)
  const customConsents = readIds(bits, numCustomPurposes)
  const customLegitimateInterests = readIds(bits, numCustomPurposes)
  if (bits.overrun) return 'truncated'
  return { consents, legitimateInterests, numCustomPurposes, customConsents, customLegitimateInterests }
}

/** One bit an id, from 1; `width` is at most 63. */
function readIds(bits: Bits, width: number): readonly number[] {
  const ids: number[] = []
  for (let id = 1; id <= width; id++) if (bits.readFlag()) ids.push(id)
  return ids
}
