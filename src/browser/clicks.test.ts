import { describe, expect, it } from 'vitest'
import { clickParts } from './clicks.ts'

describe('what the markup says of a click', () => {
  it('is the order, the one product, the lead and the words searched for', () => {
    const attributes = {
      tidegateEvent: 'generate_lead',
      tidegateOrderValue: '12,90',
      tidegateOrderCurrency: 'EUR',
      tidegateItemId: 'sku-1',
      tidegateItemQuantity: '2',
      tidegateLeadType: 'brochure',
      tidegateSearchQuery: 'savon',
    }
    expect(clickParts(attributes)).toEqual({
      order: { value: 12.9, currency: 'EUR', items: [{ id: 'sku-1', quantity: 2 }] },
      lead: { type: 'brochure' },
      search: { query: 'savon' },
    })
  })

  it.each([
    ['an amount without its currency', { tidegateOrderValue: '30' }],
    ['an amount that a template left empty', { tidegateOrderValue: '', tidegateOrderCurrency: '' }],
    ['an amount below nothing', { tidegateOrderTax: '-5' }],
    ['half a piece', { tidegateItemQuantity: '1,5' }],
    ['a product without its id', { tidegateItemName: 'Savon' }],
    ['a person', { tidegatePersonEmail: 'jane@example.com' }],
  ])('leaves %s out, and the event goes', (_what, attributes) => {
    expect(clickParts(attributes)).toEqual({})
  })
})
