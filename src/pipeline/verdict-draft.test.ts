import { describe, expect, it } from 'vitest'
import { CONTEXT, eventOf, JOURNEYS, LEDGER, PLAN, planOf } from './judge.fixture.ts'
import { judge } from './judge.ts'

/** Every member that a verdict may have, in one order: otherwise each kind of event is another shape to the engine (decision 0064). */
describe('a verdict has the same members in the same order', () => {
  const usual = Object.keys(judge(eventOf(), PLAN, CONTEXT))
  const membersOf = (changes: Record<string, unknown>, plan = PLAN) =>
    Object.keys(judge(eventOf(changes), plan, CONTEXT))

  it('whatever is in the event', () => {
    expect(membersOf({ event: 'page_view', order: undefined, person: undefined })).toEqual(usual)
    expect(membersOf({ environment: 'staging' })).toEqual(usual)
  })

  it('whether it goes or is refused', () => {
    expect(membersOf({ consent: undefined })).toEqual(usual)
    expect(membersOf({ occurred_at: '2020-01-01T00:00:00Z' })).toEqual(usual)
  })

  it('where the site keeps a ledger of orders and journeys', () => {
    expect(membersOf({}, planOf({ orders: LEDGER, analysis: JOURNEYS }))).toEqual(usual)
  })
})
