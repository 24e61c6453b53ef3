/** Whether our answer is what a vector wants: strictly, but for what no format fixes. */
import { isDeepStrictEqual } from 'node:util'
import { isMembers, type Members } from './source-vector.ts'

/** Members whose parts need only be as far as the vector names them. */
const NAMED_ONLY: ReadonlySet<string> = new Set(['identity', 'parked', 'fetch', 'error', 'ledger'])
/** What we may say beyond the vector. `warnings` are words for people: no reader of ours has any. */
const MAY_BE_MORE: ReadonlySet<string> = new Set(['identity', 'warnings'])

/** The first thing that is not as the vector wants it. */
export function difference(expected: Members, actual: Members): string | undefined {
  const ignored = actual['ignored'] !== undefined
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    if (key === 'warnings' || (MAY_BE_MORE.has(key) && !(key in expected))) continue
    // Where nothing of a list was an event, to say why of each is more than is asked.
    if (key === 'skipped' && ignored && !(key in expected)) continue
    const wanted = key === 'events' ? withOurIds(normalized(expected[key]), actual[key]) : normalized(expected[key])
    const ours = normalized(actual[key])
    if (Object.hasOwn(OWN_WORDS, key) && (OWN_WORDS[key]?.(ours, wanted) ?? false)) continue
    const found = NAMED_ONLY.has(key) ? named(ours, wanted) : ours
    if (!isDeepStrictEqual(found, wanted))
      return `${key}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(ours)}`
  }
  return undefined
}

/** What is said in words that no format fixes: the facts in them must agree. */
const OWN_WORDS: Readonly<Record<string, (ours: unknown, wanted: unknown) => boolean>> = {
  // Which order is to be read.
  fetch: (ours, wanted) => isMembers(ours) && textsIn(wanted).some((text) => endsWith(text, String(ours['order_id']))),
  // That the shop has taken the app away.
  command: (ours, wanted) =>
    isMembers(ours) && isMembers(wanted) && ours['kind'] === 'uninstalled' && /uninstall/.test(String(wanted['kind'])),
  // A marketplace's line: what it says of value, currency and order.
  ledger: (ours, wanted) => isMembers(ours) && isMembers(wanted) && 'merchant_value' in ours && agrees(ours, wanted),
}

function textsIn(value: unknown): readonly string[] {
  if (isMembers(value)) return Object.values(value).flatMap(textsIn)
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : []
}

/** `250`, `/v2/orders/250`. */
function endsWith(text: string, id: string): boolean {
  return text === id || text.endsWith(`/${id}`)
}

function agrees(ours: Members, wanted: Members): boolean {
  const shared = Object.keys(wanted).filter((key) => key in ours)
  return shared.includes('value') && shared.every((key) => isDeepStrictEqual(ours[key], wanted[key]))
}

const DERIVED = /^d-[0-9a-f]{32}$/
const NO_ID = /\*|derived|[0-9a-f]{12,}/i

/** An event that brings no id of its own has one made of what it says: how is ours to choose, and a vector cannot know it. */
function withOurIds(wanted: unknown, actual: unknown): unknown {
  if (!Array.isArray(wanted) || !Array.isArray(actual)) return wanted
  return wanted.map((event: unknown, index) => {
    const ours: unknown = isMembers(actual[index]) ? actual[index]['event_id'] : undefined
    if (!isMembers(event) || typeof ours !== 'string' || !DERIVED.test(ours)) return event
    const theirs = event['event_id']
    return typeof theirs === 'string' && !NO_ID.test(theirs) ? event : { ...event, event_id: ours }
  })
}

function named(found: unknown, wanted: unknown): unknown {
  if (Array.isArray(found) && Array.isArray(wanted) && found.length === wanted.length)
    return found.map((one, index) => named(one, wanted[index]))
  if (!isMembers(found) || !isMembers(wanted)) return found
  return Object.fromEntries(Object.keys(wanted).map((key) => [key, found[key]]))
}

/** Why one of a list is no event: not one at all, or one that has no name here. The formats draw that line in different places. */
const NO_EVENT: ReadonlySet<unknown> = new Set(['unknown_event', 'not_an_event'])

const TIMES: ReadonlySet<string> = new Set(['occurred_at', 'at'])

/** Times as instants; `search_term` is the schema's `search.query`; absent and undefined are one. */
function normalized(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalized)
  if (!isMembers(value)) return value
  const entries = Object.entries(value).flatMap(([key, member]): [string, unknown][] => {
    if (member === undefined) return []
    if (key === 'reason' && 'index' in value && NO_EVENT.has(member)) return [[key, 'not_an_event']]
    if (key === 'search_term') return [['search', { query: member }]]
    return [[key, TIMES.has(key) && typeof member === 'string' ? Date.parse(member) : normalized(member)]]
  })
  return Object.fromEntries(entries)
}
