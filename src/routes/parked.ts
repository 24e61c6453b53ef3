/**
 * `GET /v1/parked`: requests that came from where they should and could not be used; with `id`, one of them as it came. `POST
 * /v1/parked/redrive`: read them again, once the cause is mended. A page at a time.
 */
import type { ParkedRequest } from '../outbox/ledger-asks.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { logDefect } from '../telemetry/log.ts'
import { askLedger } from './ask-ledger.ts'
import { refused, type RouteContext } from './events.ts'
import { json, queryOf, withLedger } from './ledger.ts'
import { parkedCursor, readParkedList, readParkedRedrive } from './ledger-question.ts'
import { readParked } from './read-parked.ts'

export function getParked(route: RouteContext): Promise<Response> {
  return withLedger(route, async (plan) => {
    const question = readParkedList(queryOf(route))
    if (!question.ok) return refused(route, 'wrong_query', { detail: question.detail })
    const { filter, limit, cursor } = question
    if (filter.id !== undefined) return showOne(route, plan, filter.id)
    const { next, ...page } = await askLedger(route, plan, { kind: 'parked', filter, limit, cursor })
    return json({ ...page, next_cursor: next === null ? null : parkedCursor(next) })
  })
}

async function showOne(route: RouteContext, plan: SitePlan, id: string): Promise<Response> {
  const { found } = await askLedger(route, plan, { kind: 'show', id })
  return found === null ? refused(route, 'not_found', { detail: 'nothing of this id is parked' }) : json(found)
}

/** One at a time, by its id: nothing that could be used is to go by mistake. */
export function deleteParked(route: RouteContext): Promise<Response> {
  return withLedger(route, async (plan) => {
    const question = readParkedList(queryOf(route))
    if (!question.ok) return refused(route, 'wrong_query', { detail: question.detail })
    const { id, ...beside } = question.filter
    if (id === undefined || Object.keys(beside).length > 0)
      return refused(route, 'wrong_query', { detail: 'say which: id, and nothing else' })
    const { released } = await askLedger(route, plan, { kind: 'release', done: [id], again: [] })
    return released === 0
      ? refused(route, 'not_found', { detail: 'nothing of this id is parked' })
      : json({ closed: released })
  })
}

export function postParkedRedrive(route: RouteContext): Promise<Response> {
  return withLedger(route, async (plan) => {
    const question = readParkedRedrive(queryOf(route))
    if (!question.ok) return refused(route, 'wrong_query', { detail: question.detail })
    const { filter, cursor } = question
    const taken = await askLedger(route, plan, { kind: 'take', filter, cursor })
    const ends: { readonly id: string; readonly end: End }[] = []
    // One after the other: copies of one order must not meet.
    for (const { id, request } of taken.requests) ends.push({ id, end: await readAgain(route, plan, request) })
    const done = ends.flatMap(({ id, end }) => (end === 'done' ? [id] : []))
    const again = ends.flatMap(({ id, end }) => (typeof end === 'object' ? [{ id, code: end.parked }] : []))
    await askLedger(route, plan, { kind: 'release', done, again })
    return json({
      looked: ends.length,
      done: done.length,
      stayed: countOf(ends.flatMap(({ end }) => (end === 'done' ? [] : [typeof end === 'object' ? end.parked : end]))),
      next_cursor: taken.next === null ? null : parkedCursor(taken.next),
    })
  })
}

type End = 'done' | { readonly parked: string } | 'cannot_be_decrypted' | 'unavailable'

/** What goes wrong with one stays where it is, and the others go on. */
async function readAgain(route: RouteContext, plan: SitePlan, request: ParkedRequest | null): Promise<End> {
  if (request === null) return 'cannot_be_decrypted'
  try {
    return await readParked(route, plan, request)
  } catch (error) {
    logDefect('ledger', error)
    return 'unavailable'
  }
}

function countOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
