import { describe, expect, it } from 'vitest'
import { ttqEventId, ttqParts, ttqPerson } from './ttq-call.ts'

describe('ttq.track', () => {
  // The properties of a captured request of the pixel: value as text, a number as the item's id.
  it('gives the order of a sale, with its items', () => {
    const captured = {
      currency: 'EUR',
      value: '47.40',
      order_id: '1001',
      contents: [
        {
          content_id: 119,
          content_name: 'Savon surgras',
          brand: 'Atelier Rivage',
          content_category: 'Soin',
          price: 8.5,
          quantity: 2,
          content_type: 'product',
        },
      ],
    }
    expect(ttqParts(captured)).toEqual({
      order: {
        id: '1001',
        value: 47.4,
        currency: 'EUR',
        items: [
          { id: '119', name: 'Savon surgras', brand: 'Atelier Rivage', category: 'Soin', price: 8.5, quantity: 2 },
        ],
      },
    })
  })

  // TikTok, "About Parameters": an event of one product names it beside value and currency.
  it('takes the one product that a call names without a list', () => {
    const parameters = { content_id: '301', content_type: 'product', content_name: 'Pants', price: 8, quantity: 3 }
    expect(ttqParts({ ...parameters, value: 24, currency: 'USD' }).order).toEqual({
      value: 24,
      currency: 'USD',
      items: [{ id: '301', name: 'Pants', price: 8, quantity: 3 }],
    })
  })

  it('takes ids alone, as text', () => {
    expect(ttqParts({ content_ids: ['a', 7, '', null] }).order).toEqual({ items: [{ id: 'a' }, { id: '7' }] })
  })

  it.each(['query', 'search_string'])('takes the searched words from %s', (name) => {
    expect(ttqParts({ [name]: 'savon' })).toEqual({ search: { query: 'savon' } })
  })

  it('leaves out what is no number, an item without an id, and an amount of no currency', () => {
    const odd = { value: '12', contents: [{ content_name: 'X' }, { content_id: 'a', price: '1,20', quantity: 1.5 }] }
    expect(ttqParts(odd)).toEqual({ order: { items: [{ id: 'a' }] } })
    expect(ttqParts({ value: '1,234.50', currency: 'EUR' }).order).toEqual({ currency: 'EUR' })
  })

  it('keeps a value below nought, for the gateway to refuse: it is no sale', () => {
    expect(ttqParts({ value: -1, currency: 'EUR' }).order).toEqual({ value: -1, currency: 'EUR' })
  })

  it('keeps a value of nothing: it is one', () => {
    expect(ttqParts({ value: 0, currency: 'EUR' }).order).toEqual({ value: 0, currency: 'EUR' })
  })

  it.each([undefined, null, 'x', 7, [], {}])('makes nothing of %j', (parameters) => {
    expect(ttqParts(parameters)).toEqual({})
  })

  it('takes no more items than an event may have', () => {
    const contents = Array.from({ length: 500 }, (_, index) => ({ content_id: index }))
    expect(ttqParts({ contents }).order?.['items']).toHaveLength(200)
  })
})

describe('ttq.identify', () => {
  it('gives the person, in our names', () => {
    const person = { email: 'a@b.fr', phone_number: '+33639980001', external_id: 'c-77', zip_code: '44000' }
    expect(ttqPerson(person)).toEqual({
      email: 'a@b.fr',
      phone: '+33639980001',
      external_id: 'c-77',
      zip: '44000',
    })
  })

  it('leaves an id out that has lost its last digits on the way to a number', () => {
    // 2 ** 53 is the first whole number that JavaScript holds for two.
    expect(ttqPerson({ external_id: 9_007_199_254_740_992 })).toBeUndefined()
  })
})

describe('the event id of a ttq call', () => {
  it('is the one that the page gave', () => {
    expect(ttqEventId({ event_id: 'o-1001' }, { event_id: 'other' })).toBe('o-1001')
    expect(ttqEventId(undefined, { event_id: 'o-1001' })).toBe('o-1001')
    expect(ttqEventId({ event_id: 'undefined' }, { event_id: 'o-1001' })).toBe('o-1001')
    expect(ttqEventId(undefined, { value: 1 })).toBeUndefined()
  })
})
