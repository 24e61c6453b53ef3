/** What makes an event the same event: site + name + what the policy names (order.id for a purchase), else event_id. */
import type { CanonicalEvent } from '../event/types.ts'
import type { PersonKeyMaker } from '../hashing/person-key.ts'
import { sha256Hex } from '../hashing/sha256.ts'
import type { SitePlan } from './plan.ts'

const DAY_MS = 86_400_000
/** Orders and leads: a replay or a late webhook must not count twice, long after the platforms' own 48 hours. */
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
  const days = named === undefined ? EVENT_DAYS : ORDER_DAYS
  return {
    guessableKey: sha256Hex(`${plan.id}\n${event.name}\n${unique}`).slice(0, 32),
    dedupeUntilDay: Math.ceil(event.occurredAtMs / DAY_MS) + days,
  }
}

/** What is stored in its place, and says which shard the event belongs to. */
export function storedKey({ guessableKey }: Dedupe, personKey: PersonKeyMaker): string {
  return personKey('unique', guessableKey)
}

/** What the policy names, where the event has it; the event id stands in where it has not. */
function uniqueValue(event: CanonicalEvent, key: string | undefined): string | undefined {
  const value = key === 'order.id' ? event.order?.id : key === 'lead.id' ? event.lead?.id : undefined
  const written = value === undefined ? '' : asWritten(value)
  return written === '' ? undefined : `${key}\n${written}`
}

/** What cannot be seen does not make another order: spaces around it, invisible characters, another way to write an accent. */
const INVISIBLE = /[\p{Cc}\p{Cf}\u00AD]/gu

/** Nothing in it to see through, and no space at its ends. */
const PLAIN = /^[\x21-\x7E]+$/

export function asWritten(id: string): string {
  return PLAIN.test(id) ? id : id.normalize('NFKC').replace(INVISIBLE, '').trim()
}

/** The field that makes this event unique, for people who ask. */
export function uniqueFieldOf(event: CanonicalEvent, plan: SitePlan): string {
  return uniqueValue(event, plan.site.unique[event.name])?.split('\n', 1)[0] ?? 'event_id'
}
