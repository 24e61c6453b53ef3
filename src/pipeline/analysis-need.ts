/** What the off-site record needs a person to have agreed to: asked in the same way as what a destination needs. */
import { decide, type ConsentDecision, type ConsentNeed } from '../consent/decide.ts'
import type { ConsentState, Purpose } from '../consent/types.ts'
import type { CompiledSite } from '../policy/types.ts'

/** The name under which a withdrawal from the record is written down, beside those of the destinations. */
export const ANALYSIS = 'analysis'

/** Undefined where nothing of journeys is kept. */
export function analysisNeed({ analysis }: Pick<CompiledSite, 'analysis'>): ConsentNeed | undefined {
  return analysis && { destination: ANALYSIS, purposes: analysis.purposes, onOptOut: 'drop' }
}

/**
 * No consent tool has a name for the site's own record, so that an objection to each recipient by name would pass it by. Whoever has
 * refused advertising to all of those that a tool named is taken to have refused it to the record, too.
 */
export function decideForRecord(state: ConsentState, need: ConsentNeed): ConsentDecision {
  const named = Object.values(state.destinations)
  const refused = need.purposes.filter(
    (purpose) =>
      isAdvertising(purpose) && named.length > 0 && named.every((answers) => answers?.[purpose] === 'denied'),
  )
  if (refused.length === 0) return decide(state, need)
  const denied = Object.fromEntries(refused.map((purpose) => [purpose, 'denied' as const]))
  return decide({ ...state, answers: { ...state.answers, ...denied } }, need)
}

function isAdvertising(purpose: Purpose): boolean {
  return purpose !== 'analytics_storage'
}
