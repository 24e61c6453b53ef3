import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseConsentRequest, type ConsentKeys } from '../event/consent-request.ts'
import { isNobody } from '../event/placeholder.ts'
import { personKeyMaker } from '../hashing/person-key.ts'
import { sha256Hex } from '../hashing/sha256.ts'
import { consentKeysOf, consentKeysOfEvent, keysOfText } from './consent-keys.ts'
import { CONTEXT, eventOf, NOW_MS, PLAN, WIRE, type Members } from './judge.fixture.ts'
import { judge } from './judge.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

// printf '%s' '<text>' | sha256sum
const SHA256 = {
  'jane.doe@example.com': '86e0b9e56c17cc4d12387e1949b85053fbe73bc3ce5a1188713a9d300cc6133d',
  '+33639981234': '5e59c3ce49f52588f6343006ae717839916f4bacfa9fe65664f23bd619f692c1',
  '33639981234': '17bd2f772a9008682f34f2b601ec9abc765097b3305df51b818647ac3507fc10',
} as const

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
    expect(keysOf({ email: ' Jane.Doe@Example.COM' })).toEqual(keysOf({ email: SHA256['jane.doe@example.com'] }))
    expect(keysOf({ phone: '06 39 98 12 34' })).toEqual(keysOf({ phone: '+33639981234' }))
    // A hash can be of the number with its plus or without: the number itself is found by both.
    const raw = keysOf({ phone: '+33639981234' })
    for (const [digits, label] of [
      ['+33639981234', 'e164'],
      ['33639981234', 'digits'],
    ] as const)
      expect(raw).toEqual(expect.arrayContaining([...keysOf({ phone: SHA256[digits], hashed_as: { phone: label } })]))
  })

  it('are one for each identifier, two for a phone number and one for the order, each of its own kind, and not made without the site’s secret', () => {
    const keys = keysOf({ email: 'jane@example.com', phone: '+33639981234', external_id: 'x', visitor_id: 'x' })
    expect(new Set(keys).size).toBe(6)
    const other = { ...CONTEXT, personKey: personKeyMaker('the secret of another site, also long') }
    const others = judge(eventOf({ person: { email: 'jane@example.com' } }), PLAN, other).personKeys
    expect(keys).not.toContain(others[0])
  })
})

describe('the keys of an answer', () => {
  const ofAnswer = (keys: ConsentKeys) => consentKeysOf(keys, 'shop', CONTEXT.personKey)

  it.each(['purchase', 'refund'])(
    'given at the checkout, in the cart or by the visitor are among those of its %s',
    (name) => {
      const order = { id: '5678', cart_id: 'c-2', aliases: ['name:1001', 'checkout:7e1f', 'cart:c-1'] }
      const keys = consentKeysOf(consentKeysOfEvent(eventOf({ event: name, order })), 'shop', CONTEXT.personKey)
      for (const key of [
        { checkoutId: '7e1f' },
        { cartId: 'c-1' },
        { cartId: 'c-2' },
        { visitorId: 'v-1' },
        { orderId: '5678' },
      ])
        expect(keys).toEqual(expect.arrayContaining([...ofAnswer(key)]))
      expect(keys).not.toContain(ofAnswer({ orderId: '1001' })[0])
      expect(ofAnswer({ checkoutId: 'c-1' })).not.toEqual(ofAnswer({ cartId: 'c-1' }))
    },
  )
})

describe('an answer about an order', () => {
  const keysOf = (orderId: string) => consentKeysOf({ orderId }, 'shop', CONTEXT.personKey)

  // The page shows `#1001`, the server reports `1001`: one sale, so one buyer, whose no is one of both.
  it.each([
    ['#1001', '1001'],
    [' #1001 ', '1001'],
    // A template wrote the sign before a name that has it.
    ['##1001', '1001'],
    ['# 1001', '#1001'],
    ['gid://shopify/Order/5001', '5001'],
    ['gid://shopify/Order/5001?key=1', '5001'],
    ['gid://shopify/OrderIdentity/5001', 'gid://shopify/Order/5001'],
  ])('of %s is found under %s, and the other way round', (one, other) => {
    expect(keysOf(other).some((key) => keysOf(one).includes(key))).toBe(true)
    expect(keysOfText(`order:${one}`, ['order'], 'shop', 'FR', CONTEXT.personKey)).toEqual(keysOf(one))
  })

  it('kept under the name with its sign, by an earlier version, is found as before', () => {
    expect(keysOf('#1001')).toContain(CONTEXT.personKey('order', sha256Hex('shop\n#1001')))
  })

  it.each(['Order:1001', ' ORDER: 1001'])('is asked for by its kind in any letter case: %j', (text) => {
    const kinds = ['customer', 'order'] as const
    expect(keysOfText(text, kinds, 'shop', 'FR', CONTEXT.personKey)).toEqual(keysOf('1001'))
  })

  it('of another number is not', () => {
    expect(keysOf('1002').some((key) => keysOf('#1001').includes(key))).toBe(false)
  })
})

describe('an answer of nobody', () => {
  // One visitor `undefined` is everybody whose page has no id for them: one's yes must not be the others'.
  it.each(['undefined', 'null', '0', 'guest', '{{visitor_id}}', '-', '#undefined', '##0'])(
    'is kept under no key: %s',
    (id) => {
      const keys = { orderId: id, cartId: id, checkoutId: id, visitorId: id, aliases: [`cart:${id}`] }
      expect(consentKeysOf(keys, 'shop', CONTEXT.personKey)).toEqual([])
      const body = JSON.stringify({ visitor_id: id, consent: { state: {} } })
      expect(parseConsentRequest(body)).toMatchObject({ ok: false, code: 'wrong_structure' })
    },
  )
})

describe('the dedupe key', () => {
  const keyOf = (changes: Members) => judge(eventOf(changes), PLAN, CONTEXT).dedupeKey
  const order = (id: unknown) => ({ order: { ...WIRE.order, id } })

  it('of a purchase is its order’s, whatever the event id', () => {
    expect(keyOf({ ...order('7'), event_id: 'a' })).toBe(keyOf({ ...order('7'), event_id: 'b' }))
    expect(keyOf({ ...order(7), event_id: 'a' })).toBe(keyOf({ ...order('7'), event_id: 'b' }))
    expect(keyOf({ ...order('7'), event_id: 'a' })).not.toBe(keyOf({ ...order('8'), event_id: 'a' }))
  })

  it('of a purchase is its order’s, with the sign before its number or without', () => {
    expect(keyOf(order('#1001'))).toBe(keyOf(order('1001')))
    expect(keyOf(order('#'))).not.toBe(keyOf(order('1')))
  })

  it('of a refund is its event id, for an order may have several; it is kept as long as an order’s', () => {
    const refund = (id: string) => judge(eventOf({ event: 'refund', event_id: id, ...order('7') }), PLAN, CONTEXT)
    expect(refund('r-1').dedupeKey).not.toBe(refund('r-2').dedupeKey)
    expect(refund('r-1').dedupeUntilDay).toBe(judge(eventOf(order('7')), PLAN, CONTEXT).dedupeUntilDay)
  })

  it('of a purchase without an order id is its event id', () => {
    expect(keyOf({ ...order(undefined), event_id: 'a' })).not.toBe(keyOf({ ...order(undefined), event_id: 'b' }))
    expect(keyOf({ ...order('  '), event_id: 'a' })).not.toBe(keyOf({ ...order('  '), event_id: 'b' }))
    expect(keyOf({ ...order('undefined'), event_id: 'a' })).not.toBe(keyOf({ ...order('undefined'), event_id: 'b' }))
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
          fc.pre(!isNobody(one.trim()) && !isNobody(other.trim()) && one !== other)
          expect(keyOf(order(one))).not.toBe(keyOf(order(other)))
        },
      ),
      { numRuns: 50 },
    )
  })
})

describe('an order id that only looks different', () => {
  const keyOf = (id: string) => judge(eventOf({ order: { ...WIRE.order, id } }), PLAN, CONTEXT).dedupeKey

  it.each([' OrdX', 'OrdX ', 'OrdX\t', '\u00a0OrdX', 'Ord\u200bX', '\ufeffOrdX', 'ＯｒｄＸ', 'Ord\u00adX'])(
    'is the same order: %j',
    (id) => {
      expect(keyOf(id)).toBe(keyOf('OrdX'))
    },
  )

  it('is the same order however its accents are written', () => {
    expect(keyOf('Été-1'.normalize('NFD'))).toBe(keyOf('Été-1'.normalize('NFC')))
  })

  it('is another order in another case: some shops tell their orders apart by it', () => {
    expect(keyOf('ordx')).not.toBe(keyOf('OrdX'))
  })
})

it.each(['city', 'state', 'country'])('a street in %s does not go to TikTok in clear', (field) => {
  const { deliveries } = judge(eventOf({ person: { ...WIRE.person, [field]: '12 rue de la Paix' } }), PLAN, CONTEXT)
  expect(deliveries.find(({ destination }) => destination === 'tiktok')?.body).not.toMatch(/rue/i)
})

// ISO 3166-2: Paris.
it('a region whose code has digits goes to TikTok', () => {
  const { deliveries } = judge(eventOf({ person: { ...WIRE.person, state: 'FR-75' } }), PLAN, CONTEXT)
  expect(deliveries.find(({ destination }) => destination === 'tiktok')?.body).toMatch(/"state":"75"/)
})
