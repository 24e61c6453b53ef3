/** A checked event on the wire → the canonical event: camelCase and milliseconds. */
import { hasStrayConsent, readConsentEvidence } from './consent-evidence.ts'
import { eventNameOf } from './names.ts'
import { isNobody } from './placeholder.ts'
import type { WireEvent } from './schema.ts'
import type { CanonicalEvent, Client, Order, Person } from './types.ts'
import { utcInstant } from './utc-instant.ts'

type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** `wire` has passed eventSchema; `receivedAtMs` stands in for a time that is absent. */
export function toCanonical(wire: WireEvent, receivedAtMs: number): CanonicalEvent {
  const name = eventNameOf(wire.event)
  if (name === undefined) throw new TypeError('the schema refuses it')
  const occurredAtMs = wire.occurred_at === undefined ? receivedAtMs : instantOf(wire.occurred_at)
  const event: Writable<CanonicalEvent> = { name, eventId: wire.event_id, occurredAtMs }
  if (wire.page !== undefined) event.page = wire.page
  if (wire.client !== undefined) event.client = toClient(wire.client)
  if (wire.click !== undefined) event.click = wire.click
  if (wire.person !== undefined) event.person = toPerson(wire.person)
  if (wire.order !== undefined) event.order = toOrder(wire.order)
  if (wire.lead !== undefined) event.lead = wire.lead
  if (wire.search !== undefined) event.search = wire.search
  if (wire.destinations !== undefined) event.destinations = wire.destinations
  if (isStaging(wire.environment)) event.staging = true
  const consent = readConsentEvidence(wire.consent)
  if (consent !== undefined) event.consent = consent
  return event
}

function instantOf(written: string): number {
  return utcInstant(written) ?? Date.parse(written)
}

/** Closed: what is there and is not the one word for it is no production. */
export function isStaging(environment: unknown): boolean {
  return environment !== undefined && environment !== 'production'
}

/**
 * For an event with fields that the schema does not know: one of them may have been meant as evidence of consent, and a
 * denial with it. `sent` is the event as it arrived, unknown fields and all.
 */
export function withStrayConsent(event: CanonicalEvent, sent: Readonly<Record<string, unknown>>): CanonicalEvent {
  return hasStrayConsent(sent) ? withUnreadableConsent(event) : event
}

export function withUnreadableConsent(event: CanonicalEvent): CanonicalEvent {
  return { ...event, consent: { ...event.consent, malformed: true } }
}

// Field by field: taking a few out and spreading the rest is slow in every engine, and this runs for each event.

function toClient(wire: NonNullable<WireEvent['client']>): Client {
  const client: Writable<Client> = {}
  if (wire.ip !== undefined) client.ip = wire.ip
  if (wire.user_agent !== undefined) client.userAgent = wire.user_agent
  if (wire.country !== undefined) client.country = wire.country
  if (wire.region !== undefined) client.region = wire.region
  if (wire.language !== undefined) client.language = wire.language
  return client
}

function toPerson(wire: NonNullable<WireEvent['person']>): Person {
  const person: Writable<Person> = {}
  if (wire.email !== undefined) person.email = wire.email
  if (wire.phone !== undefined) person.phone = wire.phone
  if (wire.external_id !== undefined) person.externalId = wire.external_id
  if (wire.visitor_id !== undefined) person.visitorId = wire.visitor_id
  if (wire.first_name !== undefined) person.firstName = wire.first_name
  if (wire.last_name !== undefined) person.lastName = wire.last_name
  if (wire.city !== undefined) person.city = wire.city
  if (wire.state !== undefined) person.state = wire.state
  if (wire.zip !== undefined) person.zip = wire.zip
  if (wire.country !== undefined) person.country = wire.country
  if (wire.birth_date !== undefined) person.birthDate = wire.birth_date
  if (wire.gender !== undefined) person.gender = wire.gender
  if (wire.hashed_as !== undefined) person.hashedAs = wire.hashed_as
  return person
}

/** A blank order id is none, as are `undefined` and `0`, and `cart:null`: kept, it would make all such orders one and the same sale. */
function toOrder(wire: NonNullable<WireEvent['order']>): Order {
  if (wire.cart_id === undefined && (wire.id === undefined || isWritten(wire.id)) && wire.aliases === undefined)
    return wire
  const { id, cart_id: cartId, aliases: said = [], ...rest } = wire
  const aliases = said.filter((alias) => isWritten(alias.slice(alias.indexOf(':') + 1)))
  return {
    ...rest,
    ...(isWritten(id) && { id }),
    ...(isWritten(cartId) && { cartId }),
    ...(aliases.length > 0 && { aliases }),
  }
}

function isWritten(id: string | undefined): id is string {
  return id !== undefined && !isNobody(id.trim())
}
