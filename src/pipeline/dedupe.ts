/** What makes an event the same event: site + name + what the policy names (order.id for a purchase), else event_id. */
import { once } from '../event/once.ts'
import { isNobody } from '../event/placeholder.ts'
import type { CanonicalEvent, EventName } from '../event/types.ts'
import type { PersonKeyMaker } from '../hashing/person-key.ts'
import { sha256Hex } from '../hashing/sha256.ts'
import type { SitePlan } from './plan.ts'

const DAY_MS = 86_400_000
/** Orders, refunds and leads: a replay or a late webhook must not count twice, long after the platforms' own 48 hours. */
const ORDER_DAYS = 90
/** Other events: longer than the oldest event that any destination takes (28 days), so that no replay gets through. */
const EVENT_DAYS = 30

export interface Dedupe {
  /** 128 bits of a SHA-256, in hex. It can be guessed from an order number, so it is keyed before it is stored. */
  readonly guessableKey: string
  readonly dedupeUntilDay: number
}

export function dedupeOf(event: CanonicalEvent, plan: SitePlan): Dedupe {
  const named = uniqueValue(event, plan.site.unique[event.name])
  const unique = named ?? `event_id\n${asWritten(event.eventId)}`
  const days = named === undefined && event.name !== 'refund' ? EVENT_DAYS : ORDER_DAYS
  return {
    guessableKey: guessableKeyOf(plan.id, event.name, unique),
    dedupeUntilDay: Math.ceil(event.occurredAtMs / DAY_MS) + days,
  }
}

function guessableKeyOf(site: string, name: EventName, unique: string): string {
  return sha256Hex(`${site}\n${name}\n${unique}`).slice(0, 32)
}

/** All copies of an order must meet, whatever each of them calls it: sales and refunds lie in the first shard (decision 0031). */
const OF_ORDERS: ReadonlySet<EventName> = new Set(['purchase', 'refund'])
const FIRST_SHARD = '00000000'

/** What is stored in its place, and says which shard the event belongs to. */
export function storedKey({ guessableKey }: Dedupe, name: EventName, personKey: PersonKeyMaker): string {
  const key = personKey('unique', guessableKey)
  return OF_ORDERS.has(name) ? FIRST_SHARD + key.slice(0, -FIRST_SHARD.length) : key
}

/** The key of a purchase that calls its order so, and nothing else. */
export function keyOfOrder(site: string, id: string, personKey: PersonKeyMaker): string {
  const guessableKey = guessableKeyOf(site, 'purchase', `order.id\n${bareName(id)}`)
  return storedKey({ guessableKey, dedupeUntilDay: 0 }, 'purchase', personKey)
}

/** What the policy names, where the event has it; the event id stands in where it has not. */
function uniqueValue(event: CanonicalEvent, key: string | undefined): string | undefined {
  if (key === 'order.id') return uniqueName(event.order)
  const written = key === 'lead.id' && event.lead?.id !== undefined ? asWritten(event.lead.id) : ''
  return isNobody(written) ? undefined : `${key}\n${written}`
}

/** Of an order without an id its first other name; a cart may be filled again for the next one. */
function uniqueName(order: CanonicalEvent['order']): string | undefined {
  const id = bareName(order?.id ?? '')
  if (id !== '') return `order.id\n${id}`
  const alias = order?.aliases?.find((one) => !one.startsWith('cart:')) ?? order?.aliases?.[0]
  return alias === undefined ? undefined : `order.alias\n${partsOfAlias(alias).join(':')}`
}

/**
 * `#1001` and `1001` are one name of an order: shops show it with the sign and report it without. So are `gid://shopify/Order/5001` and
 * `5001`: Shopify's pixels and its GraphQL write the first, with parameters behind a "?" where they have some, its webhooks the second.
 * A template that writes the sign before a name that has it makes `##1001`.
 */
export function bareName(id: string): string {
  return asWritten(id).replace(NAME_WITH_SIGN, '$1$2')
}

const NAME_WITH_SIGN = /^(?:#[#\s]*([^#\s].*)|gid:\/\/shopify\/Order(?:Identity)?\/(\d+)(?:\?.*)?)$/s

/** `kind:value`; the schema has looked. */
export function partsOfAlias(alias: string): readonly [kind: string, value: string] {
  const colon = alias.indexOf(':')
  return [alias.slice(0, colon), bareName(alias.slice(colon + 1))]
}

/** What cannot be seen does not make another order: spaces around it, invisible characters, another way to write an accent. */
const invisible = once(() => /[\p{Cc}\p{Cf}\u00AD]/gu)

/** Nothing in it to see through, and no space at its ends. */
const PLAIN = /^[\x21-\x7E]+$/

export function asWritten(id: string): string {
  return PLAIN.test(id) ? id : id.normalize('NFKC').replace(invisible(), '').trim()
}

/** The field that makes this event unique, for people who ask. */
export function uniqueFieldOf(event: CanonicalEvent, plan: SitePlan): string {
  return uniqueValue(event, plan.site.unique[event.name])?.split('\n', 1)[0] ?? 'event_id'
}
