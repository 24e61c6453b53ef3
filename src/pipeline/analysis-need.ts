/** What the off-site record needs a person to have agreed to: asked in the same way as what a destination needs. */
import type { ConsentNeed } from '../consent/decide.ts'
import type { CompiledSite } from '../policy/types.ts'

/** The name under which a withdrawal from the record is written down, beside those of the destinations. */
export const ANALYSIS = 'analysis'

/** Undefined where nothing of journeys is kept. */
export function analysisNeed({ analysis }: Pick<CompiledSite, 'analysis'>): ConsentNeed | undefined {
  return analysis && { destination: ANALYSIS, purposes: analysis.purposes, onOptOut: 'drop' }
}
