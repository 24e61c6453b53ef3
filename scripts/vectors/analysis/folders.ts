/** The folders of `<vectors>/analysis` and what runs each: one file beside this one and one line. */
import { run as attribution } from './attribution.ts'
import { run as funnel } from './funnel.ts'
import { run as geolift } from './geolift.ts'
import { run as lift } from './lift.ts'
import { run as reconciliation } from './reconciliation.ts'
import type { RunAnalysisFolder } from './result.ts'

export const ANALYSIS_FOLDERS: ReadonlyMap<string, RunAnalysisFolder> = new Map(
  Object.entries<RunAnalysisFolder>({
    attribution,
    funnel,
    geolift,
    lift,
    reconciliation,
  }),
)
