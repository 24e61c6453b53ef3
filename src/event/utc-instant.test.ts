import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { utcInstant } from './utc-instant.ts'

const anyTime = fc.date({
  min: new Date('1970-01-01T00:00:00Z'),
  max: new Date('9999-12-28T23:59:59.999Z'),
  noInvalidDate: true,
})

it('reads a time as Date.parse does, with milliseconds and without', () => {
  fc.assert(
    fc.property(anyTime, (time) => {
      const written = time.toISOString()
      for (const text of [written, `${written.slice(0, 19)}Z`]) {
        const read = utcInstant(text)
        if (time.getUTCDate() <= 28) expect(read).toBe(Date.parse(text))
        else expect(read).toBeUndefined()
      }
    }),
    { numRuns: 2_000 },
  )
})

it('reads nothing that Date.parse reads otherwise', () => {
  const digit = fc.constantFrom(...'0123456789'.split(''))
  const mark = fc.constantFrom(...'0123456789-:.TZ +'.split(''))
  const template = '2026-11-21T12:00:00.000Z'
  const nearlyTime = fc
    .tuple(
      fc.constantFrom<string[]>(template, '2024-02-28T23:59:59Z'),
      fc.array(fc.tuple(fc.nat(23), fc.oneof(digit, mark)), { maxLength: 4 }),
    )
    .map(([text, changes]) =>
      changes.reduce(
        (changed, [at, to]) => (at < changed.length ? changed.slice(0, at) + to + changed.slice(at + 1) : changed),
        text,
      ),
    )
  fc.assert(
    fc.property(nearlyTime, (text) => {
      const read = utcInstant(text)
      if (read !== undefined) expect(read).toBe(Date.parse(text))
    }),
    { numRuns: 5_000 },
  )
})

it.each([
  ['2026-11-21', 'a day'],
  ['2026-11-21T12:00Z', 'minutes'],
  ['2026-11-21T12:00:00+01:00', 'another zone'],
  ['2026-02-30T12:00:00Z', 'a day that there is not'],
  ['2026-13-01T12:00:00Z', 'a month that there is not'],
  ['2026-11-21T24:00:00Z', 'the end of a day'],
  ['2026-11-21T12:60:00Z', 'too many minutes'],
  ['2026-11-21T12:00:60Z', 'a leap second'],
  ['1969-11-21T12:00:00Z', 'a year before the epoch'],
  ['2026-11-21T12:00:00.0x0Z', 'no digits'],
  ['２026-11-21T12:00:00Z', 'digits of another script'],
])('leaves %s to others: %s', (text) => {
  expect(utcInstant(text)).toBeUndefined()
})
