/** What the off-site record is told of an event, and of whom it is told nothing. */
import { describe, expect, it } from 'vitest'
import { CONTEXT, eventOf, GRANTED, JOURNEYS, LEDGER, NOW_MS, planOf, type Members } from './judge.fixture.ts'
import { explainEvent } from './explain.ts'
import { judge, type JudgeContext, type KnownConsent } from './judge.ts'
import { judgeCopies } from './order-copies.ts'
import { orderLink } from './order-link.ts'
import { personKeysOf } from './person-keys.ts'
import { sharedOf } from './shared.ts'

const PLAN = planOf({ analysis: JOURNEYS, orders: LEDGER })
const VIEW = { event: 'page_view', order: undefined, lead: undefined, search: undefined }
const PAID = {
  page: { url: 'https://shop.example/soap?utm_source=tiktok&utm_medium=paid&ttclid=E.C.P.abc', referrer: '' },
}

function keyOf(visitorId: string): string | undefined {
  return personKeysOf({ visitorId }, sharedOf(eventOf(), 'FR'), CONTEXT.personKey)[0]
}

function factOf(changes: Members, context: Partial<JudgeContext> = {}, plan = PLAN) {
  return judge(eventOf({ ...VIEW, ...changes }), plan, { ...CONTEXT, ...context }).fact
}

describe('what the record is told', () => {
  it('is where a visit came from, under the visitor’s key, and no address, click id or person', () => {
    const fact = factOf(PAID)
    expect(fact).toEqual({
      k: 'touch',
      journey: keyOf('v-1'),
      atMs: NOW_MS - 1_000,
      touch: { source: 'tiktok', kind: 'ad', by: 'click_id' },
      path: '/soap',
      device: 'desktop',
    })
    expect(JSON.stringify(fact)).not.toMatch(/E\.C\.P|v-1|shop\.example|Jane/)
  })

  it('is a step where the page before was the site’s own, and of what leads to an order', () => {
    const within = { page: { url: 'https://shop.example/soap', referrer: 'https://www.shop.example/' } }
    expect(factOf(within)).toMatchObject({ k: 'step', step: 'page' })
    expect(factOf({ ...PAID, event: 'add_to_cart' })).toMatchObject({ k: 'step', step: 'add_to_cart' })
    expect(factOf({ event: 'search' })).toBeUndefined()
  })

  it('is an order by the link of the ledger, by its alias where it has no number; its value only without a ledger', () => {
    const purchase = { event: 'purchase', order: { id: '#1001', value: 42.5, currency: 'EUR' } }
    const order = orderLink('shop', '1001', CONTEXT.personKey)
    expect(factOf(purchase)).toEqual({ k: 'order', journey: keyOf('v-1'), atMs: NOW_MS - 1_000, order })
    expect(factOf(purchase, {}, planOf({ analysis: JOURNEYS }))).toMatchObject({ order, value: 4_250, currency: 'EUR' })
    const byCheckout = { event: 'purchase', order: { aliases: ['checkout:7e1f'], value: 1, currency: 'EUR' } }
    expect(factOf(byCheckout)).toMatchObject({ order: orderLink('shop', 'checkout:7e1f', CONTEXT.personKey) })
  })

  it('is under the gateway’s own id of the browser where the site has none, also a new one, for it is given out', () => {
    const visitor = { id: 'mabc12.x', fresh: true } as const
    expect(factOf({ ...PAID, person: {} }, { visitor })).toMatchObject({ journey: keyOf('mabc12.x') })
    expect(factOf(PAID, { visitor })).toMatchObject({ journey: keyOf('v-1') })
  })

  it('holds no part of an address that the policy cuts', () => {
    expect(factOf(PAID, {}, planOf({ analysis: JOURNEYS, urlPaths: 'cut' }))).toMatchObject({ path: '/' })
    const personal = { page: { url: 'https://shop.example/account/jane.doe@example.com/orders' } }
    expect(JSON.stringify(factOf(personal))).not.toContain('jane')
  })
})

describe('nothing is told', () => {
  const state = GRANTED.state
  it.each<[string, Members, Partial<JudgeContext>]>([
    ['where nothing was answered', { consent: {} }, {}],
    [
      'where one of the policy’s purposes was denied',
      { consent: { state: { ...state, analytics_storage: 'denied' } } },
      {},
    ],
    ['where one of them was never asked for', { consent: { state: { ...state, ad_storage: undefined } } }, {}],
    [
      'of an opt-out, where the law gives a right to it',
      { client: { country: 'US', region: 'US-CA' }, person: { visitor_id: 'v-1' } },
      { gpcHeader: '1' },
    ],
    [
      'of a visitor without an id: a webhook’s order, a server’s page view',
      { person: { email: 'jane.doe@example.com' } },
      {},
    ],
    ['of an event that is too old to be taken', { occurred_at: '2025-01-01T00:00:00Z' }, {}],
  ])('%s', (_title, changes, context) => {
    expect(factOf({ ...PAID, ...changes }, context)).toBeUndefined()
  })

  it('of a trial, and of a site that keeps no journeys', () => {
    const trial = { ...eventOf({ ...VIEW, ...PAID }), staging: true as const }
    expect(judge(trial, PLAN, CONTEXT).fact).toBeUndefined()
    expect(factOf(PAID, {}, planOf())).toBeUndefined()
  })

  it('of somebody who took it back, until they agree anew', () => {
    const known = (atMs: number): KnownConsent => ({
      snapshotFor: () => undefined,
      withdrawnAtMs: (keys, name) => (name === 'analysis' && keys().includes(keyOf('v-1') ?? '') ? atMs : undefined),
      mayWait: false,
    })
    const at = (ms: number) => ({ ...PAID, consent: { ...GRANTED, at: new Date(ms).toISOString() } })
    expect(factOf(at(NOW_MS - 60_000), { known: known(NOW_MS - 30_000) })).toBeUndefined()
    expect(factOf(at(NOW_MS - 10_000), { known: known(NOW_MS - 30_000) })).toMatchObject({ k: 'touch' })
  })

  it('of a sale of whose copies one says no', () => {
    const sale = (consent: object) => ({
      event: eventOf({ consent }),
      source: 'browser' as const,
      via: 'browser',
      gpcHeader: null,
    })
    const denied = { state: { ...state, analytics_storage: 'denied' } }
    const judged = (...all: object[]) => judgeCopies(all.map(sale), PLAN, { ...CONTEXT, receivedAtMs: NOW_MS }).fact
    expect(judged(GRANTED, { state, source: 'page' })).toMatchObject({ k: 'order' })
    expect(judged(GRANTED, denied)).toBeUndefined()
    expect(judged(denied, GRANTED)).toBeUndefined()
  })
})

it('the explanation says what is kept, or why nothing is, and never under which key', () => {
  const explained = (changes: Members) =>
    explainEvent(eventOf({ ...VIEW, ...PAID, ...changes }), [], PLAN, CONTEXT).journey
  const touch = { source: 'tiktok', kind: 'ad', by: 'click_id' }
  expect(explained({})).toEqual({ decision: 'kept', touch, path: '/soap' })
  expect(explained({ person: {} })).toEqual({ decision: 'no_visitor' })
  expect(explained({ consent: {} })).toEqual({ decision: 'consent_unknown' })
  expect(explained({ event: 'search' })).toBeUndefined()
})
