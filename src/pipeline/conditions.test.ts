import { describe, expect, it } from 'vitest'
import type { Snapshot } from './consent-record.ts'
import type { Condition } from '../policy/document.ts'
import { CANONICAL_FIELDS } from '../policy/fields.ts'
import { destinations } from '../destinations/registry.ts'
import { ConditionalPlan } from './conditions.ts'
import { explainEvent } from './explain.ts'
import { CONTEXT, eventOf, GRANTED, NOW_MS, payload, planOf, WIRE } from './judge.fixture.ts'
import { judge } from './judge.ts'
import { sharedOf } from './shared.ts'

function holds(condition: Condition, country: unknown, earlierCountry?: unknown, event = eventOf()): boolean {
  const plan = new ConditionalPlan([condition], (held) => held.size === 1, destinations[0]?.rows ?? [])
  const input = { event, receivedAtMs: NOW_MS }
  return plan.under({ input, shared: sharedOf(event, 'FR'), country, earlierCountry })
}

describe('a condition about countries', () => {
  it.each([
    [{ countries: ['BE', 'FR'] }, 'FR', true],
    [{ countries: ['BE', 'FR'] }, 'fr', true],
    [{ countries: ['BE', 'FR'] }, 'US', false],
    [{ exceptCountries: ['US'] }, 'FR', true],
    [{ exceptCountries: ['US'] }, 'US', false],
    [{ countries: ['FR', 'US'], exceptCountries: ['US'] }, 'US', false],
  ])('%j in %s: %s', (condition, country, expected) => {
    expect(holds(condition, country)).toBe(expected)
  })

  it('is not met where nobody knows the country: XX and T1 are what Cloudflare says then, EU and AP what databases say', () => {
    for (const unknown of [undefined, '', 'XX', 'T1', 'EU', 'AP', 'AA', 'QQ', 'France', 7]) {
      expect([unknown, holds({ countries: ['FR'] }, unknown)]).toEqual([unknown, false])
      expect([unknown, holds({ exceptCountries: ['US'] }, unknown)]).toEqual([unknown, false])
    }
  })

  it('takes UK for the United Kingdom and EL for Greece', () => {
    expect(holds({ exceptCountries: ['GB'] }, 'UK')).toBe(false)
    expect(holds({ exceptCountries: ['GR'] }, 'EL')).toBe(false)
    expect(holds({ countries: ['GB'] }, 'UK')).toBe(true)
  })

  it('is held against the place of the answer too, where that is known', () => {
    expect(holds({ exceptCountries: ['US'] }, 'FR', 'US')).toBe(false)
    expect(holds({ exceptCountries: ['US'] }, 'FR', 'FR')).toBe(true)
  })
})

describe('a condition about another field', () => {
  it.each(CANONICAL_FIELDS)('finds %s in an event that has everything, and not in one that has nothing', (field) => {
    const nothing = eventOf({ page: {}, client: {}, click: {}, person: {}, order: {}, lead: {}, search: {} })
    expect(holds({ withField: field }, undefined)).toBe(true)
    expect(holds({ withField: field }, undefined, undefined, nothing)).toBe(false)
  })

  it('is not met by blanks', () => {
    expect(holds({ withField: 'person.email' }, 'FR', undefined, eventOf({ person: { email: '  ' } }))).toBe(false)
  })

  it.each([
    'null',
    'undefined',
    '{{customer.id}}',
    '0',
    'none',
    'guest',
    'N/A',
    '-',
    'nan',
    'false',
    '[object Object]',
    '\u200B',
    '\u2060',
    '\u200B-\u2060',
    'NULL',
    'Guest ',
  ])('is not met by %j, which programs write for nobody', (nobody) => {
    const event = eventOf({ person: { external_id: nobody } })
    expect(holds({ withField: 'person.external_id' }, 'FR', undefined, event)).toBe(false)
  })

  it.each([
    ['person.email', { person: { email: 'jane' } }],
    ['person.phone', { person: { phone: '12' } }],
    ['client.ip', { client: { ip: '192.168.1.2' } }],
    ['page.url', { page: { url: 'app://home' } }],
    ['order.id', { order: { id: 'jane.doe@example.com' } }],
  ])('is not met by a value of %s that would be left out as unusable', (field, changes) => {
    expect(holds({ withField: field }, 'FR', undefined, eventOf(changes))).toBe(false)
  })

  it('is met by a person who is called None, and by an order of nothing', () => {
    const event = eventOf({ person: { last_name: 'None' }, order: { value: 0, currency: 'EUR' } })
    expect(holds({ withField: 'person.last_name' }, 'FR', undefined, event)).toBe(true)
    expect(holds({ withField: 'order.value' }, 'FR', undefined, event)).toBe(true)
  })

  it('must hold beside the one about countries', () => {
    const both = { withField: 'person.email', countries: ['FR'] }
    expect(holds(both, 'FR')).toBe(true)
    expect(holds(both, 'US')).toBe(false)
    expect(holds(both, 'FR', undefined, eventOf({ person: {} }))).toBe(false)
  })
})

describe('a field on a condition', () => {
  const plan = planOf({
    conditions: { 'person.phone': { countries: ['FR'] }, 'person.email': { withField: 'person.external_id' } },
  })

  it('leaves where the condition holds', () => {
    const sent = payload(judge(eventOf(), plan, CONTEXT), 'tiktok')
    expect(sent).toHaveProperty(['user.phone'])
    expect(sent).toHaveProperty(['user.email'])
  })

  it('stays, alone, where it does not', () => {
    const { external_id: _, ...person } = WIRE.person
    const elsewhere = payload(judge(eventOf({ client: { ...WIRE.client, country: 'BE' } }), plan, CONTEXT), 'tiktok')
    const nameless = payload(judge(eventOf({ person }), plan, CONTEXT), 'tiktok')
    expect(elsewhere).not.toHaveProperty(['user.phone'])
    expect(elsewhere).toHaveProperty(['user.email'])
    expect(nameless).toHaveProperty(['user.phone'])
    expect(nameless).not.toHaveProperty(['user.email'])
    expect(nameless).toHaveProperty(['properties.value'], 42.5)
  })

  it('of a server’s order is judged by where the browser was when it answered', () => {
    const { country: _, ...client } = WIRE.client
    const { consent: __, ...order } = eventOf({ client })
    const answeredIn = (country: string) =>
      payload(
        judge(order, plan, { ...CONTEXT, known: { ...NOBODY_REFUSED, snapshotFor: () => grantIn(country) } }),
        'tiktok',
      )
    expect(answeredIn('FR')).toHaveProperty(['user.phone'])
    expect(answeredIn('BE')).toHaveProperty(['user.email'])
    expect(answeredIn('BE')).not.toHaveProperty(['user.phone'])
  })

  it('is named among what was kept back, with the reason', () => {
    const event = eventOf({ client: { ...WIRE.client, country: 'BE' } })
    const { destinations } = explainEvent(event, [], plan, CONTEXT)
    expect(destinations['tiktok']?.left_out).toContainEqual({ field: 'person.phone', reason: 'condition_not_met' })
  })
})

const NOBODY_REFUSED = { withdrawnAtMs: () => undefined, mayWait: false }

/** What was kept of an answer that a browser gave in a country. */
function grantIn(country: string): Snapshot {
  const answers = { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' } as const
  const finding = { signal: 'state', validity: 'valid', answers, optOut: null, atMs: NOW_MS } as const
  return { at: NOW_MS, receivedAt: NOW_MS, digest: 'd', country, findings: [finding], signals: {} }
}

describe('addresses', () => {
  it('leave without their path where the site’s sector cuts it, with what a campaign needs', () => {
    const sent = payload(judge(eventOf({ consent: GRANTED }), planOf({ urlPaths: 'cut' }), CONTEXT), 'tiktok')
    expect(sent?.['page.url']).toBe('https://shop.example/?ttclid=E.C.P.abc&utm_source=x')
    expect(sent?.['page.referrer']).toBe('https://www.tiktok.com/')
  })
})
