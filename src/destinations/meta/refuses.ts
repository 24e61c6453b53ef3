/**
 * Events that Meta is known to refuse, and with them the whole batch they are in. Better said here, with a reason.
 * Sources: Meta, "Parameters" (website events), "Best Practices — Baseline requirements for matching", read 2026-11-21;
 * Purchase without a value is refused with 100/2804009.
 */

import type { CanonicalEvent } from '../../event/types.ts'

const USER = 'user_data.'

export function refusesMeta(fields: readonly string[], event: CanonicalEvent): string | undefined {
  if (!fields.includes('event_source_url')) return 'missing_page_url'
  if (!fields.includes('user_data.client_user_agent')) return 'missing_user_agent'
  if (fields.every(isPartOfTooWide) && isTooWide(userKeys(fields))) return 'insufficient_user_data'
  if (event.name !== 'purchase') return undefined
  if (!fields.includes('custom_data.value')) return 'missing_value'
  return fields.includes('custom_data.currency') ? undefined : 'missing_currency'
}

/** Any of these, or fewer of them, could be half a town. */
const TOO_WIDE: readonly ReadonlySet<string>[] = [
  new Set(['ct', 'country', 'st', 'zp', 'ge', 'client_user_agent']),
  new Set(['db', 'client_user_agent']),
  new Set(['fn', 'ge']),
  new Set(['ln', 'ge']),
]

/** Whether Meta calls this set of `user_data` keys too wide to find a person by. */
export function isTooWide(keys: readonly string[]): boolean {
  return TOO_WIDE.some((wide) => keys.every((key) => wide.has(key)))
}

const IN_ANY: ReadonlySet<string> = new Set(TOO_WIDE.flatMap((wide) => [...wide]).map((key) => USER + key))

/** One field that is in none of them, and nothing is too wide: nearly every event has one, and no list is made for it. */
function isPartOfTooWide(field: string): boolean {
  return !field.startsWith(USER) || IN_ANY.has(field)
}

function userKeys(fields: readonly string[]): readonly string[] {
  return fields.filter((field) => field.startsWith(USER)).map((field) => field.slice(USER.length))
}
