import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { destinations } from '../destinations/registry.ts'
import {
  CONTEXT,
  eventOf,
  fieldsOf,
  GRANTED,
  leavesOf,
  payload,
  PLAN,
  planOf,
  WIRE,
  type Members,
} from './judge.fixture.ts'
import { judge, type JudgeContext } from './judge.ts'

// printf '%s' '<text>' | sha256sum
const SHA256 = {
  'jane.doe@example.com': '86e0b9e56c17cc4d12387e1949b85053fbe73bc3ce5a1188713a9d300cc6133d',
  '+33639981234': '5e59c3ce49f52588f6343006ae717839916f4bacfa9fe65664f23bd619f692c1',
  '33639981234': '17bd2f772a9008682f34f2b601ec9abc765097b3305df51b818647ac3507fc10',
} as const

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
    const rest = Object.fromEntries(Object.entries(all).filter(([path]) => !removed.has(path)))
    expect(payload(verdict, id)).toEqual(withoutClickId(rest, id, field))
  })

  /** A click id is one in an address, too: without its row its parameter goes. */
  function withoutClickId(payload: Members, id: string, field: string): Members {
    const parameters = destinations.find((destination) => destination.id === id)?.clickParameters ?? []
    const gone = parameters.filter((parameter) => parameter.field === field).map(({ name }) => name)
    const cut = (value: unknown): unknown =>
      typeof value === 'string' && value.startsWith('https://') ? withoutParameters(value, gone) : value
    return Object.fromEntries(Object.entries(payload).map(([path, value]) => [path, cut(value)]))
  }

  function withoutParameters(address: string, names: readonly string[]): string {
    const url = new URL(address)
    for (const name of names) url.searchParams.delete(name)
    return url.href
  }

  it('is nothing for an event that the policy does not name', () => {
    const verdict = judge(eventOf({ event: 'view_item' }), PLAN, CONTEXT)
    expect([verdict.deliveries, verdict.refused]).toEqual([
      [],
      { tiktok: 'event_not_in_policy', meta: 'event_not_in_policy' },
    ])
  })

  it('carries the identifiers as SHA-256 of what the platform’s own rule makes of them', () => {
    // TikTok: E.164 with "+". Meta: digits only. Both: trimmed lower-case e-mail.
    const verdict = judge(eventOf(), PLAN, CONTEXT)
    expect(payload(verdict, 'tiktok')).toMatchObject({
      'user.email': SHA256['jane.doe@example.com'],
      'user.phone': SHA256['+33639981234'],
    })
    expect(payload(verdict, 'meta')).toMatchObject({
      'user_data.em': [SHA256['jane.doe@example.com']],
      'user_data.ph': [SHA256['33639981234']],
    })
  })

  it('is no text in which nothing is written: it is left out and named, as a missing one is', () => {
    const items = [{ id: 'sku-1', name: ' ', brand: '', category: '\t', quantity: 1, price: 1 }]
    const order = { ...WIRE.order, items }
    const event = eventOf({ order, search: { query: '' }, lead: { type: '\u00A0' } })
    const { deliveries } = judge(event, PLAN, CONTEXT)
    expect(deliveries).toHaveLength(ids.length)
    for (const { body, leftOut } of deliveries) {
      const leaves = leavesOf(JSON.parse(body))
      expect(leaves.filter(([, leaf]) => typeof leaf === 'string' && leaf.trim() === '')).toEqual([])
      const named = (leftOut ?? []).filter(({ reason }) => reason === 'empty').map(({ field }) => field)
      expect(named.toSorted()).toEqual([
        'lead.type',
        'order.items.brand',
        'order.items.category',
        'order.items.name',
        'search.query',
      ])
    }
  })

  it('carries no click id of another platform, in no address', () => {
    const verdict = judge(eventOf(), PLAN, CONTEXT)
    expect(JSON.stringify(payload(verdict, 'tiktok'))).not.toContain('IwAR')
    expect(JSON.stringify(payload(verdict, 'meta'))).not.toContain('E.C.P')
  })

  it('is the same bytes for the same event', () => {
    const bytes = () => JSON.stringify(judge(eventOf(), PLAN, CONTEXT))
    expect(bytes()).toBe(bytes())
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

  it('leaves as ASCII, as every event does: a character of it is counted as a byte', () => {
    const order = { ...WIRE.order, items: [{ id: 'sku-1', name: 'Crème à l’huile 😀', quantity: 1, price: 12.5 }] }
    const { deliveries } = judge(eventOf({ ...american, order }), planOf({ onOptOut: 'limited' }), optedOut)
    expect(deliveries).toHaveLength(2)
    for (const { body } of deliveries) {
      expect(body).toMatch(/^[\0-\x7f]*$/)
      expect(JSON.stringify(JSON.parse(body))).toContain('Crème à l’huile 😀')
    }
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

  it('in an event id is replaced by a keyed hash of it, and the sale goes on', () => {
    const ids = ['tiktok', 'meta'].map((id) => {
      const verdict = judge(eventOf({ event_id: 'jane.doe@example.com' }), PLAN, CONTEXT)
      expect(verdict.refused).toEqual({})
      return payload(verdict, id)?.['event_id']
    })
    expect(ids[0]).toMatch(/^hidden:[0-9a-f]{32}$/)
    expect(new Set(ids).size).toBe(1)
  })

  it('in a browser’s name costs that word and not the sale: Meta refuses an event without one', () => {
    const userAgent = 'Mozilla/5.0 (X11; Linux x86_64) jane.doe@example.com Firefox/140.0'
    const verdict = judge(eventOf({ client: { ...WIRE.client, user_agent: userAgent } }), PLAN, CONTEXT)
    expect(payload(verdict, 'meta')).toMatchObject({
      'user_data.client_user_agent': 'Mozilla/5.0 (X11; Linux x86_64) _ Firefox/140.0',
    })
  })

  it('in one article’s id costs that id, and the others stay', () => {
    const items = [{ id: 'sku-1' }, { id: 'jane.doe@example.com' }, { id: 'sku-3' }]
    const verdict = judge(eventOf({ order: { ...WIRE.order, items } }), PLAN, CONTEXT)
    expect(payload(verdict, 'meta')).toMatchObject({ 'custom_data.content_ids': ['sku-1', 'sku-3'] })
  })

  it('in an article’s name costs the name and not the sale', () => {
    const items = [{ ...WIRE.order.items[0], name: 'Gift for jane.doe@example.com' }]
    const verdict = judge(eventOf({ order: { ...WIRE.order, items } }), PLAN, CONTEXT)
    expect(payload(verdict, 'meta')).toMatchObject({ 'custom_data.value': 42.5 })
    expect(payload(verdict, 'meta')).not.toHaveProperty('custom_data.contents.title')
  })
})
