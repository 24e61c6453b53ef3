/** What a change of the off-site analysis widens: more of people that is kept, for longer, or with less of their consent. */
import { compareKeys, type Change, type Place, type Rules } from './compare-keys.ts'
import { always, fewerWidens, largerWidens, type Rule } from './compare-rules.ts'
import type { CompiledAnalysis } from './types.ts'

/** A code that is new is kept with orders from then on; one that is gone no longer is; another name for it keeps the same. */
const codesRule: Rule = (before, after) => {
  const [old, now] = [recordOf(before), recordOf(after)]
  const fresh = Object.keys(now).filter((code) => !Object.hasOwn(old, code))
  const gone = Object.keys(old).filter((code) => !Object.hasOwn(now, code))
  const renamed = Object.keys(now).filter((code) => Object.hasOwn(old, code) && old[code] !== now[code])
  return [
    ...(fresh.length > 0 ? [{ direction: 'widens' as const, after: fresh }] : []),
    ...(gone.length > 0 ? [{ direction: 'narrows' as const, before: gone }] : []),
    ...renamed.map((key) => ({ direction: 'technical' as const, key, before: old[key], after: now[key] })),
  ]
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

const ANALYSIS_RULES: Rules = {
  // One purpose less to agree to: people are followed who had not been.
  purposes: fewerWidens,
  journeyDays: largerWidens,
  recordDays: largerWidens,
  // How the figures are reckoned: nothing more is kept of anybody.
  windowDays: always('technical'),
  direct: always('technical'),
  currency: always('technical'),
  touches: always('technical'),
  codes: codesRule,
}

/** An analysis that is new, or gone, is told whole. */
export function compareAnalysis(
  before: CompiledAnalysis | undefined,
  after: CompiledAnalysis | undefined,
  place: Place,
): Change[] {
  if (before !== undefined && after !== undefined)
    return compareKeys(before, after, ANALYSIS_RULES, place).map((change) =>
      change.what === 'unknown' ? change : { ...change, what: `analysis.${change.what}` },
    )
  if (before === after) return []
  return [{ ...place, what: 'analysis', direction: after === undefined ? 'narrows' : 'widens', before, after }]
}
