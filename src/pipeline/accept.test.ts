import { describe, expect, it } from 'vitest'
import policy from '#policy'
import { destinations } from '../destinations/registry.ts'
import type { CanonicalEvent } from '../event/types.ts'
import { personKeyMaker } from '../hashing/person-key.ts'
import { judgeBody, resultsOf, verdictsOf } from './accept.ts'
import { planSites } from './plan.ts'

const NOW_MS = Date.UTC(2026, 10, 22)
const CONTEXT = {
  receivedAtMs: NOW_MS,
  gpcHeader: null,
  personKey: personKeyMaker('a secret of the site, long enough'),
}
const state = { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' }

const PLAN = onlyPlan()

function onlyPlan() {
  const [plan] = planSites(policy, destinations).values()
  if (plan === undefined) throw new Error('there is a site')
  return plan
}

function view(id: string, changes: object = {}) {
  return {
    event: 'view_item',
    event_id: id,
    page: { url: 'https://www.atelier-rivage.example/a' },
    client: { ip: '93.184.216.34', user_agent: 'UA', country: 'FR' },
    consent: { state },
    ...changes,
  }
}

const asItIs = (event: CanonicalEvent) => event

/** The whole body: judged, stored, answered; `duplicates` per event that is none of the malformed. */
function accept(events: readonly unknown[], duplicatesOf: (eventId: string) => readonly string[] = () => []) {
  const judged = judgeBody(JSON.stringify({ events }), PLAN, CONTEXT, asItIs)
  if (!judged.ok) throw new Error(judged.code)
  return resultsOf(
    judged,
    verdictsOf(judged).map(({ eventId }) => duplicatesOf(eventId)),
  )
}

describe('accepting', () => {
  it('gives every event its own result, in order, also between malformed ones', () => {
    const ids = Array.from({ length: 40 }, (_, index) => `v-${index}`)
    const known = new Set(ids.filter((_, index) => index % 3 === 0))
    const bad = new Set(ids.filter((_, index) => index % 7 === 0))
    const results = accept(
      ids.map((id) => view(id, bad.has(id) ? { order: 7 } : {})),
      (id) => (known.has(id) ? ['tiktok', 'meta'] : []),
    )
    const expected = ids.map((id) => [id, bad.has(id) ? 'refused' : known.has(id) ? 'duplicate' : 'accepted'])
    expect(results.map(({ event_id, status }) => [event_id, status])).toEqual(expected)
  })

  it('is a duplicate only where nothing new goes anywhere', () => {
    expect(accept([view('v')], () => ['tiktok'])).toMatchObject([
      { status: 'accepted', destinations: { tiktok: 'duplicate', meta: 'full' } },
    ])
  })

  it('names the reason of a refusal that says most', () => {
    const denied = { state: { ...state, ad_storage: 'denied' } }
    expect(accept([view('v', { event: 'refund' }), view('w', { consent: denied })])).toMatchObject([
      { status: 'refused', reason: 'event_not_in_policy' },
      { status: 'refused', reason: 'consent_denied' },
    ])
  })

  it('gives each event what the gateway saw of its sender', () => {
    const unknownPlace = (event: CanonicalEvent) => ({ ...event, client: {}, consent: {} })
    const judged = judgeBody(JSON.stringify(view('v')), PLAN, CONTEXT, unknownPlace)
    expect(verdictsOf(judged)).toMatchObject([{ refused: { tiktok: 'consent_unknown' } }])
  })

  it('refuses a body in which nothing is an event, with all its paths', () => {
    const judged = judgeBody(JSON.stringify([{ event: 'nothing' }, 7]), PLAN, CONTEXT, asItIs)
    expect(judged).toMatchObject({ ok: false, code: 'wrong_structure' })
  })
})
