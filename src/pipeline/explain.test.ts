import { describe, expect, it } from 'vitest'
import policy from '#policy'
import { destinations } from '../destinations/registry.ts'
import { parseBody } from '../event/parse.ts'
import { personKeyMaker } from '../hashing/person-key.ts'
import { explainEvent } from './explain.ts'
import { judge } from './judge.ts'
import { planSites } from './plan.ts'

const NOW_MS = Date.UTC(2026, 10, 22)
const CONTEXT = {
  receivedAtMs: NOW_MS,
  gpcHeader: null,
  personKey: personKeyMaker('a secret of the site, long enough'),
}
const state = { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' }

const SALE = {
  event: 'purchase',
  event_id: 'o-1',
  page: { url: 'https://www.atelier-rivage.example/merci?email=jane%40example.com&utm_source=tiktok' },
  client: { ip: '93.184.216.34', user_agent: 'Mozilla/5.0', country: 'FR' },
  person: { email: 'jane.doe@example.com', phone: '12', gender: 'f', first_name: 'Jane' },
  order: {
    id: '1001',
    value: 42.5,
    currency: 'EUR',
    items: [{ id: 'sku-1', name: 'For jane.doe@example.com', quantity: 1 }],
  },
  search: { query: 'creme' },
  loyalty_tier: 'gold',
  consent: { state },
}

const [plan] = planSites(policy, destinations).values()

function explain(changes: object = {}) {
  const parsed = parseBody(JSON.stringify({ ...SALE, ...changes }), NOW_MS)
  const one = parsed.ok ? parsed.events[0] : undefined
  if (one?.ok !== true || plan === undefined) throw new Error('it is an event')
  return { explained: explainEvent(one.event, one.unknown, plan, CONTEXT), verdict: judge(one.event, plan, CONTEXT) }
}

describe('the explanation', () => {
  it.each([
    {},
    { consent: {} },
    { event: 'refund' },
    { occurred_at: '2020-01-01T00:00:00Z' },
    { page: undefined },
    { event_id: 'jane.doe@example.com' },
  ])('decides as the gateway does: %j', (changes) => {
    const { explained, verdict } = explain(changes)
    const decided = Object.fromEntries(verdict.deliveries.map(({ destination, level }) => [destination, level]))
    for (const [id, { decision, payload, fields }] of Object.entries(explained.destinations)) {
      expect(decision).toBe(decided[id] ?? verdict.refused[id])
      const delivery = verdict.deliveries.find(({ destination }) => destination === id)
      expect(JSON.stringify(payload)).toBe(delivery?.body)
      expect(fields.join(' ')).toBe(delivery?.fields ?? '')
    }
    expect(Object.keys(explained.destinations).toSorted()).toEqual(['meta', 'tiktok'])
    expect(explained.event_id).toBe(verdict.eventId)
    expect(explained.counted_once_by).toBe(explained.event === 'purchase' ? 'order.id' : 'event_id')
  })

  it('says of each field that stays here why', () => {
    const { left_out: leftOut } = explain().explained.destinations['meta'] ?? { left_out: [] }
    expect(leftOut).toEqual(
      expect.arrayContaining([
        { field: 'page.url?email', reason: 'url_parameter' },
        { field: 'order.items.name', reason: 'personal_data', kinds: ['email'] },
        { field: 'person.gender', reason: 'not_in_policy' },
        { field: 'search.query', reason: 'not_in_policy' },
        expect.objectContaining({ field: 'person.phone' }),
      ]),
    )
  })

  it.each(['', ' '])('has nothing to say of a visit that came from nowhere, whose referrer is %j', (referrer) => {
    for (const one of Object.values(explain({ page: { ...SALE.page, referrer } }).explained.destinations))
      expect(one.left_out.filter(({ field }) => field === 'page.referrer')).toEqual([])
    const words = explain({ page: { ...SALE.page, referrer: 'from a friend' } }).explained.destinations['tiktok']
    expect(words?.left_out).toContainEqual({ field: 'page.referrer', reason: 'not_a_web_address' })
  })

  it('names what arrived and is not known', () => {
    expect(explain().explained.unknown).toEqual(['loyalty_tier'])
  })

  it('shows what arrived as a shape, and facts of the order as they are', () => {
    const { arrived } = explain().explained
    expect(arrived).toEqual(
      expect.arrayContaining([
        { field: 'order.value', shown: '42.5' },
        { field: 'person.email', shown: 'j•••@e•••.com (20)' },
      ]),
    )
    expect(JSON.stringify(arrived)).not.toContain('jane')
  })

  it('is bounded, however many items there are', () => {
    const items = Array.from({ length: 200 }, (_, index) => ({ id: `sku-${index}`, quantity: 1, price: 1 }))
    expect(explain({ order: { ...SALE.order, items } }).explained.arrived.length).toBeLessThanOrEqual(100)
  })

  it('shows nobody’s e-mail address where it stands in the wrong field', () => {
    const wrong = 'jane.doe@example.com'
    const { explained } = explain({
      client: { ...SALE.client, region: wrong },
      person: { country: wrong },
      event_id: wrong,
    })
    expect(JSON.stringify(explained)).not.toContain('jane')
  })
})
