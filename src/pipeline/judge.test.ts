import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { destinations } from '../destinations/registry.ts'
import { parseValue } from '../event/parse.ts'
import type { CanonicalEvent } from '../event/types.ts'
import { personKeyMaker } from '../hashing/person-key.ts'
import type { CompiledDestination, CompiledSite } from '../policy/types.ts'
import { judge, type JudgeContext, type Verdict } from './judge.ts'
import { planSites, type SitePlan } from './plan.ts'

const NOW_MS = Date.UTC(2026, 10, 22, 12)
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const PERSONAL_KEY = personKeyMaker('a secret of the site, long enough')
const CONTEXT: JudgeContext = { receivedAtMs: NOW_MS, gpcHeader: null, personKey: PERSONAL_KEY }

type Members = Record<string, unknown>

const GRANTED = {
  state: {
    ad_storage: 'granted',
    ad_user_data: 'granted',
    ad_personalization: 'granted',
    analytics_storage: 'granted',
  },
}

/** A purchase in which every field that a platform can take is filled. */
const WIRE = {
  event: 'purchase',
  event_id: 'o-1001',
  occurred_at: new Date(NOW_MS - 1_000).toISOString(),
  page: {
    url: 'https://shop.example/thanks?ttclid=E.C.P.abc&fbclid=IwAR2abc&utm_source=x',
    referrer: 'https://www.tiktok.com/',
  },
  client: { ip: '93.184.216.34', user_agent: 'Mozilla/5.0', country: 'FR', language: 'fr-FR' },
  click: {
    ttclid: 'E.C.P.abc',
    ttp: '2abcDEFghi',
    fbc: 'fb.1.1760000000000.IwAR2abc',
    fbp: 'fb.1.1760000000000.1234567890',
  },
  person: {
    email: ' Jane.Doe@Example.COM ',
    phone: '06 39 98 12 34',
    external_id: 'c-77',
    visitor_id: 'v-1',
    first_name: 'Jane',
    last_name: 'Doe',
    city: 'Concarneau',
    state: 'Bretagne',
    zip: '29900',
    country: 'FR',
    birth_date: '1990-06-05',
    gender: 'f',
  },
  order: {
    id: '1001',
    value: 42.5,
    currency: 'EUR',
    items: [{ id: 'sku-1', name: 'Soap', quantity: 2, price: 21.25, brand: 'Rivage', category: 'Bath' }],
  },
  lead: { id: 'l-1', type: 'newsletter' },
  search: { query: 'soap' },
  consent: GRANTED,
}

function eventOf(changes: Members = {}): CanonicalEvent {
  const parsed = parseValue(structuredClone({ ...WIRE, ...changes }), NOW_MS)
  const one = parsed.ok ? parsed.events[0] : undefined
  if (one?.ok !== true) throw new Error(`not an event: ${JSON.stringify(parsed)}`)
  return one.event
}

function fieldsOf(id: string): string[] {
  const rows = destinations.find((destination) => destination.id === id)?.rows ?? []
  return [...new Set(rows.filter(({ kind }) => kind !== 'fixed').map(({ from }) => from))]
}

interface PlanOptions {
  readonly without?: string
  readonly onOptOut?: 'drop' | 'limited'
}

/** A policy that allows everything for a purchase, but for one field. */
function planOf({ without = '', onOptOut = 'drop' }: PlanOptions = {}): SitePlan {
  const accounts = destinations.map(({ id }): CompiledDestination => ({
    id,
    accountId: '1',
    tokenSecret: 'TOKEN',
    purposes: ['ad_storage', 'ad_user_data', 'ad_personalization'],
    onOptOut,
    events: { purchase: fieldsOf(id).filter((field) => field !== without) },
  }))
  const site: CompiledSite = {
    id: 'shop',
    demo: false,
    hosts: ['shop.example'],
    origins: ['https://shop.example'],
    developmentOrigins: [],
    defaultCountry: 'FR',
    shards: 1,
    urlParameters: ['ttclid', 'fbclid', 'utm_source'],
    consent: { maxAgeDays: 180, regimes: {}, gpcScope: 'all_us' },
    unique: { purchase: 'order.id' },
    destinations: accounts,
  }
  const plan = planSites({ version: 1, digest: 'd', sites: [site] }, destinations).get('shop')
  if (plan === undefined) throw new Error('there is a plan')
  return plan
}

const PLAN = planOf()

/** Leaves of the payload by path; the place in a list is left out, so that a path is a row's `to`. */
function leavesOf(value: unknown, path: string[] = []): [string, unknown][] {
  if (Array.isArray(value) && value.some((element) => typeof element === 'object'))
    return value.flatMap((element) => leavesOf(element, path))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path.join('.'), value]]
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]))
}

function payload(verdict: Verdict, id: string): Record<string, unknown> | undefined {
  const delivery = verdict.deliveries.find(({ destination }) => destination === id)
  return delivery === undefined ? undefined : Object.fromEntries(leavesOf(JSON.parse(delivery.body)))
}

const ids = destinations.map(({ id }) => id)

describe('what leaves', () => {
  it('is the mapping’s rows that the policy allows, under the names that the receipt gives', () => {
    for (const { destination, fields, body } of judge(eventOf(), PLAN, CONTEXT).deliveries) {
      const rows = new Set(destinations.find(({ id }) => id === destination)?.rows.map(({ to }) => to))
      const leaves = leavesOf(JSON.parse(body)).map(([path]) => path)
      expect([...new Set(leaves)].toSorted()).toEqual(fields.split(' ').toSorted())
      for (const path of leaves) expect(rows).toContain(path)
    }
  })

  const cases = ids.flatMap((id) => fieldsOf(id).map((field) => [id, field] as const))
  const NEEDED: Readonly<Record<string, string>> = {
    'meta page.url': 'missing_page_url',
    'meta client.user_agent': 'missing_user_agent',
    'meta order.value': 'missing_value',
    'meta order.currency': 'missing_currency',
  }

  it.each(cases)('to %s: taking %s out of the policy takes out its rows and changes nothing else', (id, field) => {
    const rows = destinations.find((destination) => destination.id === id)?.rows ?? []
    const removed = new Set(rows.filter((row) => row.kind !== 'fixed' && row.from === field).map(({ to }) => to))
    const all = payload(judge(eventOf(), PLAN, CONTEXT), id) ?? {}
    const verdict = judge(eventOf(), planOf({ without: field }), CONTEXT)
    const reason = NEEDED[`${id} ${field}`]
    if (reason !== undefined) {
      expect(verdict.refused[id]).toBe(reason)
      return
    }
    expect(payload(verdict, id)).toEqual(Object.fromEntries(Object.entries(all).filter(([path]) => !removed.has(path))))
  })

  it('is nothing for an event that the policy does not name', () => {
    const verdict = judge(eventOf({ event: 'view_item' }), PLAN, CONTEXT)
    expect([verdict.deliveries, verdict.refused]).toEqual([
      [],
      { tiktok: 'event_not_in_policy', meta: 'event_not_in_policy' },
    ])
  })

  it('carries the identifiers as SHA-256 of what the platform’s own rule makes of them', () => {
    // TikTok: E.164 with "+". Meta: digits only. Both: trimmed lower-case e-mail.
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
    const verdict = judge(eventOf(), PLAN, CONTEXT)
    expect(payload(verdict, 'tiktok')).toMatchObject({
      'user.email': sha256('jane.doe@example.com'),
      'user.phone': sha256('+33639981234'),
    })
    expect(payload(verdict, 'meta')).toMatchObject({
      'user_data.em': [sha256('jane.doe@example.com')],
      'user_data.ph': [sha256('33639981234')],
    })
  })

  it('carries no click id of another platform, in no address', () => {
    const verdict = judge(eventOf(), PLAN, CONTEXT)
    expect(JSON.stringify(payload(verdict, 'tiktok'))).not.toContain('IwAR')
    expect(JSON.stringify(payload(verdict, 'meta'))).not.toContain('E.C.P')
  })

  it('is the same bytes for the same event', () => {
    expect(judge(eventOf(), PLAN, CONTEXT)).toEqual(judge(eventOf(), PLAN, CONTEXT))
  })
})

describe('without consent', () => {
  it.each(['ad_storage', 'ad_user_data', 'ad_personalization'])(
    'to %s nothing leaves, and no key of the person is made',
    (purpose) => {
      for (const [answer, reason] of [
        ['denied', 'consent_denied'],
        [undefined, 'consent_unknown'],
      ] as const) {
        const { [purpose]: _was, ...others } = GRANTED.state as Record<string, string>
        const state = answer === undefined ? others : { ...others, [purpose]: answer }
        const verdict = judge(eventOf({ consent: { state } }), PLAN, CONTEXT)
        expect(verdict).toMatchObject({ deliveries: [], personKeys: [], refused: { tiktok: reason, meta: reason } })
      }
    },
  )
})

describe('a limited permit', () => {
  const american = {
    client: { ...WIRE.client, country: 'US', region: 'US-CA' },
    person: { ...WIRE.person, country: 'US' },
    consent: undefined,
  }
  const optedOut: JudgeContext = { ...CONTEXT, gpcHeader: '1' }

  it('drops every row that names a person or a browser, keeps the others, and sets the platform’s own flag', () => {
    const plan = planOf({ onOptOut: 'limited' })
    const full = judge(eventOf(american), plan, CONTEXT)
    const limited = judge(eventOf(american), plan, optedOut)
    expect(limited.deliveries.map(({ level }) => level)).toEqual(['limited', 'limited'])
    for (const { id, rows } of destinations) {
      const identifying = new Set(rows.filter((row) => row.identifying).map(({ to }) => to))
      const leaves = payload(limited, id) ?? {}
      expect(Object.keys(leaves).filter((path) => identifying.has(path))).toEqual([])
      const kept = Object.keys(payload(full, id) ?? {}).filter((path) => !identifying.has(path))
      expect(Object.keys(leaves)).toEqual(expect.arrayContaining(kept))
    }
    expect(payload(limited, 'tiktok')).toMatchObject({ limited_data_use: true })
    expect(payload(limited, 'meta')).toMatchObject({
      data_processing_options: ['LDU'],
      data_processing_options_country: 1,
      data_processing_options_state: 1000,
    })
    expect(payload(full, 'meta')).not.toHaveProperty('data_processing_options')
  })

  it('lets no hash and no click id out, also not in an address', () => {
    const text = JSON.stringify(judge(eventOf(american), planOf({ onOptOut: 'limited' }), optedOut).deliveries)
    expect(text).not.toMatch(/[0-9a-f]{64}/)
    for (const id of ['E.C.P.abc', 'IwAR', '2abcDEF', '1234567890']) expect(text).not.toContain(id)
  })

  it('is not given where the policy drops on an opt-out', () => {
    expect(judge(eventOf(american), PLAN, optedOut)).toMatchObject({
      deliveries: [],
      refused: { tiktok: 'opted_out', meta: 'opted_out' },
    })
  })
})

describe('an e-mail address', () => {
  const PLACES: readonly ((text: string) => Members)[] = [
    (text) => ({ event_id: text }),
    (text) => ({ page: { ...WIRE.page, url: `https://shop.example/${text}` } }),
    (text) => ({ page: { ...WIRE.page, url: `https://shop.example/?utm_source=${text}` } }),
    (text) => ({ page: { ...WIRE.page, url: `https://shop.example/?ttclid=${text}&fbclid=${text}` } }),
    (text) => ({ page: { ...WIRE.page, referrer: `https://shop.example/a/${text}#${text}` } }),
    ...['ip', 'user_agent', 'language', 'country', 'region'].map((key) => (text: string) => ({
      client: { ...WIRE.client, [key]: text, ...(key !== 'country' && { country: 'FR' }) },
    })),
    ...['ttclid', 'ttp', 'fbc', 'fbp', 'fbclid'].map((key) => (text: string) => ({
      click: { ...WIRE.click, [key]: text },
    })),
    ...Object.keys(WIRE.person).map((key) => (text: string) => ({ person: { ...WIRE.person, [key]: text } })),
    ...['id', 'coupon'].map((key) => (text: string) => ({ order: { ...WIRE.order, [key]: text } })),
    ...['id', 'name', 'brand', 'category'].map((key) => (text: string) => ({
      order: { ...WIRE.order, items: [{ ...WIRE.order.items[0], [key]: text }] },
    })),
    (text) => ({ lead: { id: text, type: text } }),
    (text) => ({ search: { query: text } }),
    (text) => ({ consent: { ...GRANTED, source: text, signals: { cookies: text, cmp: { text } } } }),
  ]
  const WRITTEN: readonly ((local: string) => string)[] = [
    (local) => `${local}@example.com`,
    (local) => `${local.toUpperCase()}@EXAMPLE.COM`,
    (local) => `${local}%40example.com`,
    (local) => `${local}%2540example.com`,
    (local) => `hello ${local}@example.com!`,
  ]

  it('reaches neither storage nor a platform, wherever and however a caller writes it', () => {
    const local = fc.stringMatching(/^[a-z]{6}\.[a-z]{6}$/)
    fc.assert(
      fc.property(fc.constantFrom(...PLACES), fc.constantFrom(...WRITTEN), local, (place, written, name) => {
        const verdict = judge(eventOf(place(written(name))), PLAN, CONTEXT)
        expect(JSON.stringify(verdict).toLowerCase()).not.toContain(name)
      }),
      { numRuns: 400 },
    )
  })

  it('in an event id stops the event everywhere: a platform would get it', () => {
    const verdict = judge(eventOf({ event_id: 'jane.doe@example.com' }), PLAN, CONTEXT)
    expect(verdict).toMatchObject({
      deliveries: [],
      refused: { tiktok: 'personal_data_in_event_id', meta: 'personal_data_in_event_id' },
    })
  })

  it('in an article’s name costs the name and not the sale', () => {
    const items = [{ ...WIRE.order.items[0], name: 'Gift for jane.doe@example.com' }]
    const verdict = judge(eventOf({ order: { ...WIRE.order, items } }), PLAN, CONTEXT)
    expect(payload(verdict, 'meta')).toMatchObject({ 'custom_data.value': 42.5 })
    expect(payload(verdict, 'meta')).not.toHaveProperty('custom_data.contents.title')
  })
})

describe('time', () => {
  const at = (ms: number) => eventOf({ occurred_at: new Date(ms).toISOString() })

  it.each([
    ['exactly ten minutes ahead', 10 * MINUTE_MS, undefined],
    ['more than ten minutes ahead', 10 * MINUTE_MS + 1, 'event_in_future'],
    ['28 days old', -28 * DAY_MS, undefined],
    ['more than 28 days old', -28 * DAY_MS - 1, 'event_too_old'],
  ])('an event %s', (_title, offset, reason) => {
    const verdict = judge(at(NOW_MS + offset), PLAN, CONTEXT)
    expect(verdict.refused['tiktok']).toBe(reason)
    expect(verdict.deliveries.some(({ destination }) => destination === 'tiktok')).toBe(reason === undefined)
  })

  it('is looked at per platform: after seven days TikTok alone gets it', () => {
    expect(judge(at(NOW_MS - 8 * DAY_MS), PLAN, CONTEXT)).toMatchObject({
      deliveries: [{ destination: 'tiktok' }],
      refused: { meta: 'event_too_old' },
    })
  })
})

describe('the keys of a person', () => {
  const keysOf = (person: Members) => judge(eventOf({ person }), PLAN, CONTEXT).personKeys

  it('are the same however an identifier is written, raw or hashed', () => {
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
    expect(keysOf({ email: ' Jane.Doe@Example.COM' })).toEqual(keysOf({ email: sha256('jane.doe@example.com') }))
    expect(keysOf({ phone: '06 39 98 12 34' })).toEqual(keysOf({ phone: '+33639981234' }))
    expect(keysOf({ phone: '+33639981234' })).toEqual(
      keysOf({ phone: sha256('+33639981234'), hashed_as: { phone: 'e164' } }),
    )
  })

  it('are one for each identifier, of its own kind, and not made without the site’s secret', () => {
    const keys = keysOf({ email: 'jane@example.com', phone: '+33639981234', external_id: 'x', visitor_id: 'x' })
    expect(new Set(keys).size).toBe(4)
    const other = { ...CONTEXT, personKey: personKeyMaker('the secret of another site, also long') }
    const others = judge(eventOf({ person: { email: 'jane@example.com' } }), PLAN, other).personKeys
    expect(keys).not.toContain(others[0])
  })
})

describe('the dedupe key', () => {
  const keyOf = (changes: Members) => judge(eventOf(changes), PLAN, CONTEXT).dedupeKey
  const order = (id: unknown) => ({ order: { ...WIRE.order, id } })

  it('of a purchase is its order’s, whatever the event id', () => {
    expect(keyOf({ ...order('7'), event_id: 'a' })).toBe(keyOf({ ...order('7'), event_id: 'b' }))
    expect(keyOf({ ...order(7), event_id: 'a' })).toBe(keyOf({ ...order('7'), event_id: 'b' }))
    expect(keyOf({ ...order('7'), event_id: 'a' })).not.toBe(keyOf({ ...order('8'), event_id: 'a' }))
  })

  it('of a purchase without an order id is its event id', () => {
    expect(keyOf({ ...order(undefined), event_id: 'a' })).not.toBe(keyOf({ ...order(undefined), event_id: 'b' }))
    expect(keyOf({ ...order('  '), event_id: 'a' })).not.toBe(keyOf({ ...order('  '), event_id: 'b' }))
  })

  it('of another event is its event id, whatever the order', () => {
    const view = { event: 'view_item', event_id: 'a' }
    expect(keyOf({ ...view, ...order('7') })).toBe(keyOf({ ...view, ...order('8') }))
    expect(keyOf(view)).not.toBe(keyOf({ event: 'add_to_cart', event_id: 'a' }))
  })

  it('keeps an order id and an event id of the same text apart', () => {
    expect(keyOf({ ...order('same'), event_id: 'x' })).not.toBe(keyOf({ ...order(undefined), event_id: 'same' }))
  })

  it('is another for any two different orders', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 30 }),
        fc.string({ minLength: 1, maxLength: 30 }),
        (one, other) => {
          fc.pre(one.trim() !== '' && other.trim() !== '' && one !== other)
          expect(keyOf(order(one))).not.toBe(keyOf(order(other)))
        },
      ),
      { numRuns: 50 },
    )
  })
})
