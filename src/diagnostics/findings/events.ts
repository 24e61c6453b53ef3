/** The events that arrive, beside those that the policy plans. */
import { OTHER } from '../counts.ts'
import { countsBy, finding, grouped, totalOf, type Finding, type Known } from '../finding.ts'
import { canTake, eventsOfPlan } from '../planned.ts'

const DAY_MS = 86_400_000
/** An event that comes less often than this is not missed on the first day without it. */
const REGULAR = 10

export function eventFindings(known: Known): readonly Finding[] {
  const arrived = grouped(known.counts.rows('arrived'), ({ a }) => a)
  if (arrived.length === 0) return [...nothing(known), ...unknownEvents(known), ...malformedEvents(known)]
  return [
    ...unknownEvents(known),
    ...malformedEvents(known),
    ...absentEvents(known),
    ...unplannedEvents(known),
    ...eventsNotForDestination(known),
    ...duplicateEvents(known),
  ]
}

function nothing({ counts }: Known): readonly Finding[] {
  const broken = counts.rows('unknown_events').length + counts.rows('malformed').length > 0
  return broken ? [] : [finding('nothing_arrives', 'error', {}, { count: 0 })]
}

function unknownEvents({ counts }: Known): readonly Finding[] {
  return grouped(counts.rows('unknown_events'), ({ a, b }) => `${a} ${b}`).map((group) => {
    const [row] = group.rows
    const subject = { event: row?.a ?? OTHER, ...(row !== undefined && row.b !== '' && { suggestion: row.b }) }
    return finding('event_unknown', 'error', subject, group)
  })
}

function malformedEvents({ counts }: Known): readonly Finding[] {
  return grouped(counts.rows('malformed'), ({ a, b }) => `${a} ${b}`).map((group) => {
    const [path = OTHER, reason = ''] = group.key.split(' ')
    return finding('event_malformed', 'error', { path, reason: reason === '' ? 'other' : reason }, group)
  })
}

/** What a shop's visits are made of. Many a policy allows more events than a shop has. */
const USUAL: ReadonlySet<string> = new Set(['page_view', 'view_item', 'add_to_cart', 'begin_checkout'])

/** Planned, and not one of them in the window; or regular once, and none for a day. */
function absentEvents({ counts, plan, nowMs }: Known): readonly Finding[] {
  const arrived = new Map(grouped(counts.rows('arrived'), ({ a }) => a).map((group) => [group.key, group]))
  return [...eventsOfPlan(plan)].flatMap((event) => {
    const seen = arrived.get(event)
    if (seen === undefined) {
      const severity = event === 'purchase' ? 'error' : USUAL.has(event) ? 'warning' : 'info'
      return [finding('event_absent', severity, { event }, { count: 0 })]
    }
    const stopped = seen.count >= REGULAR && nowMs - seen.lastMs > DAY_MS
    return stopped ? [finding('event_stopped', event === 'purchase' ? 'error' : 'warning', { event }, seen)] : []
  })
}

/** No destination gets it. */
function unplannedEvents({ counts, plan }: Known): readonly Finding[] {
  const planned: ReadonlySet<string> = eventsOfPlan(plan)
  return grouped(counts.rows('arrived'), ({ a }) => a)
    .filter(({ key }) => key !== OTHER && !planned.has(key))
    .map((group) => finding('event_not_in_plan', 'warning', { event: group.key }, group))
}

/** Some destination gets it, and another that could take it does not. */
function eventsNotForDestination({ counts, plan }: Known): readonly Finding[] {
  const planned: ReadonlySet<string> = eventsOfPlan(plan)
  const arrived = countsBy(counts.rows('arrived'))
  return counts
    .rows('refused')
    .filter(({ b, c }) => b === 'event_not_in_policy' && planned.has(c))
    .filter(({ a, c }) => plan.destinations.some((one) => one.destination.id === a && canTake(one, c)))
    .map((row) =>
      finding('event_not_for_destination', 'info', { event: row.c, destination: row.a }, row, arrived.get(row.c)),
    )
}

/** Copies are stopped, so they cost nothing: many of them say that a page is reloaded or an event is sent twice. */
const MANY_COPIES = 0.1

function duplicateEvents({ counts }: Known): readonly Finding[] {
  const arrived = countsBy(counts.rows('arrived'))
  return grouped(counts.rows('duplicates'), ({ b }) => b).map(({ key: event, rows }) => {
    const most = grouped(rows, ({ a }) => a)[0] ?? totalOf(rows)
    const of = arrived.get(event) ?? most.count
    return finding('duplicates', most.count > MANY_COPIES * of ? 'warning' : 'info', { event }, most, of)
  })
}
