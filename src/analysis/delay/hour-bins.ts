/**
 * Hours of visitors put together until nobody stands alone in them: ten observed, and ten in the weeks that the expectation was made of. Where bins begin does
 * not depend on which Live is looked at, and none lies across the edge of a window that a table sums up: no bin is the difference of others.
 */
import { SMALL } from '../guards/threshold.ts'
import type { LiveGroup, StudyHour } from './event-study.ts'

/** Hours together: from `hour`, so many of them. */
export interface StudyBin extends StudyHour {
  readonly hours: number
}

/** The mean of two weeks at least: as many as that are ten. */
export const FEWEST_AWAITED = SMALL / 2

/** Whether so many visitors, and what was expected of them, may be said. Nobody is of nobody. */
export function isSaidOfHours({ observed, expected }: Pick<StudyHour, 'observed' | 'expected'>): boolean {
  const isAwaited = expected === null || Number.isNaN(expected) || expected === 0 || expected >= FEWEST_AWAITED
  return (observed === 0 || observed >= SMALL) && isAwaited
}

/** Of all hours that were counted. `edges`: hours at which a bin must end; between two windows bins are filled from the later one backwards. */
export function binsOf(
  hours: readonly StudyHour[],
  windows: readonly LiveGroup[],
  edges: readonly number[],
): readonly StudyBin[] {
  const begins = new Set(windows.map(({ from }) => from))
  const segments: StudyHour[][] = []
  for (const hour of hours) {
    const last = segments.at(-1)
    if (last === undefined || edges.includes(hour.hour)) segments.push([hour])
    else last.push(hour)
  }
  return segments.flatMap((segment) => {
    const end = (segment.at(-1)?.hour ?? 0) + 1
    const isBefore = begins.has(end)
    const bins = filled(isBefore ? segment.toReversed() : segment)
    return isBefore ? bins.toReversed() : bins
  })
}

/** What is left over goes with the last full bin; where none is full, nothing is said. */
function filled(hours: readonly StudyHour[]): readonly StudyBin[] {
  const bins: StudyBin[] = []
  let open: StudyBin | undefined
  for (const hour of hours) {
    const grown = together(open, { ...hour, hours: 1 })
    open = grown.observed >= SMALL && isSaidOfHours(grown) ? undefined : grown
    if (open === undefined) bins.push(grown)
  }
  if (open === undefined) return bins
  const last = bins.pop()
  if (last !== undefined) return [...bins, together(last, open)]
  return isSaidOfHours(open) ? [open] : []
}

function together(one: StudyBin | undefined, other: StudyBin): StudyBin {
  if (one === undefined) return other
  return {
    hour: Math.min(one.hour, other.hour),
    hours: one.hours + other.hours,
    observed: one.observed + other.observed,
    expected: one.expected === null || other.expected === null ? null : one.expected + other.expected,
  }
}
