import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MIN_NUMBER_DIGITS, numberRuns } from './number-runs.ts'
import { survey } from './survey.ts'

/** Dense in what the survey counts. */
const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789  --..()/+,aFé\u0131@%:')), maxLength: 40 }),
)

it('counts digits together exactly where there is a number long enough to look at', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(survey(text).digitsTogether >= MIN_NUMBER_DIGITS).toBe(numberRuns(text).length > 0)
    }),
    { numRuns: 2_000 },
  )
})

it('sees where an IBAN may begin: two letters of any alphabet and two digits', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(survey(text).ibanStart).toBe(/[A-Za-z\u0080-\uFFFF]{2}[0-9]{2}/.test(text))
    }),
    { numRuns: 2_000 },
  )
})

it('counts what the detectors ask for', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const seen = survey(text)
      expect(seen.digits).toBe(text.replaceAll(/[^0-9]/g, '').length)
      expect(seen.dots).toBe(text.split('.').length - 1)
      expect(seen.colons).toBe(text.split(':').length - 1)
      expect(seen.at).toBe(text.includes('@'))
      expect(seen.encoded).toBe(/[%&\\]/.test(text))
      expect(seen.plusSpace).toBe(text.includes('+'))
      expect(seen.dotsAfterDigits).toBe(text.match(/[0-9]\./g)?.length ?? 0)
      expect(seen.blanks).toBe(text.replaceAll(/[^\0- ]/g, '').length)
      expect(seen.longestRun).toBe(Math.max(0, ...text.split(/[^A-Za-z0-9+/_-]/).map((run) => run.length)))
    }),
  )
})

it('counts on over four characters between digits, and not over five', () => {
  expect(survey('12345 - (6789').digitsTogether).toBe(9)
  expect(survey('12345 - ((6789').digitsTogether).toBe(5)
  expect(survey('12345x6789').digitsTogether).toBe(5)
})
