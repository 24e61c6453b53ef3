/**
 * Session → product → basket → checkout → order, per creative. A step counts *in order* when it happens after the step before it in the
 * same journey, and *in any order* when it happens at all, both within the window after a session that the creative brought. The unit is
 * the journey: who comes three times from one video is one. A journey that two creatives brought stands with both, so columns of a
 * funnel are never added up.
 */
import type { JourneyColumns } from '../columns.ts'
import { STEPS, type StepColumns } from '../steps.ts'

export interface SpanOfTouches {
  readonly fromMs: number
  /** Exclusive. */
  readonly toMs: number
  readonly windowMs: number
  readonly asOfMs: number
}

export interface FunnelCount {
  readonly sessions: number
  readonly journeys: number
  /** Journeys that reached each of STEPS. */
  readonly ordered: readonly number[]
  readonly anyOrder: readonly number[]
  /** Of the journeys: their last session is younger than the window, so they can still go on. */
  readonly unfinished: number
}

/** A chain of steps of one group in one journey. */
interface Chain {
  readonly group: number
  lastTouchMs: number
  /** For each step: the latest session from which a chain in order got there; −∞ where none did. The latest leaves most of the window. */
  readonly origins: Float64Array
  /** Bit j: step j came within the window, whatever came before it. */
  seen: number
}

interface Tally {
  sessions: number
  journeys: number
  unfinished: number
  readonly ordered: number[]
  readonly anyOrder: number[]
}

/**
 * The count of each group number below `groups`; `groupOfChannel` says what the funnel is counted by (a creative, a kind, a role), −1 for
 * none. Each touch and each step is looked at once per creative of its journey.
 */
export function countFunnels(
  journeys: JourneyColumns,
  steps: StepColumns,
  groupOfChannel: Int32Array,
  groups: number,
  span: SpanOfTouches,
): readonly FunnelCount[] {
  const tallies = Array.from({ length: groups }, emptyTally)
  for (let journey = 0; journey < journeys.count; journey++) {
    const chains: Chain[] = []
    let step = steps.firstStep[journey] as number
    const lastStep = steps.firstStep[journey + 1] as number
    const lastTouch = journeys.firstTouch[journey + 1] as number
    for (let touch = journeys.firstTouch[journey] as number; touch < lastTouch; touch++) {
      const atMs = journeys.touchAtMs[touch] as number
      step = takeSteps(chains, steps, step, lastStep, atMs, span.windowMs)
      beginChain(chains, tallies, groupOfChannel[journeys.touchChannel[touch] as number] as number, atMs, span)
    }
    takeSteps(chains, steps, step, lastStep, Number.POSITIVE_INFINITY, span.windowMs)
    for (const chain of chains) close(chain, tallies[chain.group] as Tally, span)
  }
  return tallies
}

function beginChain(
  chains: Chain[],
  tallies: readonly Tally[],
  group: number,
  atMs: number,
  span: SpanOfTouches,
): void {
  const tally = tallies[group]
  if (tally === undefined || atMs < span.fromMs || atMs >= span.toMs) return
  tally.sessions++
  const known = chains.find((chain) => chain.group === group)
  if (known === undefined) {
    const origins = new Float64Array(STEPS.length).fill(Number.NEGATIVE_INFINITY)
    chains.push({ group, lastTouchMs: atMs, origins, seen: 0 })
  } else {
    known.lastTouchMs = atMs
  }
}

/** Steps of the journey before `untilMs`; at the same moment the session start comes first. */
function takeSteps(
  chains: readonly Chain[],
  steps: StepColumns,
  from: number,
  to: number,
  untilMs: number,
  windowMs: number,
): number {
  let row = from
  while (row < to && (steps.stepAtMs[row] as number) < untilMs) {
    for (const chain of chains) takeStep(chain, steps.step[row] as number, steps.stepAtMs[row] as number, windowMs)
    row++
  }
  return row
}

function takeStep(chain: Chain, step: number, atMs: number, windowMs: number): void {
  if (atMs - chain.lastTouchMs <= windowMs) chain.seen |= 1 << step
  const origin = step === 0 ? chain.lastTouchMs : (chain.origins[step - 1] as number)
  if (atMs - origin <= windowMs) chain.origins[step] = Math.max(chain.origins[step] as number, origin)
}

function close(chain: Chain, tally: Tally, span: SpanOfTouches): void {
  tally.journeys++
  if (chain.lastTouchMs + span.windowMs > span.asOfMs) tally.unfinished++
  for (const step of STEPS.keys()) {
    if ((chain.origins[step] as number) > Number.NEGATIVE_INFINITY)
      tally.ordered[step] = (tally.ordered[step] as number) + 1
    if ((chain.seen & (1 << step)) !== 0) tally.anyOrder[step] = (tally.anyOrder[step] as number) + 1
  }
}

function emptyTally(): Tally {
  return { sessions: 0, journeys: 0, unfinished: 0, ordered: STEPS.map(() => 0), anyOrder: STEPS.map(() => 0) }
}
