/** What a row says of a time that has not come: nobody has counted it, and a day of a wrong year would stand in no table that is looked at. Pure. */
import type { FieldError } from '../event/errors.ts'
import type { ImportRow } from './rows.ts'

/** Somewhere on earth it is so much later than by this clock, and clocks run ahead. */
export const AHEAD_MS = 24 * 3_600_000

/** `place`: what the paths begin with, without a dot at its end. */
export function notYet(row: ImportRow, nowMs: number, place: string): readonly FieldError[] {
  return timesOf(row)
    .filter(([, at]) => Date.parse(at) > nowMs + AHEAD_MS)
    .map(([field]) => ({ path: `${place}.${field}`, message: 'must not lie after today' }))
}

/** A share of the costs may be named before the day from which it holds. */
function timesOf(row: ImportRow): readonly (readonly [field: string, at: string])[] {
  switch (row.kind) {
    case 'media':
    case 'verification':
      return [['day', row.day]]
    case 'live':
      return [
        ['starts_at', row.starts_at],
        ['ends_at', row.ends_at],
      ]
    case 'post':
      return [['published_at', row.published_at]]
    case 'survey':
      return [['at', row.at]]
    case 'cost':
      return []
  }
}
