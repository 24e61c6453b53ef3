import { describe, expect, it } from 'vitest'
import policy from '#policy'
import { destinations } from '../../destinations/registry.ts'
import { planSites, type SitePlan } from '../../pipeline/plan.ts'
import { Counts } from '../counts.ts'
import { eventFindings } from './events.ts'

const NOW_MS = 1_795_262_400_000

/** The demo's site, whose event plan has all events but these. */
function planWithout(...unplanned: readonly string[]): SitePlan {
  const [site] = policy.sites
  if (site === undefined) throw new Error('the policy has no site')
  const events = Object.fromEntries(Object.entries(site.document.events).filter(([name]) => !unplanned.includes(name)))
  const changed = { ...policy, sites: [{ ...site, document: { ...site.document, events } }] }
  const plan = planSites(changed, destinations).get(site.id)
  if (plan === undefined) throw new Error('the site has no plan')
  return plan
}

function codesFor(plan: SitePlan, ...arrived: readonly string[]): readonly string[] {
  const counts = new Counts()
  for (const event of arrived) counts.one('arrived', NOW_MS, event)
  return eventFindings({ counts, plan, states: {}, nowMs: NOW_MS, days: 7 }).map(
    ({ code, subject }) => `${code} ${subject['event'] ?? ''}`,
  )
}

describe('events and the plan', () => {
  it('an event that arrives and is not in the plan is told, a planned one is not', () => {
    const codes = codesFor(planWithout('download'), 'download', 'purchase')
    expect(codes).toContain('event_not_in_plan download')
    expect(codes).not.toContain('event_not_in_plan purchase')
  })

  it('an event that is not in the plan is not missed, a planned one is', () => {
    const codes = codesFor(planWithout('download'), 'purchase')
    expect(codes).not.toContain('event_absent download')
    expect(codes).toContain('event_absent page_view')
  })
})
