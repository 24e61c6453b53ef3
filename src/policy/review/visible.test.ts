import { expect, it } from 'vitest'
import { visible } from './visible.ts'

/** From … to, both included: [UAX 9](https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters) and what has no width. */
const HIDDEN: readonly (readonly [from: number, to: number])[] = [
  [0x00, 0x08],
  [0x0b, 0x0c],
  [0x0e, 0x1f],
  [0x7f, 0x9f],
  [0x20_0b, 0x20_0b],
  [0x20_0e, 0x20_0f],
  [0x20_2a, 0x20_2e],
  [0x20_60, 0x20_64],
  [0x20_66, 0x20_6f],
  // Half of a pair, alone.
  [0xd8_00, 0xdf_ff],
  [0xfe_ff, 0xfe_ff],
  [0xe_00_00, 0xe_00_7f],
]
const BLANK: ReadonlySet<string> = new Set(['\t', '\n', '\r', '\u2028', '\u2029'])

it('shows each character that hides or reorders text, makes a blank of each end of a line, and leaves all others as they are', () => {
  const wrong: string[] = []
  for (let point = 0; point <= 0xe_01_ff; point = point === 0xff_ff ? 0xe_00_00 : point + 1) {
    const character = String.fromCodePoint(point)
    const isHidden = HIDDEN.some(([from, to]) => point >= from && point <= to)
    const shown = isHidden ? '\uFFFD' : BLANK.has(character) ? ' ' : character
    if (visible(`a${character}b`) !== `a${shown}b`) wrong.push(point.toString(16))
  }
  expect(wrong).toEqual([])
})
