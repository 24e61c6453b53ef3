import { describe, expect, it } from 'vitest'
import policy from '#policy'
import { destinations } from '../destinations/registry.ts'
import { PlanError, planSites } from './plan.ts'

describe('planning', () => {
  it('refuses a policy that names a destination which is not in the build', () => {
    expect(() => planSites(policy, [])).toThrow(PlanError)
    expect(() => planSites(policy, [])).toThrow('not in this build')
  })

  it('refuses a policy that leaves out a purpose which the destination needs, and names it', () => {
    const sites = policy.sites.map((site) => ({
      ...site,
      destinations: site.destinations.map((account) => ({
        ...account,
        purposes: ['ad_storage', 'ad_user_data'] as const,
      })),
    }))
    expect(() => planSites({ ...policy, sites }, destinations)).toThrow('ad_personalization')
  })

  it('plans no event that the platform has no name for, also if the policy allows it', () => {
    const sites = policy.sites.map((site) => ({
      ...site,
      destinations: site.destinations.map((account) => ({
        ...account,
        events: { ...account.events, refund: 0 },
      })),
    }))
    for (const plan of planSites({ ...policy, sites }, destinations).values()) {
      for (const { events } of plan.destinations) expect(events.get('refund')).toBeUndefined()
    }
  })

  it('plans every row once: allowed or denied', () => {
    for (const plan of planSites(policy, destinations).values()) {
      for (const { destination, events } of plan.destinations) {
        for (const { full, denied } of events) {
          expect([...full, ...denied].map(({ row }) => row).toSorted((a, b) => a.to.localeCompare(b.to))).toEqual(
            destination.rows.toSorted((a, b) => a.to.localeCompare(b.to)),
          )
        }
      }
    }
  })
})
