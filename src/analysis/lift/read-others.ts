/** Reads turns of on and off, and holdouts. */
import { sha256Hex } from '../../hashing/sha256.ts'
import { daysBetween } from './days.ts'
import { done, fault, type Result } from './faults.ts'
import { compareGroups, sampleRatio, type Group } from './holdout.ts'
import { panelHash, sliceDays, totals, type Panel } from './outcomes.ts'
import type { HoldoutPlan, OnOffPlan } from './plan.ts'
import { switchDays } from './plan-onoff.ts'
import { spanFault } from './read-geo.ts'
import { bought, sealedReading, verdictOf, type Estimate, type LiftReading, type Spend } from './reading.ts'
import { signFlipInterval, switchback } from './switchback.ts'

/** `outcomes`: from the first day of the plan's history to the test's last; regions are added up. */
export function readOnOff(plan: OnOffPlan, outcomes: Panel, spend?: Spend): Result<LiftReading> {
  const span = spanFault(plan.history.from, plan.end, outcomes)
  if (span !== undefined) return span
  const panel = sliceDays(outcomes, outcomes.days.indexOf(plan.history.from), outcomes.days.indexOf(plan.end) + 1)
  const values = totals(panel)
  const start = panel.days.indexOf(plan.start)
  const days = switchDays(panel.days, values, { start, blockDays: plan.block_days, blocksOn: plan.blocks_on })
  const read = switchback(days, plan.wash_out_days)
  if ('code' in read || !Number.isFinite(read.rel)) return fault('not_computable')
  const bounds = signFlipInterval(read.differences, plan.alpha)
  const onDays = plan.pairs * plan.block_days
  const estimate: Estimate = {
    rel: read.rel,
    incremental: read.incremental,
    ...(bounds !== undefined && {
      low: bounds.low / read.offMean,
      high: bounds.high / read.offMean,
      incremental_low: bounds.low * onDays,
      incremental_high: bounds.high * onDays,
    }),
  }
  const restated = panelHash(sliceDays(panel, 0, plan.history.days)) !== plan.history.hash
  return done(
    sealedReading({
      design: 'onoff',
      plan_hash: plan.plan_hash,
      input_hash: panelHash(panel),
      metric: plan.metric,
      from: plan.start,
      to: plan.end,
      alpha: plan.alpha,
      estimate,
      p: { space: read.p },
      smallest_p: plan.smallest_p,
      ...verdictOf(read.rel, { space: read.p }, plan.alpha),
      ...bought(spend, plan, estimate),
      by_day: days.map(({ value, weekday, on }, at) => ({
        day: panel.days[at] ?? '',
        observed: value,
        expected: read.offMean * (read.factors[weekday] ?? 1),
        tested: on,
      })),
      notes: [
        { code: 'pairs', figures: { pairs: plan.pairs, vectors: 2 ** plan.pairs } },
        ...(restated ? [{ code: 'history_restated' }] : []),
      ],
    }),
  )
}

export interface HoldoutOutcome {
  readonly exposed: Group
  readonly holdout: Group
  /** The last day that is counted. */
  readonly to: string
}

const LEAST_CONVERTED = 5

export function readHoldout(plan: HoldoutPlan, outcome: HoldoutOutcome): Result<LiftReading> {
  const { exposed, holdout, to } = outcome
  if (daysBetween(to, plan.end) > 0) return fault('test_not_over', { last: to, end: plan.end })
  const wrong = [exposed, holdout].some(
    ({ people, converted }) => !(people > 0 && converted >= 0 && converted <= people),
  )
  if (wrong) return fault('groups_empty')
  const ratio = sampleRatio([exposed.people, holdout.people], [1 - plan.holdout_share, plan.holdout_share])
  if (!ratio.holds)
    return fault('sample_ratio', {
      p: ratio.p,
      exposed: exposed.people,
      holdout: holdout.people,
      share: plan.holdout_share,
    })
  const read = compareGroups(exposed, holdout, 1 - plan.alpha)
  const base = read.shares[1]
  const few = Math.min(exposed.converted, holdout.converted) < LEAST_CONVERTED
  // Where there are few, the normal curve is no guide: Fisher's exact test then.
  const p = few ? read.fisherP : read.p
  if (!(base > 0)) return fault('groups_empty')
  return done(
    sealedReading({
      design: 'holdout',
      plan_hash: plan.plan_hash,
      input_hash: sha256Hex(JSON.stringify([exposed.people, exposed.converted, holdout.people, holdout.converted, to])),
      metric: 'share',
      from: plan.start,
      to: plan.end,
      alpha: plan.alpha,
      estimate: {
        rel: read.rel,
        low: read.newcombe.low / base,
        high: read.newcombe.high / base,
        incremental: read.incremental,
        incremental_low: read.newcombe.low * exposed.people,
        incremental_high: read.newcombe.high * exposed.people,
      },
      p: { space: p },
      smallest_p: 0,
      ...verdictOf(read.rel, { space: p }, plan.alpha),
      by_day: [],
      notes: [
        { code: 'ratio_holds', figures: { p: ratio.p } },
        {
          code: 'points',
          figures: { difference: read.difference, low: read.newcombe.low, high: read.newcombe.high },
        },
      ],
    }),
  )
}
