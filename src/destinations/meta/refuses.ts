/**
 * Events that Meta is known to refuse, and with them the whole batch they are in. Better said here, with a reason.
 * Sources: Meta, "Parameters" (website events), "Best Practices — Baseline requirements for matching", read 2026-11-21;
 * Purchase without a value is refused with 100/2804009.
 */

import { isObject } from '../json.ts'

export function refusesMeta(prepared: Readonly<Record<string, unknown>>): string | undefined {
  const { event_name, event_source_url } = prepared
  const user = partOf(prepared, 'user_data')
  if (event_source_url === undefined) return 'missing_page_url'
  if (user['client_user_agent'] === undefined) return 'missing_user_agent'
  if (isTooWide(Object.keys(user))) return 'insufficient_user_data'
  if (event_name !== 'Purchase') return undefined
  const custom = partOf(prepared, 'custom_data')
  if (custom['value'] === undefined) return 'missing_value'
  return custom['currency'] === undefined ? 'missing_currency' : undefined
}

function partOf(prepared: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  const part = prepared[key]
  return isObject(part) ? part : {}
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
