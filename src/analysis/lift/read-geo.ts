/** Reads a geo split: the test in space, the interval, the second opinion in time, and the word that both allow. */
import { blockConformal, conformalWindow } from './block-conformal.ts'
import { daysBetween } from './days.ts'
import { didInterval, differenceInDifferences } from './did.ts'
import { done, fault, type LiftFault, type Result } from './faults.ts'
import { panelHash, sliceDays, type Panel } from './outcomes.ts'
import { placeboFits, randomisationP, relativeInterval, type Assignment } from './placebo.ts'
import type { GeoPlan } from './plan.ts'
import { DID_PRE_DAYS, listsOf } from './plan-geo.ts'
import { bought, estimateOf, sealedReading, verdictOf, type ByDay, type LiftReading, type Spend } from './reading.ts'
import { mean, sum } from './series.ts'
import { fit, gapsByDay, othersThan, prepare, type Rows, type TestWindow } from './synthetic-control.ts'

/** `outcomes`: from the first day of the plan's history to the test's last. */
export function readGeo(plan: GeoPlan, outcomes: Panel, spend?: Spend): Result<LiftReading> {
  const taken = testPanel(plan, outcomes)
  if (!taken.ok) return taken
  const { panel, rows, window, days } = taken.value
  const lists = listsOf(plan)
  if (lists === undefined) return fault('plan_changed')
  const found =
    plan.method === 'synthetic_control'
      ? bySynthesis(rows, window, lists, plan.alpha)
      : byDifferences(rows, window, lists, plan.alpha)
  if (found === undefined) return fault('not_computable')
  const observed = sum(lists.treated.map((region) => sum(rows[region]?.subarray(window.start, window.end) ?? [])))
  const estimate = estimateOf(found.rel, observed, found.interval)
  // Nothing at all was sold in the treated regions: what would have been is then no number.
  if (!Number.isFinite(estimate.incremental)) return fault('not_computable')
  const verdict = verdictOf(found.rel, found.p, plan.alpha)
  return done(
    sealedReading({
      design: 'geo',
      plan_hash: plan.plan_hash,
      input_hash: panelHash(panel),
      metric: plan.metric,
      from: days[window.start] ?? plan.start,
      to: plan.end,
      alpha: plan.alpha,
      estimate,
      p: found.p,
      smallest_p: plan.smallest_p,
      ...verdict,
      ...bought(spend, plan, estimate),
      by_day: found.byDay.map((one, at) => ({ ...one, day: days[at] ?? '', tested: at >= window.start })),
      notes: notesOf(plan, panel, outcomes, found.notes),
    }),
  )
}

interface Taken {
  /** The plan's regions from its history to the test's end. */
  readonly panel: Panel
  /** Without the wash-out: so are `window` and `days`. */
  readonly rows: Rows
  readonly window: TestWindow
  readonly days: readonly string[]
}

function testPanel(plan: GeoPlan, outcomes: Panel): Result<Taken> {
  const span = spanFault(plan.history.from, plan.end, outcomes)
  if (span !== undefined) return span
  const gone = plan.regions.find(({ name }) => !outcomes.regions.includes(name))
  if (gone !== undefined) return fault('region_gone', { region: gone.name })
  const [first, last] = [plan.history.from, plan.end].map((day) => outcomes.days.indexOf(day))
  const names = plan.regions.map(({ name }) => name)
  const whole = sliceDays(outcomes, first ?? 0, (last ?? 0) + 1)
  const panel: Panel = {
    ...whole,
    regions: names,
    rows: names.map((name) => whole.rows[whole.regions.indexOf(name)] ?? new Float64Array()),
  }
  const start = panel.days.indexOf(plan.start)
  const counts = (day: number): boolean => day < start || day >= start + plan.wash_out_days
  const rows = panel.rows.map((row) => row.filter((_, day) => counts(day)))
  const days = panel.days.filter((_, day) => counts(day))
  return done({ panel, rows, days, window: { first: 0, start, end: days.length } })
}

/** A test is read once, when it is over: who looks every day and stops at the best one finds something always. */
export function spanFault(from: string, end: string, { days }: Panel): LiftFault | undefined {
  const [first = end, last = from] = [days[0], days.at(-1)]
  if (daysBetween(first, from) < 0)
    return fault('history_too_short', { days: daysBetween(first, end) + 1, least: daysBetween(from, end) + 1 })
  return daysBetween(last, end) > 0 ? fault('test_not_over', { last, end }) : undefined
}

interface Lists {
  readonly treated: Assignment
  readonly candidates: readonly Assignment[]
  readonly placebos: readonly Assignment[]
}

interface Found {
  readonly rel: number
  readonly interval: { readonly low: number; readonly high: number } | undefined
  readonly p: LiftReading['p']
  readonly byDay: readonly Pick<ByDay, 'observed' | 'expected'>[]
  readonly notes: LiftReading['notes']
}

/** A fit worse than this beside those of the placebos makes its gap wider, too. */
const POOR_FIT = 2

function bySynthesis(rows: Rows, window: TestWindow, { treated, placebos }: Lists, alpha: number): Found {
  const prepared = prepare(rows, window)
  const donors = othersThan(treated, rows.length)
  const own = fit(prepared, treated, donors)
  const others = placeboFits(prepared, treated, placebos)
  const rels = others.map(({ rel }) => rel)
  const { observed, gaps } = gapsByDay(prepared, treated, donors, own.weights)
  const noise = own.rmspePre / own.levelPre / mean(others.map((one) => one.rmspePre / one.levelPre))
  return {
    rel: own.rel,
    interval: relativeInterval(own.rel, rels, alpha),
    p: {
      space: randomisationP(own.rel, rels),
      time: blockConformal(conformalWindow(rows, window), treated, donors).p,
    },
    byDay: [...observed].map((value, day) => ({
      observed: value * treated.length,
      expected: (value - (gaps[day] ?? 0)) * treated.length,
    })),
    notes: [
      { code: 'placebos', figures: { placebos: rels.length } },
      ...(noise > POOR_FIT ? [{ code: 'fit_poor', figures: { times: noise } }] : []),
    ],
  }
}

function byDifferences(
  rows: Rows,
  window: TestWindow,
  { treated, candidates }: Lists,
  alpha: number,
): Found | undefined {
  const near = { ...window, first: Math.max(0, window.start - DID_PRE_DAYS) }
  const read = differenceInDifferences({ rows, window: near, treated, assignments: candidates, scale: 'ratio' })
  if (read === undefined) return undefined
  const logs = didInterval(read.differences, { treated, assignments: candidates }, alpha)
  const level = (region: number): number => mean(rows[region]?.subarray(near.first, near.start) ?? [])
  const others = othersThan(treated, rows.length)
  const days = window.end - window.first
  const of = (regions: Assignment, day: number): number => sum(regions.map((region) => rows[region]?.[day] ?? 0))
  const scale = sum(treated.map(level)) / sum(others.map(level))
  return {
    rel: read.rel,
    interval: logs === undefined ? undefined : { low: Math.expm1(logs.low), high: Math.expm1(logs.high) },
    p: { space: read.p },
    byDay: Array.from({ length: days }, (_, day) => ({
      observed: of(treated, day),
      expected: scale * of(others, day),
    })),
    notes: [{ code: 'assignments', figures: { assignments: candidates.length } }],
  }
}

function notesOf(plan: GeoPlan, panel: Panel, outcomes: Panel, own: LiftReading['notes']): LiftReading['notes'] {
  const known = sliceDays(panel, 0, plan.history.days)
  const ignored = outcomes.regions.length - plan.regions.length
  return [
    ...own,
    ...(panelHash(known) === plan.history.hash ? [] : [{ code: 'history_restated' }]),
    ...(ignored > 0 ? [{ code: 'regions_ignored', figures: { regions: ignored } }] : []),
  ]
}
