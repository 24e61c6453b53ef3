/** Texts that stand where a program had no value. */
import { once } from './once.ts'

/**
 * What programs write for "no value". Compared with care for case: Null and None are family names, Nan a city and a first name. A list:
 * to look a value up in a Set makes the engine copy it to where it outlives the event.
 */
export const PLACEHOLDERS = ['null', 'NULL', 'undefined', 'NaN', 'N/A', 'n/a']
/** In any case; and what a template was to fill in: `{{email}}`, `__CLICKID__`, `[object Object]`, `(not set)`. */
const UNFILLED = /^(?:undefined|#?n[/.]a\.?|\([^\d()]*\)|[{$]\{.*\}|[%<[].*[%>\]]|\*\|.*\|\*|__[a-z]\w*__)$/is

export function isPlaceholder(value: string): boolean {
  return PLACEHOLDERS.includes(value) || UNFILLED.test(value)
}

/**
 * What shops write for a visitor without an account, or an order that is not made yet: taken for an id, it would make one of all of
 * them. A list, as above: nothing of an id outlives the event.
 */
export const NOBODY = [
  '0',
  '-1',
  'guest',
  'anonymous',
  'unknown',
  'none',
  'nil',
  'null',
  'nan',
  'n/a',
  'undefined',
  'false',
  // What .NET has in place of an id that was never set.
  '00000000-0000-0000-0000-000000000000',
]
const saysSomething = once(() => /[\p{L}\p{N}]/u)

/** What a program writes before an id, also before one that it does not have: `#undefined`, `gid://shopify/Order/null`. */
const BEFORE = /^(?:#[#\s]*|gid:.*\/)/

/** Whether a text that is an id says that there is none: `guest`, `N/A`, `-`, `#0`. */
export function isNobody(id: string): boolean {
  const bare = id.replace(BEFORE, '')
  return NOBODY.includes(bare.toLowerCase()) || !saysSomething().test(bare) || isPlaceholder(bare)
}
