import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CODE_POINT } from '../../test/support/code-points.ts'
import { CURRENCIES } from './currency.ts'
import { parseBody } from './parse.ts'
import { isPlaceholder } from './placeholder.ts'
import { EVENT_NAMES, type CanonicalEvent } from './types.ts'

const RECEIVED_MS = Date.parse('2026-11-21T12:00:05Z')

const text = fc.string({ maxLength: 60, unit: CODE_POINT })
const amount = fc.double({ min: 0, max: 1e9, noNaN: true }).map((value) => value + 0)
const id = fc.stringMatching(/^[!-~]{1,40}$/)
/** Any JSON without the member names that refuse a body as a whole (fast-check likes to try them). */
const harmless = (maxDepth: number) =>
  fc.jsonValue({ maxDepth }).filter((value) => !/"(?:__proto__|constructor|prototype)":/.test(JSON.stringify(value)))

const some = <T extends object>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(shape, { requiredKeys: [] })

const wireEvent = fc.record(
  {
    event: fc.constantFrom(...EVENT_NAMES),
    event_id: id.filter((text) => !isPlaceholder(text)),
    occurred_at: fc
      .date({ min: new Date('2020-01-01T00:00:00Z'), max: new Date('2030-01-01T00:00:00Z'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    page: some({ url: text, referrer: text }),
    client: some({ ip: text, user_agent: text, country: text, region: text, language: text }),
    click: some({ ttclid: text, ttp: text, fbclid: text, fbc: text, fbp: text }),
    person: some({ email: text, phone: text, external_id: text, first_name: text, birth_date: text, visitor_id: text }),
    order: fc.record(
      {
        id,
        value: amount,
        currency: fc.constantFrom(...CURRENCIES),
        items: fc.array(
          fc.record({ id, name: text, quantity: fc.nat(1000), price: amount }, { requiredKeys: ['id'] }),
          { maxLength: 3 },
        ),
      },
      { requiredKeys: ['currency'] },
    ),
    lead: some({ id, type: text }),
    search: some({ query: text }),
    consent: some({ state: fc.dictionary(fc.constantFrom('ad_storage', 'ad_user_data'), text), source: text }),
  },
  { requiredKeys: ['event', 'event_id', 'occurred_at'] },
)

function parsed(value: unknown): CanonicalEvent {
  const body = parseBody(JSON.stringify(value), RECEIVED_MS)
  const first = body.ok ? body.events[0] : undefined
  if (first?.ok !== true) throw new Error(JSON.stringify(body))
  return first.event
}

/** The canonical event back on the wire. */
function printed({ name, eventId, occurredAtMs, client, person, ...same }: CanonicalEvent) {
  const { userAgent, ...restOfClient } = client ?? {}
  const { externalId, visitorId, firstName, birthDate, ...restOfPerson } = person ?? {}
  return {
    ...same,
    event: name,
    event_id: eventId,
    occurred_at: new Date(occurredAtMs).toISOString(),
    ...(client && { client: { ...restOfClient, user_agent: userAgent } }),
    ...(person && {
      person: {
        ...restOfPerson,
        external_id: externalId,
        visitor_id: visitorId,
        first_name: firstName,
        birth_date: birthDate,
      },
    }),
  }
}

it('answers any text with a typed result and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: CODE_POINT }), fc.json(), fc.json({ maxDepth: 20 })), (body) => {
      const result = parseBody(body, RECEIVED_MS)
      expect(result.ok ? result.events.length : result.errors.length).toBeGreaterThan(0)
    }),
  )
})

it('answers any value in any field with a typed result and never throws', () => {
  const path = fc.constantFrom(
    'event',
    'event_id',
    'occurred_at',
    'page',
    'person',
    'order',
    'consent',
    'client',
    'search',
  )
  fc.assert(
    fc.property(wireEvent, path, fc.jsonValue(), (event, key, value) => {
      const result = parseBody(JSON.stringify({ ...event, [key]: value }), RECEIVED_MS)
      if (!result.ok) expect(['forbidden_key', 'too_deep']).toContain(result.code)
    }),
  )
})

it('never refuses an event for its consent', () => {
  fc.assert(fc.property(wireEvent, harmless(4), (event, consent) => void parsed({ ...event, consent })))
})

it('refuses a forbidden member name anywhere, and pollutes nothing', () => {
  const inside = (value: string, steps: readonly string[]) =>
    steps.reduce((json, step) => (step === '' ? `[${json}]` : `{${JSON.stringify(step)}:${json}}`), value)
  const name = fc.constantFrom('__proto__', 'constructor', 'prototype')
  const steps = fc.array(fc.constantFrom('', 'order', 'consent', 'state', 'extra'), { maxLength: 8 })
  fc.assert(
    fc.property(name, steps, (key, path) => {
      const body = parseBody(inside(`{"${key}":{"polluted":1}}`, path), RECEIVED_MS)
      expect(body.ok ? 'ok' : body.code).toBe('forbidden_key')
      expect('polluted' in {}).toBe(false)
    }),
  )
})

it('gives the same event with unknown fields as without', () => {
  const extra = fc.dictionary(fc.stringMatching(/^x_[a-z]{1,8}$/), harmless(2), { maxKeys: 5 })
  fc.assert(
    fc.property(wireEvent, extra, (event, fields) => {
      const grown = {
        ...event,
        ...fields,
        order: { currency: 'EUR', ...event.order, ...fields },
        page: { ...event.page, ...fields },
      }
      const plain = { ...event, order: { currency: 'EUR', ...event.order }, page: { ...event.page } }
      expect(parsed(grown)).toEqual(parsed(plain))
    }),
  )
})

it('reads a null member as an absent one', () => {
  const nulls = { page: null, click: null, lead: null, consent: null }
  fc.assert(
    fc.property(wireEvent, ({ page: _p, click: _c, lead: _l, consent: _n, ...event }) => {
      const person = { ...event.person, gender: null, city: null, hashed_as: null }
      const withNulls = parsed({ ...event, ...nulls, person })
      const without = parsed({ ...event, person: { ...event.person } })
      expect(withNulls).toStrictEqual(without)
    }),
  )
})

it('parses what it printed to the same event', () => {
  fc.assert(
    fc.property(wireEvent, (event) => {
      const once = parsed(event)
      expect(parsed(printed(once))).toStrictEqual(once)
      expect(once.order?.items).toEqual(event.order?.items)
      expect(once.occurredAtMs).toBe(Date.parse(event.occurred_at))
    }),
  )
})
