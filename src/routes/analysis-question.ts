/** What a table is asked for with, out of an address. Pure: the record looks at what depends on the policy. */
import { MODELS } from '../analysis/attribution/models.ts'
import { DATE_BASES } from '../analysis/attribution/frame.ts'
import type { TableQuestion } from '../offsite/asks.ts'
import { dayAfter, isDay } from '../reconciliation/days.ts'

export type ReadTableQuestion =
  | { readonly ok: true; readonly question: TableQuestion; readonly format: 'json' | 'csv' }
  | { readonly ok: false; readonly detail: string }

const KNOWN = ['from', 'to', 'model', 'window', 'date_basis', 'by', 'filter', 'as_of', 'format', 'lang']
/** Where nothing is said: the 28 days that ended yesterday. */
const DEFAULT_DAYS = 28
const MAX_TEXT = 200

export function readTableQuestion(table: string, query: URLSearchParams, nowMs: number): ReadTableQuestion {
  const unknown = [...query.keys()].find((name) => !KNOWN.includes(name))
  if (unknown !== undefined) return wrong(`"${unknown.slice(0, 40)}" is none of ${KNOWN.join(', ')}`)
  const yesterday = dayAfter(new Date(nowMs).toISOString().slice(0, 10), -1)
  const to = query.get('to') ?? yesterday
  const from = query.get('from') ?? (isDay(to) ? dayAfter(to, 1 - DEFAULT_DAYS) : '')
  if (!isDay(from) || !isDay(to) || from > to)
    return wrong('from and to are days such as 2026-11-01, from not after to')
  const [model, window, basis, format] = ['model', 'window', 'date_basis', 'format'].map(
    (name) => query.get(name) ?? undefined,
  )
  if (model !== undefined && !MODELS.some((one) => one === model)) return wrong(`model is one of ${MODELS.join(', ')}`)
  const days = window === undefined ? undefined : Number(window)
  if (days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= 366))
    return wrong('window is a number of days from 1 to 366')
  const dateBasis = DATE_BASES.find((one) => one === basis)
  if (basis !== undefined && dateBasis === undefined) return wrong(`date_basis is one of ${DATE_BASES.join(', ')}`)
  if (format !== undefined && format !== 'json' && format !== 'csv') return wrong('format is json or csv')
  const asOf = query.get('as_of')
  const asOfMs = asOf === null ? undefined : Date.parse(asOf)
  if (asOfMs !== undefined && !Number.isFinite(asOfMs)) return wrong('as_of is a time such as 2026-11-22T10:00:00Z')
  const [by, filter] = ['by', 'filter'].map((name) => query.get(name) ?? undefined)
  if ((by ?? '').length > MAX_TEXT || (filter ?? '').length > MAX_TEXT) return wrong('by and filter are short')
  const question = {
    table,
    from,
    to,
    ...(model !== undefined && { model }),
    ...(days !== undefined && { windowDays: days }),
    ...(dateBasis !== undefined && { dateBasis }),
    ...(by !== undefined && { by }),
    ...(filter !== undefined && { filter }),
    ...(asOfMs !== undefined && { asOfMs }),
  }
  return { ok: true, question, format: format === 'csv' ? 'csv' : 'json' }
}

function wrong(detail: string): ReadTableQuestion {
  return { ok: false, detail }
}
