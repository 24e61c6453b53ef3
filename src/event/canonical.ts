/** A checked event on the wire → the canonical event: camelCase and milliseconds. */
import { readConsentEvidence } from './consent-evidence.ts'
import { eventNameOf } from './names.ts'
import type { WireEvent } from './schema.ts'
import type { CanonicalEvent, Client, Order, Person } from './types.ts'

type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** `wire` has passed eventSchema; `receivedAtMs` stands in for a time that is absent. */
export function toCanonical(wire: WireEvent, receivedAtMs: number): CanonicalEvent {
  const name = eventNameOf(wire.event)
  if (name === undefined) throw new TypeError('toCanonical was given an event that the schema refuses')
  const occurredAtMs = wire.occurred_at === undefined ? receivedAtMs : Date.parse(wire.occurred_at)
  const event: Writable<CanonicalEvent> = { name, eventId: wire.event_id, occurredAtMs }
  if (wire.page !== undefined) event.page = wire.page
  if (wire.client !== undefined) event.client = toClient(wire.client)
  if (wire.click !== undefined) event.click = wire.click
  if (wire.person !== undefined) event.person = toPerson(wire.person)
  if (wire.order !== undefined) event.order = toOrder(wire.order)
  if (wire.lead !== undefined) event.lead = wire.lead
  if (wire.search !== undefined) event.search = wire.search
  const consent = readConsentEvidence(wire.consent)
  if (consent !== undefined) event.consent = consent
  return event
}

function toClient(wire: NonNullable<WireEvent['client']>): Client {
  const { user_agent, ...same } = wire
  return user_agent === undefined ? same : { ...same, userAgent: user_agent }
}

function toPerson(wire: NonNullable<WireEvent['person']>): Person {
  const { external_id, visitor_id, first_name, last_name, birth_date, hashed_as, ...same } = wire
  const person: Writable<Person> = same
  if (external_id !== undefined) person.externalId = external_id
  if (visitor_id !== undefined) person.visitorId = visitor_id
  if (first_name !== undefined) person.firstName = first_name
  if (last_name !== undefined) person.lastName = last_name
  if (birth_date !== undefined) person.birthDate = birth_date
  if (hashed_as !== undefined) person.hashedAs = hashed_as
  return person
}

/** A blank order id is none: kept, it would make all such orders one and the same sale. */
function toOrder(wire: NonNullable<WireEvent['order']>): Order {
  if (wire.cart_id === undefined && (wire.id === undefined || wire.id.trim() !== '')) return wire
  const { id, cart_id: cartId, ...rest } = wire
  return { ...rest, ...(isWritten(id) && { id }), ...(isWritten(cartId) && { cartId }) }
}

function isWritten(id: string | undefined): id is string {
  return id !== undefined && id.trim() !== ''
}
