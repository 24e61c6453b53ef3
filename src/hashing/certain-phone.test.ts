import fc from 'fast-check'
import metadata from 'libphonenumber-js/min/metadata'
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { expect, it } from 'vitest'
import { readCertainInternational, readCertainNational } from './certain-phone.ts'

const ROWS = Object.entries(metadata.countries)

/** As the library reads it; undefined where it is not valid. */
function byLibrary(text: string, country?: string): string | undefined {
  const known = country !== undefined && isSupportedCountry(country) ? country : undefined
  const number = parsePhoneNumberFromString(text, known)
  return number?.isValid() === true ? number.number : undefined
}

/** Digits as somebody in that country may type them: right, with a prefix too many, or with a digit wrong. */
function digitsOf([, row]: (typeof ROWS)[number]): fc.Arbitrary<string> {
  const [callingCode, , pattern, , , trunkPrefix] = row ?? []
  const national = fc.stringMatching(new RegExp(`^(?:${String(pattern)})$`))
  const digits = fc.tuple(fc.constantFrom('', '', String(trunkPrefix ?? '0'), String(callingCode), '0', '1'), national)
  return fc.oneof(
    digits.map(([before, number]) => before + number),
    fc.tuple(digits, fc.nat(15), fc.stringMatching(/^\d{0,2}$/)).map(([[before, number], at, other]) => {
      const whole = before + number
      return whole.slice(0, at) + other + whole.slice(at + 1)
    }),
    fc.stringMatching(/^\d{2,17}$/),
  )
}

it.each(ROWS)(
  'what it reads as a number of %s, or as one written for abroad, the library reads in the same way',
  (...entry) => {
    const [country, row] = entry
    fc.assert(
      fc.property(digitsOf(entry), (digits) => {
        const national = digits.startsWith('00') ? undefined : readCertainNational(digits, country)
        if (national !== undefined) expect(national).toBe(byLibrary(digits, country))
        for (const written of [digits, String(row?.[0]) + digits]) {
          const international = readCertainInternational(written)
          if (international !== undefined) expect(international).toBe(byLibrary(`+${written}`))
        }
      }),
      { numRuns: 60 },
    )
  },
)

it.each([
  ['FR', '0612345678', '+33612345678'],
  ['FR', '612345678', '+33612345678'],
  ['GB', '07400123456', '+447400123456'],
  ['US', '6502530000', '+16502530000'],
  ['IT', '0236618300', '+390236618300'],
  ['DE', '015123456789', '+4915123456789'],
])('reads a number of %s without the library: %s', (country, digits, expected) => {
  expect(readCertainNational(digits, country)).toBe(expected)
  expect(readCertainInternational(expected.slice(1))).toBe(expected)
})

it.each([
  ['a number that does not exist', '0012345', 'FR'],
  ['a number with its calling code', '33612345678', 'FR'],
  ['a country whose plan rewrites numbers', '91123456789', 'AR'],
  ['a country that follows the plan of another', '07781123456', 'GG'],
  ['no country', '0612345678', 'constructor'],
])('leaves %s to the library', (_, digits, country) => {
  expect(readCertainNational(digits, country)).toBeUndefined()
})
