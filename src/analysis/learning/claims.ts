/** What platforms say, as cells: of one creative on its one side, paid or organic; of several sources under one head. */
import type { AnalysisColumn, ColumnKind } from '../table.ts'
import type { CreativeMetric } from '../steps.ts'
import type { Claims, Creative } from './creatives.ts'

export type Side = 'paid' | 'organic' | 'paid_and_organic' | 'none'

export function sideOf(creatives: readonly Creative[]): Side {
  const paid = creatives.some((creative) => creative.paid !== undefined)
  const organic = creatives.some((creative) => creative.organic !== undefined)
  if (paid && organic) return 'paid_and_organic'
  if (paid) return 'paid'
  return organic ? 'organic' : 'none'
}

/** Paid and organic numbers are never added up: of a creative that has both, its paid ones, and the row says so. */
export function totalOf(creatives: readonly Creative[], metric: CreativeMetric): number | undefined {
  const side = sideOf(creatives)
  const values = creatives.flatMap((creative) => {
    const claims = side === 'organic' ? creative.organic : creative.paid
    return claims?.totals[metric] ?? []
  })
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0)
}

/** Columns of what platforms say: with their name and window where there is but one in the table. */
export function claimColumns(
  creatives: readonly Creative[],
  list: readonly (readonly [string, ColumnKind])[],
): readonly AnalysisColumn[] {
  const all = creatives.flatMap(({ paid, organic }): readonly Claims[] =>
    [paid, organic].filter((claims) => claims !== undefined),
  )
  const sources = new Set(all.flatMap((claims) => claims.sources))
  const windows = new Set(all.flatMap((claims) => claims.windows))
  const by = sources.size === 1 ? [...sources].join('') : 'platforms'
  const claim = windows.size === 1 ? { by, window: [...windows].join('') } : { by }
  return list.map(([key, kind]) => ({ key, kind, claim }))
}
