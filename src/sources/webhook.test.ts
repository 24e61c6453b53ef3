import { describe, expect, it } from 'vitest'
import { givenBy, requestOf, type Arriving } from './source.fixture.ts'
import { webhook } from './webhook.ts'

const SOURCES: Arriving = { sources: { webhook: { secrets: ['whsec_x'] } } }
const read = (body: unknown) => webhook.read(requestOf(body, SOURCES))
const SALE = {
  event: 'purchase',
  occurred_at: '2026-11-20T18:04:11+01:00',
  order: { id: '1001', value: 47.4, currency: 'EUR' },
}

describe('the signed webhook', () => {
  it('brings an event as it is, with an id made from the order’s, and its line for the ledger', () => {
    const given = givenBy(read({ ...SALE, identity: { aliases: ['name:A-1001', 'cart:9001'] } }))
    expect(given.wire).toEqual([{ ...SALE, event_id: 'o-1001' }])
    expect(given.events[0]?.identity).toEqual({ order_key: '1001', aliases: ['name:A-1001', 'cart:9001'] })
    expect(given.line).toEqual({
      order_id: '1001',
      source: 'webhook',
      aliases: ['name:A-1001', 'cart:9001'],
      at: '2026-11-20T17:04:11.000Z',
      channel: 'web',
      payment: 'paid',
      money: { total: '47.4', currency: 'EUR' },
    })
  })

  it('makes the id also where the shop has written what stands for none', () => {
    const refund = { event: 'refund', order: SALE.order, identity: { refund_key: '7' } }
    const given = givenBy(read({ events: [SALE, refund].map((one) => ({ ...one, event_id: 'undefined' })) }))
    expect(given.wire.map(({ event_id }) => event_id)).toEqual(['o-1001', 'r-7'])
  })

  it('takes no order of which the shop has written that it has no number', () => {
    const order = { ...SALE.order, id: 'undefined' }
    expect(read({ ...SALE, order })).toMatchObject({ kind: 'parked', code: 'incomplete' })
  })

  it('has a line also for amounts that the shop has added up in binary', () => {
    const order = { ...SALE.order, value: 19.99 * 3, tax: 0.1 + 0.2 }
    expect(givenBy(read({ ...SALE, order })).line?.money).toEqual({ total: '59.97', tax: '0.3', currency: 'EUR' })
  })

  it('keeps what its line calls no sale out of the events, and in the ledger', () => {
    const money = { total: '47.40', currency: 'EUR' }
    const ledger = { at: '2026-11-20T18:04:11+01:00', channel: 'pos', payment: 'paid', money }
    const given = givenBy(read({ ...SALE, ledger }))
    expect([given.events, given.ignored, given.line?.channel]).toEqual([[], 'channel_pos', 'pos'])
  })

  it('tells the ledger alone where it has no event', () => {
    const ledger = {
      order_id: '1001',
      at: '2026-11-20T17:04:11Z',
      channel: 'web',
      payment: 'awaiting',
      money: { total: '47.4', currency: 'EUR' },
    }
    const given = givenBy(read({ ledger }))
    expect([given.events, given.line?.payment]).toEqual([[], 'awaiting'])
  })

  it('brings a list, a refund among it', () => {
    const refund = {
      event: 'refund',
      order: { id: '1001', value: 8.5, currency: 'EUR' },
      identity: { refund_key: '7' },
    }
    const given = givenBy(read({ events: [SALE, refund] }))
    expect(given.wire.map(({ event_id }) => event_id)).toEqual(['o-1001', 'r-7'])
  })

  it.each([
    ['no JSON', '{', { code: 'malformed' }],
    ['an empty list', { events: [] }, { code: 'malformed', paths: ['events'] }],
    ['neither event nor line', {}, { code: 'incomplete', paths: ['event'] }],
    ['an event that nothing names', { event: 'page_view' }, { code: 'incomplete', paths: ['event_id'] }],
    [
      'a line with a wrong amount',
      { ...SALE, ledger: { money: { total: 47.4 } } },
      {
        code: 'incomplete',
        order_id: '1001',
        paths: ['ledger.at', 'ledger.channel', 'ledger.payment', 'ledger.money.total', 'ledger.money.currency'],
      },
    ],
    [
      'one of a list that is wrong',
      { events: [SALE, { event: 'refund' }] },
      { code: 'incomplete', paths: ['events[1].event_id'] },
    ],
    ['one of a list that is no event', { events: [SALE, 5] }, { code: 'incomplete', paths: ['events[1]'] }],
  ])('is parked whole with %s', (_what, body, parked) => {
    expect(read(body)).toMatchObject({ kind: 'parked', ...parked })
  })
})
