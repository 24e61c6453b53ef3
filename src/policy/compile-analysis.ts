/** Off-site analysis, written out. */
import { PURPOSES, type Purpose } from '../consent/types.ts'
import { foldedCode } from './listed-code.ts'
import type { AnalysisFile } from './schema-analysis.ts'
import type { CompiledAnalysis, CompiledTouchRule } from './types.ts'

export function compileAnalysis(analysis: AnalysisFile): CompiledAnalysis {
  return {
    purposes: inPurposeOrder(analysis.purposes),
    journeyDays: analysis.journey_days,
    recordDays: analysis.record_days,
    windowDays: analysis.window_days,
    direct: analysis.direct,
    currency: analysis.currency,
    touches: analysis.touches.map(compileRule),
    codes: Object.fromEntries(
      Object.entries(analysis.codes)
        .map(([code, source]) => [foldedCode(code), source] as const)
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
  }
}

/** Their order decides, so they stay as they are written. */
function compileRule(rule: AnalysisFile['touches'][number]): CompiledTouchRule {
  return {
    ...(rule.utm_source !== undefined && { utmSource: rule.utm_source.toLowerCase() }),
    ...(rule.utm_medium !== undefined && { utmMedium: rule.utm_medium.toLowerCase() }),
    ...(rule.utm_campaign !== undefined && { utmCampaign: rule.utm_campaign.toLowerCase() }),
    ...(rule.referrer_host !== undefined && { referrerHost: rule.referrer_host }),
    ...(rule.parameter !== undefined && { parameter: rule.parameter.toLowerCase() }),
    source: rule.source,
    kind: rule.kind,
  }
}

function inPurposeOrder(purposes: readonly Purpose[]): CompiledAnalysis['purposes'] {
  const [first, ...rest] = PURPOSES.filter((purpose) => purposes.includes(purpose))
  // The schema has refused an analysis without a purpose.
  if (first === undefined) throw new TypeError('an analysis without a purpose passed the schema')
  return [first, ...rest]
}
