/** Cells of the Learning tables, with the guards: who is too few to be said is not said, neither as a count nor as a share that gives it away. */
import type { ConversionBy } from '../delay/kaplan-meier.ts'
import { SMALL } from '../guards/threshold.ts'
import type { Share } from '../numbers/wilson.ts'
import type { AnalysisCell, AnalysisColumn, ColumnKind, NoValue } from '../table.ts'

/** Of what a progression is worked out: fewer say nothing about the next. */
export const FEWEST_TRIED = 30

export function none(why: NoValue, n?: number): AnalysisCell {
  return n === undefined ? { value: null, why } : { value: null, why, n }
}

export function text(value: string): AnalysisCell {
  return { value }
}

/** Nobody is of nobody, so 0 is said. */
export function isSaid(journeys: number): boolean {
  return journeys === 0 || journeys >= SMALL
}

export function journeyCount(count: number): AnalysisCell {
  return isSaid(count) ? { value: count, n: count } : none('too_few')
}

/** What somebody else says; never guarded, often absent. */
export function claimed(value: number | undefined): AnalysisCell {
  return value === undefined ? none('not_measured') : { value }
}

/** A part of a claim in a claim: no interval, the platform counted everybody. */
export function claimedShare(part: number | undefined, whole: number | undefined): AnalysisCell {
  if (part === undefined || whole === undefined) return none('not_measured')
  return whole > 0 ? { value: part / whole, n: whole } : none('does_not_apply')
}

export function journeyShare(share: Share | undefined, fewest: number = FEWEST_TRIED): AnalysisCell {
  if (share === undefined || share.of < fewest || !isSaid(share.count)) return none('too_few')
  return { value: share.share, n: share.of, low: share.low, high: share.high }
}

/** Of at least ten still at risk; and of one to nine who converted it would give their number away. */
export function curveShare(by: ConversionBy | undefined): AnalysisCell {
  return by === undefined || !isSaid(by.conversions)
    ? none('too_few')
    : { value: by.share, n: by.atRisk, low: by.low, high: by.high }
}

export function columns(...list: readonly (readonly [string, ColumnKind])[]): readonly AnalysisColumn[] {
  return list.map(([key, kind]) => ({ key, kind }))
}
