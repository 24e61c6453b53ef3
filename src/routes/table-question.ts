/** What a table is asked for with, out of an address. Nothing here throws. */
import { MODELS } from '../analysis/attribution/models.ts'
import { isTableId, type TableId } from '../analysis/table-ids.ts'
import type { TableQuestion } from '../offsite/asks.ts'

export type ReadTableQuestion =
  | { readonly ok: true; readonly question: TableQuestion; readonly format: 'json' | 'csv' }
  | { readonly ok: false; readonly detail: string }

const NAMES = ['from', 'to', 'model', 'window', 'date_basis', 'by', 'filter', 'format', 'as_of', 'rows'] as const
const MAX_TEXT = 500
const MAX_WINDOW_DAYS = 366
/** Three years: a range beyond it is a typing error. */
const MAX_DAYS = 1_100
const DAY_MS = 86_400_000

/** Without days: the last 28 whole ones. */
export function readTableQuestion(id: string, query: URLSearchParams, nowMs: number): ReadTableQuestion | undefined {
  if (!isTableId(id)) return undefined
  const strange = [...query.keys()].find((name) => !(NAMES as readonly string[]).includes(name))
  if (strange !== undefined) return wrong(`${strange.slice(0, 40)}: there are ${NAMES.join(', ')}`)
  const span = spanOf(query, nowMs)
  if (typeof span === 'string') return wrong(span)
  const format = query.get('format') ?? 'json'
  if (format !== 'json' && format !== 'csv') return wrong('format: json or csv')
  const rows = query.get('rows')
  if (rows !== null && rows !== 'all') return wrong('rows: all, or nothing for the first 10,000')
  const allRows = rows === 'all' || format === 'csv'
  const choice = choiceOf(query)
  if (typeof choice === 'string') return wrong(choice)
  return {
    ok: true,
    format,
    question: { table: id satisfies TableId, ...span, ...choice, ...(allRows && { allRows }) },
  }
}

function spanOf(query: URLSearchParams, nowMs: number): { readonly from: string; readonly to: string } | string {
  const to = query.get('to') ?? dayOf(nowMs - DAY_MS)
  const from = query.get('from') ?? dayOf(dayMs(to) - 27 * DAY_MS)
  const days = (dayMs(to) - dayMs(from)) / DAY_MS + 1
  if (Number.isNaN(days)) return 'from and to: days such as 2026-11-20'
  if (days < 1 || days > MAX_DAYS) return `from must not be after to, and ${MAX_DAYS} days is the most`
  return { from, to }
}

function choiceOf(query: URLSearchParams): Omit<TableQuestion, 'table' | 'from' | 'to'> | string {
  const [model, window, basis] = [query.get('model'), query.get('window'), query.get('date_basis')]
  const [by, filter, asOf] = [query.get('by'), query.get('filter'), query.get('as_of')]
  if (model !== null && !(MODELS as readonly string[]).includes(model)) return `model: one of ${MODELS.join(', ')}`
  const windowDays = window === null ? undefined : /^\d{1,3}$/.test(window) ? Number(window) : 0
  if (windowDays !== undefined && (windowDays < 1 || windowDays > MAX_WINDOW_DAYS))
    return `window: days, 1 to ${MAX_WINDOW_DAYS}`
  if (basis !== null && basis !== 'order' && basis !== 'touch') return 'date_basis: order or touch'
  if (by !== null && !/^[a-z_]{1,40}$/.test(by)) return 'by: the name of a breakdown, such as source'
  if (filter !== null && filter.length > MAX_TEXT) return `filter: ${MAX_TEXT} characters at most`
  const asOfMs = asOf === null ? undefined : Date.parse(asOf)
  if (Number.isNaN(asOfMs)) return 'as_of: a time such as 2026-11-20T10:00:00Z'
  return {
    ...(model !== null && { model }),
    ...(windowDays !== undefined && { windowDays }),
    ...(basis !== null && { dateBasis: basis }),
    ...(by !== null && { by }),
    ...(filter !== null && { filter }),
    ...(asOfMs !== undefined && { asOfMs }),
  }
}

/** NaN where it is none; 30 February would be read as a day of March. */
function dayMs(text: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(ms) && dayOf(ms) === text ? ms : Number.NaN
}

function dayOf(ms: number): string {
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString().slice(0, 10)
}

function wrong(detail: string): ReadTableQuestion {
  return { ok: false, detail }
}
