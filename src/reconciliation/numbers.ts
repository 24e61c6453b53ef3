/** Numbers by their rows, in blocks beside the heap: nothing is copied when they grow, and rows that have none take no memory. */

export interface Numbers {
  readonly set: (row: number, value: number) => void
  readonly at: (row: number) => number
}

const BLOCK = 4_096
const NONE = -1

/** Whole numbers of 32 bits, in 16 where that is enough; -1 where none was set. */
export function whole(): Numbers {
  const blocks: (Int16Array | Int32Array | undefined)[] = []
  return {
    at: (row) => blocks[Math.floor(row / BLOCK)]?.[row % BLOCK] ?? NONE,
    set: (row, value) => {
      const index = Math.floor(row / BLOCK)
      let block = (blocks[index] ??= new Int16Array(BLOCK).fill(NONE))
      const isNarrow = block instanceof Int16Array && (value << 16) >> 16 !== value
      if (isNarrow) blocks[index] = block = Int32Array.from(block)
      block[row % BLOCK] = value
    },
  }
}

/** NaN where none was set. */
export function fractional(): Numbers {
  const blocks: (Float64Array | undefined)[] = []
  return {
    at: (row) => blocks[Math.floor(row / BLOCK)]?.[row % BLOCK] ?? NaN,
    set: (row, value) => {
      const block = (blocks[Math.floor(row / BLOCK)] ??= new Float64Array(BLOCK).fill(NaN))
      block[row % BLOCK] = value
    },
  }
}
