import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shopJson } from './shop-parts.ts'

describe('the body of a shop as JSON', () => {
  it('keeps every digit of a whole number that JavaScript cannot hold', () => {
    expect(shopJson('{"id":123456789012345678,"other":-1234567890123456}')).toEqual({
      id: '123456789012345678',
      other: '-1234567890123456',
    })
  })

  // WooCommerce gives the price of an item without its tax, as PHP writes a float: 1.00 less 20 % is the first of these.
  it.each([
    '0.8333333333333334',
    '7.0833333333333330',
    '-0.3000000000000000444',
    '12345678901234567.5',
    '8e-0000000000000001',
  ])('reads a fraction of many digits as the number that it is: %s', (written) => {
    expect(shopJson(`{"price":${written},"total":"47.40"}`)).toEqual({ price: Number(written), total: '47.40' })
  })

  it('reads any fraction, wherever it stands', () => {
    const fraction = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Number.isInteger(value))
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fraction), (other, prices) => {
        const body = { prices, other: JSON.stringify(other) }
        expect(shopJson(JSON.stringify(body))).toEqual(body)
      }),
    )
  })
})
