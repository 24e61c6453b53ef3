/** Plans and readings as tables: what the console draws, the terminal prints, a file holds. */
import type { AnalysisCell, AnalysisColumn, AnalysisNote, AnalysisRow, AnalysisTable, ColumnKind } from '../table.ts'
import { dayNumber, dayOf } from './days.ts'
import type { LiftPlan, OnOffPlan, WindowReport } from './plan.ts'
import type { LiftReading } from './reading.ts'
import { spendCells, testDays } from './spend-cells.ts'

type Cell = AnalysisCell | number | string | null | undefined

function table(
  id: string,
  columns: readonly (readonly [key: string, kind: ColumnKind])[],
  rows: readonly (readonly Cell[])[],
  more: Partial<Pick<AnalysisTable, 'currency' | 'level' | 'notes'>> = {},
): AnalysisTable {
  return {
    id,
    ...more,
    columns: columns.map(([key, kind]): AnalysisColumn => ({ key, kind })),
    rows: rows.map((cells): AnalysisRow => ({ kind: 'row', cells: cells.map(cellOf) })),
    notes: more.notes ?? [],
  }
}

function cellOf(cell: Cell): AnalysisCell {
  if (typeof cell === 'object' && cell !== null) return cell
  return cell === undefined ? { value: null, why: 'does_not_apply' } : { value: cell }
}

/** An effect that no try found often enough: the design has too little to see it. */
function leastEffect(mde: number | null | undefined): Cell {
  return mde === null ? { value: null, why: 'too_few' } : mde
}

export function planTables(plan: LiftPlan): readonly AnalysisTable[] {
  if (plan.design === 'holdout')
    return [
      table(
        'lift_plan_holdout',
        [
          ['people', 'count'],
          ['holdout_share', 'share'],
          ['base_share', 'share'],
          ['least_difference', 'share'],
        ],
        [[plan.people, plan.holdout_share, plan.base_share, leastEffect(plan.mde)]],
      ),
    ]
  const shared = [windowsTable(plan.windows), powerTable(plan.windows)]
  return plan.design === 'geo' ? [regionsTable(plan), ...shared] : [blocksTable(plan), ...shared]
}

function windowsTable(windows: readonly WindowReport[]): AnalysisTable {
  return table(
    'lift_plan_windows',
    [
      ['from', 'date'],
      ['to', 'date'],
      ['false_alarms', 'share'],
      ['least_effect', 'share'],
      ['least_effect_verdict', 'share'],
    ],
    windows.map((one) => [one.from, one.to, one.false_alarms, leastEffect(one.mde), leastEffect(one.mde_verdict)]),
  )
}

function powerTable(windows: readonly WindowReport[]): AnalysisTable {
  return table(
    'lift_plan_power',
    [
      ['from', 'date'],
      ['effect', 'share'],
      ['found', 'share'],
    ],
    windows.flatMap(({ from, power }) => power.map((one) => [from, one.effect, one.power])),
  )
}

function regionsTable(plan: LiftPlan & { readonly design: 'geo' }): AnalysisTable {
  const side = (name: string): string => (plan.treated.includes(name) ? 'treated' : 'comparison')
  return table(
    'lift_plan_regions',
    [
      ['region', 'name'],
      ['group', 'name'],
      ['share', 'share'],
    ],
    plan.regions.map(({ name, share }) => [name, side(name), share]),
  )
}

function blocksTable(plan: OnOffPlan): AnalysisTable {
  const first = dayNumber(plan.start)
  return table(
    'lift_plan_blocks',
    [
      ['pair', 'count'],
      ['from', 'date'],
      ['to', 'date'],
      ['state', 'name'],
    ],
    plan.blocks_on.map((on, block) => [
      Math.floor(block / 2) + 1,
      dayOf(first + block * plan.block_days),
      dayOf(first + (block + 1) * plan.block_days - 1),
      on ? 'on' : 'off',
    ]),
  )
}

export function readingTables(reading: LiftReading): readonly AnalysisTable[] {
  return [resultTable(reading), ...(reading.by_day.length > 0 ? [daysTable(reading)] : [])]
}

/** Orders that a model would have had are no whole number. */
function amountKind({ metric }: LiftReading): ColumnKind {
  return metric === 'revenue' ? 'money' : 'credit'
}

function frameOf(reading: LiftReading) {
  return {
    level: 1 - reading.alpha,
    ...(reading.currency !== undefined && { currency: reading.currency }),
  }
}

function resultTable(reading: LiftReading): AnalysisTable {
  const { verdict, why, p, smallest_p: smallest, notes } = reading
  const { iroas, icpa } = spendCells(reading)
  return table(
    'lift_reading',
    [
      ['verdict', 'name'],
      ['why', 'name'],
      ['effect', 'share'],
      ['incremental', amountKind(reading)],
      ['p_space', 'p'],
      ['p_time', 'p'],
      ['p_trend', 'p'],
      ['smallest_p', 'p'],
      ['iroas', 'ratio'],
      ['icpa', 'money'],
    ],
    [[verdict, why, effectCell(reading), incrementalCell(reading), p.space, p.time, p.trend, smallest, iroas, icpa]],
    { ...frameOf(reading), notes: [...notes, ...daysNote([reading])] },
  )
}

function effectCell(reading: LiftReading): Cell {
  const { estimate } = reading
  return { value: estimate.rel, ...bounds(estimate.low, estimate.high), ...daysOf(reading) }
}

function daysOf(reading: LiftReading): Pick<AnalysisCell, 'n'> {
  const n = testDays(reading)
  return n === undefined ? {} : { n }
}

function daysNote(readings: readonly LiftReading[]): readonly AnalysisNote[] {
  return readings.some((reading) => testDays(reading) !== undefined) ? [{ code: 'n_is_days' }] : []
}

function incrementalCell(reading: LiftReading): Cell {
  const { incremental: value, incremental_low: low, incremental_high: high } = reading.estimate
  return { value, ...bounds(low, high), ...daysOf(reading) }
}

/** Beside tests that counted orders, one that counted money has no number. */
function incrementalOrders(reading: LiftReading): Cell {
  return reading.metric === 'revenue' ? { value: null, why: 'does_not_apply' } : incrementalCell(reading)
}

function bounds(low: number | undefined, high: number | undefined): Pick<AnalysisCell, 'low' | 'high'> {
  return { ...(low !== undefined && { low }), ...(high !== undefined && { high }) }
}

function daysTable(reading: LiftReading): AnalysisTable {
  const kind = amountKind(reading)
  return table(
    'lift_by_day',
    [
      ['day', 'date'],
      ['observed', kind],
      ['expected', kind],
      ['tested', 'name'],
    ],
    reading.by_day.map(({ day, observed, expected, tested }) => [
      day,
      observed,
      expected,
      tested ? 'tested' : 'before',
    ]),
    frameOf(reading),
  )
}

/** A test with its newest reading, as the record keeps it. */
export interface LiftTest {
  readonly id: string
  readonly plan: LiftPlan
  readonly reading?: LiftReading
  /** When the record was told of the plan, and whether that was before its first day. */
  readonly told?: { readonly day: string; readonly isInTime: boolean }
  /** Further plans of this design for the same days, and how many of them were never read. */
  readonly others?: { readonly plans: number; readonly unread: number }
}

/** All tests of a site: planned and read. */
export function liftTestsTable(tests: readonly LiftTest[]): AnalysisTable {
  return table(
    'lift_tests',
    [
      ['test', 'name'],
      ['design', 'name'],
      ['from', 'date'],
      ['to', 'date'],
      ['verdict', 'name'],
      ['effect', 'share'],
      ['incremental', 'credit'],
      ['least_effect', 'share'],
      ['false_alarms', 'share'],
      ['smallest_p', 'p'],
      ['told_on', 'date'],
      ['told_in_time', 'name'],
      ['other_plans', 'count'],
      ['other_plans_unread', 'count'],
    ],
    tests.map(({ id, plan, reading, told, others }) => [
      id,
      plan.design,
      plan.start,
      plan.end,
      reading?.verdict ?? 'planned',
      reading === undefined ? { value: null, why: 'not_measured' } : effectCell(reading),
      reading === undefined ? { value: null, why: 'not_measured' } : incrementalOrders(reading),
      leastEffect(plan.design === 'holdout' ? plan.mde : (plan.mde_verdict_worst ?? plan.mde_worst)),
      plan.design === 'holdout' ? plan.alpha : plan.false_alarm_rate,
      plan.smallest_p,
      told?.day ?? NOT_TOLD,
      told === undefined ? NOT_TOLD : told.isInTime ? 'before_first_day' : 'not_before_first_day',
      others?.plans ?? 0,
      others?.unread ?? 0,
    ]),
    { notes: [...overlaps(tests), ...furtherPlans(tests), ...daysNote(tests.flatMap(({ reading }) => reading ?? []))] },
  )
}

const NOT_TOLD: AnalysisCell = { value: null, why: 'not_measured' }

/** Of three plans for the same days of which one was read, that one may be the one that came out nicest. */
function furtherPlans(tests: readonly LiftTest[]): readonly AnalysisNote[] {
  return tests
    .flatMap(({ id, others = { plans: 0, unread: 0 } }) =>
      others.plans === 0
        ? []
        : [{ code: 'plans_of_same_days', figures: { test: id, plans: others.plans + 1, unread: others.unread } }],
    )
    .slice(0, MAX_OVERLAPS)
}

/** More are no news. */
const MAX_OVERLAPS = 20

/** Each of two tests in the same days is in the other's figures: regions and turns count everybody's orders. A holdout draws people, whom both sides of the other meet alike. */
function overlaps(tests: readonly LiftTest[]): readonly AnalysisNote[] {
  const counted = tests.filter(({ plan }) => plan.design !== 'holdout')
  const notes = counted.flatMap((one, at) =>
    counted
      .slice(at + 1)
      .filter(({ plan }) => plan.start <= one.plan.end && one.plan.start <= plan.end)
      .map((other) => ({ code: 'tests_overlap', figures: { one: one.id, other: other.id } })),
  )
  return notes.slice(0, MAX_OVERLAPS)
}
