/** `GET /v1/diagnostics`, through the real shard: each problem is planted and its finding read. */
import { evictDurableObject, reset, runInDurableObject } from 'cloudflare:test'
import { exports } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Report } from '../../src/diagnostics/report.ts'
import { consent, sale, sales } from './events.ts'
import { accept, BASE, deliver, everythingStored, gauges, get, ORIGIN, post, shard, sql } from './gateway.ts'
import { clearPlatforms, countedIds, order } from './platforms.ts'

const DEV = { authorization: 'Bearer dev' }

/** What must not be seen, as it is and in other dress. */
const CANARIES = [
  'serin.canari@example.com',
  'SERIN.CANARI@EXAMPLE.COM',
  'serin.canari%40example.com',
  'serin.canari%2540example.com',
  '+33639984217',
  '06 39 98 42 17',
  '06.39.98.42.17',
  '0639984217',
  'FR1420041010050500013M02606',
  'FR14 2004 1010 0505 0001 3M02 606',
  '4111111111111111',
  '4111 1111 1111 1111',
  btoa('serin.canari@example.com'),
  'page?email=serin.canari@example.com#0639984217',
]

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
})
afterEach(async () => {
  vi.useRealTimers()
  await reset()
  await clearPlatforms()
})

async function diagnostics(query = ''): Promise<Report> {
  return (await get(`/v1/diagnostics${query}`, DEV)).json<Report>()
}

/** The findings of a code, without words and times. */
async function found(code: string) {
  const { findings } = await diagnostics()
  return findings
    .filter((one) => one.code === code)
    .map(({ severity, subject, count, of }) => ({ severity, subject, count, ...(of !== undefined && { of }) }))
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
    expect(malformed).toContainEqual({ path: 'order.value' })
  })

  it('is not told of an event of the plan that leaves for nobody', async () => {
    await accept([sale('1', { event: 'refund' }), sale('2')])
    expect(await found('event_not_in_plan')).toEqual([])
  })
})

describe('requests that are turned away', () => {
  const e = (init: RequestInit) => exports.default.fetch(`${BASE}/e`, { method: 'POST', ...init })
  const text = { 'content-type': 'text/plain' }
  /** The isolate counts on through all tests: what was added by one. */
  async function added(code: string, turnAway: () => Promise<unknown>) {
    const counts = async () =>
      new Map((await found(code)).map(({ severity, subject, count }) => [JSON.stringify({ severity, subject }), count]))
    const before = await counts()
    await turnAway()
    return [...(await counts())].flatMap(([key, count]) =>
      count === before.get(key) ? [] : [{ ...JSON.parse(key), count: count - (before.get(key) ?? 0) }],
    )
  }

  it('are told with the origin that the policy must list, an error where it is of the site’s own domain', async () => {
    const origin = 'https://m.atelier-rivage.example'
    expect(
      await added('origin_not_allowed', async () => {
        expect((await e({ headers: { ...text, origin }, body: '{}' })).status).toBe(403)
      }),
    ).toEqual([{ severity: 'error', subject: { side: 'own', origin }, count: 1 }])
    const one = (await diagnostics()).findings.find(({ subject }) => subject['origin'] === origin)
    expect(one?.words.en.title).toBe(`Pages of ${origin} are turned away (403): the policy does not list this origin`)
    expect(one?.words.fr.advice).toContain('«\u00A0origins\u00A0»')
  })

  it('are told also where the browser asks first and then sends nothing', async () => {
    const headers = { origin: 'https://other.example', 'access-control-request-method': 'POST' }
    const [one] = await added('origin_not_allowed', async () => {
      expect((await e({ method: 'OPTIONS', headers })).status).toBe(403)
    })
    expect(one).toEqual({ severity: 'warning', subject: { side: 'other', origins: 'https://other.example' }, count: 1 })
    const { since, origins } = (await diagnostics()).refused_requests
    expect(Date.parse(since)).toBeLessThanOrEqual(Date.now())
    expect(origins).toContainEqual(expect.objectContaining({ origin: 'https://other.example', count: 1 }))
  })

  it('are told apart: a page without a name, and no page at all', async () => {
    const sides = async (headers: Record<string, string>) =>
      (await added('origin_not_allowed', () => e({ headers: { ...text, ...headers }, body: '{}' }))).map(
        ({ subject, severity }) => [subject.side, severity],
      )
    expect(await sides({ origin: 'null' })).toEqual([['opaque', 'warning']])
    expect(await sides({})).toEqual([['none', 'info']])
  })

  it.each([
    ['token_refused', 401, 'server', () => post(sale('1'), { authorization: 'Bearer wrong' })],
    ['body_unreadable', 400, 'server', () => post('{"event":')],
    ['body_unreadable', 400, 'browser', () => e({ headers: { ...text, origin: ORIGIN }, body: 'null' })],
    ['body_too_large', 413, 'server', () => post('x'.repeat(1_048_577))],
    ['content_type_refused', 415, 'server', () => post(sale('1'), { 'content-type': 'text/xml' })],
    [
      'content_type_refused',
      415,
      'browser',
      () => e({ headers: { origin: ORIGIN, 'content-type': 'text/xml' }, body: '{}' }),
    ],
  ])('are told by what was wrong with them: %s, %i, %s', async (code, status, caller, turnAway) => {
    const told = await added(code, async () => {
      expect((await turnAway()).status).toBe(status)
    })
    expect(told).toMatchObject([{ severity: 'error', subject: { caller }, count: 1 }])
  })

  it('are not told twice where it is the events that are wrong', async () => {
    expect(await added('body_unreadable', () => post(sale('1', { order: { id: '1', value: 'much' } })))).toEqual([])
    expect((await found('event_malformed')).length).toBe(1)
  })

  it('hold no value of a person, wherever it is put, and no more than twenty origins', async () => {
    for (const value of CANARIES.filter((one) => /^[ -~]*$/.test(one)))
      await e({ headers: { ...text, origin: `https://${value}.example` }, body: value })
    for (let n = 0; n < 40; n++) {
      const name = String.fromCharCode(97 + (n % 26)).repeat(1 + Math.floor(n / 26))
      await e({ headers: { ...text, origin: `https://${name}.example` }, body: '{}' })
    }
    const report = await diagnostics()
    expect(report.refused_requests.origins.length).toBeLessThanOrEqual(21)
    expect(report.refused_requests.origins.map(({ origin }) => origin)).toContain('(other)')
    const seen = JSON.stringify(report).toLowerCase()
    for (const part of ['serin', 'canari', '39984217', '411111111111', '2004101005']) expect(seen).not.toContain(part)
  })
})

describe('events of the plan', () => {
  it('that do not arrive are told, a missing purchase as an error', async () => {
    await accept(sale('1', { event: 'page_view' }))
    const absent = await found('event_absent')
    expect(absent).toContainEqual({ severity: 'error', subject: { event: 'purchase' }, count: 0 })
    expect(absent).toContainEqual({ severity: 'warning', subject: { event: 'add_to_cart' }, count: 0 })
    expect(absent.map(({ subject }) => subject['event'])).not.toContain('page_view')
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
    expect(html).not.toMatch(/(?:src|href)="(?!#|data:,)/)
    expect(html).not.toContain('{nonce}')
    const again = await (await get('/diagnostics')).text()
    expect(again).not.toContain(nonce)
  })
})
