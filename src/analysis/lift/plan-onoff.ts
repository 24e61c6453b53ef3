/** Plans turns of on and off: which block of each pair is on is drawn now; what the design can find is tried on days that are over. */
import { below, type Uniform } from '../numbers/prng.ts'
import { streamOf } from './assignments.ts'
import { dayNumber, dayOf, weekdayOf } from './days.ts'
import { done, fault, type LiftFault, type Result } from './faults.ts'
import { totals, type Metric, type Panel } from './outcomes.ts'
import { alphaFault, datesFault, sealed, type LiftPlan, type WindowReport } from './plan.ts'
import { historyFault, historyOf, reportOf, summary } from './plan-geo.ts'
import { count } from './series.ts'
import { signFlip, smallestSwitchbackP, switchback, type SwitchDay } from './switchback.ts'
import { mdeOf, thinned, type WindowPower } from './windows.ts'

export interface OnOffAsk {
  readonly metric: Metric
  readonly currency?: string
  readonly seed: number
  readonly alpha: number
  readonly drawn_on: string
  readonly start: string
  readonly pairs: number
  readonly block_days: number
  readonly wash_out_days: number
}

/** Of untouched days before: the weekdays' own levels come from them. */
export const UNTOUCHED_DAYS = 28
const MOST_PAIRS = 14
const MOST_BLOCK_DAYS = 14
const WINDOWS = 4
const TRIES = 150
/** Sign vectors looked at in all, for one effect in one window. */
const MOST_VECTORS = 400_000
const GRID = Array.from({ length: 51 }, (_, at) => at / 100)

export function planOnOff(history: Panel, ask: OnOffAsk): Result<LiftPlan> {
  const length = 2 * ask.pairs * ask.block_days
  const end = dayOf(dayNumber(ask.start) + Math.max(1, length) - 1)
  const refused = settingsFault(ask) ?? datesFault({ ...ask, end }) ?? pastFault(history, ask, length)
  if (refused !== undefined) return refused
  const smallest = smallestSwitchbackP(ask.pairs)
  if (smallest > ask.alpha + 1e-12)
    return fault('cannot_reach_alpha', { smallest, alpha: ask.alpha, assignments: 2 ** ask.pairs, treated: ask.pairs })
  const uniform = streamOf(ask.seed)
  const blocksOn = orderOf(ask.pairs, uniform)
  const windows = windowReports(history, ask, uniform)
  return done(
    sealed({
      design: 'onoff',
      drawn_on: ask.drawn_on,
      seed: ask.seed,
      metric: ask.metric,
      ...(ask.currency !== undefined && { currency: ask.currency }),
      alpha: ask.alpha,
      start: ask.start,
      end,
      pairs: ask.pairs,
      block_days: ask.block_days,
      wash_out_days: ask.wash_out_days,
      blocks_on: blocksOn,
      history: historyOf(history),
      smallest_p: smallest,
      windows,
      ...summary(windows),
    }),
  )
}

function settingsFault({ alpha, seed, pairs, block_days: days, wash_out_days: washOut }: OnOffAsk) {
  const wrong = alphaFault(alpha, seed)
  if (wrong !== undefined) return wrong
  if (!Number.isInteger(pairs) || pairs < 1) return fault('bad_setting', { setting: 'pairs' })
  if (pairs > MOST_PAIRS) return fault('too_many_pairs', { pairs, most: MOST_PAIRS })
  if (!Number.isInteger(days) || days < 1 || days > MOST_BLOCK_DAYS)
    return fault('bad_setting', { setting: 'block_days' })
  if (!Number.isInteger(washOut) || washOut < 0) return fault('bad_setting', { setting: 'wash_out_days' })
  return washOut >= days ? fault('wash_out_too_long', { wash_out: washOut, block: days }) : undefined
}

/** Two tries of the whole design must fit behind the untouched days: a week apart, where there is no more. */
function pastFault(history: Panel, { start }: OnOffAsk, length: number): LiftFault | undefined {
  const least = UNTOUCHED_DAYS + length + 7
  if (history.days.length < least) return fault('history_too_short', { days: history.days.length, least })
  return historyFault(history, start)
}

/** Of each pair, one block is on: which, chance says. */
function orderOf(pairs: number, uniform: Uniform): readonly boolean[] {
  return Array.from({ length: pairs }, () => below(2, uniform) === 0).flatMap((first) => [first, !first])
}

/** Days of a test as the engine reads them: those before it untouched. */
export function switchDays(
  days: readonly string[],
  values: Float64Array,
  {
    start,
    blockDays,
    blocksOn,
  }: { readonly start: number; readonly blockDays: number; readonly blocksOn: readonly boolean[] },
): readonly SwitchDay[] {
  return days.slice(0, start + blockDays * blocksOn.length).map((day, at) => {
    const block = Math.floor((at - start) / blockDays)
    const value = values[at] ?? 0
    if (at < start) return { weekday: weekdayOf(day), on: false, value }
    return { weekday: weekdayOf(day), block, on: blocksOn[block] === true, value }
  })
}

function windowReports(history: Panel, ask: OnOffAsk, uniform: Uniform): readonly WindowReport[] {
  const { days } = history
  const values = totals(history)
  const length = 2 * ask.pairs * ask.block_days
  const spare = days.length - length - UNTOUCHED_DAYS
  const apart = Math.max(7, Math.min(length, Math.floor(spare / (WINDOWS - 1))))
  const starts = Array.from({ length: WINDOWS }, (_, at) => days.length - length - at * apart)
  return starts
    .filter((start) => start >= UNTOUCHED_DAYS)
    .flatMap((start) => {
      const found = powerIn(days, values, start, ask, uniform)
      return found === undefined ? [] : [reportOf(found, days[start] ?? '', days[start + length - 1] ?? '')]
    })
}

function powerIn(
  days: readonly string[],
  values: Float64Array,
  start: number,
  ask: OnOffAsk,
  uniform: Uniform,
): WindowPower | undefined {
  const orders = Array.from({ length: Math.max(20, Math.min(TRIES, Math.floor(MOST_VECTORS / 2 ** ask.pairs))) }, () =>
    orderOf(ask.pairs, uniform),
  )
  const read = orders.flatMap((blocksOn) => {
    const one = switchback(switchDays(days, values, { start, blockDays: ask.block_days, blocksOn }), ask.wash_out_days)
    return 'code' in one ? [] : [one]
  })
  if (read.length === 0) return undefined
  const power = []
  for (const effect of GRID) {
    // An effect of the factor 1 + e adds e times what the block that was on would have had.
    const hit = count(read, ({ differences, blockMeans }) => {
      const raised = differences.map((difference, pair) => {
        const [first = 0, second = 0] = blockMeans.slice(2 * pair, 2 * pair + 2)
        return difference + effect * (first - second === difference ? first : second)
      })
      return signFlip(raised).p <= ask.alpha
    })
    power.push({ effect, power: hit / read.length })
    if (hit === read.length) break
  }
  return { power: thinned(power), mde: mdeOf(power), falseAlarms: power[0]?.power ?? 0 }
}
