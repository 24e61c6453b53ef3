/** The ledger of orders inside its shard: what is believed of whom, what a row costs, and what is parked. */
import { env, evictDurableObject, reset, runInDurableObject } from 'cloudflare:test'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type {
  KnownAnswer,
  OrdersAnswer,
  ParkAnswer,
  ParkedAnswer,
  ShowAnswer,
  TakeAnswer,
} from '../../src/outbox/ledger-asks.ts'
import { parseConfig } from '../../src/config.ts'
import { keysOfText } from '../../src/pipeline/consent-keys.ts'
import { orderLink } from '../../src/pipeline/order-link.ts'
import { everythingStored, gauges, shard, sql } from './gateway.ts'
import { ask, keepLedger, ledgerOrder, SITE, upsert } from './ledger.ts'

const DAY_MS = 86_400_000
const LATER = '2026-11-21T10:00:00.000Z'
const EVER = { fromMs: 0, toMs: 4_000_000_000_000, cursor: null }

keepLedger()

const KEYS = parseConfig(env).personKey

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-22T12:00:00Z') }))
afterEach(async () => {
  vi.useRealTimers()
  await reset()
})

async function orders() {
  return (await ask<OrdersAnswer>({ kind: 'orders', ...EVER })).orders
}

describe('an order in the ledger', () => {
  it('is new once, the same afterwards without a row written, and changed when something of it has changed', async () => {
    expect(await upsert(ledgerOrder('1001'))).toEqual(['new'])
    const { rowsWritten } = await gauges()
    expect(await upsert(ledgerOrder('1001'), ledgerOrder('1001', { updated_at: LATER }))).toEqual(['same', 'same'])
    expect((await gauges()).rowsWritten).toBe(rowsWritten)
    const refunds = [{ id: 'r-1', value: '12.00', currency: 'EUR', at: LATER }]
    expect(await upsert(ledgerOrder('1001', { updated_at: '2026-11-21T10:00:01Z', refunds }))).toEqual(['changed'])
    // Its row, and its place among the changes: this site keeps an off-site record.
    expect((await gauges()).rowsWritten).toBe(rowsWritten + 2)
    const { orders: known } = await ask<KnownAnswer>({ kind: 'known', order_ids: ['1001', '1002'] })
    expect(known).toEqual({
      '1001': {
        updated_at: '2026-11-21T10:00:01.000Z',
        source: 'shopify',
        refunds: ['r-1'],
        total: '47.4',
        payment: 'paid',
        heard: true,
      },
    })
  })

  it('knows a refund that came by itself, also where something that changed nothing was heard in between', async () => {
    await upsert(ledgerOrder('1001'), ledgerOrder('1001', { updated_at: LATER }))
    const refund = { id: 'r-1', value: '12', currency: 'EUR', at: LATER }
    await ask({ kind: 'refunds', refunds: [{ order_id: '1001', refund }] })
    expect(await orders()).toMatchObject([{ refunds: [refund] }])
  })

  it('has a refund that came before it, counted once, and nothing waits any more', async () => {
    const refund = { id: 'r-1', value: '12', currency: 'EUR', at: LATER }
    const ofShop = { id: 'r-2', value: '3', currency: 'EUR', at: '2026-11-22T10:00:00.000Z' }
    await ask({ kind: 'refunds', refunds: [{ order_id: '1001', refund }] })
    await ask({ kind: 'refunds', refunds: [{ order_id: '1001', refund }] })
    expect(await ask({ kind: 'upsert', orders: [ledgerOrder('1001')], dryRun: true })).toEqual({ results: ['new'] })
    expect(await upsert(ledgerOrder('1002'), ledgerOrder('1001', { refunds: [ofShop] }))).toEqual(['new', 'new'])
    const byId = new Map((await orders()).map((order) => [order.order_id, order.refunds]))
    expect([byId.get('1001'), byId.get('1002')]).toEqual([[refund, ofShop], undefined])
    expect(await sql('SELECT link FROM early_refunds')).toEqual([])
  })

  it('waits for its order without its number, no longer than its event is known, and of no refund that is none', async () => {
    const refund = { id: 'r-1', value: '12', currency: 'EUR', at: LATER }
    const wrong = { ...refund, id: 'r-2', value: 'twelve' }
    await ask({
      kind: 'refunds',
      refunds: [
        { order_id: 'A-7001', refund },
        { order_id: 'A-7001', refund: wrong },
      ],
    })
    expect(await sql('SELECT refund FROM early_refunds')).toEqual([{ refund: JSON.stringify(refund) }])
    expect(await everythingStored()).not.toContain('A-7001')
    vi.setSystemTime(Date.now() + 91 * DAY_MS)
    await runInDurableObject(shard(), (outbox) => outbox.alarm())
    expect(await sql('SELECT link FROM early_refunds')).toEqual([])
  })

  it('keeps the time at which a refund was heard of first: a shop without such a time says that of its last change', async () => {
    const refund = { id: 'r-1', value: '12', currency: 'EUR', at: LATER }
    await upsert(ledgerOrder('1001', { updated_at: LATER, refunds: [refund] }))
    const { rowsWritten } = await gauges()
    const again = { updated_at: '2026-12-01T10:00:00Z', refunds: [{ ...refund, at: '2026-12-01T10:00:00.000Z' }] }
    expect(await upsert(ledgerOrder('1001', again))).toEqual(['same'])
    expect(await orders()).toMatchObject([{ refunds: [refund] }])
    expect((await gauges()).rowsWritten).toBe(rowsWritten)
  })

  it('is completed by another system that speaks later of an earlier change: each has its own clock', async () => {
    const stripe = { source: 'stripe', name: undefined, updated_at: LATER }
    await upsert(ledgerOrder('1001', stripe as object))
    expect(await upsert(ledgerOrder('1001', { aliases: ['checkout:7e1f0c2a9b8d4e55'] }))).toEqual(['changed'])
    expect(await orders()).toMatchObject([{ source: 'stripe', name: '#1001', updated_at: LATER }])
  })

  it('is not taken for an imported one whose id is its name, and was sold long before', async () => {
    await upsert(ledgerOrder('1205', { source: 'import:plain', name: undefined, at: '2026-09-01T10:00:00Z' } as object))
    expect(await upsert(ledgerOrder('1300', { name: '#1205' }))).toEqual(['new'])
    expect((await orders()).map(({ order_id: id }) => id)).toEqual(['1205', '1300'])
  })

  it('is found by what a page said in the place of its id, and by its own id first', async () => {
    await upsert(ledgerOrder('7e1f0c2a9b8d4e55', { name: 'A2' }), ledgerOrder('9001', { name: 'A3' }))
    await upsert(ledgerOrder('1001', { aliases: ['checkout:7e1f0c2a9b8d4e55', 'cart:9001'] }))
    const [order, token, cart] = await orders()
    expect(order?.links).toContain(token?.links[0])
    expect(order?.links).not.toContain(cart?.links[0])
    expect(order?.links[0]).not.toBe(token?.links[0])
  })

  it('is not taken back by what is older, also where the newer changed nothing', async () => {
    await upsert(ledgerOrder('1001'), ledgerOrder('1001', { updated_at: LATER }))
    const between = ledgerOrder('1001', { updated_at: '2026-11-20T11:00:00Z', payment: 'failed' })
    expect(await upsert(between)).toEqual(['stale'])
  })

  it('keeps the money of its sale when it is edited afterwards, and says what it is now', async () => {
    const edited = { total: '30', currency: 'EUR' }
    await upsert(ledgerOrder('1001'), ledgerOrder('1001', { updated_at: LATER, money: { ...edited, tax: '5' } }))
    expect(await orders()).toMatchObject([{ money: { total: '47.4', tax: '7.9' }, current: edited }])
  })

  it('takes the money of the day when it is paid, where it was edited before it was', async () => {
    await upsert(
      ledgerOrder('1001', { payment: 'awaiting' }),
      ledgerOrder('1001', { updated_at: LATER, money: { total: '30', currency: 'EUR' } }),
    )
    const [order] = await orders()
    expect([order?.money.total, order?.current, order?.payment]).toEqual(['30', undefined, 'paid'])
  })

  it('is completed by an imported file, which takes nothing back that the shop has said since', async () => {
    await upsert(ledgerOrder('1001', { name: undefined, payment: 'failed', updated_at: LATER } as object))
    const file = ledgerOrder('1001', { source: 'import:plain', updated_at: '2026-11-20T23:00:00Z' })
    expect(await upsert({ ...file, money: { ...file.money, discount: '5' } })).toEqual(['changed'])
    expect(await orders()).toMatchObject([
      { name: '#1001', payment: 'failed', source: 'shopify', money: { total: '47.4', discount: '5' } },
    ])
  })

  it('is one order, whether the file that knows only its name comes first or the shop', async () => {
    const named = (name: string) => ledgerOrder(name, { source: 'import:plain', name: `#${name}` })
    const shop = (id: string, name: string) => ledgerOrder(id, { name: `#${name}` })
    expect(await upsert(named('1001'))).toEqual(['new'])
    expect(await upsert(shop('5678901234567890123', '1001'), shop('5678901234567890124', '1002'))).toEqual([
      'changed',
      'new',
    ])
    expect(await upsert(named('1002'), named('1003'))).toEqual(['same', 'new'])
    expect((await orders()).map(({ order_id: id, source }) => [id, source])).toEqual([
      ['1003', 'import:plain'],
      ['5678901234567890123', 'shopify'],
      ['5678901234567890124', 'shopify'],
    ])
  })

  it('keeps nothing in clear of the names that only find it, and says when the shop itself was first heard', async () => {
    await upsert(ledgerOrder('1001', { source: 'sweep:shopify' }))
    expect((await orders())[0]).not.toHaveProperty('heard_at')
    await upsert(ledgerOrder('1001', { aliases: ['checkout:7e1f-secret', 'cart:9001'] }))
    expect(await orders()).toMatchObject([{ heard_at: '2026-11-22T12:00:00.000Z', links: { length: 3 } }])
    expect(await everythingStored()).not.toContain('7e1f-secret')
  })

  it('that a shop calls by its buyer’s address or number is known by a keyed hash, and found all the same', async () => {
    const [mail, phone] = ['jane.doe@example.com', '+33612345678']
    const refunds = [{ id: `r-${mail}`, value: '12.00', currency: 'EUR', at: LATER }]
    expect(await upsert(ledgerOrder(mail, { name: phone, refunds }))).toEqual(['new'])
    expect(await upsert(ledgerOrder(mail, { name: phone, refunds }))).toEqual(['same'])
    const { orders: known } = await ask<KnownAnswer>({ kind: 'known', order_ids: [mail] })
    expect(Object.keys(known)).toEqual([mail])
    await ask({ kind: 'park', ...REQUEST, code: 'malformed', order_id: mail })
    const hidden = expect.stringMatching(/^hidden:[0-9a-f]{32}$/)
    const links = expect.arrayContaining([orderLink(SITE, mail, KEYS), orderLink(SITE, phone, KEYS)])
    const expected = { order_id: hidden, name: hidden, refunds: [{ id: hidden }], parked: 'malformed', links }
    expect(await orders()).toMatchObject([expected])
    expect(await everythingStored()).not.toMatch(/jane|33612345678/)
  })

  it('is forgotten when the policy keeps it no longer, and not taken in after that', async () => {
    await upsert(ledgerOrder('1001'))
    vi.setSystemTime(Date.parse('2026-11-20T09:12:00.000Z') + 401 * DAY_MS)
    await runInDurableObject(shard(), (outbox) => outbox.alarm())
    expect([await orders(), await upsert(ledgerOrder('1001'))]).toEqual([[], ['too_old']])
  })

  it('that is no line of a ledger is not written, and the others are', async () => {
    const wrong = ledgerOrder('1002', { money: { total: '4,90', currency: 'EUR' } })
    expect(await upsert(ledgerOrder('1001'), wrong)).toEqual(['new', 'malformed'])
  })
})

const REQUEST = {
  source: 'shopify',
  method: 'POST',
  url: 'https://events.shop.example/hooks/shopify',
  headers: { 'x-shopify-topic': 'orders/paid' },
  text: JSON.stringify({ email: 'jane.doe@example.com', line_items: null }),
  at: '2026-11-22T11:59:00.000Z',
}
const PARK = { kind: 'park', ...REQUEST, code: 'malformed', paths: ['line_items'], order_id: '1001' } as const

describe('a file beside the orders of the same days', () => {
  it('finds each by its name without reading the others', async () => {
    const shop = Array.from({ length: 400 }, (_, n) => ledgerOrder(`id-${n}`, { name: `#A-${n}` }))
    await upsert(...shop)
    const { rowsRead } = await gauges()
    const { updated_at: _told, name: _name, ...line } = ledgerOrder('A-7', { source: 'import:plain' })
    expect(await upsert(line, { ...line, order_id: '#A-8' }, { ...line, order_id: 'B-1' })).toEqual([
      'same',
      'same',
      'new',
    ])
    expect((await gauges()).rowsRead - rowsRead).toBeLessThan(50)
  })
})

describe('a parked request', () => {
  it('is kept encrypted, once, survives an eviction, and is shown as it came', async () => {
    const first = await ask<{ parked: string }>(PARK)
    expect(await ask<ParkAnswer>(PARK)).toEqual(first)
    await evictDurableObject(shard())
    const { parked, total } = await ask<ParkedAnswer>({ kind: 'parked', filter: {}, limit: 10, cursor: null })
    expect([total, parked]).toMatchObject([1, [{ id: first.parked, code: 'malformed', paths: ['line_items'] }]])
    expect((await ask<ShowAnswer>({ kind: 'show', id: first.parked })).found?.request).toEqual(REQUEST)
    expect(await everythingStored()).not.toMatch(/jane|doe@/)
  })

  it('is deleted when its person is erased, and not for anybody else’s sake', async () => {
    const keysOf = (text: string) => keysOfText(text, ['email', 'phone', 'customer', 'order'], SITE, 'FR', KEYS)
    for (const [name, who] of [
      ['email', 'email: Jane.Doe@example.com'],
      ['phone', 'phone:+33 6 12 34 56 78'],
      ['customer', 'customer:77'],
      ['order', 'order:1001'],
    ] as const) {
      const customer = { id: 77, email: 'jane.doe@example.com', phone: '+33612345678' }
      await ask({ ...PARK, text: JSON.stringify({ of: name, customer }) })
      expect(await ask({ kind: 'forget', keys: keysOf('email:john@example.com') })).toEqual({ released: 0 })
      expect([name, await ask({ kind: 'forget', keys: keysOf(who) })]).toEqual([name, { released: 1 }])
    }
    await ask({ ...PARK, text: '<order email="jane.doe@example.com"' })
    expect(await ask({ kind: 'forget', keys: keysOf('email:jane.doe@example.com') })).toEqual({ released: 1 })
    // What somebody asked for stays until it has been answered.
    await ask({ ...PARK, code: 'access_request', text: '{"customer":{"email":"jane.doe@example.com"}}' })
    expect(await ask({ kind: 'forget', keys: keysOf('email:jane.doe@example.com') })).toEqual({ released: 0 })
  })

  it('marks its order, and goes when it could be used', async () => {
    await upsert(ledgerOrder('1001'))
    await ask(PARK)
    expect(await orders()).toMatchObject([{ parked: 'malformed' }])
    const { requests } = await ask<TakeAnswer>({ kind: 'take', filter: { source: 'shopify' }, cursor: null })
    expect(requests).toMatchObject([{ request: REQUEST }])
    await ask({ kind: 'release', done: [], again: requests.map(({ id }) => ({ id, code: 'unknown_topic' })) })
    expect(await orders()).toMatchObject([{ parked: 'unknown_topic' }])
    expect(await ask({ kind: 'release', done: requests.map(({ id }) => id), again: [] })).toEqual({ released: 1 })
    expect((await orders())[0]).not.toHaveProperty('parked')
  })

  it('leaves room for other sources, and of an order that is only named one is enough', async () => {
    const thin = { ...PARK, source: 'tiktok_shop', code: 'shop_api_unavailable' } as const
    const first = await ask<ParkAnswer>(thin)
    expect(await ask<ParkAnswer>({ ...thin, text: '{"status":"shipped"}' })).toEqual(first)
    await sql('UPDATE parked SET sealed = zeroblob(1000000)')
    for (let other = 0; other < 8; other++)
      await sql(
        `INSERT INTO parked SELECT ${other}, at_ms, source, code, paths, order_id, sealed, keys FROM parked LIMIT 1`,
      )
    await evictDurableObject(shard())
    expect(await ask<ParkAnswer>({ ...thin, order_id: '1002' })).toEqual({ full: true })
    expect(await ask<ParkAnswer>(PARK)).toMatchObject({ parked: expect.any(String) })
  })

  it('is not taken when there is no room, and what nobody mends in thirty days is counted as it goes', async () => {
    await ask(PARK)
    await sql('UPDATE parked SET sealed = zeroblob(1000000)')
    for (let other = 0; other < 16; other++)
      await sql(
        `INSERT INTO parked SELECT ${other}, at_ms, source, code, paths, order_id, sealed, keys FROM parked LIMIT 1`,
      )
    await evictDurableObject(shard())
    expect(await ask<ParkAnswer>({ ...PARK, text: '{}' })).toEqual({ full: true })
    vi.setSystemTime(Date.now() + 31 * DAY_MS)
    await runInDurableObject(shard(), (outbox) => outbox.alarm())
    const left = await ask<ParkedAnswer>({ kind: 'parked', filter: {}, limit: 10, cursor: null })
    expect(left).toMatchObject({ total: 0, expired: { requests: 17 } })
  })
})
