/** What a change of the off-site analysis widens: more of people that is kept, for longer, or with less of their consent. */
import { type Change, type Place } from './compare-keys.ts'
import type { CompiledAnalysis } from './types.ts'
/** An analysis that is new, or gone, is told whole. */
export declare function compareAnalysis(
  before: CompiledAnalysis | undefined,
  after: CompiledAnalysis | undefined,
  place: Place,
): Change[]
