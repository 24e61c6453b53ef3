import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amountOf, decimalOf, dividedBy, microsOf, microsOfMinor, nearestMicros, roundedTo } from './money.ts'

describe('money', () => {
  it('reads what shops write: text, numbers, four and six decimals', () => {
    expect(microsOf('47.40')).toBe(47_400_000n)
    expect(microsOf(47.4)).toBe(47_400_000n)
    expect(microsOf('25.500000')).toBe(25_500_000n)
    expect(microsOf(' 4740 ')).toBe(4_740_000_000n)
    expect(microsOf('-8.50')).toBe(-8_500_000n)
    expect(microsOf('0')).toBe(0n)
  })

  it.each(['', '1,234.50', '12 €', '1e3', 'NaN', '.5', '5.', null, undefined, {}, true, Number.NaN, 1e21, '0.0000001'])(
    'reads no amount in %j',
    (value) => {
      expect(microsOf(value)).toBeUndefined()
    },
  )

  it('takes a number that was worked out in binary as the millionth nearest to it; text stays what is written', () => {
    expect(nearestMicros(0.1 + 0.2)).toBe(300_000n)
    expect(nearestMicros(19.99 * 3)).toBe(59_970_000n)
    expect(nearestMicros(49.99 / 1.2)).toBe(41_658_333n)
    expect(nearestMicros('47.40')).toBe(47_400_000n)
    for (const none of ['0.30000000000000004', Number.NaN, Number.POSITIVE_INFINITY, 1e21, null]) {
      expect(nearestMicros(none)).toBeUndefined()
    }
  })

  it('adds ten cents three times and has thirty', () => {
    const cents = ['0.1', '0.1', '0.1'].map((text) => microsOf(text) ?? 0n)
    expect(decimalOf(cents.reduce((sum, one) => sum + one, 0n))).toBe('0.3')
  })

  it('takes minor units by the currency: yen have none, dinars of Kuwait have three', () => {
    expect(microsOfMinor(4740n, 'EUR')).toBe(47_400_000n)
    expect(microsOfMinor(4740n, 'JPY')).toBe(4_740_000_000n)
    expect(microsOfMinor(4740n, 'KWD')).toBe(4_740_000n)
    expect(microsOfMinor(1n, 'XXX')).toBeUndefined()
  })

  it('rounds halves away from zero, to the decimals of the currency', () => {
    expect(decimalOf(roundedTo(1_005_000n, 'EUR'))).toBe('1.01')
    expect(decimalOf(roundedTo(-1_005_000n, 'EUR'))).toBe('-1.01')
    expect(decimalOf(roundedTo(1_004_999n, 'EUR'))).toBe('1')
    expect(decimalOf(roundedTo(1_500_000n, 'JPY'))).toBe('2')
    expect(decimalOf(dividedBy(10_000_000n, 3n, 'EUR'))).toBe('3.33')
    expect(decimalOf(dividedBy(20_000_000n, 3n, 'EUR'))).toBe('6.67')
  })

  it('writes what it has read', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (micros) => {
        expect(microsOf(decimalOf(micros))).toBe(micros)
      }),
    )
    expect(amountOf(47_400_000n)).toBe(47.4)
  })
})
