import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPlainEvent } from './plain.ts'
import { eventSchema } from './schema.ts'

const EXAMPLE = {
  event: 'purchase',
  event_id: 'o-1001',
  occurred_at: '2026-11-21T12:00:00Z',
  page: { url: 'https://shop.example/thanks?ttclid=E.C.P.abc', referrer: 'https://www.tiktok.com/' },
  client: { ip: '203.0.113.7', user_agent: 'Mozilla/5.0', country: 'FR', region: 'FR-IDF', language: 'fr' },
  click: { ttclid: 'E.C.P.abc', fbp: 'fb.1.1700000000000.1' },
  person: { email: ' Jane.Doe@Example.COM ', phone: '06 12 34 56 78', external_id: 'c-77', first_name: 'Jane' },
  order: {
    id: '1001',
    aliases: ['name:1001', 'checkout:7e1f'],
    value: 42.5,
    tax: 7.08,
    shipping: 0,
    currency: 'EUR',
    items: [{ id: 'sku-1', name: 'Crème', quantity: 1, price: 42.5, variant: 'Lavande' }],
  },
  destinations: ['tiktok'],
  environment: 'production',
  consent: { state: { ad_storage: 'granted' } },
}

const TEXTS = [
  '',
  ' ',
  'x',
  'x'.repeat(128),
  'x'.repeat(129),
  'x'.repeat(256),
  'x'.repeat(257),
  'x'.repeat(1_025),
  'é',
  'cart:',
  'cart: ',
  `cart:${'x'.repeat(155)}`,
  `cart:${'x'.repeat(156)}`,
  '\u0000',
  'undefined',
  'null ',
]
const WORDS = ['EUR', 'eur', 'XXX', 'ZZZ', 'purchase', 'CompletePayment', 'nothing', 'lower', 'digits']
const TIMES = [
  '2026-02-28T23:59:59Z',
  '2026-02-29T00:00:00Z',
  '2024-02-29T00:00:00Z',
  '2026-04-31T00:00:00Z',
  '2026-11-21T12:00:00+01:00',
  '2026-11-21T12:00:00.123456789Z',
  '2026-11-21T12:00:00',
  '2026-11-21',
  '2026-13-01T00:00:00Z',
]
const NUMBERS = [0, -0, -1, 1, 1.5, 1e12, 1e12 + 1, 1_000_001, Number.MAX_SAFE_INTEGER]
const SHAPES = [
  true,
  undefined,
  [],
  {},
  [{}],
  [{ id: '1' }],
  [{ id: 1 }],
  [{ id: '' }],
  { value: 1 },
  { value: 1, currency: 'EUR' },
]

/** Values that sit on or next to the edge of some rule. */
const edge = fc.constantFrom<unknown>(...TEXTS, ...WORDS, ...TIMES, ...NUMBERS, ...SHAPES)

const paths = pathsOf(EXAMPLE)

function pathsOf(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [[...path]]
  const below = Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))
  return path.length === 0 ? below : [[...path], ...below]
}

function withValue(path: readonly (string | number)[], value: unknown): Record<string, unknown> {
  const event = structuredClone(EXAMPLE) as Record<string, unknown>
  let node: Record<string, unknown> = event
  for (const key of path.slice(0, -1)) node = node[String(key)] as Record<string, unknown>
  const last = String(path.at(-1))
  // JSON has no holes in lists: an element that is taken away moves the rest up.
  if (value === undefined && Array.isArray(node)) node.splice(Number(last), 1)
  else if (value === undefined) Reflect.deleteProperty(node, last)
  else node[last] = value
  return event
}

describe('the short cut past the schema', () => {
  it('takes the example of the contract', () => {
    expect(isPlainEvent(EXAMPLE)).toBe(true)
  })

  it('takes nothing that the schema refuses, and nothing that the schema would change', () => {
    let taken = 0
    fc.assert(
      fc.property(fc.constantFrom(...paths), edge, fc.constantFrom(...paths), edge, (first, one, second, two) => {
        const event = withValue(first, structuredClone(one))
        const again = first.join() === second.join() ? event : mutate(event, second, structuredClone(two))
        if (!isPlainEvent(again)) return
        taken++
        const checked = eventSchema().safeParse(structuredClone(again))
        expect(checked.success).toBe(true)
        expect(checked.data).toEqual(again)
      }),
      { numRuns: 3_000 },
    )
    expect(taken).toBeGreaterThan(100)
  })

  it('leaves to the schema what has to be converted', () => {
    expect(isPlainEvent(withValue(['order', 'id'], 1001))).toBe(false)
    expect(isPlainEvent(withValue(['order', 'currency'], 'eur'))).toBe(false)
    expect(isPlainEvent(withValue(['order', 'id'], ''))).toBe(false)
    expect(isPlainEvent({ ...EXAMPLE, loyalty_tier: 'gold' })).toBe(false)
    expect(isPlainEvent(withValue(['event_id'], 'undefined'))).toBe(false)
  })
})

function mutate(
  event: Record<string, unknown>,
  path: readonly (string | number)[],
  value: unknown,
): Record<string, unknown> {
  let node: unknown = event
  for (const key of path.slice(0, -1)) node = (node as Record<string, unknown> | undefined)?.[String(key)]
  if (typeof node === 'object' && node !== null && value !== undefined)
    (node as Record<string, unknown>)[String(path.at(-1))] = value
  return event
}
