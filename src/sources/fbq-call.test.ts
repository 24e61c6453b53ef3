import { describe, expect, it } from 'vitest'
import { fbqEvent, fbqPerson } from './fbq-call.ts'

describe('an fbq call', () => {
  // Meta, "Meta Pixel: Reference": contents of a Purchase, and eventID as the fourth argument.
  it('gives name, order and id of a sale', () => {
    const parameters = {
      value: 115,
      currency: 'USD',
      order_id: '1001',
      contents: [
        { id: '301', quantity: 1, item_price: 85 },
        { id: '401', quantity: 2, item_price: '15.00' },
      ],
      content_type: 'product',
    }
    expect(fbqEvent(['track', 'Purchase', parameters, { eventID: 'o-1001' }])).toEqual({
      name: 'Purchase',
      eventId: 'o-1001',
      optionsAt: 3,
      parts: {
        order: {
          id: '1001',
          value: 115,
          currency: 'USD',
          items: [
            { id: '301', quantity: 1, price: 85 },
            { id: '401', quantity: 2, price: 15 },
          ],
        },
      },
    })
  })

  // The same values as in a captured request of the pixel (cd[content_ids], cd[value] as text).
  it('takes ids alone, one or several', () => {
    const several = { content_ids: ['AR-SAVON-01', 'AR-CREME-50'], value: '47.40', currency: 'EUR' }
    expect(fbqEvent(['track', 'Purchase', several])?.parts.order).toEqual({
      value: 47.4,
      currency: 'EUR',
      items: [{ id: 'AR-SAVON-01' }, { id: 'AR-CREME-50' }],
    })
    expect(fbqEvent(['track', 'ViewContent', { content_ids: 'AR-1' }])?.parts.order).toEqual({
      items: [{ id: 'AR-1' }],
    })
  })

  it('knows which pixel a single call is for, and where its options stand', () => {
    expect(fbqEvent(['trackSingle', '100', 'Search', { search_string: 'savon' }, { eventID: 's-1' }])).toEqual({
      name: 'Search',
      pixel: '100',
      eventId: 's-1',
      optionsAt: 4,
      parts: { search: { query: 'savon' } },
    })
  })

  it('passes a name of the site’s own as it is', () => {
    expect(fbqEvent(['trackCustom', 'ShareDiscount'])).toEqual({ name: 'ShareDiscount', optionsAt: 3, parts: {} })
  })

  it.each([[['init', '100']], [['consent', 'revoke']], [['set', 'agent', 'x']], [['track']], [[]]])(
    'hears no event in %j',
    (args) => {
      expect(fbqEvent(args)).toBeUndefined()
    },
  )
})

describe('advanced matching', () => {
  // Meta, "Advanced Matching": the keys and forms of its table.
  it('gives the person, in our names', () => {
    const table = {
      em: 'jsmith@example.com',
      ph: '16505554444',
      fn: 'john',
      ln: 'smith',
      ge: 'm',
      db: '19910526',
      ct: 'menlopark',
      st: 'ca',
      zp: '94025',
      country: 'us',
      external_id: 'c-77',
    }
    expect(fbqPerson(table)).toEqual({
      email: 'jsmith@example.com',
      phone: '+16505554444',
      first_name: 'john',
      last_name: 'smith',
      gender: 'm',
      birth_date: '19910526',
      city: 'menlopark',
      state: 'ca',
      zip: '94025',
      country: 'us',
      external_id: 'c-77',
    })
  })

  it('says of a phone number that came hashed that it was digits alone', () => {
    const ph = 'b'.repeat(64)
    expect(fbqPerson({ ph })).toEqual({ phone: ph, hashed_as: { phone: 'digits' } })
  })

  it('leaves a national number as it was written', () => {
    expect(fbqPerson({ ph: '06 39 98 00 01' })).toEqual({ phone: '06 39 98 00 01' })
  })
})
