/** Which cookies an answer orders: by destination, by what was said, by how long. */
import { describe, expect, it } from 'vitest'
import type { CompiledBrowser } from '../policy/types.ts'
import { judgeBody } from './accept.ts'
import { recordConsent } from './consent-record.ts'
import { cookiesOfAnswer, cookiesOfEvents, mergeOrders, type CookieFacts, type CookieOrders } from './cookies.ts'
import { CONTEXT, GRANTED, JOURNEYS, NOW_MS, planOf, WIRE, type Members } from './judge.fixture.ts'
import type { SitePlan } from './plan.ts'

const DAY_MS = 86_400_000
const COOKIES = { visitorDays: 390, clickDays: 90, pixelsOnPage: [], clickIds: [] }
const DENIED = { state: { ad_storage: 'denied', ad_user_data: 'denied', ad_personalization: 'denied' } }
const US = { client: { ip: '93.184.216.34', user_agent: 'Mozilla/5.0', country: 'US', region: 'US-TX' }, person: {} }

function browserWith(changes: Partial<NonNullable<CompiledBrowser['cookies']>> = {}): CompiledBrowser {
  const gateway = 'https://events.shop.example'
  return {
    gateway,
    registrableDomain: 'shop.example',
    writeKeys: [],
    stagingOrigins: [],
    cookies: { ...COOKIES, ...changes },
  }
}

const PLAN = planOf({ browser: browserWith() })

function ordersOf(
  changes: Members,
  {
    plan = PLAN,
    facts = {},
    gpc = null as string | null,
  }: { plan?: SitePlan; facts?: CookieFacts; gpc?: string | null } = {},
): CookieOrders | undefined {
  const body = JSON.stringify({ ...WIRE, ...changes })
  const judged = judgeBody(body, plan, { ...CONTEXT, gpcHeader: gpc }, (event) => event)
  if (!judged.ok) throw new Error(JSON.stringify(judged))
  return cookiesOfEvents(judged, plan, facts, NOW_MS)
}

const namesIn = (orders: CookieOrders | undefined): string[] => (orders?.set ?? []).map(({ name }) => name).toSorted()
const daysOf = (orders: CookieOrders | undefined, name: string): number | undefined => {
  const order = orders?.set.find((one) => one.name === name)
  return order === undefined ? undefined : order.seconds / 86_400
}

describe('where the policy sets no cookies', () => {
  it('nothing is ordered', () => {
    expect(ordersOf({}, { plan: planOf() })).toBeUndefined()
  })
})

describe('the visitor’s cookie where the site keeps journeys', () => {
  const plan = planOf({
    browser: browserWith({ clickIds: ['gclid'] }),
    analysis: { ...JOURNEYS, purposes: ['analytics_storage'] },
  })
  const consent = { state: { ...DENIED.state, analytics_storage: 'granted' }, at: new Date(NOW_MS).toISOString() }
  const facts = { cookies: '_fbp=fb.1.1.2; tidegate_vid=v; tidegate_gclid=g', visitor: { id: 'v' } }

  it('is set for them alone, as long as that answer holds; no click id comes with it', () => {
    const orders = ordersOf({ consent }, { plan, facts })
    expect(namesIn(orders)).toEqual(['tidegate_vid'])
    expect(daysOf(orders, 'tidegate_vid')).toBe(180)
    expect(orders?.clear).toEqual(['_fbp', 'tidegate_gclid'])
    const record = recordConsent({ keys: {}, person: {}, consent }, plan, CONTEXT)
    expect(cookiesOfAnswer(record, plan, facts)?.clear).not.toContain('tidegate_vid')
  })

  it('stays also by what is no part of a journey: a lead', () => {
    const orders = ordersOf({ consent, event: 'lead' }, { plan, facts })
    expect([namesIn(orders), orders?.clear.includes('tidegate_vid')]).toEqual([['tidegate_vid'], false])
  })

  it('stays, and is not prolonged, where the page does not know that it was taken back elsewhere', () => {
    const known = { snapshotFor: () => undefined, mayWait: false, withdrawnAtMs: () => NOW_MS + 1 }
    const judged = judgeBody(JSON.stringify({ ...WIRE, consent }), plan, { ...CONTEXT, known }, (event) => event)
    const ofEvent = judged.ok ? cookiesOfEvents(judged, plan, facts, NOW_MS) : undefined
    expect([namesIn(ofEvent), ofEvent?.clear]).toEqual([[], ['_fbp', 'tidegate_gclid']])
    const record = recordConsent({ keys: {}, person: {}, consent }, plan, CONTEXT)
    const orders = cookiesOfAnswer(record, plan, facts, ['analysis'])
    expect([namesIn(orders), orders?.clear]).toEqual([[], ['_fbp', 'tidegate_gclid']])
  })

  it('goes where they may not be kept either', () => {
    const none = { state: { ...DENIED.state, analytics_storage: 'denied' } }
    expect(ordersOf({ consent: none }, { plan, facts })?.clear).toContain('tidegate_vid')
  })
})

describe('a cookie that is set', () => {
  it('is the destination’s whose field the policy lets out; the others are not kept', () => {
    expect(namesIn(ordersOf({}))).toEqual(['_fbc', 'ttclid'])
    const plan = planOf({ browser: browserWith(), without: 'click.ttclid' })
    expect(namesIn(ordersOf({}, { plan }))).toEqual(['_fbc'])
  })

  it('can be read by scripts only where the destination’s own pixel stays on the page', () => {
    const plan = planOf({ browser: browserWith({ pixelsOnPage: ['tiktok'] }) })
    expect(ordersOf({}, { plan })?.set.map(({ name, readable }) => [name, readable])).toEqual([
      ['ttclid', true],
      ['_fbc', undefined],
    ])
  })

  it('counts its days from when its value says that it was made, and is never prolonged by a visit', () => {
    const eighty = NOW_MS - 80 * DAY_MS
    const facts = { cookies: `_fbc=fb.1.${eighty}.IwAR2abc; _fbp=fb.1.${NOW_MS - 91 * DAY_MS}.77` }
    const orders = ordersOf({}, { facts })
    expect(daysOf(orders, '_fbc')).toBe(10)
    expect(namesIn(orders)).not.toContain('_fbp')
  })

  it('ends with the answer that it rests on', () => {
    // Answered 170 of 180 days ago.
    const at = new Date(NOW_MS - 170 * DAY_MS).toISOString()
    expect(daysOf(ordersOf({ consent: { ...GRANTED, at } }), 'ttclid')).toBe(10)
  })

  it('has in its index how deep the site’s domain is: example.com is 1, shop.co.uk is 2', () => {
    const plan = planOf({ browser: { ...browserWith(), registrableDomain: 'shop.co.uk' } })
    const value = ordersOf({}, { plan })?.set.find(({ name }) => name === '_fbc')?.value
    expect(value).toBe(`fb.2.${NOW_MS - 1_000}.IwAR2abc`)
  })

  it('keeps the time of the first sight while the click is the same', () => {
    const facts = { cookies: `_fbc=fb.1.${NOW_MS - DAY_MS}.IwAR2abc` }
    const value = ordersOf({}, { facts })?.set.find(({ name }) => name === '_fbc')?.value
    expect(value).toBe(`fb.1.${NOW_MS - DAY_MS}.IwAR2abc`)
  })

  it('is another platform’s click id where the policy names it, under a name that no script of that platform reads', () => {
    const plan = planOf({ browser: browserWith({ clickIds: ['gclid', 'ScCid'] }) })
    const page = { url: 'https://shop.example/?gclid=Cj0K-abc&msclkid=1&ScCid=9f' }
    const orders = ordersOf({ page }, { plan })
    expect(
      orders?.set.filter(({ name }) => name.startsWith('tidegate_')).map(({ name, value }) => [name, value]),
    ).toEqual([
      ['tidegate_gclid', 'Cj0K-abc'],
      ['tidegate_sccid', '9f'],
    ])
  })
})

describe('what was said', () => {
  const sent = { cookies: 'ttclid=E.C.P.abc; _ttp=2abc; _fbc=fb.1.1760000000000.x; tidegate_vid=v; theme=dark' }

  it('after an opt-out that leaves a limited part sets nothing and deletes what is there', () => {
    const plan = planOf({ browser: browserWith(), onOptOut: 'limited' })
    expect(namesIn(ordersOf({ ...US, consent: {} }, { plan }))).toEqual(['_fbc', 'ttclid'])
    const orders = ordersOf({ ...US, consent: {} }, { plan, facts: sent, gpc: '1' })
    expect(orders).toEqual({ set: [], clear: ['ttclid', '_ttp', '_fbc', 'tidegate_vid'] })
  })

  it('deletes also what is of no use: too long to be read, empty, or of another form', () => {
    const cookies = `_fbc=fb.1.1.${'x'.repeat(2_000)}; ttclid=; _ttp=a b; tidegate_vid=planted`
    expect(ordersOf({ consent: DENIED }, { facts: { cookies } })?.clear.toSorted()).toEqual([
      '_fbc',
      '_ttp',
      'tidegate_vid',
      'ttclid',
    ])
  })

  it('to one destination deletes that one’s only', () => {
    const consent = {
      ...GRANTED,
      signals: { cmp: { klaro: { confirmed: true, consents: { meta: false, tiktok: true } } } },
    }
    const plan = planOf({ browser: browserWith() })
    const named = {
      ...plan,
      consent: {
        ...plan.consent,
        destinations: { meta: { tools: { klaro: ['meta'] } }, tiktok: { tools: { klaro: ['tiktok'] } } },
      },
    }
    const orders = ordersOf({ consent }, { plan: named, facts: { ...sent, visitor: { id: 'v' } } })
    expect(orders?.clear).toEqual(['_fbc'])
    expect(namesIn(orders)).toContain('ttclid')
  })

  it.each(['too late', 'in none of the policy’s events'])('of an event that is %s neither sets nor deletes', (why) => {
    const changes =
      why === 'too late'
        ? { occurred_at: new Date(NOW_MS - 60 * DAY_MS).toISOString(), consent: DENIED }
        : { event: 'page_view', consent: DENIED }
    expect(ordersOf(changes, { facts: sent })).toEqual({ set: [], clear: [] })
  })

  it('of nothing neither sets nor deletes', () => {
    expect(ordersOf({ consent: undefined }, { facts: sent })).toEqual({ set: [], clear: [] })
  })

  it('in an answer to a question deletes the visitor’s with the last destination, and not where it concerns some only', () => {
    const request = { keys: {}, person: {}, consent: { state: { ad_storage: 'denied' } } } as const
    const whole = recordConsent(request, PLAN, CONTEXT)
    expect(cookiesOfAnswer(whole, PLAN, sent)?.clear).toContain('tidegate_vid')
    const narrow = recordConsent({ ...request, destinations: ['meta'] }, PLAN, CONTEXT)
    expect(cookiesOfAnswer(narrow, PLAN, sent)?.clear).toEqual(['_fbc'])
  })

  it('deletes what has left the policy since it was set: a destination’s, a click id’s, and all where it sets none any more', () => {
    const cookies = `${sent.cookies}; tidegate_gclid=g; _fbp=fb.1.1.2`
    const request = { keys: {}, person: {}, consent: DENIED }
    const [tiktok] = PLAN.destinations
    if (tiktok?.destination.id !== 'tiktok') throw new Error('another policy')
    const { purposes } = tiktok.need
    const meta = { destination: 'meta', purposes, onOptOut: 'drop' as const, cookies: ['_fbc', '_fbp'] }
    const withoutMeta: SitePlan = { ...PLAN, destinations: [tiktok], absent: [meta] }
    const { cookies: _none, ...browser } = browserWith()
    for (const plan of [withoutMeta, planOf({ browser })]) {
      const orders = cookiesOfAnswer(recordConsent(request, plan, CONTEXT), plan, { cookies })
      expect(orders?.set).toEqual([])
      expect(orders?.clear.toSorted()).toEqual(['_fbc', '_fbp', '_ttp', 'tidegate_gclid', 'tidegate_vid', 'ttclid'])
    }
  })

  it('by one of several shards stands against what another sets', () => {
    const order = { name: 'ttclid', value: 'x', seconds: 1 }
    expect(
      mergeOrders([
        { set: [order, { ...order, name: '_fbc' }], clear: [] },
        { set: [], clear: ['ttclid'] },
      ]),
    ).toEqual({
      set: [{ ...order, name: '_fbc' }],
      clear: ['ttclid'],
    })
  })
})
