/**
 * Dates of birth as YYYYMMDD. `03/05/1995` is two days, depending on who wrote it: it is left out unless the value says
 * which (`(mm/dd/yyyy)`), because the hash of a wrong date names another person.
 * Source: Meta, Customer Information Parameters, and its helper's examples (facebook/capi-param-builder), read 2026-11-21.
 */
import { once } from '../event/once.ts'
import { omit, text, type NormalizedText, type Omitted } from './normalized.ts'

interface CalendarDay {
  readonly year: number
  readonly month: number
  readonly day: number
}

const COMPACT = /^(\d{4})(\d{2})(\d{2})$/
/** An ISO time may follow. */
const yearFirst = once(() => /^(\d{4})[^\p{L}\d]{1,3}(\d{1,2})[^\p{L}\d]{1,3}(\d{1,2})(?:$|[T\s(])/u)
const yearLast = once(() => /^(\d{1,2})[^\p{L}\d]{1,3}(\d{1,2})[^\p{L}\d]{1,3}(\d{4})(?:$|[\s(])/u)

export function birthDate(value: string): NormalizedText | Omitted {
  const day = readYearFirst(value) ?? readYearLast(value)
  if (day === undefined || !exists(day)) return omit('not_a_birth_date')
  return text(`${day.year}${twoDigits(day.month)}${twoDigits(day.day)}`)
}

function readYearFirst(value: string): CalendarDay | undefined {
  const compact = COMPACT.exec(value)
  const match = compact ?? yearFirst().exec(value)
  if (match === null) return undefined
  const [year, second, third] = [Number(match[1]), Number(match[2]), Number(match[3])]
  // `1997-16-02` can be one day only, and Meta's helper reads it; eight digits it leaves as they are.
  const dayThenMonth = compact === null && second > 12
  return dayThenMonth ? { year, month: third, day: second } : { year, month: second, day: third }
}

function readYearLast(value: string): CalendarDay | undefined {
  const match = yearLast().exec(value)
  if (match === null) return undefined
  const first = Number(match[1])
  const second = Number(match[2])
  const year = Number(match[3])
  const order = writtenOrder(value) ?? onlyOrder(first, second)
  if (order === 'month_first') return { year, month: first, day: second }
  return order === 'day_first' ? { year, month: second, day: first } : undefined
}

type Order = 'month_first' | 'day_first'

/** `2/16/1997 (mm/dd/yyyy)` says it itself. */
function writtenOrder(value: string): Order | undefined {
  const note = /\(\s*(mm?|dd?)[^a-z]/i.exec(value)?.[1]?.toLowerCase()
  if (note === undefined) return undefined
  return note.startsWith('m') ? 'month_first' : 'day_first'
}

function onlyOrder(first: number, second: number): Order | undefined {
  if (second > 12 || first === second) return 'month_first'
  return first > 12 ? 'day_first' : undefined
}

/** A day of the calendar, in a year in which someone alive or long dead was born. */
function exists({ year, month, day }: CalendarDay): boolean {
  if (year < 1800 || year > 2100 || month < 1 || month > 12 || day < 1) return false
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
