/** What the record has, in the shapes that the engine's parts ask for. */
import type { BusinessQuestion } from '../analysis/business/reading.ts'
import { mediaOnce } from '../analysis/business/media-once.ts'
import { COST_LINES, type CostLine } from '../analysis/business/costs.ts'
import { blocksByCreative, type CreditQuestion } from '../analysis/attribution/credit-reading.ts'
import type { Calendar } from '../analysis/calendar.ts'
import { ORDER_STATUSES, type JourneyColumns } from '../analysis/columns.ts'
import type { DelayBy } from '../analysis/learning/blocks.ts'
import type { LearningInput } from '../analysis/learning/input.ts'
import type { LearningChoice } from '../analysis/learning/learning.ts'
import { CREATIVE_METRICS, SEQUENCE_ROLES, type CreativeDay, type CreativeFacts } from '../analysis/steps.ts'
import { dayAfter } from '../reconciliation/days.ts'
import type { TableQuestion } from './asks.ts'
import { hoursOf } from './hour-inputs.ts'
import { measuredLift } from './lift-tests.ts'
import type { LiveRow, MediaDay, PostRow } from './rows.ts'
import type { TableSource } from './table-source.ts'

const HOUR_MS = 3_600_000
/** Of the intervals of the Learning page. */
const LEVEL = 0.9
/** Printed under the table: the same question has the same interval. */
const SEED = 20_260_101

export function creditQuestion(source: TableSource): CreditQuestion {
  const { frame, span, model, by } = source.asked
  return { journeys: source.reading().journeys, orders: source.orders(), frame, span, model, by }
}

export function businessQuestion(source: TableSource): BusinessQuestion {
  const { rows, otherCurrency } = source.media()
  const question = creditQuestion(source)
  return {
    ...question,
    media: rows,
    otherCurrencyRows: otherCurrency,
    costs: costLines(source),
    declared: declaredOrders(source),
    lift: measuredLift(source.books.tests(), source.asked.question, source.asked.frame.value.currency),
    seed: SEED,
  }
}

/** In another currency than the tables' a line is none: a margin that rests on it would be wrong. */
function costLines({ books, asked }: TableSource): readonly CostLine[] {
  const { currency } = asked.frame.value
  return books.imports
    .rows('cost', '', asked.question.to)
    .flatMap(({ line, from, share, per_order: perOrder, ...row }) => {
      if (!COST_LINES.includes(line) || (perOrder !== undefined && row.currency !== currency)) return []
      const sums = { ...(share !== undefined && { share }), ...(perOrder !== undefined && { perOrderMinor: perOrder }) }
      return [{ line, fromMs: books.clock.startOf(from), ...sums }]
    })
}

/** Orders of the span by what was declared, followed or not. */
export function declaredOrders(source: TableSource): ReadonlyMap<string, number> {
  const { declared, declaredSources, status, atMs, count } = source.orders()
  const { span } = source.asked
  const counts = statusesOf(source)
  const found = new Map<string, number>()
  for (let order = 0; order < count; order++) {
    const name = declaredSources[declared[order] ?? -1]
    const isIn =
      (atMs[order] ?? 0) >= span.fromMs && (atMs[order] ?? 0) < span.toMs && counts[status[order] ?? -1] === true
    if (name !== undefined && isIn) found.set(name, (found.get(name) ?? 0) + 1)
  }
  return found
}

function statusesOf({ asked }: TableSource): readonly boolean[] {
  return ORDER_STATUSES.map((status) => asked.frame.conversion.statuses.includes(status))
}

export function learningInput(source: TableSource): LearningInput {
  const { asked, books } = source
  const { frame, frameId, span, asOfMs, question } = asked
  const { journeys, steps, sessions } = source.reading()
  const orders = source.orders()
  const counts = statusesOf(source)
  const days = mediaOnce(source.mediaDays())
  const posts = books.imports.rows('post', '', question.to)
  return {
    frameId,
    level: LEVEL,
    windowMs: frame.window.hours * HOUR_MS,
    asOfMs,
    ...span,
    journeys,
    creditBlocks: source.once('blocks', () => blocksByCreative(creditQuestion(source))),
    steps,
    sessions,
    orders,
    countsAsOrder: (order) => counts[orders.status[order] ?? -1] === true,
    media: days.map(creativeDay),
    creatives: [
      ...livesThatBrought(journeys, books.imports.rows('live', '', question.to)),
      ...creativeFacts(days, posts),
    ],
    ...hoursOf(source, counts),
    ...weeksOf(source),
  }
}

/** The days that were asked for. */
export function calendarOf({ asked, books }: TableSource): Calendar {
  const { from, to } = asked.question
  const days: string[] = []
  for (let day = from; day <= to; day = dayAfter(day)) days.push(day)
  return { days, startsMs: Float64Array.from([...days, dayAfter(to)], (day) => books.clock.startOf(day)) }
}

const DELAYS: readonly DelayBy[] = ['source', 'campaign', 'creative', 'role']

/** `by=creative`; `filter=origin=last`. */
export function learningChoice({ by, filter }: TableQuestion): LearningChoice {
  const delay = DELAYS.find((one) => one === by)
  const origin = new URLSearchParams(filter ?? '').get('origin')
  return { ...(delay !== undefined && { by: delay }), ...(origin === 'last' && { origin: 'last' as const }) }
}

function creativeDay({ id, source, window, day, paid, metrics }: MediaDay): CreativeDay {
  const known = CREATIVE_METRICS.flatMap((metric) => {
    const value = metrics[metric]
    return value === undefined ? [] : [[metric, value] as const]
  })
  return { id, source, ...(window !== undefined && { window }), day, paid, metrics: Object.fromEntries(known) }
}

/** A Live has its name from its own row; one that no visit came by needs none here. What a later fact of the same number says goes before. */
function livesThatBrought({ channels }: JourneyColumns, lives: readonly LiveRow[]): readonly CreativeFacts[] {
  const ids = new Set(channels.map(({ creative }) => creative))
  return lives.flatMap(({ id, name }) => (name !== undefined && ids.has(id) ? [{ id, name, campaign: '' }] : []))
}

/** A post says most of itself; what runs as an ad has its campaign from its days. */
function creativeFacts(days: readonly MediaDay[], posts: readonly PostRow[]): readonly CreativeFacts[] {
  const facts = new Map<string, CreativeFacts>()
  for (const { id, name, campaign, campaign_id: campaignId } of days) {
    const before = facts.get(id)
    const called = name ?? before?.name
    facts.set(id, {
      id,
      campaign: campaign ?? campaignId ?? before?.campaign ?? '',
      ...(called !== undefined && { name: called }),
    })
  }
  for (const { id, name, published_at: publishedAt, role, seconds } of posts) {
    const known = SEQUENCE_ROLES.find((one) => one === role)
    const before = facts.get(id) ?? { id, campaign: '' }
    facts.set(id, {
      ...before,
      ...(name !== undefined && { name }),
      ...(known !== undefined && { role: known }),
      publishedOn: publishedAt.slice(0, 10),
      ...(seconds !== undefined && { seconds }),
    })
  }
  return [...facts.values()]
}

/** Weeks begin on Monday. */
function weeksOf({ asked, books }: TableSource): Pick<LearningInput, 'weekStartsMs' | 'weekNames'> {
  const { from, to } = asked.question
  const weekday = (new Date(`${from}T00:00:00Z`).getUTCDay() + 6) % 7
  const weekNames: string[] = []
  let day = dayAfter(from, -weekday)
  for (; day <= to; day = dayAfter(day, 7)) weekNames.push(day)
  return { weekNames, weekStartsMs: Float64Array.from([...weekNames, day], (start) => books.clock.startOf(start)) }
}
