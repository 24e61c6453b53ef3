/** What was stopped, or begun, without a plan: before and after. It says how much changed, and never why. */
import { daysBetween, isDay, weekdayOf } from './days.ts'
import { tQuantile } from '../numbers/distributions.ts'
import { done, fault, type LiftFault, type Result } from './faults.ts'
import {
  forecast,
  placeboRank,
  placeboWindows,
  stepModel,
  type Forecast,
  type SeriesDay,
  type Step,
} from './interrupted.ts'
import { panelHash, sliceDays, totals, type Metric, type Panel } from './outcomes.ts'
import { alphaFault } from './plan.ts'
import { sealedReading, type LiftReading } from './reading.ts'

export interface PauseAsk {
  readonly metric: Metric
  readonly from: string
  readonly to: string
  readonly alpha: number
  /** What else happened in these days, as whoever asks knows it: a promotion, a Live, a stock-out. */
  readonly overlaps: readonly string[]
}

export const LEAST_PRE_WEEKS = 8
const WEEK = 7

export function readPause(outcomes: Panel, ask: PauseAsk): Result<LiftReading> {
  const start = outcomes.days.indexOf(ask.from)
  const refused = askFault(outcomes, start, ask)
  if (refused !== undefined) return refused
  const panel = sliceDays(outcomes, 0, start + daysBetween(ask.from, ask.to) + 1)
  const days = [...totals(panel)].map((value, at) => ({
    weekday: weekdayOf(panel.days[at] ?? ask.from),
    on: at >= start,
    value,
  }))
  const step = stepModel(days)
  const ahead = forecast(days, start, days.length)
  if (step === undefined || ahead === undefined || !Number.isFinite(step.p)) return fault('not_computable')
  return done(readingOf(panel, days, ask, { step, ahead, start }))
}

function askFault({ days }: Panel, start: number, { from, to, alpha, overlaps }: PauseAsk): LiftFault | undefined {
  if (!isDay(from) || !isDay(to)) return fault('bad_setting', { setting: 'from, to' })
  if (daysBetween(from, to) < 0) return fault('end_before_start', { start: from, end: to })
  const [other] = overlaps
  if (other !== undefined) return fault('something_else_happened', { what: other })
  const last = days.at(-1) ?? from
  if (daysBetween(last, to) > 0) return fault('test_not_over', { last, end: to })
  const [before, least] = [Math.max(0, start), LEAST_PRE_WEEKS * WEEK]
  return before < least ? fault('pre_weeks_too_few', { days: before, least }) : alphaFault(alpha, 0)
}

interface Models {
  readonly step: Step
  readonly ahead: Forecast
  readonly start: number
}

/** The step with its bounds after Newey and West: those of the forecast take each day for independent of the day before. */
function readingOf(
  panel: Panel,
  days: readonly SeriesDay[],
  ask: PauseAsk,
  { step, ahead, start }: Models,
): LiftReading {
  const length = days.length - start
  const reach = tQuantile(1 - ask.alpha / 2, step.df) * (step.neweyWestAdjusted.at(-1) ?? 0)
  const base = ahead.observed.reduce((sum, value) => sum + value, 0) - step.incremental
  const [low, high] = [step.shift - reach, step.shift + reach].map((shift) => shift * length)
  const placebos = placeboWindows(days, start, length)
  return sealedReading({
    design: 'pause',
    input_hash: panelHash(panel),
    metric: ask.metric,
    from: ask.from,
    to: ask.to,
    alpha: ask.alpha,
    estimate: {
      rel: step.incremental / base,
      low: (low ?? 0) / base,
      high: (high ?? 0) / base,
      incremental: step.incremental,
      incremental_low: low ?? 0,
      incremental_high: high ?? 0,
    },
    p: { trend: step.p, time: placeboRank(ahead.rel, placebos) },
    smallest_p: 1 / (1 + placebos.length),
    verdict: 'before_after',
    why: 'not_randomised',
    by_day: days.map(({ value, on }, at) => ({
      day: panel.days[at] ?? '',
      observed: value,
      expected: on ? (ahead.predicted[at - start] ?? value) : value,
      tested: on,
    })),
    notes: [
      { code: 'before_after' },
      { code: 'placebo_windows', figures: { windows: placebos.length } },
      ...(step.durbinWatson < 1.5 ? [{ code: 'days_alike', figures: { durbin_watson: step.durbinWatson } }] : []),
    ],
  })
}
