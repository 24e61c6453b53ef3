import { describe, expect, it } from 'vitest'
import type { LedgerOrder } from '../event/ledger-order.ts'
import { checkValue } from './value.ts'

const TOTAL = { tax: 'included', shipping: 'included' } as const

/** 120.00 with 20.00 of tax, 6.00 of shipping (1.00 of tax in it), and 10.00 taken off. */
const ORDER: LedgerOrder = {
  order_id: '1001',
  source: 'shopify',
  at: '2026-01-12T10:00:00Z',
  channel: 'web',
  payment: 'paid',
  money: { total: '120.00', currency: 'EUR', tax: '20.00', shipping: '6.00', shipping_tax: '1.00', discount: '10.00' },
  other_money: { total: '130.80', currency: 'USD' },
}

describe('the value that left', () => {
  it.each([
    [120, 'EUR', undefined],
    [119.99, 'EUR', undefined],
    [120.01, 'EUR', undefined],
    [120.02, 'EUR', 'rounding'],
    [119.98, 'EUR', 'rounding'],
    [130.8, 'USD', 'currency_side'],
    [120, 'USD', 'currency_side'],
    [100, 'EUR', 'tax_basis'],
    [114, 'EUR', 'shipping_basis'],
    [130, 'EUR', 'discount'],
    // Without tax and without shipping: 120 − 20 − 6 + 1.
    [95, 'EUR', 'value_basis'],
    [0, 'EUR', 'value_basis'],
    // As a page has worked them out in binary: 40.1 × 3 − 0.3, 120 / 1.2 with a tail, and a third of it.
    [40.1 * 3 - 0.3, 'EUR', undefined],
    [100.00000000000001, 'EUR', 'tax_basis'],
    [100 / 3, 'EUR', 'value_basis'],
  ])('%d %s against 120.00 EUR: %s', (value, currency, difference) => {
    expect(checkValue(ORDER, { value, currency }, TOTAL).difference).toBe(difference)
  })

  it('is held against what the policy chose: without tax and shipping it is 95', () => {
    const without = { tax: 'excluded', shipping: 'excluded' } as const
    expect(checkValue(ORDER, { value: 95, currency: 'EUR' }, without)).toEqual({ expected: 95_000_000n })
    expect(checkValue(ORDER, { value: 100, currency: 'EUR' }, without).difference).toBe('shipping_basis')
  })

  it('is not judged where the ledger does not know the tax that is to be left out', () => {
    const bare = { ...ORDER, money: { total: '120.00', currency: 'EUR' } }
    expect(checkValue(bare, { value: 1, currency: 'EUR' }, { ...TOTAL, tax: 'excluded' })).toEqual({
      expected: undefined,
    })
  })

  it('has its own minor unit in each currency', () => {
    const order = (total: string, currency: string) => ({ ...ORDER, money: { total, currency } })
    expect(checkValue(order('1500', 'JPY'), { value: 1499, currency: 'JPY' }, TOTAL).difference).toBeUndefined()
    expect(checkValue(order('1500', 'JPY'), { value: 1498, currency: 'JPY' }, TOTAL).difference).toBe('rounding')
    expect(checkValue(order('1.500', 'KWD'), { value: 1.499, currency: 'KWD' }, TOTAL).difference).toBeUndefined()
    expect(checkValue(order('1.500', 'KWD'), { value: 1.49, currency: 'KWD' }, TOTAL).difference).toBe('value_basis')
  })

  it('tells an edit from a refund, which some shops take off the order’s total too', () => {
    const edited = { ...ORDER, current: { total: '90.00', currency: 'EUR' } }
    expect(checkValue(edited, { value: 120, currency: 'EUR' }, TOTAL).difference).toBe('edited_later')
    expect(checkValue(edited, { value: 90, currency: 'EUR' }, TOTAL).difference).toBe('edited_later')
    const refund = { id: 'r1', value: '30.00', currency: 'EUR', at: '2026-01-14T10:00:00Z' }
    expect(
      checkValue({ ...edited, refunds: [refund] }, { value: 120, currency: 'EUR' }, TOTAL).difference,
    ).toBeUndefined()
  })

  it('knows a refund of the other side: 30 EUR of 120 are 33 USD of 132', () => {
    const sold = {
      ...ORDER,
      money: { total: '132.00', currency: 'USD' },
      other_money: { total: '120.00', currency: 'EUR' },
    }
    const refund = { id: 'r1', value: '30.00', currency: 'EUR', at: '2026-01-14T10:00:00Z' }
    const after = (total: string) => ({ ...sold, current: { total, currency: 'USD' }, refunds: [refund] })
    expect(checkValue(after('99.00'), { value: 132, currency: 'USD' }, TOTAL).difference).toBeUndefined()
    expect(checkValue(after('102.00'), { value: 132, currency: 'USD' }, TOTAL).difference).toBe('edited_later')
  })
})
