import { describe, expect, it } from 'vitest'
import policy from '#policy'
import { destinations } from '../destinations/registry.ts'
import { planSites } from '../pipeline/plan.ts'
import type { CompiledPolicy } from '../policy/types.ts'
import { holdsOf } from './holds.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const [firstSite] = policy.sites

/** The demo's policy; `days`: group of fields → other `retention_days` than the policy's own seven. */
function holdsUnder(days: Readonly<Record<string, number>>, changed: Partial<CompiledPolicy> = {}) {
  const grants = policy.grants.map((grant) => ({ ...grant, retentionDays: days[grant.group] ?? grant.retentionDays }))
  const site = planSites({ ...policy, grants, ...changed }, destinations).get(firstSite?.id ?? '')
  return holdsOf(() => site?.destinations.find(({ account }) => account.id === 'tiktok'))
}

const daysOf = (ms: number | undefined) => (ms === undefined ? undefined : ms / DAY_MS)

describe('how long undelivered values are held', () => {
  it('is what the policy says, less the two hours in which what is overdue is found', () => {
    expect(holdsUnder({}).of('purchase')).toBe(7 * DAY_MS - 2 * HOUR_MS)
  })

  it('is the shortest of all the fields of an event: one body holds them all', () => {
    const holds = holdsUnder({ name_hashed: 2 })
    expect(Math.ceil(daysOf(holds.of('purchase')) ?? 0)).toBe(2)
    expect(Math.ceil(daysOf(holds.of('page_view')) ?? 0)).toBe(7)
    expect(holds.shortestMs()).toBe(2 * DAY_MS - 2 * HOUR_MS)
  })

  it('is seven days for an event of which no field is left: it is not over before it was sent', () => {
    const fieldSets = policy.fieldSets.map(() => ({}))
    const holds = holdsUnder({}, { fieldSets })
    expect([holds.of('purchase'), holds.shortestMs()].map((ms) => Math.ceil(daysOf(ms) ?? 0))).toEqual([7, 7])
  })

  it('is nothing for an event that the policy does not let out', () => {
    expect(holdsUnder({}).of('refund')).toBeUndefined()
    expect(holdsUnder({}).of('__proto__')).toBeUndefined()
  })

  it('is seven days for a destination that is not in the policy now: it may be again', () => {
    const holds = holdsOf(() => undefined)
    expect(Math.ceil(daysOf(holds.of('purchase')) ?? 0)).toBe(7)
    expect(holds.shortestMs()).toBe(holds.of('purchase'))
  })
})
