/** What is asked about dead letters: which of them, and the page. Nothing here throws. */
import type { DeadFilter } from '../outbox/dead-letters.ts'
import { readInstant } from './export-question.ts'

export interface ListQuestion {
  readonly kind: 'list'
  readonly filter: DeadFilter
  readonly limit: number
  readonly shard: number
  readonly beforeId: number | null
}

export interface RedriveQuestion {
  readonly kind: 'redrive'
  readonly filter: DeadFilter & { readonly untilMs: number }
  readonly dryRun: boolean
  readonly shard: number
  readonly afterId: number
}

export interface WrongQuestion {
  readonly kind: 'wrong'
  readonly detail: string
}

const MAX_LIMIT = 1_000
const MAX_TEXT_CHARACTERS = 256
/** Where the run of a redrive began: what is refused later is no part of it, so that it comes to an end. */
const REDRIVE_CURSOR = /^(\d{1,4})\.(\d{1,15})\.(\d{1,15})$/
const LIST_CURSOR = /^(\d{1,4})\.(?:start|(\d{1,15}))$/
const FILTERS = ['destination', 'reason', 'event', 'event_id', 'since'] as const

export function readListQuestion(query: URLSearchParams): ListQuestion | WrongQuestion {
  const filter = readFilter(query, ['limit', 'cursor'])
  if ('kind' in filter) return filter
  const limit = query.get('limit') ?? '100'
  if (!/^\d{1,4}$/.test(limit) || Number(limit) > MAX_LIMIT)
    return wrong(`limit: a whole number from 0 to ${MAX_LIMIT}`)
  const match = LIST_CURSOR.exec(query.get('cursor') ?? '0.start')
  if (match === null) return wrong(CURSOR_DETAIL)
  const [, shard, before] = match
  const beforeId = before === undefined ? null : Number(before)
  return { kind: 'list', filter, limit: Number(limit), shard: Number(shard), beforeId }
}

export function readRedriveQuestion(query: URLSearchParams, nowMs: number): RedriveQuestion | WrongQuestion {
  const filter = readFilter(query, ['all', 'dry_run', 'cursor'])
  if ('kind' in filter) return filter
  for (const name of ['all', 'dry_run']) if ((query.get(name) ?? '1') !== '1') return wrong(`${name}: 1, or not at all`)
  if (!query.has('all') && FILTERS.every((name) => !query.has(name)))
    return wrong(`say which: ${FILTERS.join(', ')}; or all=1 for all of them`)
  const match = REDRIVE_CURSOR.exec(query.get('cursor') ?? `0.0.${nowMs + 1}`)
  if (match === null) return wrong(CURSOR_DETAIL)
  const [, shard, after, until] = match
  return {
    kind: 'redrive',
    filter: { ...filter, untilMs: Number(until) },
    dryRun: query.has('dry_run'),
    shard: Number(shard),
    afterId: Number(after),
  }
}

export function listCursor(shard: number, beforeId: number | null): string {
  return `${shard}.${beforeId ?? 'start'}`
}

export function redriveCursor(shard: number, afterId: number, { filter }: RedriveQuestion): string {
  return `${shard}.${afterId}.${filter.untilMs}`
}

export const CURSOR_DETAIL = 'cursor: it does not belong to this question'

/** What it does not know it does not pass over: a filter that is written wrongly would let more go than was meant. */
function readFilter(query: URLSearchParams, beside: readonly string[]): DeadFilter | WrongQuestion {
  const names: readonly string[] = [...FILTERS, ...beside]
  const strange = [...query.keys()].find((name, index, all) => !names.includes(name) || all.indexOf(name) < index)
  if (strange !== undefined) return wrong(`each of these once at most, and nothing else: ${names.join(', ')}`)
  const text = (name: string) => query.get(name) ?? undefined
  const [destination, code, event, eventId, since] = FILTERS.map(text)
  for (const name of FILTERS) {
    const value = query.get(name)
    if (value !== null && (value === '' || value.length > MAX_TEXT_CHARACTERS))
      return wrong(`${name}: 1 to ${MAX_TEXT_CHARACTERS} characters`)
  }
  const sinceMs = since === undefined ? undefined : readInstant(since, 0)
  if (since !== undefined && sinceMs === undefined)
    return wrong('since: a day such as 2026-11-01, or 2026-11-01T08:00:00Z')
  return {
    ...(destination !== undefined && { destination }),
    ...(code !== undefined && { code }),
    ...(event !== undefined && { event }),
    ...(eventId !== undefined && { eventId }),
    ...(sinceMs !== undefined && { sinceMs }),
  }
}

function wrong(detail: string): WrongQuestion {
  return { kind: 'wrong', detail }
}
