import { describe, expect, it } from 'vitest'
import type { ConsentRequest } from '../event/consent-request.ts'
import type { ConsentEvidence } from '../event/types.ts'
import { recordConsent, type ConsentRecord } from './consent-record.ts'
import { readBasis } from './consent-basis.ts'
import { judge, type KnownConsent, type Verdict } from './judge.ts'
import { CONTEXT, eventOf, GRANTED, NOW_MS, PLAN, planOf, WIRE } from './judge.fixture.ts'

const HOUR_MS = 3_600_000
const iso = (ms: number) => new Date(ms).toISOString()

/** A book in memory: what the shard's tables do. */
function knowing(records: readonly ConsentRecord[], mayWait = true): KnownConsent {
  return {
    mayWait,
    snapshotFor: (keys) =>
      records
        .filter(({ lookupKeys, snapshot }) => snapshot !== undefined && lookupKeys.some((key) => keys.includes(key)))
        .toSorted((a, b) => b.atMs - a.atMs)[0]?.snapshot,
    withdrawnAtMs: (keys, destination) => {
      const times = records
        .filter((record) => record.withdrawn.includes(destination) && record.keys.some((key) => keys().includes(key)))
        .map(({ atMs }) => atMs)
      return times.length === 0 ? undefined : Math.max(...times)
    },
  }
}

function answered(consent: ConsentEvidence, about: Partial<ConsentRequest> = {}): ConsentRecord {
  return recordConsent(
    { keys: { orderId: '1001' }, person: {}, client: { country: 'FR' }, ...about, consent },
    PLAN,
    CONTEXT,
  )
}

const decisionsOf = (verdict: Verdict) => ({
  ...Object.fromEntries(verdict.deliveries.map(({ destination, level }) => [destination, level])),
  ...verdict.refused,
})

/** As a shop's server sends it: no evidence, and no place to tell the law from. */
const SERVER_ORDER = { ...WIRE, consent: undefined, client: { ip: '93.184.216.34', user_agent: 'Mozilla/5.0' } }
const REFUSED = { state: { ...GRANTED.state, ad_user_data: 'denied' } }

describe('an order from a server', () => {
  it('is judged by the answer that its browser gave before', () => {
    const known = knowing([answered({ ...GRANTED, at: iso(NOW_MS - HOUR_MS) })])
    expect(decisionsOf(judge(eventOf(SERVER_ORDER), PLAN, { ...CONTEXT, known }))).toEqual({
      tiktok: 'full',
      meta: 'full',
    })
  })

  it('is not judged by the answer of another order', () => {
    const known = knowing([answered(GRANTED, { keys: { orderId: '1002' } })], false)
    expect(decisionsOf(judge(eventOf(SERVER_ORDER), PLAN, { ...CONTEXT, known }))).toEqual({
      tiktok: 'consent_unknown',
      meta: 'consent_unknown',
    })
  })

  it.each([
    ['its cart', { cartId: 'k-9' }, { order: { ...WIRE.order, cart_id: 'k-9' } }],
    ['its visitor', { visitorId: 'v-1' }, {}],
  ])('finds the answer also by %s', (_what, keys, changes) => {
    const known = knowing([answered(GRANTED, { keys })])
    const verdict = judge(eventOf({ ...SERVER_ORDER, ...changes }), PLAN, { ...CONTEXT, known })
    expect(decisionsOf(verdict)).toEqual({ tiktok: 'full', meta: 'full' })
  })

  it('waits where no answer has come yet, under every key by which it may come', () => {
    const verdict = judge(eventOf(SERVER_ORDER), PLAN, { ...CONTEXT, known: knowing([]) })
    expect(decisionsOf(verdict)).toEqual({ tiktok: 'consent_awaited', meta: 'consent_awaited' })
    expect(verdict.deliveries).toEqual([])
    for (const key of answered(GRANTED).keys) expect(verdict.awaits).toContain(key)
  })

  it('does not wait with evidence of its own, where the policy says 0, or where there is no room', () => {
    const unknown = { tiktok: 'consent_unknown', meta: 'consent_unknown' }
    const own = eventOf({ ...SERVER_ORDER, consent: { state: {} } })
    expect(decisionsOf(judge(own, PLAN, { ...CONTEXT, known: knowing([]) }))).toEqual(unknown)
    const plan = planOf()
    const never = { ...plan, site: { ...plan.site, consent: { ...plan.site.consent, snapshotWaitMinutes: 0 } } }
    expect(decisionsOf(judge(eventOf(SERVER_ORDER), never, { ...CONTEXT, known: knowing([]) }))).toEqual(unknown)
    const full = { ...CONTEXT, known: knowing([], false) }
    expect(decisionsOf(judge(eventOf(SERVER_ORDER), PLAN, full))).toEqual(unknown)
  })

  it('is refused by an answer that has grown too old by the time of the order', () => {
    const old = answered({ ...GRANTED, at: iso(NOW_MS - 170 * 24 * HOUR_MS) })
    const later = { ...CONTEXT, receivedAtMs: NOW_MS + 20 * 24 * HOUR_MS, known: knowing([old], false) }
    const order = eventOf({ ...SERVER_ORDER, occurred_at: iso(later.receivedAtMs) })
    expect(decisionsOf(judge(order, PLAN, later))).toEqual({ tiktok: 'consent_expired', meta: 'consent_expired' })
  })

  it('keeps the opt-out by Global Privacy Control that only the browser could see', () => {
    const gpc = recordConsent(
      { keys: { orderId: '1001' }, person: {}, client: { country: 'US', region: 'US-CA' }, consent: {} },
      PLAN,
      { ...CONTEXT, gpcHeader: '1' },
    )
    expect(gpc.withdrawn).toEqual(['tiktok', 'meta'])
    const verdict = judge(
      eventOf({ ...SERVER_ORDER, client: { user_agent: 'Mozilla/5.0', country: 'US' }, person: {} }),
      PLAN,
      {
        ...CONTEXT,
        known: knowing([gpc]),
      },
    )
    expect(decisionsOf(verdict)).toEqual({ tiktok: 'opted_out', meta: 'opted_out' })
  })
})

describe('who has withdrawn', () => {
  const withdrawnAt = (atMs: number) =>
    knowing([answered({ ...REFUSED, at: iso(atMs) }, { person: { email: 'jane.doe@example.com' }, keys: {} })])

  it('stays refused under a grant that is older, or that does not say when it was given', () => {
    const known = withdrawnAt(NOW_MS - HOUR_MS)
    const refused = { tiktok: 'consent_withdrawn', meta: 'consent_withdrawn' }
    const older = eventOf({ consent: { ...GRANTED, at: iso(NOW_MS - 2 * HOUR_MS) } })
    expect(decisionsOf(judge(older, PLAN, { ...CONTEXT, known }))).toEqual(refused)
    expect(decisionsOf(judge(eventOf(), PLAN, { ...CONTEXT, known }))).toEqual(refused)
  })

  it('is let through again by a grant that was given later', () => {
    const known = withdrawnAt(NOW_MS - 2 * HOUR_MS)
    const newer = eventOf({ consent: { ...GRANTED, at: iso(NOW_MS - HOUR_MS) } })
    expect(decisionsOf(judge(newer, PLAN, { ...CONTEXT, known }))).toEqual({ tiktok: 'full', meta: 'full' })
  })

  it('stays refused where silence would permit', () => {
    const known = withdrawnAt(NOW_MS - HOUR_MS)
    const silent = eventOf({
      consent: undefined,
      client: { ...WIRE.client, country: 'US', region: 'US-FL' },
      person: { email: 'jane.doe@example.com' },
    })
    expect(decisionsOf(judge(silent, PLAN, { ...CONTEXT, known }))).toEqual({
      tiktok: 'consent_withdrawn',
      meta: 'consent_withdrawn',
    })
  })

  it('is another person than the one beside them', () => {
    const known = withdrawnAt(NOW_MS - HOUR_MS)
    const other = eventOf({ person: { email: 'john@example.com' }, order: { ...WIRE.order, id: '7' } })
    expect(decisionsOf(judge(other, PLAN, { ...CONTEXT, known }))).toEqual({ tiktok: 'full', meta: 'full' })
  })
})

describe('the proof of an answer', () => {
  it('says what was said, by which signal, when and under which policy, without any raw value', () => {
    const consent = { ...GRANTED, at: iso(NOW_MS - HOUR_MS), source: 'cmp:didomi 2.1', signals: { gcs: 'G111' } }
    const { snapshot } = answered(consent, { person: { email: 'jane.doe@example.com' } })
    expect(snapshot).toMatchObject({
      at: NOW_MS - HOUR_MS,
      receivedAt: NOW_MS,
      digest: PLAN.digest,
      source: 'cmp:didomi 2.1',
    })
    expect(snapshot?.findings.map(({ signal }) => signal)).toEqual(['state', 'gcs'])
    // printf G111 | sha256sum
    expect(snapshot?.signals).toEqual({ gcs: '8675a2ee67790839459e7bb5b29b8b233ff28a3fd7fc5b936aabdc32d790e46c' })
    expect(JSON.stringify(snapshot)).not.toMatch(/jane|1001/)
  })

  it('of a delivery is read back as it was', () => {
    const granted = judge(eventOf(), PLAN, CONTEXT).deliveries[0]?.basis ?? ''
    expect(readBasis(granted)).toEqual({
      regime: 'opt-in',
      signals: [
        {
          signal: 'state',
          answers: {
            ad_storage: 'granted',
            ad_user_data: 'granted',
            ad_personalization: 'granted',
            analytics_storage: 'granted',
          },
          validity: 'valid',
          choice_made: true,
          opt_out: false,
        },
      ],
    })
  })
})
