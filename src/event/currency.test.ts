import { describe, expect, it } from 'vitest'
import { CURRENCIES, isCurrency, minorUnits } from './currency.ts'

describe('currencies', () => {
  // ISO 4217 list one, published 2026-01-01.
  it.each([
    ['EUR', 2],
    ['USD', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['ISK', 0],
    ['KWD', 3],
    ['TND', 3],
    ['CLF', 4],
    ['UYW', 4],
    ['XCG', 2],
    ['ZWG', 2],
    ['SLE', 2],
  ])('knows %s with %i minor digits', (code, digits) => {
    expect(minorUnits(code)).toBe(digits)
  })

  it.each(['BGN', 'HRK', 'ZWL', 'SLL', 'ANG', 'CUC', 'XXX', 'XTS', 'XAU', 'EURO', 'eur', ''])(
    'does not know %s',
    (code) => {
      expect(isCurrency(code)).toBe(false)
    },
  )

  it('lists each code once, as three capitals', () => {
    expect(new Set(CURRENCIES).size).toBe(CURRENCIES.length)
    expect(CURRENCIES.filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([])
  })

  // ICU is a second, independent list; it keeps codes for a while after they are withdrawn.
  it('knows every code that this runtime knows, save those withdrawn from the list or without minor units', () => {
    const withdrawn = ['ANG', 'BGN', 'CUC', 'HRK', 'SLL', 'ZWL']
    const withoutMinorUnits = ['XDR', 'XSU']
    const missing = Intl.supportedValuesOf('currency').filter((code) => !isCurrency(code))
    expect(missing.filter((code) => !withdrawn.includes(code) && !withoutMinorUnits.includes(code))).toEqual([])
  })
})
