/** What was sold, by day and region: rows from a file or from the record, checked and laid out as a panel. Back-office orders, whoever brought them. */
import { sha256Hex } from '../../hashing/sha256.ts'
import { dayNumber, dayOf } from './days.ts'
import { done, fault, type Result } from './faults.ts'

export interface OutcomeRow {
  /** `2026-11-22`, of the shop's time zone. */
  readonly day: string
  /** Empty where a design needs none. */
  readonly region: string
  readonly orders: number
  /** Minor units. */
  readonly revenue?: number
}

export type Metric = 'orders' | 'revenue'

export interface Panel {
  readonly days: readonly string[]
  readonly regions: readonly string[]
  /** A row for each region, a column for each day. */
  readonly rows: readonly Float64Array[]
}

export interface PanelOptions {
  readonly metric: Metric
  /** A region's day without a row had no order. Else it is a hole, and a hole is refused. */
  readonly absentIsZero: boolean
}

/** Ten years of a hundred regions. */
export const MAX_ROWS = 400_000

export function panelOf(rows: readonly OutcomeRow[], { metric, absentIsZero }: PanelOptions): Result<Panel> {
  if (rows.length === 0) return fault('no_rows')
  if (rows.length > MAX_ROWS) return fault('too_many_rows', { rows: rows.length, most: MAX_ROWS })
  const days = everyDay(rows)
  const cells = new Map<string, Float64Array>()
  for (const { day, region, orders, revenue } of rows) {
    const value = metric === 'orders' ? orders : revenue
    if (value === undefined) return fault('revenue_missing', { day, region })
    const row = cells.get(region) ?? new Float64Array(days.length).fill(Number.NaN)
    const at = dayNumber(day) - dayNumber(days[0] ?? day)
    if (!Number.isNaN(row[at] ?? 0)) return fault('cell_twice', { day, region })
    row[at] = value
    cells.set(region, row)
  }
  const regions = [...cells.keys()].toSorted()
  const panel = { days, regions, rows: regions.map((region) => cells.get(region) ?? new Float64Array()) }
  return absentIsZero ? done(withZeros(panel)) : whole(panel)
}

/** From the first to the last, without a gap. */
function everyDay(rows: readonly OutcomeRow[]): readonly string[] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { day } of rows) {
    const number = dayNumber(day)
    first = Math.min(first, number)
    last = Math.max(last, number)
  }
  return Array.from({ length: last - first + 1 }, (_, at) => dayOf(first + at))
}

function withZeros(panel: Panel): Panel {
  return { ...panel, rows: panel.rows.map((row) => row.map((value) => (Number.isNaN(value) ? 0 : value))) }
}

function whole(panel: Panel): Result<Panel> {
  for (const [at, day] of panel.days.entries())
    if (panel.rows.every((row) => Number.isNaN(row[at] ?? 0))) return fault('day_missing', { day })
  for (const [region, row] of panel.rows.entries()) {
    const at = row.findIndex(Number.isNaN)
    if (at >= 0) return fault('cell_missing', { day: panel.days[at] ?? '', region: panel.regions[region] ?? '' })
  }
  return done(panel)
}

/** Of some of its days: `end` is not included. */
export function sliceDays(panel: Panel, start: number, end: number): Panel {
  return { ...panel, days: panel.days.slice(start, end), rows: panel.rows.map((row) => row.slice(start, end)) }
}

/** All regions as one. */
export function totals(panel: Panel): Float64Array {
  return new Float64Array(panel.days.length).map((_, day) => panel.rows.reduce((sum, row) => sum + (row[day] ?? 0), 0))
}

/** What a plan or a reading was made of: the same days, regions and numbers, and nothing else, give it. */
export function panelHash({ days, regions, rows }: Panel): string {
  const lines = regions.map((region, at) => `${JSON.stringify(region)}:${[...(rows[at] ?? [])].join(',')}`)
  return sha256Hex(`${days[0] ?? ''}\n${lines.join('\n')}`)
}
