/** What became of the click: how many sessions a platform's clicks led to, and what the landing page did with them. */
import type { JourneyColumns } from '../columns.ts'
import { STEPS, type SessionColumns, type StepColumns } from '../steps.ts'
import { isEngaged } from './engagement.ts'

/** Below it: redirects that lose people, consent that is refused, or thumbs that slip. */
export const LOW_LANDING_RATE = 0.6
/** As for a league table: fewer clicks say nothing. */
export const FEWEST_CLICKS = 100

/** In words of the screens. `more_than_clicks`: links or names that bring others' sessions under this creative's name. */
export type LandingReading = 'too_few' | 'low' | 'plausible' | 'more_than_clicks'

export interface LandingRate {
  readonly sessions: number
  readonly clicks: number
  /** No share: one click can be two sessions, and a session needs consent to be seen at all. So it has no interval either. */
  readonly ratio: number
  readonly reading: LandingReading
}

export function landingRate(sessions: number, clicks: number | undefined): LandingRate | undefined {
  if (clicks === undefined || !(clicks > 0)) return undefined
  const ratio = sessions / clicks
  return { sessions, clicks, ratio, reading: readingOf(ratio, clicks) }
}

function readingOf(ratio: number, clicks: number): LandingReading {
  if (clicks < FEWEST_CLICKS) return 'too_few'
  if (ratio > 1) return 'more_than_clicks'
  return ratio < LOW_LANDING_RATE ? 'low' : 'plausible'
}

export interface LandingPage {
  readonly page: string
  readonly sessions: number
  readonly journeys: number
  /** Left without a second page. */
  readonly leftAtOnce: number
  readonly engaged: number
  /** Sessions in which a step of STEPS came, in any order, before the journey's next session. */
  readonly reached: readonly number[]
}

/** Sessions that began from `fromMs` to `toMs` (exclusive); `keep` says which channels. Pages without a session are left out. */
export function landingPages(
  journeys: JourneyColumns,
  steps: StepColumns,
  sessions: SessionColumns,
  keep: (channel: number) => boolean,
  span: { readonly fromMs: number; readonly toMs: number },
): readonly LandingPage[] {
  const tallies = sessions.pages.map((page) => ({
    page,
    sessions: 0,
    journeys: 0,
    leftAtOnce: 0,
    engaged: 0,
    reached: STEPS.map(() => 0),
  }))
  const lastJourney = new Int32Array(tallies.length).fill(-1)
  for (let journey = 0; journey < journeys.count; journey++) {
    const last = journeys.firstTouch[journey + 1] as number
    for (let touch = journeys.firstTouch[journey] as number; touch < last; touch++) {
      const atMs = journeys.touchAtMs[touch] as number
      const page = sessions.landingPage[touch] as number
      const tally = tallies[page]
      if (tally === undefined || atMs < span.fromMs || atMs >= span.toMs) continue
      if (!keep(journeys.touchChannel[touch] as number)) continue
      const untilMs = touch + 1 < last ? (journeys.touchAtMs[touch + 1] as number) : Infinity
      tally.sessions++
      if (lastJourney[page] !== journey) tally.journeys++
      lastJourney[page] = journey
      if ((sessions.pagesSeen[touch] as number) <= 1) tally.leftAtOnce++
      if (isEngaged(sessions, touch)) tally.engaged++
      addReached(tally.reached, steps, journey, atMs, untilMs)
    }
  }
  return tallies.filter((tally) => tally.sessions > 0)
}

function addReached(reached: number[], steps: StepColumns, journey: number, fromMs: number, untilMs: number): void {
  let seen = 0
  const last = steps.firstStep[journey + 1] as number
  for (let row = steps.firstStep[journey] as number; row < last; row++) {
    const atMs = steps.stepAtMs[row] as number
    if (atMs >= fromMs && atMs < untilMs) seen |= 1 << (steps.step[row] as number)
  }
  for (const step of reached.keys()) reached[step] = (reached[step] as number) + ((seen >> step) & 1)
}
