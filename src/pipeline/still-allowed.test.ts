import { describe, expect, it } from 'vitest'
import { destinations } from '../destinations/registry.ts'
import { judge, type Verdict } from './judge.ts'
import { CONTEXT, eventOf, fieldsOf, GRANTED, payload, planOf, type Members } from './judge.fixture.ts'
import type { SitePlan } from './plan.ts'
import { stillAllowed, type StillAllowed } from './still-allowed.ts'

const IDS = destinations.map(({ id }) => id)
const WIDE = planOf({ onOptOut: 'limited' })

function storedIn(verdict: Verdict, id: string) {
  const delivery = verdict.deliveries.find(({ destination }) => destination === id)
  if (delivery === undefined) throw new Error(`nothing leaves for ${id}`)
  const { body, fields, level, basis } = delivery
  return { eventId: verdict.eventId, name: verdict.name, level, fields, basis, body }
}

/** What was accepted under the wide policy, looked at under another one. */
function again(plan: SitePlan, id: string, changes: Members = {}, changed: Members = {}): StillAllowed {
  const stored = storedIn(judge(eventOf(changes), WIDE, CONTEXT), id)
  const planned = plan.destinations.find(({ account }) => account.id === id)
  if (planned === undefined) throw new Error(`no plan for ${id}`)
  return stillAllowed({ ...stored, ...changed }, planned)
}

/** What the other policy would have made of the event in the first place. */
function fresh(plan: SitePlan, id: string, changes: Members = {}): unknown {
  const verdict = judge(eventOf(changes), plan, CONTEXT)
  const refused = verdict.refused[id]
  return refused === undefined ? { ok: true, payload: payload(verdict, id) } : { ok: false, reason: refused }
}

function shown(result: StillAllowed, id: string): unknown {
  if (!result.ok) return result
  return {
    ok: true,
    payload: payload({ deliveries: [{ destination: id, body: result.body }] } as unknown as Verdict, id),
  }
}

const AMERICAN = {
  client: { ip: '93.184.216.34', user_agent: 'Mozilla/5.0', country: 'US', region: 'US-CA' },
  person: { email: 'jane@example.com', country: 'US' },
  consent: { signals: { usprivacy: '1YYN' } },
}

describe('a delivery of another policy', () => {
  const cases = IDS.flatMap((id) => fieldsOf(id).map((field) => [id, field] as const))

  it.each(cases)('for %s without %s is what this policy would have let out', (id, without) => {
    const narrow = planOf({ without, onOptOut: 'limited' })
    expect(shown(again(narrow, id), id)).toEqual(fresh(narrow, id))
  })

  it.each(IDS)('for %s under a limited permit, too, with what the platform wants on it', (id) => {
    for (const without of ['client.ip', 'page.referrer', 'order.items.price', 'none']) {
      const narrow = planOf({ without, onOptOut: 'limited' })
      expect(shown(again(narrow, id, AMERICAN), id)).toEqual(fresh(narrow, id, AMERICAN))
    }
  })

  it.each(IDS)('for %s keeps of its addresses what this policy keeps', (id) => {
    const narrow = planOf({ urlPaths: 'cut' })
    expect(shown(again(narrow, id), id)).toEqual(fresh(narrow, id))
  })

  it('is the same text to the last byte where nothing is taken out', () => {
    const stored = storedIn(judge(eventOf(), WIDE, CONTEXT), 'tiktok')
    expect(again(planOf(), 'tiktok')).toEqual({ ok: true, body: stored.body, fields: stored.fields, takenOut: [] })
  })

  it('names what was taken out, and names it as sent no longer', () => {
    const result = again(planOf({ without: 'order.items.id' }), 'tiktok')
    if (!result.ok) throw new Error(result.reason)
    const gone = ['properties.contents.content_id', 'properties.content_ids', 'properties.content_type']
    expect(result.takenOut.toSorted()).toEqual(gone.toSorted())
    for (const name of gone) expect(result.fields.split(' ')).not.toContain(name)
  })

  it('leaves without what leaves only on a condition: what it was held against is not stored', () => {
    const result = again(planOf({ conditions: { 'person.email': { countries: ['FR'] } } }), 'meta')
    expect(result).toMatchObject({ ok: true, takenOut: ['user_data.em'] })
  })

  it('leaves without what no mapping knows', () => {
    const body = '{"event":"Purchase","event_id":"o-1","user":{"shoe_size":42,"email":"x"},"extra":[{"a":1}]}'
    expect(again(planOf(), 'tiktok', {}, { body, fields: 'event event_id user.shoe_size' })).toMatchObject({
      body: '{"event":"Purchase","event_id":"o-1","user":{"email":"x"}}',
      fields: 'event event_id',
      takenOut: ['user.shoe_size', 'extra.a'],
    })
  })

  it.each([
    ['of an event that leaves no longer', { name: 'contact' }],
    ['of a name that is none', { name: '__proto__' }],
    ['that cannot be read', { body: '{"event":' }],
    ['of a level that is none', { level: undefined }],
    ['that was limited, where an opt-out is now a no', { level: 'limited' }],
  ])('%s does not leave', (_title, changed) => {
    expect(again(planOf(), 'tiktok', {}, changed)).toEqual({ ok: false, reason: 'no_longer_in_policy' })
  })

  it('does not leave with an id in clear where the site hides ids by now', () => {
    const [planned] = planOf().destinations
    if (planned === undefined) throw new Error('there is a plan')
    const { withClickIds, withoutClickIds } = planned.site
    const hiding = { ...planned, site: { withClickIds: { ...withClickIds, hidesEventIds: true }, withoutClickIds } }
    const stored = storedIn(judge(eventOf(), WIDE, CONTEXT), planned.account.id)
    expect(stillAllowed(stored, hiding)).toEqual({ ok: false, reason: 'no_longer_in_policy' })
    const hidden = { ...stored, body: stored.body.replace('"o-1001"', '"hidden:0123"') }
    expect(stillAllowed(hidden, hiding)).toMatchObject({ ok: true })
  })

  const STATE = GRANTED.state
  it.each([
    ['was granted, too', { state: STATE }, { ok: true }],
    ['was refused', { state: { ...STATE, analytics_storage: 'denied' } }, { ok: false, reason: 'consent_denied' }],
    [
      'was not spoken of',
      { state: { ...STATE, analytics_storage: undefined } },
      { ok: false, reason: 'consent_unknown' },
    ],
  ])('for which a purpose more is asked by now leaves where it %s', (_title, consent, expected) => {
    expect(again(askingMore(), 'meta', { consent })).toMatchObject(expected)
  })

  it('for which a purpose more is asked by now leaves where silence permits it', () => {
    const { person, client } = AMERICAN
    expect(again(askingMore(), 'meta', { person, client, consent: {} })).toMatchObject({ ok: true })
  })
})

function askingMore(): SitePlan {
  const plan = planOf()
  const destinations = plan.destinations.map((planned) => {
    const { need } = planned
    return { ...planned, need: { ...need, purposes: [...need.purposes, 'analytics_storage'] as const } }
  })
  return { ...plan, destinations }
}
