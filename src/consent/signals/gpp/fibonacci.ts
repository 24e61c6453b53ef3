/**
 * Fibonacci-coded numbers: bit i (from 0) stands for the i-th of 1, 2, 3, 5, 8 …, and two 1s in a row end the number.
 * Source: IAB Tech Lab "Global Privacy Platform String", Fibonacci encoding, read 2026-11-21.
 */
import type { Bits } from '../bits.ts'

/** 1, 2, 3, 5 … 121,393: more than any section id needs. A number that goes on longer is no section id. */
const NUMBERS: readonly number[] = firstNumbers(25)

/** A number of at least 1; undefined where it does not end within the bound. What is past the bits is 0 and ends nothing. */
export function readFibonacci(bits: Bits): number | undefined {
  let value = 0
  let previous = false
  for (const number of NUMBERS) {
    const bit = bits.readFlag()
    if (bit && previous) return value
    if (bit) value += number
    previous = bit
  }
  return undefined
}

function firstNumbers(count: number): readonly number[] {
  const numbers = [1, 2]
  while (numbers.length < count) numbers.push((numbers.at(-2) ?? 0) + (numbers.at(-1) ?? 0))
  return numbers
}
