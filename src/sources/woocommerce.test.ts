import { describe, expect, it } from 'vitest'
import { bodyOf, orderIn, reads, requestWith } from './shop-request.fixture.ts'
import { woocommerce } from './woocommerce.ts'

const ORDER = bodyOf('woo-order-created')

function read(change: object, orders = {}) {
  return reads(woocommerce, { ...ORDER, ...change }, orders)
}

describe('the state of a WooCommerce order', () => {
  it.each([
    ['processing', undefined],
    ['completed', undefined],
    ['refunded', undefined],
    ['wc-shipped-by-a-plugin', undefined],
    ['on-hold', 'awaiting_payment'],
    ['auto-draft', 'draft'],
  ])('%s: %s', (status, ignored) => {
    const reading = read({ status })
    expect(reading.ignored).toBe(ignored)
    expect(reading.events.map(({ event }) => event['event_id'])).toEqual(ignored === undefined ? ['o-727'] : [])
  })

  it.each(['cancelled', 'failed', 'trash'])('%s before it was paid is no sale', (status) => {
    const reading = read({ status, date_paid: null, date_paid_gmt: null })
    expect(reading).toMatchObject({ ignored: 'cancelled_unpaid', events: [], ledger: [{ payment: 'failed' }] })
  })

  it('a sale that was cancelled stays a sale, and the ledger knows when', () => {
    const [line] = read({ status: 'cancelled' }).ledger
    expect(line).toMatchObject({ payment: 'paid', cancelled_at: '2026-11-20T17:04:13.000Z' })
  })

  it('counts when it is placed where the policy says so', () => {
    const placed = { status: 'pending', date_paid: null, date_paid_gmt: null }
    expect(read(placed, { purchaseWhen: 'created' }).events[0]?.event).toMatchObject({
      occurred_at: '2026-11-20T17:04:11.000Z',
    })
  })

  it.each([
    ['admin', 'channel_draft'],
    ['pos-rest-api', 'channel_pos'],
    ['subscription', 'renewal'],
    ['acme-renewals-2', 'renewal'],
    ['store-api', undefined],
  ])('made by %s: %s', (created_via, ignored) => {
    expect(read({ created_via }, { renewalSources: ['acme-renewals*'] }).ignored).toBe(ignored)
  })

  it('of a deleted order says nothing but its number: nothing is done', () => {
    const request = requestWith('{"id":727}', { 'x-wc-webhook-topic': 'order.deleted' })
    expect(woocommerce.read(request)).toEqual({ kind: 'read', events: [], ledger: [], ignored: 'not_an_event' })
  })
})

describe('the money of a WooCommerce order', () => {
  it('a line sold by weight, or that does not divide, has the price of one in cents', () => {
    const line = { ...(ORDER['line_items'] as object[])[0], total: '10.00', total_tax: '0.00' }
    const lines = [
      { ...line, quantity: 3 },
      { ...line, quantity: 2.5 },
    ]
    const [thirds, weighed] = orderIn(read({ line_items: lines }))['items'] as object[]
    expect(thirds).toMatchObject({ quantity: 3, price: 3.33 })
    expect(weighed).toMatchObject({ price: 4 })
    expect(weighed).not.toHaveProperty('quantity')
  })

  it('is counted without tax and shipping where the policy leaves them out', () => {
    expect(orderIn(read({}, { tax: 'excluded' }))).toMatchObject({ value: 39.5 })
    expect(orderIn(read({}, { shipping: 'excluded' }))).toMatchObject({ value: 42.5 })
    // 14.17 + 21.25, the lines without their tax.
    expect(orderIn(read({}, { tax: 'excluded', shipping: 'excluded' }))).toMatchObject({ value: 35.42 })
  })

  it('nought is a value', () => {
    expect(orderIn(read({ total: '0.00', total_tax: '0.00' }))).toMatchObject({ value: 0, tax: 0 })
  })

  it('an item without an article number goes by its variant, else by its product', () => {
    const lines = (ORDER['line_items'] as object[]).map((line) => ({ ...line, sku: '' }))
    const ids = (orderIn(read({ line_items: lines }))['items'] as { id: string }[]).map(({ id }) => id)
    expect(ids).toEqual(['93', '95'])
  })

  it('several refunds are events of their own; one of nothing is none', () => {
    const refunds = [
      { id: 900, total: '-8.50' },
      { id: 901, total: '0.00' },
      { id: 902, total: '-4.25' },
    ]
    const reading = read({ refunds })
    expect(reading.events.map(({ event }) => event['event_id'])).toEqual(['o-727', 'r-900', 'r-902'])
    expect(reading.ledger[0]?.refunds?.map(({ id, value }) => [id, value])).toEqual([
      ['900', '8.5'],
      ['902', '4.25'],
    ])
  })
})

describe('what a WooCommerce order says beside', () => {
  it('a guest has no number', () => {
    expect(read({ customer_id: 0 }).events[0]?.event['person']).not.toHaveProperty('external_id')
  })

  it('without dates in UTC the shop’s own clock counts', () => {
    const local = { date_paid_gmt: null, date_paid: null, date_created_gmt: null }
    expect(read(local).events[0]?.event['occurred_at']).toBe('2026-11-20T17:04:11.000Z')
  })

  it('with dates in UTC the zone of the shop does not matter', () => {
    const [sale] = read({}, { timeZone: 'America/New_York' }).events
    expect(sale?.event['occurred_at']).toBe('2026-11-20T17:04:12.000Z')
  })

  it('keeps an id that is longer than a JavaScript number, and a number of the shop’s own', () => {
    const text = JSON.stringify({ ...ORDER, number: 'FR-727' }).replace('"id":727', '"id":900719925474099301')
    const reading = woocommerce.read(requestWith(text))
    expect(reading).toMatchObject({ ledger: [{ order_id: '900719925474099301', name: 'FR-727' }] })
  })

  it('joins the browser by the visitor that the checkout wrote down', () => {
    const meta_data = [{ id: 1, key: '_tidegate_vid', value: 'v-123' }]
    expect(read({ meta_data }).events[0]).toMatchObject({ visitor_id: 'v-123' })
  })

  it.each([
    [{ total: undefined }, ['total']],
    [{ total: '47,40' }, ['total']],
    [{ currency: 'XYZ' }, ['currency']],
    [{ status: null, id: 0 }, ['id', 'status']],
    [{ refunds: [{ id: 900 }] }, ['refunds[0].total']],
  ])('is parked where something is missing: %j', (change, paths) => {
    const reading = woocommerce.read(requestWith(JSON.stringify({ ...ORDER, ...change })))
    expect(reading).toMatchObject({ kind: 'parked', code: 'incomplete', paths })
  })

  it('is parked where it cannot be read', () => {
    expect(woocommerce.read(requestWith('{"id":727'))).toEqual({ kind: 'parked', code: 'malformed' })
  })
})

describe('the ping of a saved webhook', () => {
  it('is the only thing that is taken unsigned', () => {
    const { entrance } = woocommerce
    const proof = (text: string) =>
      entrance.by === 'signature' && entrance.proof(requestWith(text), new TextEncoder().encode(text)).ok
    expect(proof('webhook_id=12')).toBe('unsigned')
    expect(proof('webhook_id=12&status=processing')).toBe(false)
    expect(proof('{"id":727}')).toBe(false)
  })
})

describe('the secret of a WooCommerce webhook', () => {
  // wp_specialchars_decode with ENT_QUOTES: what each stands for is HTML's.
  it.each([
    ['a&amp;b&quot;c', 'a&b"c'],
    ['&#039;&#38;&lt;&gt;&#x22;', `'&<>"`],
    ['&amp;quot;', '&quot;'],
    ['plain & simple', 'plain & simple'],
  ])('%s signs as %s', (shown, meant) => {
    const { entrance } = woocommerce
    const request = requestWith('{}', { 'x-wc-webhook-signature': btoa('x'.repeat(32)) })
    const proof = entrance.by === 'signature' ? entrance.proof(request, new Uint8Array()) : undefined
    if (proof?.ok !== true) throw new Error('no proof')
    expect(new TextDecoder().decode(proof.key(shown))).toBe(meant)
    expect(proof.key('')).toBeUndefined()
  })
})
