import { describe, expect, it } from 'vitest'
import { reconcile } from './reconcile.ts'
import { REASONS, type Reason } from './reasons.ts'
import { SETTINGS } from './settings.fixture.ts'
import type { LedgerOrderView, OrderLine } from './wire.ts'

const ORDER: LedgerOrderView = {
  order_id: '1001',
  source: 'shopify',
  at: '2026-01-12T10:00:00Z',
  heard_at: '2026-01-12T10:01:00Z',
  channel: 'web',
  payment: 'paid',
  money: { total: '42.50', currency: 'EUR' },
  links: ['aaaa'],
}

const LINE: OrderLine = {
  link: 'aaaa',
  destination: 'tiktok',
  event: 'purchase',
  event_id: 'o-1001',
  occurred_at: ORDER.at,
  outcome: 'delivered',
  at: '2026-01-12T10:02:00Z',
  value: 42.5,
  currency: 'EUR',
  via: 'server',
}

describe('an order whose id is what another is called', () => {
  it('has its own events all the same', () => {
    // 1000 is called 1001, and 1001 is another order.
    const orders = [
      { ...ORDER, order_id: '1000', name: '1001', links: ['bbbb', 'aaaa'] },
      { ...ORDER, at: '2026-01-12T11:00:00Z' },
    ]
    const { orders: found } = reconcile({
      settings: SETTINGS,
      destination: 'tiktok',
      firstDay: '2026-01-12',
      lastDay: '2026-01-12',
      orders,
      lines: [LINE, { ...LINE, link: 'bbbb', event_id: 'o-1000' }],
      platform: [],
    })
    expect(found.map(({ reason, line }) => [reason, line?.event_id])).toEqual([
      ['delivered', 'o-1000'],
      ['delivered', 'o-1001'],
    ])
  })
})

interface Case {
  readonly order?: Partial<LedgerOrderView>
  /** The shop itself has not told it: it came from a file or by the sweep. */
  readonly unheard?: true
  readonly lines?: readonly Partial<OrderLine>[]
  readonly purchase?: boolean
}

function reasonOf({ order = {}, unheard, lines = [{}], purchase = true }: Case): Reason | undefined {
  const { heard_at: _heard, ...ofFile } = ORDER
  const result = reconcile({
    settings: { ...SETTINGS, destinations: [{ id: 'tiktok', purchase, max_age_days: 28 }] },
    destination: 'tiktok',
    firstDay: '2026-01-12',
    lastDay: '2026-01-12',
    orders: [{ ...(unheard ? ofFile : ORDER), ...order }],
    lines: lines.map((line) => ({ ...LINE, ...line })),
    platform: [],
  })
  return result.orders[0]?.reason
}

const refusedFor = (code: string): Case => ({ lines: [{ outcome: 'refused', code }] })
const endedAs = (outcome: string, code?: string): Case => ({
  lines: [{ outcome, ...(code !== undefined && { code }) }],
})

const CASES: Readonly<Record<Reason, readonly Case[]>> = {
  test_order: [{ order: { test: true, channel: 'marketplace' } }],
  sample_or_replacement: [{ order: { channel: 'sample' } }],
  channel_marketplace: [{ order: { channel: 'marketplace' }, lines: [] }],
  channel_pos: [{ order: { channel: 'pos' }, lines: [] }],
  channel_draft: [{ order: { channel: 'draft' }, lines: [] }],
  renewal: [{ order: { channel: 'renewal', excluded_by: 'tag:wholesale' } }],
  excluded_by_site: [{ order: { excluded_by: 'tag:wholesale', payment: 'awaiting' } }],
  awaiting_payment: [{ order: { payment: 'awaiting', at: '2026-01-14T10:00:00Z' } }],
  cancelled_unpaid: [
    { order: { payment: 'failed' } },
    { order: { payment: 'awaiting', cancelled_at: '2026-01-12T11:00:00Z' } },
  ],
  // In Paris this was the 13th already.
  outside_period: [{ order: { at: '2026-01-12T23:00:00Z' }, lines: [] }],
  not_received: [
    { order: {}, lines: [] },
    { order: { refused_at_door: 'signature_mismatch' }, lines: [] },
  ],
  refused_at_door: [{ order: { refused_at_door: 'signature_mismatch' }, unheard: true, lines: [] }],
  // Whoever is turned away in the order's name changes nothing of what the shop itself has told.
  parked: [{ order: { parked: 'no_total', refused_at_door: 'signature_mismatch' }, lines: [] }],
  not_in_policy: [
    { order: { heard_at: '2026-01-12T10:00:00Z', refused_at_door: 'signature_mismatch' }, lines: [], purchase: false },
    { lines: [], purchase: false },
    { lines: [{ destination: 'meta' }] },
    refusedFor('event_not_in_policy'),
    endedAs('expired', 'no_longer_in_policy'),
  ],
  consent_unknown: [refusedFor('consent_unknown'), refusedFor('consent_never_came')],
  consent_denied: [refusedFor('consent_denied'), refusedFor('opted_out')],
  consent_withdrawn: [refusedFor('consent_withdrawn'), endedAs('withdrawn', 'consent_withdrawn')],
  no_match_key: [refusedFor('insufficient_user_data')],
  waiting: [endedAs('waiting'), endedAs('retrying'), endedAs('parked')],
  expired: [endedAs('expired', 'event_too_old'), refusedFor('event_too_old')],
  rejected: [endedAs('rejected', '40002'), endedAs('dead', '40002'), refusedFor('missing_value')],
  undeliverable: [endedAs('expired', 'waited_too_long')],
  outcome_unknown: [endedAs('rejected', 'timeout')],
  delivered_value_differs: [{ lines: [{ value: 40 }], order: { refunds: [refund()] } }],
  delivered_then_refunded: [{ order: { refunds: [refund()] } }, { order: { cancelled_at: '2026-01-13T10:00:00Z' } }],
  delivered: [{}, { order: { channel: 'web' } }],
}

function refund() {
  return { id: 'r1', value: '10.00', currency: 'EUR', at: '2026-01-14T10:00:00Z' }
}

describe('the reason of an order', () => {
  it.each(REASONS)('%s', (reason) => {
    expect(CASES[reason].map((one) => reasonOf(one))).toEqual(CASES[reason].map(() => reason))
  })

  it('is that of the copy that got furthest: a refused first copy does not hide the second', () => {
    const refused = { outcome: 'refused', code: 'consent_unknown', event_id: 'web' }
    expect(reasonOf({ lines: [refused, { outcome: 'refused', code: 'consent_denied' }] })).toBe('consent_denied')
    expect(reasonOf({ lines: [{ outcome: 'waiting' }, refused] })).toBe('waiting')
    expect(reasonOf({ lines: [refused, {}] })).toBe('delivered')
    expect(reasonOf({ lines: [{ outcome: 'waiting' }, {}] })).toBe('delivered')
  })

  it('does not hold an order of the shop floor for a channel that the site counts', () => {
    const result = reconcile({
      settings: { ...SETTINGS, excluded: [] },
      destination: 'tiktok',
      firstDay: '2026-01-12',
      lastDay: '2026-01-12',
      orders: [{ ...ORDER, channel: 'pos' }],
      lines: [LINE],
      platform: [],
    })
    expect(result.reasons).toEqual([{ reason: 'delivered', count: 1 }])
  })
})
