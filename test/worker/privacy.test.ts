/** What of a person is in the tables: while a delivery waits, after it, and for how long. */
import { evictDurableObject, reset } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Sheet } from '../../src/outbox/state.ts'
import { consent, sale, sales, type Members } from './events.ts'
import { accept, beacon, deliver, everythingStored, gauges, get, post, receiptsOf, shard, sql } from './gateway.ts'
import { clearPlatforms, countedIds } from './platforms.ts'

const DAY_MS = 86_400_000

afterEach(async () => {
  vi.useRealTimers()
  await reset()
  await clearPlatforms()
})

// City, state and country are left out: the policy lets TikTok have them readable.
const PERSON = {
  email: 'canary.mail@example.com',
  phone: '+33 6 39 98 12 34',
  external_id: 'canary-external',
  visitor_id: 'canary-visitor',
  first_name: 'Canaryfirst',
  last_name: 'Canarylast',
  zip: '29987',
  birth_date: '1987-06-05',
  gender: 'canarygender',
}

/** A canary wherever a caller may write a text; what the policy lets out readable (ids, names of articles) is left as it is. */
function eventWithCanaries(id: string, changes: Members = {}): Members {
  return sale(id, {
    person: { ...PERSON, nickname: 'canary-nickname' },
    page: {
      url: 'https://www.atelier-rivage.example/merci/canary.path%40example.com?email=canary.query%40example.com&ttclid=E.C.P.abc&canaryname=canary-value#canary-fragment',
      referrer: 'https://www.atelier-rivage.example/?q=canary-words&to=Y2FuYXJ5QGV4YW1wbGUuY29t',
      title: 'canary-title',
    },
    client: {
      ip: '203.0.113.7',
      user_agent: 'Mozilla/5.0 (test)',
      country: 'FR',
      language: 'canary-language',
      screen: 'canary-screen',
    },
    order: {
      id,
      value: 1,
      currency: 'EUR',
      coupon: 'canary-coupon',
      note: 'canary-note',
      items: [{ id: 'a', engraving: 'canary-engraving' }],
    },
    lead: { id: 'canary-lead', type: 'canary-type' },
    search: { query: 'canary-search' },
    loyalty: { card: 'canary-card' },
    consent: {
      ...consent('granted'),
      source: 'canary-source',
      signals: { cookies: 'x=canary-cookie', cmp: { user: 'canary-cmp' } },
    },
    ...changes,
  })
}

const LEAKS = ['canary', '639981234', '39981234', '98 12 34', '19870605', '1987-06', '198706']
/** So short that a random key or a hash holds one now and then: they count where they do not stand among its digits. */
const SHORT_LEAKS = ['29987', '1987']

function leaksIn(text: string): string[] {
  const lower = text.toLowerCase()
  const short = SHORT_LEAKS.filter((leak) => new RegExp(`(?<![0-9a-f])${leak}(?![0-9a-f])`).test(lower))
  return [...LEAKS.filter((leak) => lower.includes(leak)), ...short]
}

async function sha256(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function developersPage(event: Members): Promise<string> {
  await accept(event)
  return (await get('/dev/decisions')).text()
}

describe('a person’s values', () => {
  it('are in no table in readable form, neither while a delivery waits nor after it', async () => {
    expect(await accept(eventWithCanaries('o-1'))).toMatchObject([
      { status: 'accepted', destinations: { tiktok: 'full', meta: 'full' } },
    ])
    const waiting = await everythingStored()
    expect(waiting).toContain(await sha256('canary.mail@example.com'))
    expect(leaksIn(waiting)).toEqual([])
    await deliver()
    expect(await countedIds('meta')).toEqual(['o-1'])
    expect(leaksIn(await everythingStored())).toEqual([])
  })

  it('are in no table where the event is refused', async () => {
    await accept([
      eventWithCanaries('o-2', { consent: consent('denied') }),
      eventWithCanaries('o-3', { event: 'refund' }),
    ])
    expect(leaksIn(await everythingStored())).toEqual([])
  })

  it('are in no table where the browser sent them, with its cookies', async () => {
    const cookie = 'session=canary-session; _ttp=2abcDEF; _fbp=fb.1.1760000000000.1234567890'
    expect((await beacon(eventWithCanaries('o-4'), { cookie }, { country: 'FR' })).status).toBe(202)
    const stored = await everythingStored()
    expect(stored).toContain('fb.1.1760000000000.1234567890')
    expect(leaksIn(stored)).toEqual([])
  })

  it('are nowhere once they are delivered: no body, no hash; the receipt keeps keys that only the site can make', async () => {
    await accept(sale('o-5', { person: PERSON }))
    const [parcel] = await sql<{ sheet: string }>('SELECT sheet FROM pending')
    const sheet: Sheet = JSON.parse(parcel?.sheet ?? '{}')
    const keys = sheet.list.flatMap(({ p }) => p ?? [])
    // Four identifiers, the phone number in two forms, and the order.
    expect(keys).toHaveLength(6)
    await deliver()
    expect(await sql('SELECT * FROM pending')).toEqual([])
    const stored = await everythingStored()
    const values = [
      'canary.mail@example.com',
      '+33639981234',
      '33639981234',
      'canary-external',
      'canaryfirst',
      'canarylast',
      '29987',
    ]
    const hashes = await Promise.all(values.map(sha256))
    const [receipt] = await sql<{ sheets: string }>('SELECT sheets FROM receipts')
    for (const key of keys) expect(receipt?.sheets).toContain(key)
    // What the order was worth stays: the policy keeps a ledger of orders.
    for (const secret of [...hashes, '203.0.113.7', 'Mozilla', 'ar-savon', '8.5']) expect(stored).not.toContain(secret)
  })

  it('are not on the developer’s page, which shows shapes', async () => {
    const page = await developersPage(eventWithCanaries('o-6'))
    expect(page).toContain('c•••@e•••.com')
    // The name of a parameter in an address is no value.
    expect(leaksIn(page.replaceAll('canaryname', ''))).toEqual([])
  })

  it.each(['client', 'person'])(
    'are not on the developer’s page where they stand in the wrong field of %s',
    async (part) => {
      const place = { country: 'canary.mail@example.com', region: 'canary.mail@example.com' }
      const page = await developersPage(sale('o-6', { [part]: place }))
      expect(leaksIn(page)).toEqual([])
    },
  )

  it('are not in an event id that is kept: a hash stands for it', async () => {
    await accept(sale('o-7', { event_id: 'canary.mail@example.com' }))
    expect(leaksIn(await everythingStored())).toEqual([])
  })

  it('cannot be found by hashing guesses: what stands for an e-mail address in an id is not its plain SHA-256', async () => {
    await accept(sale('o-8', { event_id: 'canary.mail@example.com' }))
    const plain = await sha256('canary.mail@example.com')
    expect(await everythingStored()).not.toContain(plain.slice(0, 16))
  })
})

describe('a receipt', () => {
  it('names the fields that left, and has no value of them', async () => {
    await accept(sale('o-9'))
    await deliver()
    const receipts = await receiptsOf('o-9')
    expect(
      receipts.map(({ destination, outcome, decision }) => `${destination} ${outcome} ${decision}`).toSorted(),
    ).toEqual(['meta delivered full', 'tiktok delivered full'])
    const tiktok = receipts.find(({ destination }) => destination === 'tiktok')
    expect(tiktok?.fields).toEqual(
      expect.arrayContaining(['event', 'event_id', 'user.email', 'user.phone', 'user.ip', 'properties.value']),
    )
    expect(tiktok?.policy_digest).toMatch(/^[0-9a-f]{64}$/)
    for (const value of ['42.5', '203.0.113.7', 'ar-savon', 'merci', 'camille'])
      expect(JSON.stringify(receipts)).not.toContain(value)
  })

  it('is kept of every refusal, with its reason', async () => {
    await accept([sale('o-10', { consent: consent('denied') }), sale('o-11', { consent: { state: {} } })])
    expect(await receiptsOf('o-10')).toMatchObject([
      { event: 'purchase', outcome: 'refused', decision: 'consent_denied', fields: [] },
      { outcome: 'refused', decision: 'consent_denied' },
    ])
    expect(await receiptsOf('o-11')).toMatchObject([{ decision: 'consent_unknown' }, { decision: 'consent_unknown' }])
  })

  it('is given to nobody without a token', async () => {
    expect((await get('/v1/receipts')).status).toBe(401)
  })
})

describe('retention', () => {
  const TODAY = () => Math.floor(Date.now() / DAY_MS)

  async function insertDedupe(key: string, untilDay: number): Promise<void> {
    await sql("INSERT INTO dedupe (key, destinations, until_day) VALUES (?, 'meta', ?)", key, untilDay)
  }

  async function insertReceipt(id: number, ageDays: number): Promise<void> {
    const atMs = Date.now() - ageDays * DAY_MS
    await sql(
      "INSERT INTO receipts (id, at_ms, destination, outcome, code, sheets) VALUES (?, ?, 'meta', 'delivered', '', '[]')",
      id,
      atMs,
    )
  }

  /** Two events so that an alarm is set, delivered; the sweep comes with it. */
  async function sweep(prefix: string): Promise<void> {
    await accept(sales(2, prefix))
    await deliver()
  }

  it('deletes what is over and nothing else', async () => {
    await insertDedupe('over', TODAY() - 1)
    await insertDedupe('last-day', TODAY())
    await insertDedupe('tomorrow', TODAY() + 1)
    await insertReceipt(1, 396)
    await insertReceipt(2, 394)
    await sweep('sweep')
    const keys = (await sql('SELECT key FROM dedupe')).map(({ key }) => key)
    expect(keys).toHaveLength(4)
    expect(keys).toEqual(expect.arrayContaining(['last-day', 'tomorrow']))
    expect(keys).not.toContain('over')
    const ids = (await sql('SELECT id FROM receipts ORDER BY id')).map(({ id }) => id)
    expect(ids).toEqual([2, 3, 4])
  })

  it('keeps an order’s key for 90 days and another event’s for 30', async () => {
    await accept([sale('order'), sale('view', { event: 'view_item' })])
    const days = (await sql('SELECT until_day FROM dedupe ORDER BY until_day')).map(
      ({ until_day }) => Number(until_day) - TODAY(),
    )
    expect(days).toEqual([31, 91])
  })

  it('comes once a day, the next day again', async () => {
    await sweep('first')
    await insertDedupe('over', TODAY() - 1)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + DAY_MS })
    await sweep('second')
    expect((await sql("SELECT key FROM dedupe WHERE key = 'over'")).length).toBe(0)
  })

  it('is not looked after again by a shard that wakes on the same day: looking reads every key', async () => {
    await sql(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
       INSERT INTO dedupe (key, destinations, until_day) SELECT 'kept-' || i, 'meta', ? FROM n`,
      TODAY() + 90,
    )
    await sweep('first')
    await evictDurableObject(shard())
    await sweep('second')
    expect((await gauges()).rowsRead).toBeLessThan(500)
  })

  it('keeps up with a busy shop: 12,000 keys that are over are gone by the end of the day', async () => {
    await sql(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
       INSERT INTO dedupe (key, destinations, until_day) SELECT 'over-' || i, 'meta', ? FROM n`,
      TODAY() - 1,
    )
    for (const prefix of ['a', 'b', 'c', 'd']) await sweep(prefix)
    expect(await sql("SELECT count(*) AS count FROM dedupe WHERE key LIKE 'over-%'")).toEqual([{ count: 0 }])
  })
})

it('answers the caller with the caller’s own ids only: no value of the person comes back', async () => {
  const answer = await (await post(eventWithCanaries('o-12'))).text()
  expect(leaksIn(answer)).toEqual([])
})
