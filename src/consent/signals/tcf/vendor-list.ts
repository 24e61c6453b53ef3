/**
 * One list of vendor ids inside a TC string: a bit per vendor, tested where it stands, or ranges, kept as ranges. A list
 * costs memory by what the string holds, never by what it claims: 600 characters can claim 100 times 65,535 vendors.
 * Source: IAB Tech Lab, "Consent string and vendor list formats v2", vendor sections, read 2026-11-21.
 */
import type { Bits } from '../bits.ts'
import type { TcfFault } from './fault.ts'

export interface VendorList {
  /** No id above it is in the list. 0 = nobody. */
  readonly maxVendorId: number
  /** `vendorId` is an integer; 0 and what is above 65,535 are in no list. */
  has(vendorId: number): boolean
}

/** First and last id, both in it. */
export type IdRange = readonly [first: number, last: number]

/** Entries of all lists of one string together. A long, real string has some 600. */
export const MAX_RANGE_ENTRIES = 1_500
export const MAX_VENDOR_ID = 65_535

const ID_BITS = 16
const COUNT_BITS = 12
/** Stands before an entry's first id, and is read with it: entries are what a long string is made of. */
const RANGE_FLAG = 2 ** ID_BITS

/** Counts down over all lists of one string. */
export class EntryBudget {
  #left = MAX_RANGE_ENTRIES

  /** False where `count` is more than what is left. */
  take(count: number): boolean {
    this.#left -= count
    return this.#left >= 0
  }
}

/** MaxVendorId, IsRange, then bits or ranges. */
export function readVendorList(bits: Bits, budget: EntryBudget): VendorList | TcfFault {
  const maxVendorId = bits.read(ID_BITS)
  const isRange = bits.readFlag()
  if (isRange) return readRangeList(bits, maxVendorId, budget)
  const list = new BitfieldList(bits, bits.position, maxVendorId)
  bits.skip(maxVendorId)
  return bits.overrun ? 'truncated' : list
}

/** NumEntries, then entries that must ascend without sharing an id, as the official encoder writes them. */
export function readRangeList(bits: Bits, maxVendorId: number, budget: EntryBudget): RangeList | TcfFault {
  const count = bits.read(COUNT_BITS)
  if (!budget.take(count)) return 'too_many_entries'
  const ranges: IdRange[] = []
  let previous = 0
  for (let i = 0; i < count; i++) {
    const entry = bits.read(1 + ID_BITS)
    const first = entry % RANGE_FLAG
    const last = entry >= RANGE_FLAG ? bits.read(ID_BITS) : first
    if (bits.overrun) return 'truncated'
    if (first === 0 || last < first || last > maxVendorId) return 'bad_range'
    if (first <= previous) return 'overlapping_ranges'
    ranges.push([first, last])
    previous = last
  }
  return bits.overrun ? 'truncated' : new RangeList(ranges, maxVendorId)
}

class BitfieldList implements VendorList {
  readonly maxVendorId: number
  readonly #bits: Bits
  readonly #start: number

  constructor(bits: Bits, start: number, maxVendorId: number) {
    this.#bits = bits
    this.#start = start
    this.maxVendorId = maxVendorId
  }

  has(vendorId: number): boolean {
    return vendorId >= 1 && vendorId <= this.maxVendorId && this.#bits.flagAt(this.#start + vendorId - 1)
  }
}

export class RangeList implements VendorList {
  readonly maxVendorId: number
  readonly ranges: readonly IdRange[]

  /** `ranges` ascend and share no id. */
  constructor(ranges: readonly IdRange[], maxVendorId: number) {
    this.ranges = ranges
    this.maxVendorId = maxVendorId
  }

  has(vendorId: number): boolean {
    let from = 0
    let to = this.ranges.length
    while (from < to) {
      const middle = (from + to) >> 1
      const range = this.ranges[middle]
      if (range === undefined) return false
      if (vendorId < range[0]) to = middle
      else if (vendorId > range[1]) from = middle + 1
      else return true
    }
    return false
  }
}
