/** Recordings hold no value of anybody, and a replay judges as the real event was judged. */
import { describe, expect, it } from 'vitest'
import { resolveConsent } from '../consent/resolve.ts'
import { destinations } from '../destinations/registry.ts'
import { parseValue } from '../event/parse.ts'
import { EVENT_NAMES } from '../event/types.ts'
import { CANONICAL_FIELDS } from '../policy/fields.ts'
import { judge } from './judge.ts'
import { CONTEXT, eventOf, NOW_MS, PLAN, planOf, WIRE, type Members } from './judge.fixture.ts'
import { replay } from './replay.ts'
import { eventFromShape, readShape, shapeOf, type EventShape } from './shape.ts'

function record(wire: Members = WIRE): EventShape {
  const event = eventOf(wire)
  const input = {
    gpcHeader: null,
    ...(event.consent && { evidence: event.consent }),
    ...(event.client && { client: event.client }),
  }
  return shapeOf(event.name, wire, resolveConsent(input, PLAN.consent, NOW_MS), new Set(PLAN.site.urlParameters))
}

/** In every text of the event, however deep. */
function planted(value: unknown, canary: () => string): unknown {
  if (typeof value === 'string') return canary()
  if (Array.isArray(value)) return value.map((element) => planted(element, canary))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, planted(inner, canary)]))
}

describe('a recorded event', () => {
  it('holds no value of any field, not even a part of one', () => {
    let made = 0
    const canary = (): string => `zq${(made += 1)}canary`
    const { event, event_id, occurred_at, consent, page: _page, ...values } = WIRE as Members
    const marked = planted(values, canary) as Members
    const url = `https://shop.example/${canary()}?utm_source=${canary()}&${canary()}=1#${canary()}`
    const wire = { ...marked, event, event_id: canary(), occurred_at, consent, page: { url, referrer: url } }
    const text = JSON.stringify(shapeOf('purchase', wire, consentState(), new Set(['utm_source'])))
    expect(made).toBeGreaterThan(20)
    expect(text).not.toMatch(/zq|canary/i)
    // What it does hold: words of the schema, of the policy and of consent, a country, and numbers.
    const words = new Set(text.match(/[A-Za-z_.]+/g) ?? [])
    const known = [...CANONICAL_FIELDS, ...EVENT_NAMES, 'utm_source']
    const ours =
      /^(?:event|fields|items|country|consent|answers|optOut|kind|length|parameters|false|true|granted|denied|ad_storage|ad_user_data|ad_personalization|analytics_storage|text|number|email|phone|hash|digits|date|ip|url|meta_id)$/
    expect([...words].filter((word) => !known.includes(word) && !ours.test(word))).toEqual([])
    expect(event_id).toBeDefined()
  })

  it('keeps numbers only by their length, and a country only where it is one', () => {
    const text = JSON.stringify(record({ ...WIRE, order: { id: '1001', value: 987.65, currency: 'EUR' } }))
    expect(text).not.toContain('987')
    expect(text).not.toContain('65')
    expect(record({ ...WIRE, client: { country: 'Jane Doe' } }).country).toBeUndefined()
    expect(record().country).toBe('FR')
  })

  it('is judged like the real one: the same recipients, the same fields', () => {
    const deliveries = (event: Parameters<typeof judge>[0]) =>
      judge(event, PLAN, CONTEXT).deliveries.map(({ destination, fields, level }) => ({ destination, fields, level }))
    const parsed = parseValue(eventFromShape(record(), 0, 'shop.example', NOW_MS), NOW_MS)
    const [one] = parsed.ok ? parsed.events : []
    if (!one?.ok) throw new Error(JSON.stringify(parsed))
    expect(deliveries(one.event)).toEqual(deliveries(eventOf()))
    expect(deliveries(one.event).length).toBe(destinations.length)
  })

  it('is read again as it was written, and nothing else is', () => {
    const shape = record()
    expect(readShape(JSON.stringify(shape))).toEqual(shape)
    const wrong = [
      '',
      '{}',
      '[]',
      JSON.stringify({ ...shape, event: 'x' }),
      JSON.stringify({ ...shape, country: 'jane' }),
    ]
    for (const text of wrong) expect(readShape(text)).toBeUndefined()
    expect(
      readShape(JSON.stringify({ ...shape, fields: { 'person.email': { kind: 'jane', length: 1 } } })),
    ).toBeUndefined()
    expect(
      readShape(JSON.stringify({ ...shape, fields: { 'person.iban': { kind: 'text', length: 1 } } })),
    ).toBeUndefined()
  })
})

function consentState() {
  return resolveConsent({ gpcHeader: null, evidence: eventOf().consent ?? {} }, PLAN.consent, NOW_MS)
}

describe('a replay', () => {
  const shapes = [record(), record({ ...WIRE, consent: { state: { ad_storage: 'denied' } } })]

  it('of the same policy changes nothing', () => {
    expect(replay(shapes, PLAN, PLAN, NOW_MS)).toEqual({ events: 2, effects: {} })
  })

  it('counts the deliveries that gain or lose a field, for those who consented only', () => {
    const less = planOf({ without: 'person.email' })
    const one = { purchase: 1 }
    expect(replay(shapes, less, PLAN, NOW_MS).effects).toEqual({ tiktok: { gains: one }, meta: { gains: one } })
    expect(replay(shapes, PLAN, less, NOW_MS).effects).toEqual({ tiktok: { loses: one }, meta: { loses: one } })
  })

  it('counts what starts and what stops where a site is new or gone', () => {
    const one = { purchase: 1 }
    expect(replay(shapes, undefined, PLAN, NOW_MS).effects).toEqual({ tiktok: { starts: one }, meta: { starts: one } })
    expect(replay(shapes, PLAN, undefined, NOW_MS).effects).toEqual({ tiktok: { stops: one }, meta: { stops: one } })
  })
})
