/** Counts by the hour and the Lives that cast their shadows on them, for the study of a Live. */
import type { LearningInput } from '../analysis/learning/input.ts'
import { WINDOW_HOURS, SHADOW_HOURS } from '../analysis/delay/event-study.ts'
import type { HourlyCounts } from '../analysis/steps.ts'
import { HOURLY_STEPS } from './hour-book.ts'
import type { TableSource } from './table-source.ts'

const HOUR_MS = 3_600_000
const WEEK_MS = 7 * 24 * HOUR_MS
/** Before the first day, where there is so much: four of them tell what is expected, the others are windows without a Live. */
const WEEKS_BEFORE = 9

/** `counts`: whether an order of that state is a conversion. */
export function hoursOf(
  source: TableSource,
  counts: readonly boolean[],
): Pick<LearningInput, 'hourly' | 'hourlyVisitsAreConsented' | 'lives'> {
  const span = hoursAsked(source)
  if (span === undefined) return { lives: livesFrom(source, source.asked.span.fromMs) }
  const visits = visitsByHour(source, span)
  return {
    lives: livesFrom(source, span.firstHourMs),
    hourly: { ...span, counts: { ...visits, orders: ordersByHour(source, span, counts) } },
    ...(visits !== undefined && { hourlyVisitsAreConsented: true }),
  }
}

type Hours = Pick<HourlyCounts, 'firstHourMs' | 'hours'>

/** From the first hour of which something is known: weeks of which the record has nothing are no weeks without sales. */
function hoursAsked({ books, asked }: TableSource): Hours | undefined {
  const { span, asOfMs } = asked
  const known = [books.firstOrderMs(), books.hours.firstMs()].filter((ms) => ms !== undefined)
  if (known.length === 0) return undefined
  const firstHourMs = hourBefore(Math.max(span.fromMs - WEEKS_BEFORE * WEEK_MS, Math.min(...known)))
  const untilMs = Math.min(span.toMs + SHADOW_HOURS * HOUR_MS, asOfMs)
  return { firstHourMs, hours: Math.max(0, Math.floor((untilMs - firstHourMs) / HOUR_MS)) }
}

/** Of everybody: the back office counts orders whether or not their buyers agreed to be followed. */
function ordersByHour(source: TableSource, span: Hours, counts: readonly boolean[]): Float64Array {
  const { firstHourMs, hours } = span
  const orders = source.ordersBetween(firstHourMs, firstHourMs + hours * HOUR_MS)
  const perHour = hoursFrom(source.books.firstOrderMs(), span)
  for (let order = 0; order < orders.count; order++) {
    const hour = Math.floor(((orders.atMs[order] ?? 0) - firstHourMs) / HOUR_MS)
    if (hour < hours && counts[orders.status[order] ?? -1] === true) perHour[hour] = (perHour[hour] ?? 0) + 1
  }
  return perHour
}

/** Of consenting visitors: of others the record is told nothing. Undefined where none was ever counted. */
function visitsByHour({ books }: TableSource, span: Hours): HourlyCounts['counts'] | undefined {
  const firstMs = books.hours.firstMs()
  if (firstMs === undefined) return undefined
  const [visits, ...steps] = Array.from({ length: 1 + HOURLY_STEPS.length }, () => hoursFrom(firstMs, span))
  for (const row of books.hours.between(span.firstHourMs, span.firstHourMs + span.hours * HOUR_MS)) {
    const hour = Math.floor((row.hour_ms - span.firstHourMs) / HOUR_MS)
    if (visits !== undefined) visits[hour] = row.visits
    for (const [at, step] of HOURLY_STEPS.entries()) (steps[at] as Float64Array)[hour] = row[step]
  }
  const named = HOURLY_STEPS.map((step, at) => [step, steps[at]] as const)
  return { ...(visits !== undefined && { visits }), ...Object.fromEntries(named) }
}

/** 0 from its first hour on; before it nobody counted. */
function hoursFrom(firstMs: number | undefined, { firstHourMs, hours }: Hours): Float64Array {
  const first = firstMs === undefined ? hours : Math.floor((firstMs - firstHourMs) / HOUR_MS)
  return new Float64Array(hours).fill(Number.NaN, 0, Math.min(hours, Math.max(0, first)))
}

/** All whose window or shadow lies on one of these hours, also those after the days asked for. */
function livesFrom({ books, asked }: TableSource, firstMs: number): LearningInput['lives'] {
  const aroundMs = Math.max(WINDOW_HOURS, SHADOW_HOURS) * HOUR_MS
  const [from, to] = [firstMs - aroundMs, asked.span.toMs + aroundMs].map((ms) => new Date(ms).toISOString())
  return books.imports
    .rows('live', (from ?? '').slice(0, 10), (to ?? '').slice(0, 10))
    .map(({ id, name, starts_at: starts }) => ({
      id,
      ...(name !== undefined && { name }),
      startMs: Date.parse(starts),
    }))
}

function hourBefore(ms: number): number {
  return Math.floor(ms / HOUR_MS) * HOUR_MS
}
