/** What a text costs grows with its length and no faster: one request can hold hundreds of texts that were made to be slow. */
import { expect, it } from 'vitest'
import { detectPersonalData, MAX_DETECT_LENGTH } from './detect.ts'

const LONGER = 16
/** 16 for what is linear, 256 for what is quadratic: far enough from both that a busy machine decides nothing. */
const LIMIT = 64
const ROUNDS = 7
/** On a busy machine every one of few rounds may be interrupted. The least of many is the cost itself, and what is quadratic stays so. */
const MOST_ROUNDS = 200

/** Beginnings of what is looked for, each of which leads to nothing. */
const BEGINNINGS = [
  'sid=',
  'token: ',
  '"sid":"',
  'ey-',
  'ewA.',
  'ey-e.',
  'FR14 ',
  '1.2.3.999 ',
  '2001:',
  '1 ',
  '4111 ',
  '06-',
  '+33 ',
  '00 33 1 ',
  'bsn 111222334 ',
  '219-09-0000 ',
  '2 69 05 ',
  'née 1 jan ',
  'dob 2020 ',
  'a@',
  'aa @ ',
  'a1 ',
  'x y ',
  'Zm9v-',
  '6a:61:',
  '6a 0x',
  '\\\\',
  '&a',
  '(at)',
  '@@',
  '2a01:cb00:',
  // "aa@" in base64 in base64.
  'WVdGQVlXRkE=',
  '%2531',
  '/checkout/',
  'ABCDEF85T10A562',
]

function microseconds(text: string): number {
  const start = performance.now()
  for (let done = 0; done < 2 * MAX_DETECT_LENGTH; done += text.length) detectPersonalData(text, 'text')
  return ((performance.now() - start) * 1_000 * text.length) / (2 * MAX_DETECT_LENGTH)
}

it.each(BEGINNINGS)('%j again and again costs as much as it is long', (beginning) => {
  const long = beginning.repeat(MAX_DETECT_LENGTH / beginning.length)
  const short = long.slice(0, Math.floor(long.length / LONGER))
  const least = { long: Infinity, short: Infinity }
  const isAbove = () => least.long / least.short >= LIMIT
  for (let round = 0; round < ROUNDS || (isAbove() && round < MOST_ROUNDS); round++) {
    least.short = Math.min(least.short, microseconds(short))
    least.long = Math.min(least.long, microseconds(long))
  }
  expect(least.long / least.short).toBeLessThan(LIMIT)
})
