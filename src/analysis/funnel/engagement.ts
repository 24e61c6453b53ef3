/**
 * Qualified engagement, as two numbers that are never blended: what the platform saw of the video (engaged views ÷ impressions), and what
 * we saw of the visit (engaged sessions ÷ destination clicks).
 */
import type { JourneyColumns } from '../columns.ts'
import type { SessionColumns } from '../steps.ts'

const ENGAGED_SECONDS = 10
const ENGAGED_PAGES = 2

/** Ten seconds or two pages. */
export function isEngaged(sessions: SessionColumns, touch: number): boolean {
  return (
    (sessions.seconds[touch] as number) >= ENGAGED_SECONDS || (sessions.pagesSeen[touch] as number) >= ENGAGED_PAGES
  )
}

/** Engaged sessions of each group below `groups`. */
export function engagedSessions(
  journeys: JourneyColumns,
  sessions: SessionColumns,
  groupOfChannel: Int32Array,
  groups: number,
  span: { readonly fromMs: number; readonly toMs: number },
): Float64Array {
  const counts = new Float64Array(groups)
  for (let touch = 0; touch < (journeys.firstTouch[journeys.count] as number); touch++) {
    const atMs = journeys.touchAtMs[touch] as number
    const group = groupOfChannel[journeys.touchChannel[touch] as number] as number
    if (group < 0 || atMs < span.fromMs || atMs >= span.toMs || !isEngaged(sessions, touch)) continue
    counts[group] = (counts[group] as number) + 1
  }
  return counts
}
