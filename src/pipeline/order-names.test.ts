/** The rules by which copies of an order find each other, over a memory as the shard has one. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CONTEXT, eventOf, PLAN, type Members } from './judge.fixture.ts'
import { judge } from './judge.ts'
import { resolveOrder, type NameRow } from './order-names.ts'

/** What has come so far; each event says whether it was the first of its order. */
function shop() {
  const names = new Map<string, NameRow>()
  const taken = new Set<string>()
  return {
    names,
    isNew: (order: Members, source: 'browser' | 'server' = 'browser') => {
      const event = eventOf({ event_id: `${taken.size}`, order: { value: 1, currency: 'EUR', ...order } })
      const { order: said } = judge(event, PLAN, { ...CONTEXT, source })
      const own = said?.names()
      if (own === undefined) throw new Error('a purchase has names')
      const { key, others, writes } = resolveOrder(own, {
        named: (asked) => new Map([...names].filter(([name]) => asked.includes(name))),
        taken: (asked) => new Set(asked.filter((one) => taken.has(one))),
      })
      for (const row of writes) names.set(row.name, row)
      expect(others).not.toContain(key)
      const isNew = !taken.has(key)
      taken.add(key)
      return isNew
    },
  }
}

const TOKEN = '7e1f0c2a9b8d4e55'
const WEBHOOK = { id: '5678901234567', aliases: ['name:1001', `checkout:${TOKEN}`, 'cart:c1-9f2d3a'] }

/** How the page may call the same order. */
const COPIES: Readonly<Record<string, Members>> = {
  'the bare id': { id: '5678901234567' },
  'the bare name': { id: '1001' },
  'the name with its sign': { id: '#1001' },
  'the id as Shopify’s GraphQL and its pixels write it': { id: 'gid://shopify/Order/5678901234567' },
  'the checkout’s token in place of the number': { id: TOKEN },
  'the checkout’s token alone': { aliases: [`checkout:${TOKEN}`] },
  'the id and the checkout’s token': { id: '5678901234567', aliases: [`checkout:${TOKEN}`] },
  'the cart alone': { aliases: ['cart:c1-9f2d3a'] },
}

describe('a copy that knows', () => {
  it.each(Object.keys(COPIES))('%s is the order of the webhook, whichever comes first', (kind) => {
    const copy = COPIES[kind] ?? {}
    const before = shop()
    expect([before.isNew(copy), before.isNew(WEBHOOK, 'server'), before.isNew(copy)]).toEqual([true, false, false])
    const after = shop()
    expect([after.isNew(WEBHOOK, 'server'), after.isNew(copy), after.isNew(WEBHOOK, 'server')]).toEqual([
      true,
      false,
      false,
    ])
  })

  it('the webhook’s names in any order and number, with the webhook among the first two, is one sale', () => {
    const copies = fc.array(fc.constantFrom(...Object.values(COPIES)), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(copies, fc.boolean(), (later, first) => {
        const { isNew } = shop()
        const [head = {}, ...rest] = later
        const start = first ? [isNew(WEBHOOK, 'server'), isNew(head)] : [isNew(head), isNew(WEBHOOK, 'server')]
        expect([...start, ...rest.map((copy) => isNew(copy))].filter(Boolean)).toHaveLength(1)
      }),
      { numRuns: 50 },
    )
  })

  it('the token, and later both the token and the id, leads the bare id there too', () => {
    const { isNew } = shop()
    const [token, both, bare] = ['the checkout’s token alone', 'the id and the checkout’s token', 'the bare id']
    expect([token, both, bare].map((kind) => isNew(COPIES[kind ?? ''] ?? {}))).toEqual([true, false, false])
  })
})

describe('two orders', () => {
  // PrestaShop parts a basket by carrier or warehouse: each part is an order, with the reference and the cart of all.
  const part = (id: string) => ({ id, aliases: ['name:XKBKNABJK', 'cart:9001'] })

  it('of one basket are two, though they share reference and cart', () => {
    const { isNew } = shop()
    expect([isNew(part('4502'), 'server'), isNew(part('4503'), 'server'), isNew(part('4502'), 'server')]).toEqual([
      true,
      true,
      false,
    ])
  })

  it('are one where the page has reported the whole basket by its reference', () => {
    const { isNew } = shop()
    expect([isNew({ id: 'XKBKNABJK' }), isNew(part('4502'), 'server'), isNew(part('4503'), 'server')]).toEqual([
      true,
      false,
      false,
    ])
  })

  it('stay two where the id of the one is the name of the other', () => {
    const { isNew } = shop()
    expect(isNew({ id: '1001', aliases: ['name:990'] }, 'server')).toBe(true)
    expect(isNew({ id: '1100', aliases: ['name:1001'] }, 'server')).toBe(true)
    expect(isNew({ id: '1001' })).toBe(false)
  })

  it('stay two where the cart of the one has the number of the other', () => {
    const { isNew } = shop()
    expect(isNew({ id: '9001' })).toBe(true)
    expect(isNew(part('4502'), 'server')).toBe(true)
    expect(isNew({ id: '88' })).toBe(true)
    expect(isNew({ id: '000000123', aliases: ['entity:88'] }, 'server')).toBe(true)
  })

  it('stay two where the page reports each part of a basket with the reference of all', () => {
    const { isNew } = shop()
    const reported = (id: string) => isNew({ id, aliases: ['name:XKBKNABJK'] })
    expect([reported('4502'), reported('4503'), reported('4502')]).toEqual([true, true, false])
    expect([isNew(part('4502'), 'server'), isNew(part('4503'), 'server')]).toEqual([false, false])
  })

  it('stay two where the page fills the same cart again', () => {
    const { isNew } = shop()
    const again = (id: string) => ({ id, aliases: ['cart:c1-9f2d3a', `checkout:${TOKEN}${id}`] })
    expect([isNew(again('1')), isNew(again('2'))]).toEqual([true, true])
  })

  it('stay two whatever else they share, where the shop itself names both', () => {
    const shared = fc.subarray(['name:R', `checkout:${TOKEN}`, 'cart:c', 'key:wc_order_58d2d042d1d'], { minLength: 1 })
    fc.assert(
      fc.property(shared, shared, (one, other) => {
        const { isNew } = shop()
        expect([isNew({ id: '1', aliases: one }, 'server'), isNew({ id: '2', aliases: other }, 'server')]).toEqual([
          true,
          true,
        ])
      }),
    )
  })
})

describe('names', () => {
  it('are written by those that have some, one each and one for the id, and by nobody else', () => {
    const { isNew, names } = shop()
    isNew({ id: '1001' })
    isNew({ id: '5678901234567' }, 'server')
    expect(names.size).toBe(0)
    isNew(WEBHOOK, 'server')
    expect(names.size).toBe(4)
    isNew(WEBHOOK, 'server')
    expect(names.size).toBe(4)
  })

  it('say nothing where the policy counts a purchase by its event id', () => {
    const plan = { ...PLAN, site: { ...PLAN.site, unique: {} } }
    expect(judge(eventOf({ order: WEBHOOK }), plan, { ...CONTEXT, source: 'server' }).order).toBeUndefined()
  })

  it('of an order tell nobody its number who has not the site’s secret', () => {
    const { isNew, names } = shop()
    isNew(WEBHOOK, 'server')
    expect(JSON.stringify([...names])).not.toMatch(/1001|5678901234567|7e1f0c2a/)
  })
})
