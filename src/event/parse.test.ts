import { describe, expect, it } from 'vitest'
import { parseBody, type ParsedEvent } from './parse.ts'

const RECEIVED_MS = Date.parse('2026-11-21T12:00:05Z')
const minimal = { event: 'page_view', event_id: 'e-1' }

const contract = `{"event":"purchase","event_id":"o-1001","occurred_at":"2026-11-21T12:00:00Z",
 "page":{"url":"https://shop.example/thanks?ttclid=E.C.P.abc&email=jane%40x.fr","referrer":"https://www.tiktok.com/"},
 "client":{"ip":"203.0.113.7","user_agent":"Mozilla/5.0 …","country":"FR","region":"FR-IDF"},
 "person":{"email":" Jane.Doe@Example.COM ","phone":"06 12 34 56 78","external_id":"c-77","first_name":"Jane","country":"FR"},
 "order":{"id":"1001","value":42.5,"tax":7.08,"shipping":0,"currency":"EUR","items":[{"id":"sku-1","name":"Crème","quantity":1,"price":42.5}]},
 "consent":{"state":{"ad_storage":"granted"},"at":"2026-11-21T11:58:00Z","source":"cmp:didomi","signals":{"tcf":"C…","gcd":"…","cookies":"…"}}}`

function parseAll(body: unknown): readonly ParsedEvent[] {
  const parsed = parseBody(JSON.stringify(body), RECEIVED_MS)
  if (!parsed.ok) throw new Error(parsed.code)
  return parsed.events
}

function parseOne(body: object) {
  const [first] = parseAll({ ...minimal, ...body })
  if (first === undefined || !first.ok) throw new Error(JSON.stringify(first))
  return first
}

function errorsOf(body: object) {
  const [first] = parseAll({ ...minimal, ...body })
  if (first === undefined || first.ok) throw new Error('the event was taken')
  return first.errors
}

const codeOf = (text: string) => {
  const parsed = parseBody(text, RECEIVED_MS)
  return parsed.ok ? 'ok' : parsed.code
}

describe('an event id', () => {
  it.each(['undefined', 'null', 'NaN', '[object Object]', '{{event_id}}', '__EVENT_ID__', ' undefined '])(
    'of which a program has said that there is none is needed, or all such events would be one: %s',
    (event_id) => {
      const message = 'is needed: this is what stands where there is none'
      expect(errorsOf({ event_id })).toEqual([{ path: 'event_id', message }])
    },
  )

  it.each(['0', 'undefined-1', 'o-null', 'None', '-'])('may be any other text: %s', (event_id) => {
    expect(parseOne({ event_id }).event.eventId).toBe(event_id)
  })
})

describe('an event', () => {
  it('comes out as the contract says: camelCase, milliseconds, values untouched', () => {
    const parsed = parseBody(contract, RECEIVED_MS)
    expect(parsed).toEqual({
      ok: true,
      single: true,
      events: [
        {
          ok: true,
          unknown: [],
          event: {
            name: 'purchase',
            eventId: 'o-1001',
            occurredAtMs: 1_795_262_400_000,
            page: {
              url: 'https://shop.example/thanks?ttclid=E.C.P.abc&email=jane%40x.fr',
              referrer: 'https://www.tiktok.com/',
            },
            client: { ip: '203.0.113.7', userAgent: 'Mozilla/5.0 …', country: 'FR', region: 'FR-IDF' },
            person: {
              email: ' Jane.Doe@Example.COM ',
              phone: '06 12 34 56 78',
              externalId: 'c-77',
              firstName: 'Jane',
              country: 'FR',
            },
            order: {
              id: '1001',
              value: 42.5,
              tax: 7.08,
              shipping: 0,
              currency: 'EUR',
              items: [{ id: 'sku-1', name: 'Crème', quantity: 1, price: 42.5 }],
            },
            consent: {
              state: { ad_storage: 'granted' },
              at: '2026-11-21T11:58:00Z',
              source: 'cmp:didomi',
              signals: { tcf: 'C…', gcd: '…', cookies: '…' },
            },
          },
        },
      ],
    })
  })

  it.each([
    ['2026-11-21T12:00:00Z', 1_795_262_400_000],
    ['2026-11-21T13:00:00.250+01:00', 1_795_262_400_250],
    ['2024-02-29T00:00:00-05:00', 1_709_182_800_000],
  ])('reads the time %s', (occurred_at, expected) => {
    expect(parseOne({ occurred_at }).event.occurredAtMs).toBe(expected)
  })

  it.each(['2026-11-21T12:00:00', '2026-11-21', '2026-02-30T00:00:00Z', '21/11/2026', '', 1_795_262_400])(
    'refuses the time %j',
    (occurred_at) => {
      expect(errorsOf({ occurred_at }).map(({ path }) => path)).toEqual(['occurred_at'])
    },
  )

  it('happened when it was received if it does not say', () => {
    expect(parseOne({}).event.occurredAtMs).toBe(RECEIVED_MS)
  })

  it('keeps zero as a value', () => {
    const order = { value: 0, currency: 'EUR', shipping: 0, items: [{ id: 'a', quantity: 0, price: 0 }] }
    expect(parseOne({ order }).event.order).toEqual(order)
  })

  it('takes whole numbers as ids, and a currency in lower case', () => {
    const { event } = parseOne({
      order: { id: 1001, currency: 'eur', items: [{ id: 7 }] },
      person: { external_id: 77 },
    })
    expect(event.order).toEqual({ id: '1001', currency: 'EUR', items: [{ id: '7' }] })
    expect(event.person).toEqual({ externalId: '77' })
  })

  it('has no order id where it is blank, so that such orders are not one sale', () => {
    expect(parseOne({ order: { id: ' ', coupon: 'X' } }).event.order).toEqual({ coupon: 'X' })
  })

  const NO_IDS = [0, '0', 'undefined', ' null ', 'NaN', 'N/A', '[object Object]', '{{ order.id }}', '-', '\u200B']
  // What stands before a number, and the number was not there.
  NO_IDS.push('#undefined', '#0', '#{{ order.id }}', 'gid://shopify/Order/null', 'gid://shopify/Checkout/undefined')

  it.each(NO_IDS)('has no order id where a program wrote %j for none: such orders are not one sale either', (id) => {
    expect(parseOne({ order: { id, coupon: 'X' } }).event.order).toEqual({ coupon: 'X' })
    expect(parseOne({ order: { id: '1001', cart_id: id } }).event.order).toEqual({ id: '1001' })
  })

  it.each(NO_IDS.filter((id) => id !== '\u200B'))(
    'has no other name of an order where a program wrote %j for it',
    (id) => {
      const aliases = [`checkout:${id}`, 'name:1001', `cart:${id}`]
      expect(parseOne({ order: { id: '5678', aliases } }).event.order).toEqual({ id: '5678', aliases: ['name:1001'] })
      expect(parseOne({ order: { aliases: [`cart:${id}`] } }).event.order).toEqual({})
    },
  )

  it('names unknown fields once, without indexes or values, and at most twenty', () => {
    const items = [
      { id: 'a', tier: 'gold' },
      { id: 'b', tier: 'gold' },
    ]
    expect(parseOne({ loyalty: 1, order: { items }, consent: { signals: { xyz: '1' } } }).unknown).toEqual([
      'loyalty',
      'order.items.tier',
      'consent.signals.xyz',
    ])
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`field_${index}`, 1]))
    expect(parseOne(many).unknown).toHaveLength(20)
  })
})

describe('a wrong event', () => {
  it('is told every path, in words that do not repeat its values', () => {
    const body = {
      events: [
        minimal,
        {
          event: 'purhcase',
          event_id: '',
          order: { value: -1, items: [{ id: 'a', price: 'jane@x.fr' }] },
          person: { hashed_as: { email: 'jane@x.fr' } },
        },
        'jane@x.fr',
      ],
    }
    const [first, second, third] = parseAll(body)
    expect(first?.ok).toBe(true)
    const errors = second === undefined || second.ok ? [] : second.errors
    expect(errors.map(({ path }) => path).toSorted()).toEqual([
      'events.1.event',
      'events.1.event_id',
      'events.1.order.items.0.price',
      'events.1.order.value',
      'events.1.person.hashed_as.email',
    ])
    expect(errors[0]?.message).toBe('unknown event name; did you mean purchase?')
    expect(JSON.stringify(errors)).not.toContain('jane')
    expect(third).toEqual({ ok: false, errors: [{ path: 'events.2', message: 'must be an object' }] })
  })

  it('keeps its id, so that the caller can find it', () => {
    expect(parseAll([{ event: 'nope', event_id: 'o-7' }])[0]).toMatchObject({ ok: false, eventId: 'o-7' })
  })

  it('needs a currency with a value, and an active one', () => {
    expect(errorsOf({ order: { value: 1 } })).toEqual([
      { path: 'order.currency', message: 'currency is needed with value' },
    ])
    expect(errorsOf({ order: { value: 1, currency: 'BGN' } }).map(({ path }) => path)).toEqual(['order.currency'])
  })

  it('is told at most fifty errors', () => {
    expect(errorsOf({ order: { items: Array.from({ length: 100 }, () => ({})) } })).toHaveLength(50)
  })

  it.each([
    [{ event_id: 'x'.repeat(129) }, 'event_id'],
    [{ event_id: 'a\nb' }, 'event_id'],
    [{ page: { url: 'x'.repeat(8_193) } }, 'page.url'],
    [{ client: { user_agent: 'x'.repeat(2_049) } }, 'client.user_agent'],
    [{ person: { email: 'x'.repeat(257) } }, 'person.email'],
    [{ order: { id: 'x'.repeat(129) } }, 'order.id'],
    [{ order: { id: 1.5 } }, 'order.id'],
    [{ order: { value: 1e13, currency: 'EUR' } }, 'order.value'],
    [{ order: { items: Array.from({ length: 201 }, () => ({ id: 'a' })) } }, 'order.items'],
    [{ order: { items: [{ id: 'a', quantity: 1.5 }] } }, 'order.items.0.quantity'],
    [{ order: [] }, 'order'],
  ])('is refused for a value out of bounds (%#)', (body, path) => {
    expect(errorsOf(body).map((error) => error.path)).toEqual([path])
  })
})

describe('consent that cannot be read', () => {
  const evidenceOf = (consent: unknown) => parseOne({ consent }).event.consent

  it.each(['granted', true, [], 7])('never refuses the event, and says so (%j)', (consent) => {
    expect(evidenceOf(consent)).toEqual({ malformed: true })
  })

  it.each([
    { state: 'granted' },
    { state: ['granted'] },
    { signals: 'C…' },
    { signals: { gcd: 7 } },
    { signals: { gpc: '1' } },
    { signals: { cmp: 'x' } },
    { signals: { tcf: 'x'.repeat(4_097) } },
    { signals: { cookies: 'x'.repeat(16_385) } },
    { ad_user_data: 'denied' },
    { gpc: true },
    { signals: { ad_user_data: 'denied' } },
  ])('marks what may have been a denial (%#)', (consent) => {
    expect(evidenceOf({ state: { ad_storage: 'granted' }, ...consent })?.malformed).toBe(true)
  })

  it('keeps claims of any kind for the consent engine, and is not disturbed by unknown names or a bad source', () => {
    const state = { ad_storage: 1, ad_user_data: null, marketing: ['x'] }
    expect(evidenceOf({ state, at: 7, source: 5, colour: 'red' })).toEqual({ state, at: 7 })
  })

  it('reads every signal', () => {
    const texts = { tcf: 'a', ac: 'b', gpp: 'c', usprivacy: '1YNN', gcs: 'G111', gcd: 'd', cookies: 'e=1' }
    expect(evidenceOf({ signals: { ...texts, gpp_sid: '7', gpc: false, cmp: { x: 1 } } })).toEqual({
      signals: { ...texts, gppSid: '7', gpc: false, cmp: { x: 1 } },
    })
  })
})

describe('a body', () => {
  it.each([
    ['', 'not_json'],
    ['{', 'not_json'],
    ['7', 'wrong_structure'],
    ['null', 'wrong_structure'],
    ['{"events":{}}', 'wrong_structure'],
    ['[]', 'no_events'],
    ['{"events":[]}', 'no_events'],
    ['{"event":"purchase","__proto__":{"x":1}}', 'forbidden_key'],
    [String.raw`{"a":[{"\u005f_proto__":1}]}`, 'forbidden_key'],
    ['{"consent":{"state":{"constructor":1}}}', 'forbidden_key'],
    ['['.repeat(500_000) + ']'.repeat(500_000), 'too_deep'],
    ['{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000), 'too_deep'],
  ])('is refused as a whole (%#)', (text, code) => {
    expect(codeOf(text)).toBe(code)
  })

  it('may hold 500 events and no more, as a list or under events', () => {
    const list = Array.from({ length: 500 }, () => minimal)
    expect(parseAll(list)).toHaveLength(500)
    expect(parseAll({ events: list })).toHaveLength(500)
    expect(codeOf(JSON.stringify([...list, minimal]))).toBe('too_many_events')
    expect(codeOf(JSON.stringify({ events: [...list, minimal] }))).toBe('too_many_events')
  })

  it('may be twelve deep from the event on, however it is wrapped', () => {
    const nested = (levels: number) => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`
    for (const [before, after] of [
      ['', ''],
      ['[', ']'],
      ['{"events":[', ']}'],
    ] as const) {
      expect(codeOf(before + nested(12) + after)).toBe('ok')
      expect(codeOf(before + nested(13) + after)).toBe('too_deep')
    }
  })
})

describe('one event that cannot be looked into', () => {
  it.each([
    ['a forbidden member', '{"event":"page_view","event_id":"bad","page":{"__proto__":{"a":1}}}'],
    ['too many levels', `{"event":"page_view","event_id":"bad","a":${'['.repeat(40)}${']'.repeat(40)}}`],
    ['a member too many', JSON.stringify(Object.fromEntries(Array.from({ length: 5_001 }, (_, n) => [`m${n}`, n])))],
  ])('costs itself alone and not its neighbours: %s', (_what, bad) => {
    const good = (id: string) => JSON.stringify({ event: 'page_view', event_id: id })
    for (const [before, after] of [
      ['[', ']'],
      ['{"environment":"staging","events":[', ']}'],
    ] as const) {
      const body = parseBody(`${before}${good('a')},${bad},${good('b')}${after}`, RECEIVED_MS)
      expect(body.ok && body.events.map((one) => (one.ok ? one.event.eventId : one.errors[0]?.path))).toEqual([
        'a',
        'events.1',
        'b',
      ])
      expect(body.ok && body.staging).toBe(before === '[' ? undefined : true)
      expect(codeOf(`${before}${bad},${bad}${after}`)).not.toBe('ok')
    }
  })

  it('is nobody else’s fault: what is wrong beside the list refuses the body', () => {
    expect(codeOf('{"constructor":1,"events":[{"event":"page_view","event_id":"a"}]}')).toBe('forbidden_key')
  })
})

describe('consent that is nearly in its place', () => {
  const evidenceOf = (consent: unknown) => {
    const body = parseBody(JSON.stringify({ event: 'purchase', event_id: 'e-1', consent }), Date.UTC(2026, 10, 22))
    const events = body.ok ? body.events : []
    return events.flatMap((one) => (one.ok ? [one.event.consent] : []))[0]
  }

  it.each([
    { state: { AD_STORAGE: 'denied' } },
    { state: { adStorage: 'denied' } },
    { state: { 'ad_storage ': 'denied' } },
    { State: { ad_storage: 'denied' } },
    { AdStorage: 'denied' },
    { signals: { GPC: true } },
  ])('is malformed and not silence: %j', (consent) => {
    expect(evidenceOf(consent)?.malformed).toBe(true)
  })

  it('is not malformed for names that are somebody else’s', () => {
    expect(
      evidenceOf({ state: { ad_storage: 'granted', functionality_storage: 'granted' } })?.malformed,
    ).toBeUndefined()
  })
})
