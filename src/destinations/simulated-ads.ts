/** What the ads of a simulated account did, as a test lays it down: the platforms' reports are made of it. */
import { isObject } from './json.ts'
import { isDay } from './simulated-report.ts'

export interface SimulatedAdDay {
  readonly ad_id: string
  readonly day: string
  /** Decimal text in the account's currency. */
  readonly spend: string
  readonly currency: string
  /** Left out of a report that does not ask for it. */
  readonly deleted?: boolean
  /** Of a Spark ad. */
  readonly post_id?: string
  /** In the platform's own words: names, counts, what it claims. */
  readonly fields: Readonly<Record<string, unknown>>
}

/** Undefined where it is no list of such days. */
export function readAdDays(value: unknown): readonly SimulatedAdDay[] | undefined {
  return Array.isArray(value) && value.every(isAdDay) ? value : undefined
}

function isAdDay(value: unknown): value is SimulatedAdDay {
  if (!isObject(value)) return false
  const { ad_id: id, day, spend, currency, fields } = value
  return (
    typeof id === 'string' &&
    isDay(day) &&
    typeof spend === 'string' &&
    typeof currency === 'string' &&
    isObject(fields)
  )
}

/** By day, then by ad: the same question has the same pages. */
export function sortedDays(days: readonly SimulatedAdDay[]): readonly SimulatedAdDay[] {
  const name = ({ day, ad_id: id }: SimulatedAdDay) => `${day} ${id}`
  return days.toSorted((one, other) => (name(one) < name(other) ? -1 : 1))
}
