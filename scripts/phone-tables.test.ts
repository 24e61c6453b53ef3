import { parsePhoneNumberFromString, type CountryCode, type MetadataJson } from 'libphonenumber-js/core'
import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' }
import metadata from 'libphonenumber-js/min/metadata'
import { expect, it } from 'vitest'
import { withoutFormats, type PhoneTables } from './phone-tables.ts'

const whole = metadata as unknown as MetadataJson & PhoneTables
const lean = withoutFormats(whole)
const countries = Object.keys(whole.countries) as CountryCode[]

const readings = (text: string, country: CountryCode, tables: MetadataJson) => {
  const number = parsePhoneNumberFromString(text, country, tables)
  return [number?.number, number?.country, number?.isPossible(), number?.isValid()]
}

it('reads every country’s numbers as the whole tables do, however they are written', () => {
  const examplesOf: Readonly<Record<string, string>> = examples
  for (const country of countries) {
    const national = examplesOf[country] ?? '612345678'
    const calling = String(whole.countries[country]?.[0])
    for (const text of [
      national,
      `0${national}`,
      `8${national}`,
      `+${calling}${national}`,
      `00${calling} ${national}`,
      national.slice(1),
      `${national}1`,
    ]) {
      expect([text, country, ...readings(text, country, lean)]).toEqual([
        text,
        country,
        ...readings(text, country, whole),
      ])
    }
  }
})

it('leaves less than half of them', () => {
  expect(JSON.stringify(lean).length).toBeLessThan(JSON.stringify(whole).length / 2)
})
