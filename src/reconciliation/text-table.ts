/**
 * Texts, each kept once under a number, as bytes beside the heap: what is compared are numbers, and the text is made again only
 * where somebody reads it. Numbers and names of a hundred thousand orders cost a third of what they cost as strings.
 */

import { whole } from './numbers.ts'

/** What was never kept has no number. */
export const NO_TEXT = -1

export interface TextTable {
  /** The number of a text, which is kept from now on. */
  readonly keep: (text: string) => number
  /** The number of a text if it was kept, or else NO_TEXT. */
  readonly find: (text: string) => number
  readonly at: (number: number) => string
  /** Numbers go from 0 to below this. */
  readonly size: () => number
}

/** A few words that come again and again: as strings, because they are read all the time. */
export function wordTable(): TextTable {
  const numbers = new Map<string, number>()
  const words: string[] = []
  const find = (text: string): number => numbers.get(text) ?? NO_TEXT
  return {
    find,
    at: (number) => words[number] ?? '',
    size: () => words.length,
    keep: (text) => {
      const known = find(text)
      if (known !== NO_TEXT) return known
      numbers.set(text, words.length)
      return words.push(text) - 1
    },
  }
}

const FIRST_SLOTS = 1_024
/** Of four slots at most three are taken. */
const FULL = 0.75

export function textTable(): TextTable {
  const bytes = byteStore()
  const hashes = whole()
  let size = 0
  /** By hash; each has the number of a text + 1, or 0. */
  let slots = new Int32Array(FIRST_SLOTS)

  /** The slot that has this text, or the free one where it belongs. */
  const slotOf = (text: string, hash: number): number => {
    const mask = slots.length - 1
    let slot = hash & mask
    for (let tried = 0; tried < slots.length; tried++) {
      const number = (slots[slot] ?? 0) - 1
      if (number < 0 || (hashes.at(number) === hash && bytes.has(number, text))) return slot
      slot = (slot + 1) & mask
    }
    return slot
  }
  const grow = (): void => {
    slots = new Int32Array(slots.length * 2)
    const mask = slots.length - 1
    for (let number = 0; number < size; number++) {
      let slot = hashes.at(number) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = number + 1
    }
  }
  return {
    find: (text) => (slots[slotOf(text, hashOf(text))] ?? 0) - 1,
    at: (number) => bytes.at(number),
    size: () => size,
    keep: (text) => {
      const hash = hashOf(text)
      const slot = slotOf(text, hash)
      const known = (slots[slot] ?? 0) - 1
      if (known >= 0) return known
      hashes.set(size, hash)
      bytes.push(text)
      slots[slot] = ++size
      if (size > slots.length * FULL) grow()
      return size - 1
    },
  }
}

/** FNV-1a over UTF-16, its bits mixed once more for the mask. */
function hashOf(text: string): number {
  let hash = 0x81_1c_9d_c5
  for (let place = 0; place < text.length; place++) hash = Math.imul(hash ^ text.charCodeAt(place), 0x01_00_01_93)
  return hash ^ (hash >>> 15)
}

const BLOCK_BYTES = 1 << 18

/** One text after the other as UTF-8, in blocks: nothing is copied when it grows. */
function byteStore() {
  const blocks: Uint8Array[] = []
  /** Where each text begins, counted over all blocks as if each had the same length; a longer one has a single text. */
  const begins = whole()
  /** Where the last text of each block ends. */
  const ends: number[] = []
  let used = BLOCK_BYTES
  let length = 0
  const place = (number: number) => {
    const start = begins.at(number)
    const next = number + 1 < length ? begins.at(number + 1) : Infinity
    const index = Math.floor(start / BLOCK_BYTES)
    const end = Math.min(next - index * BLOCK_BYTES, ends[index] ?? 0)
    return { block: blocks[index], begin: start % BLOCK_BYTES, end }
  }
  return {
    push: (text: string): void => {
      // At most three bytes for each of UTF-16.
      if (used + text.length * 3 > BLOCK_BYTES) {
        blocks.push(new Uint8Array(Math.max(BLOCK_BYTES, text.length * 3)))
        used = 0
      }
      const index = blocks.length - 1
      begins.set(length++, index * BLOCK_BYTES + used)
      used = written(text, blocks[index] ?? new Uint8Array(), used)
      ends[index] = used
    },
    at: (number: number): string => {
      const { block, begin, end } = place(number)
      return DECODER.decode(block?.subarray(begin, end))
    },
    /** Whether this text has the number. */
    has: (number: number, text: string): boolean => {
      const { block, begin, end } = place(number)
      if (block === undefined) return false
      if (end - begin !== text.length)
        return end - begin > text.length && DECODER.decode(block.subarray(begin, end)) === text
      // As many bytes as characters: it is equal only where all of them are ASCII.
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at)
        if (code > 127 || block[begin + at] !== code) return false
      }
      return true
    },
  }
}

/** Where it ends. Most texts are ASCII, and short. */
function written(text: string, block: Uint8Array, begin: number): number {
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place)
    if (code > 127) return begin + ENCODER.encodeInto(text, block.subarray(begin)).written
    block[begin + place] = code
  }
  return begin + text.length
}

const ENCODER = new TextEncoder()
/** A byte order mark is a part of its text. */
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true, fatal: false })
