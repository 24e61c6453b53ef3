import { describe, expect, it } from 'vitest'
import type { LedgerOrder } from '../event/ledger-order.ts'
import { NOTHING_KNOWN, outcomeOf, type KnownOrder } from './outcome.ts'
import type { SourceEvent, SourceReading } from './source.ts'

const LINE: LedgerOrder = {
  order_id: '1001',
  source: 'shopify',
  at: '2026-11-20T17:00:00.000Z',
  updated_at: '2026-11-20T18:00:00.000Z',
  channel: 'web',
  payment: 'paid',
  money: { total: '47.40', currency: 'EUR' },
}
const SALE: SourceEvent = {
  event: { event: 'purchase', event_id: 'o-1001' },
  identity: { order_key: '1001', aliases: ['name:A1'] },
}
const REFUND: SourceEvent = {
  event: { event: 'refund', event_id: 'r-7' },
  identity: { order_key: '1001', refund_key: '7' },
}

function outcome(known: KnownOrder | undefined, reading: Partial<Extract<SourceReading, { kind: 'read' }>> = {}) {
  return outcomeOf(
    { kind: 'read', events: [SALE], ledger: [LINE], ...reading },
    known === undefined ? NOTHING_KNOWN : { orders: { '1001': known } },
  )
}

describe('what a webhook comes to', () => {
  it('is its events where nothing is known', () => {
    expect(outcome(undefined)).toEqual({ kind: 'events', events: [SALE], ledger: [LINE] })
  })

  it('is the sale also where a file or the sweep knew the order first', () => {
    expect(outcome({ total: '47.4', updated_at: '2026-11-21T00:00:00.000Z', sold: false })).toMatchObject({
      kind: 'events',
      events: [SALE],
      ledger: [],
    })
  })

  it('is the sale also where the payment service spoke first, which has none of its names, and whose clock is another', () => {
    const stripe = { sold: true, source: 'stripe', updated_at: '2026-11-20T18:00:02.000Z' }
    expect(outcome(stripe)).toEqual({ kind: 'events', events: [SALE], ledger: [LINE] })
    expect(outcome({ ...stripe, source: 'shopify' })).toMatchObject({ kind: 'ignored', reason: 'stale' })
    expect(outcome({ sold: true, source: 'shopify' })).toMatchObject({ kind: 'duplicate' })
    const swept = { ledger: [{ ...LINE, source: 'sweep:shopify' }] }
    expect(outcome({ ...stripe, updated_at: '2026-11-20T18:00:00.000Z' }, swept)).toMatchObject({ kind: 'duplicate' })
  })

  it('is only the refund that is new', () => {
    const both = { events: [SALE, REFUND] }
    expect(outcome({ sold: true, refunds: ['6'] }, both)).toMatchObject({ kind: 'events', events: [REFUND] })
    expect(outcome({ sold: true, refunds: ['7'] }, both)).toMatchObject({ kind: 'duplicate', of: 'r-7' })
  })

  it('is a change for the ledger where the total is another, or the order was cancelled', () => {
    const current = { total: '21.9', currency: 'EUR' }
    expect(outcome({ sold: true, total: '47.4' }, { ledger: [{ ...LINE, current }] })).toMatchObject({
      change: { kind: 'order_changed', order_id: '1001', value: 21.9, currency: 'EUR', at: LINE.updated_at },
    })
    const cancelled = { ...LINE, cancelled_at: '2026-11-20T19:00:00.000Z' }
    expect(outcome({ sold: true, total: '47.4' }, { ledger: [cancelled] })).toMatchObject({
      change: { kind: 'order_cancelled', at: cancelled.cancelled_at },
    })
    expect(outcome({ sold: true, total: '47.40', cancelled: true }, { ledger: [cancelled] }).kind).toBe('duplicate')
  })

  it('is nothing where something newer is known', () => {
    const stale = outcome({ sold: true, updated_at: '2026-11-20T18:00:01.000Z' })
    expect(stale).toEqual({ kind: 'ignored', reason: 'stale', ledger: [] })
  })

  it('is nothing where a checkout was given up after another had been paid for the same order', () => {
    const expired = { ...LINE, payment: 'failed' as const, updated_at: '2026-11-21T18:00:00.000Z' }
    const reading = { events: [], ledger: [expired], ignored: 'cancelled_unpaid' as const }
    expect(outcome({ sold: true, payment: 'paid' }, reading)).toMatchObject({ reason: 'stale', ledger: [] })
    expect(outcome(undefined, reading)).toMatchObject({ reason: 'cancelled_unpaid', ledger: [expired] })
  })

  it('finds an order by what people call it', () => {
    const named = { event: { event: 'purchase', event_id: 'o-#A1' }, identity: { order_key: '#A1' } }
    const known = { orders: { '1001': { sold: true } }, names: { 'name:A1': '1001' } }
    expect(outcomeOf({ kind: 'read', events: [named], ledger: [] }, known)).toMatchObject({ of: 'o-1001' })
  })

  // Some themes write the checkout's token where the order's number belongs.
  it('finds an order by its checkout, and by its cart never: two orders may share one', () => {
    const called = { event: { event: 'purchase', event_id: 'o-7e1f' }, identity: { order_key: '7e1f' } }
    const of = (kind: string) =>
      outcomeOf(
        { kind: 'read', events: [called], ledger: [] },
        { orders: { '1001': { sold: true } }, names: { [`${kind}:7e1f`]: '1001' } },
      )
    expect(of('checkout')).toMatchObject({ kind: 'duplicate', of: 'o-1001' })
    expect(of('cart').kind).toBe('events')
  })

  it('is a change that is told by itself, also of an order that nobody has heard of', () => {
    const told = { events: [], ledger: [{ ...LINE, current: { total: '21.9', currency: 'EUR' } }] }
    expect(outcome(undefined, told)).toMatchObject({ kind: 'ledger', change: { kind: 'order_changed', value: 21.9 } })
    expect(outcome({ total: '21.9' }, told)).toMatchObject({ kind: 'ignored' })
    expect(outcome(undefined, { ...told, ignored: 'awaiting_payment' })).toMatchObject({ kind: 'ignored' })
  })

  it('takes no name out of a prototype', () => {
    const odd = { event: { event: 'purchase', event_id: 'o-x' }, identity: { order_key: '__proto__' } }
    expect(outcomeOf({ kind: 'read', events: [odd], ledger: [] }, NOTHING_KNOWN).kind).toBe('events')
  })
})
