/** The gateway's own id of a visitor: its form, its life, and whose keys hold it. */
import { describe, expect, it } from 'vitest'
import { judge } from './judge.ts'
import { CONTEXT, eventOf, NOW_MS, PLAN, planOf } from './judge.fixture.ts'
import { visitorId, visitorMadeAtMs, visitorOf } from './visitor.ts'

const UUID = '0b5c1f6e-8d1a-4c3e-9f00-1234567890ab'
const DAY_MS = 86_400_000
const US_GPC = {
  client: { ip: '93.184.216.34', user_agent: 'Mozilla/5.0', country: 'US', region: 'US-CA' },
  person: { email: 'jane@example.com' },
  consent: {},
}

describe('the visitor’s id', () => {
  it('is a time and a random UUID, and says when it was made', () => {
    const id = visitorId(NOW_MS, UUID)
    expect(id).toMatch(/^[0-9a-z]{6}\.0b5c1f6e-/)
    expect(visitorMadeAtMs(id)).toBe(NOW_MS)
  })

  it('stays while it lives, and is made anew after the policy’s days, from the future, or where it is none of ours', () => {
    const of = (cookie: string | undefined) => visitorOf(cookie, NOW_MS, 390, () => UUID)
    const known = visitorId(NOW_MS - 389 * DAY_MS, UUID)
    expect(of(known)).toEqual({ id: known })
    const fresh = { id: visitorId(NOW_MS, UUID), fresh: true }
    for (const other of [
      undefined,
      visitorId(NOW_MS - 390 * DAY_MS, UUID),
      visitorId(NOW_MS + DAY_MS, UUID),
      'v-1',
      '',
    ])
      expect(of(other)).toEqual(fresh)
  })

  it('is among the keys of what was granted, beside the site’s own; of what was not, a new one leaves no key', () => {
    const known = { id: visitorId(NOW_MS, UUID) }
    const fresh = { ...known, fresh: true as const }
    const keysWith = (visitor: typeof known, event = eventOf(), plan = PLAN) =>
      judge(event, plan, { ...CONTEXT, visitor }).personKeys
    const without = judge(eventOf(), PLAN, CONTEXT).personKeys
    expect(keysWith(fresh)).toEqual(keysWith(known))
    expect(keysWith(fresh)).toHaveLength(without.length + 1)
    const limited = planOf({ onOptOut: 'limited' })
    const optedOut = (visitor: typeof known) =>
      judge(eventOf(US_GPC), limited, { ...CONTEXT, gpcHeader: '1', visitor }).personKeys.length
    // The e-mail address and the order, and the visitor where the browser has the id already.
    expect([optedOut(fresh), optedOut(known)]).toEqual([2, 3])
  })
})
