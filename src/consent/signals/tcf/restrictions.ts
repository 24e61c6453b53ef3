/**
 * What the publisher has forbidden or changed for single vendors and purposes: the last part of the core segment.
 * Source: IAB Tech Lab, "Consent string and vendor list formats v2", PubRestrictions, read 2026-11-21.
 */
import type { Bits } from '../bits.ts'
import type { TcfFault } from './fault.ts'
import { type EntryBudget, MAX_VENDOR_ID, type RangeList, readRangeList } from './vendor-list.ts'

export interface PublisherRestriction {
  /** 0 to 63, as the string has it; purposes are 1 to 24. */
  readonly purposeId: number
  /** 0 not allowed, 1 consent required, 2 legitimate interest required, 3 undefined (read as not allowed). */
  readonly type: number
  readonly vendors: RangeList
}

const COUNT_BITS = 12
const PURPOSE_BITS = 6
const TYPE_BITS = 2
/** Every purpose id with every type, once. */
const MAX_RESTRICTIONS = 2 ** (PURPOSE_BITS + TYPE_BITS)

export function readRestrictions(bits: Bits, budget: EntryBudget): readonly PublisherRestriction[] | TcfFault {
  const count = bits.read(COUNT_BITS)
  if (count > MAX_RESTRICTIONS) return 'too_many_entries'
  const restrictions: PublisherRestriction[] = []
  for (let i = 0; i < count; i++) {
    const purposeId = bits.read(PURPOSE_BITS)
    const type = bits.read(TYPE_BITS)
    const vendors = readRangeList(bits, MAX_VENDOR_ID, budget)
    if (typeof vendors === 'string') return vendors
    restrictions.push({ purposeId, type, vendors })
  }
  return bits.overrun ? 'truncated' : restrictions
}
