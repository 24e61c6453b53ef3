/** `GET /v1/diagnostics`, through the real shard: each problem is planted and its finding read. */
import { evictDurableObject, reset, runInDurableObject } from 'cloudflare:test'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { consent, type Members, sale as saleNow } from './events.ts'
import { CANARIES, DEV, diagnostics, found } from './findings.ts'
import { accept, deliver, everythingStored, gauges, get, post, shard, sql } from './gateway.ts'
import { clearPlatforms, countedIds, order } from './platforms.ts'

const HOUR_MS = 3_600_000

let platformsNow = ''

beforeEach(() => {
  platformsNow = new Date().toISOString()
  // Counts are kept by the hour: none of these tests may begin in one and end in the next. On, for alarms that were set for what is
  // past would ring by themselves.
  const leftMs = HOUR_MS - (Date.now() % HOUR_MS)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + (leftMs < 4 * 60_000 ? leftMs : 0) })
})
afterEach(async () => {
  vi.useRealTimers()
  await reset()
  await clearPlatforms()
})

/** A sale of the time at which the platforms are: their clock stays where it is, and they take nothing of a time to come. */
function sale(id: string, changes: Members = {}): Members {
  return saleNow(id, { occurred_at: platformsNow, ...changes })
}

function sales(count: number, prefix: string): Members[] {
  return Array.from({ length: count }, (_, index) => sale(`${prefix}-${index}`))
}

function later(ms: number): void {
  vi.setSystemTime(Date.now() + ms)
}

const basket = (value: number, extra = {}) => ({
  order: { id: `b-${value}`, value, currency: 'EUR', items: [{ id: 'a', quantity: 2, price: 10 }], ...extra },
})

describe('what arrives and is not in the policy', () => {
  it('is named: unknown fields, and fields that the policy keeps back from a destination', async () => {
    await accept([sale('1', { loyalty_tier: 'gold' }), sale('2', { person: { birth_date: '1980-02-03' } })])
    expect(await found('field_unknown')).toEqual([
      { severity: 'warning', subject: { field: 'loyalty_tier' }, count: 1, of: 2 },
    ])
    expect(await found('field_not_in_policy')).toEqual([
      {
        severity: 'info',
        subject: { field: 'person.birth_date', destination: 'meta', events: 'purchase' },
        count: 1,
        of: 2,
      },
    ])
    const [said] = (await diagnostics()).findings.filter(({ code }) => code === 'field_unknown')
    expect(said?.words.en.title).toBe('“loyalty_tier” arrives and is not in the policy')
    expect(said?.words.fr.title).toBe('«\u00A0loyalty_tier\u00A0» arrive et n’est pas dans la politique')
  })

  it('is told of events: names that are no event, also when the whole request is refused, and malformed ones', async () => {
    expect((await post({ event: 'purchse', event_id: 'x' })).status).toBe(400)
    await accept([sale('1'), { event: 'Login', event_id: 'y' }, sale('2', { order: { id: '2', value: 'much' } })])
    expect(await found('event_unknown')).toEqual([
      { severity: 'error', subject: { event: 'purchse', suggestion: 'purchase' }, count: 1 },
      { severity: 'error', subject: { event: 'Login' }, count: 1 },
    ])
    const malformed = (await found('event_malformed')).map(({ subject }) => subject)
    expect(malformed).toContainEqual({ path: 'order.value', reason: 'no_number' })
  })

  it('says what is wrong with an event, in words that hold no value', async () => {
    await accept([sale('1'), sale('2', { order: { id: '2', value: 1, currency: 'EURO' } })])
    const said = (await diagnostics()).findings.find(({ code }) => code === 'event_malformed')?.words
    expect(said?.en.title).toBe(
      'Events are refused because of “order.currency”: it is no active currency code of ISO 4217 (EUR, USD …)',
    )
    expect(said?.fr.title).toContain('ce n’est pas un code de devise ISO 4217 en vigueur')
    expect(JSON.stringify(said)).not.toContain('EURO')
  })

  it('is told with the name that was probably meant', async () => {
    await accept(sale('1', { person: { mobile: '06 39 98 42 17' } }))
    const subject = { field: 'person.mobile', suggestion: 'person.phone' }
    expect(await found('field_unknown')).toEqual([{ severity: 'warning', subject, count: 1, of: 1 }])
  })

  it('counts events, also where one brings several names that cannot be shown', async () => {
    await accept([sale('1', { 'a b': 1, 'c d': 1, 'e f': 1 }), sale('2')])
    expect(await found('field_unknown')).toEqual([
      { severity: 'warning', subject: { field: '(unprintable)' }, count: 1, of: 2 },
    ])
  })

  it('is not told of an event of the plan that leaves for nobody', async () => {
    await accept([sale('1', { event: 'refund' }), sale('2')])
    expect(await found('event_not_in_plan')).toEqual([])
  })
})

describe('events of the plan', () => {
  it('that do not arrive are told, a missing purchase as an error', async () => {
    await accept(sale('1', { event: 'page_view' }))
    const absent = await found('event_absent')
    expect(absent).toContainEqual({ severity: 'error', subject: { event: 'purchase' }, count: 0 })
    const usual = 'view_item add_to_cart begin_checkout'
    expect(absent).toContainEqual({ severity: 'warning', subject: { events: usual }, count: 0 })
    expect(JSON.stringify(absent)).not.toContain('page_view')
  })

  it('that stopped arriving a day ago are told, and are drawn on the timeline', async () => {
    await accept(sales(12, 'old'))
    later(26 * 3_600_000)
    await accept(sale('view', { event: 'page_view' }))
    expect(await found('event_stopped')).toEqual([{ severity: 'error', subject: { event: 'purchase' }, count: 12 }])
    const { events, buckets } = await diagnostics()
    expect(buckets).toEqual({ hours_each: 7, count: 24 })
    const purchases = events.find(({ event }) => event === 'purchase')
    // 26 hours back, seven hours a bar: the fourth bar from the right, or the fifth where an hour has just begun.
    expect(purchases?.timeline.slice(-5).reduce((sum, n) => sum + n, 0)).toBe(12)
    expect(purchases?.timeline.slice(-3)).toEqual([0, 0, 0])
    expect((await diagnostics('?days=1')).events.find(({ event }) => event === 'purchase')?.arrived).toBe(0)
  })

  it('say that nothing arrives where nothing does', async () => {
    expect(await found('nothing_arrives')).toEqual([{ severity: 'error', subject: {}, count: 0 }])
  })
})

describe('match keys', () => {
  it('are counted per destination and event, and missing ones told', async () => {
    await accept([
      sale('1', { person: { external_id: 'c-1' } }),
      sale('2', { client: { ip: '203.0.113.7', user_agent: 'Firefox', country: 'FR' } }),
    ])
    const { match_keys: coverages } = await diagnostics()
    const keys = coverages.find(({ destination, event }) => destination === 'meta' && event === 'purchase')
    expect(keys?.deliveries).toBe(2)
    expect(Object.fromEntries(keys?.keys.map(({ key, share }) => [key, share]) ?? [])).toMatchObject({
      email: 0.5,
      external_id: 1,
      user_agent: 1,
    })
    expect(await found('match_key_missing')).toContainEqual({
      severity: 'error',
      subject: { destination: 'tiktok', event: 'purchase', key: 'email' },
      count: 1,
      of: 2,
    })
  })

  it('name identifiers that arrive and cannot be used, and fields that the guard stopped', async () => {
    const items = [{ id: 'a', name: 'pour serin.canari@example.com', quantity: 5, price: 8.5 }]
    await accept([
      sale('1', { person: { email: 'not an address', phone: '06 39 98 12 34' } }),
      sale('2', { order: { id: '2', value: 42.5, currency: 'EUR', items } }),
    ])
    expect(await found('identifier_unusable')).toEqual([
      { severity: 'warning', subject: { field: 'person.email', reason: 'not_an_email' }, count: 1 },
    ])
    expect(await found('personal_data_stopped')).toMatchObject([
      { severity: 'warning', subject: { field: 'order.items.name' }, count: 1 },
    ])
  })
})

describe('amounts', () => {
  it.each([
    ['value_in_minor_units', basket(2_000)],
    ['prices_in_minor_units', basket(0.2)],
    ['value_above_items', basket(90)],
    ['value_below_items', basket(5)],
    ['tax_above_value', basket(20, { tax: 30 })],
    ['value_zero', basket(0)],
    ['value_missing', { order: { id: 'm' } }],
    ['order_id_missing', { order: { value: 1, currency: 'EUR' } }],
    ['decimals_beyond_currency', { order: { id: 'j', value: 1000.5, currency: 'JPY' } }],
  ])('that do not add up are told: %s', async (code, changes) => {
    await accept(sale('1', changes))
    expect(await found(code)).toMatchObject([{ subject: { event: 'purchase' }, count: 1, of: 1 }])
  })

  it('with or without tax and shipping, and to the cent, add up', async () => {
    const taxed = { tax: 4, shipping: 5 }
    await accept(
      [20, 24, 25, 29, 16, 20.01].map((value, index) =>
        sale(`ok-${index}`, basket(value, { id: `ok-${index}`, ...taxed })),
      ),
    )
    const { findings } = await diagnostics()
    expect(findings.map(({ code }) => code).filter((code) => /^value|^prices|^tax|^decimals/.test(code))).toEqual([])
  })

  it('that have prices and no value are told outside of purchases too', async () => {
    const items = [{ id: 'a', quantity: 1, price: 8.5 }]
    await accept([
      sale('1', { event: 'add_to_cart', order: { currency: 'EUR', items } }),
      sale('2', { event: 'add_to_cart', order: { currency: 'EUR', value: 8.5, items } }),
      // A list of products has no amount by nature.
      sale('3', { event: 'view_item_list', order: { currency: 'EUR', items } }),
    ])
    expect(await found('currency_without_value')).toEqual([
      { severity: 'info', subject: { event: 'add_to_cart' }, count: 1, of: 2 },
    ])
  })

  it('in more than one currency are told', async () => {
    await accept([sale('1'), sale('2'), sale('3', { order: { id: '3', value: 10, currency: 'USD' } })])
    expect(await found('several_currencies')).toEqual([
      { severity: 'info', subject: { currency: 'EUR', others: 'USD' }, count: 1, of: 3 },
    ])
  })
})

describe('clocks, copies and consent', () => {
  it.each([
    ['clock_whole_hours', 2 * 3_600_000],
    ['clock_ahead_refused', 25 * 60_000],
    ['clock_ahead', 5 * 60_000],
    ['clock_late', -5.5 * 3_600_000],
    ['clock_too_late', -40 * 86_400_000],
  ])('an event at another time than now is told: %s', async (code, aheadMs) => {
    await accept(sale('1', { occurred_at: new Date(Date.now() + aheadMs).toISOString() }))
    expect((await found(code)).length).toBeGreaterThan(0)
  })

  it('copies are counted by event, refusals by reason, and are no deliveries', async () => {
    await accept(sale('1'))
    await accept(sale('1'))
    await accept(sale('2', { consent: consent('denied') }))
    expect(await found('duplicates')).toEqual([
      { severity: 'warning', subject: { event: 'purchase' }, count: 1, of: 3 },
    ])
    expect(await found('consent_refused')).toEqual([
      { severity: 'info', subject: { reason: 'consent_denied' }, count: 1, of: 3 },
    ])
    expect((await diagnostics()).match_keys.every(({ deliveries }) => deliveries === 1)).toBe(true)
  })

  it.each([
    ['refuses our access', 401, 'destination_parked', 'error'],
    ['is down', 503, 'destination_retrying', 'warning'],
  ])('a platform that %s is told, and no longer once it answers', async (_what, status, code, severity) => {
    await order('meta', { status, times: 1 })
    await accept(sale('1'))
    await deliver()
    expect(await found(code)).toEqual([{ severity, subject: { destination: 'meta' }, count: 1 }])
    later(2 * 3_600_000)
    await deliver()
    expect(await countedIds('meta')).toEqual(['1'])
    expect(await found(code)).toEqual([])
  })

  it('an order that was sent twice before its names met is told, once, with the platform that got both', async () => {
    const of = (id: string, more = {}) => ({ order: { id, value: 42.5, currency: 'EUR', ...more } })
    const named = sale('o-2', of('5678901234567', { aliases: ['name:1001'] }))
    await accept([sale('p-1', of('1001')), sale('p-2', { ...of('5678901234567'), destinations: ['meta'] })])
    expect(await found('orders_sent_twice')).toEqual([])
    const twice = [{ severity: 'error', subject: { destination: 'meta', side: 'off' }, count: 1 }]
    await accept(named)
    expect(await found('orders_sent_twice')).toEqual(twice)
    await accept(named)
    expect(await found('orders_sent_twice')).toEqual(twice)
  })

  it('events that a platform does not take are told, of all that have ended there', async () => {
    await order('meta', { reject_event_id: 'bad' })
    await accept([sale('bad'), sale('good'), sale('other')])
    await deliver()
    expect(await found('destination_rejects')).toEqual([
      { severity: 'error', subject: { destination: 'meta', outcome: 'rejected' }, count: 1, of: 3 },
    ])
  })
})

describe('the counts', () => {
  it('are written as one row an hour by an alarm a minute later, add up there, and survive an eviction', async () => {
    await accept(sales(3, 'a'))
    await deliver()
    const rows = () => sql<{ hour: number; counts: string }>('SELECT * FROM diagnostics')
    expect(await rows()).toEqual([])
    const before = (await gauges()).rowsWritten
    later(61_000)
    await deliver()
    expect((await gauges()).rowsWritten - before).toBe(1)
    expect(await rows()).toHaveLength(1)
    await evictDurableObject(shard())
    await accept(sales(2, 'b'))
    later(61_000)
    await deliver()
    expect((await rows()).length).toBeLessThanOrEqual(2)
    expect((await diagnostics()).events_counted).toBe(5)
  })

  it('do not wait for an order that waits longer, also when the shard has been put away in between', async () => {
    const { consent: _none, ...silent } = sale('waits')
    await accept([sale('1'), silent])
    await deliver()
    await evictDurableObject(shard())
    const alarmAtMs = await runInDurableObject(shard(), (_outbox, state) => state.storage.getAlarm())
    expect(alarmAtMs).toBeLessThanOrEqual(Date.now() + 60_000)
  })

  it('are forgotten after seven days', async () => {
    await accept(sale('1'))
    later(61_000)
    await deliver()
    later(8 * 86_400_000)
    expect((await diagnostics()).events_counted).toBe(0)
    await accept(sale('2'))
    later(61_000)
    await deliver()
    expect(await sql('SELECT hour FROM diagnostics')).toHaveLength(1)
  })

  it('hold no value of a person, wherever it is put', async () => {
    const odd = CANARIES.flatMap((value, index) => [
      sale(`odd-${index}`, {
        [value]: 1,
        order: { id: `o-${index}`, [value]: 1, coupon: value, items: [{ id: 'x', name: value }] },
      }),
      { event: value.slice(0, 64), event_id: value.slice(0, 128) },
      sale(value.slice(0, 128), { person: { email: value, phone: value, city: value, external_id: value } }),
    ])
    for (let from = 0; from < odd.length; from += 100) await post({ events: odd.slice(from, from + 100) })
    later(61_000)
    await deliver()
    const seen = JSON.stringify(await diagnostics()) + JSON.stringify(await sql('SELECT * FROM diagnostics'))
    expect(seen).toContain('(unprintable)')
    for (const value of CANARIES) expect(seen).not.toContain(value)
    for (const part of ['serin', 'canari', '39984217', '3998421', '411111111111', '2004101005'])
      expect(seen.toLowerCase()).not.toContain(part)
    expect(await everythingStored()).toContain('unprintable')
  })
})

describe('who may ask', () => {
  it('is whoever has the site’s token, for one to seven days', async () => {
    expect((await get('/v1/diagnostics')).status).toBe(401)
    expect((await get('/v1/diagnostics?days=7', DEV)).status).toBe(200)
    for (const days of ['0', '8', '1.5', 'x', '-1', '']) {
      expect((await get(`/v1/diagnostics?days=${days}`, DEV)).status).toBe(400)
    }
  })

  it('may have the page, which holds no figure and lets nothing in from elsewhere', async () => {
    const response = await get('/diagnostics', { 'accept-language': 'de, fr-CH;q=0.8, en;q=0.5' })
    const html = await response.text()
    expect(html).toContain('<html lang="fr" data-mode="development" data-approval="')
    const nonce = /nonce="([^"]+)"/.exec(html)?.[1] ?? 'none'
    expect(response.headers.get('content-security-policy')).toContain(`script-src 'nonce-${nonce}';`)
    expect(html).not.toMatch(/(?:src|href)="(?!#|data:,|\/console\/f\/)/)
    expect(html).not.toContain('{nonce}')
    const again = await (await get('/diagnostics')).text()
    expect(again).not.toContain(nonce)
  })
})
