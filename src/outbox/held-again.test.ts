import { expect, it } from 'vitest'
import { judge, type Delivery } from '../pipeline/judge.ts'
import { CONTEXT, eventOf, LEDGER, NOW_MS, PLAN, planOf } from '../pipeline/judge.fixture.ts'
import { orderLink } from '../pipeline/order-link.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { holdAgain, type HeldAgain } from './held-again.ts'
import { openParcel, parcelsOf } from './state.ts'

const DAY_MS = 86_400_000
const SALE = { v: 42.5, c: 'EUR', o: '0'.repeat(32) }

/** What was accepted for TikTok under another policy, held against this one. */
function again(
  plan: SitePlan,
  changes: Partial<Delivery>,
  members: Record<string, unknown> = {},
  before: SitePlan = PLAN,
): HeldAgain {
  const verdict = judge(eventOf(members), before, { ...CONTEXT, via: 'stripe' })
  const [delivery] = verdict.deliveries.filter(({ destination }) => destination === 'tiktok')
  if (delivery === undefined) throw new Error('nothing leaves for tiktok')
  const events = [{ ...verdict, deliveries: [{ ...delivery, ...changes }] }]
  const [parcel] = parcelsOf({ site: 'shop', digest: 'before', receivedAtMs: NOW_MS, events }, () => true)
  if (parcel === undefined) throw new Error('there is a parcel')
  const { acceptedAtMs, bodies, sheet } = parcel
  const open = openParcel({ id: 1, accepted_at_ms: acceptedAtMs, events: 1, bodies, sheet })
  const planned = plan.destinations.find(({ account }) => account.id === 'tiktok')
  const [held] = open.held
  if (planned === undefined || held === undefined) throw new Error('there is a plan, and a line')
  return holdAgain(held, open.sheet, plan, planned)
}

it.each([
  ['order.value', { c: 'EUR', o: '0'.repeat(32) }],
  ['order.id', { v: 42.5, c: 'EUR' }],
  ['none', SALE],
])('what the lake may have of a sale is without %s, where the policy lets that out no longer', (without, left) => {
  const result = again(planOf({ without }), { sale: SALE })
  expect(result.ok && result.line.entry.s).toEqual(left)
})

it.each([
  ['order.value', { c: 'EUR' }],
  ['order.currency', { v: 42.5 }],
  ['order.id', { v: 42.5, c: 'EUR' }],
])('nor is there more in the ledger’s line than leaves: %s', (without, left) => {
  const site = { ...PLAN.site, orders: LEDGER }
  const result = again(planOf({ without }), {}, {}, { ...PLAN, site })
  const order = { o: orderLink('shop', '1001', CONTEXT.personKey), w: 'stripe', u: '/thanks' }
  expect(result.ok && result.line.entry.r).toEqual({ ...order, ...left })
})

function withMaxAge(maxAgeDays: number): SitePlan {
  const plan = planOf()
  return { ...plan, consent: { ...plan.consent, maxAgeDays } }
}

it('a consent that the policy calls too old by now does not let anything go', () => {
  const grantedAtMs = NOW_MS - 40 * DAY_MS
  expect(again(withMaxAge(39), { grantedAtMs })).toEqual({ ok: false, reason: 'consent_expired' })
  expect(again(withMaxAge(40), { grantedAtMs })).toMatchObject({ ok: true })
})

it('nor does it matter how old a consent is where none is needed', () => {
  const american = {
    client: { ip: '93.184.216.34', user_agent: 'Mozilla/5.0', country: 'US', region: 'US-CA' },
    person: { email: 'jane@example.com', country: 'US' },
    consent: {},
  }
  expect(again(withMaxAge(39), { grantedAtMs: NOW_MS - 40 * DAY_MS }, american)).toMatchObject({ ok: true })
})
