/** The body of `POST /v1/consent`: what one person answered, and by which keys it will be found again. */
import * as z from 'zod/mini'
import { hasStrayConsent, readConsentEvidence } from './consent-evidence.ts'
import { fieldErrors, messageOf, type FieldError } from './errors.ts'
import type { BodyProblem } from './parse.ts'
import { once } from './once.ts'
import { isNobody } from './placeholder.ts'
import { isStaging } from './canonical.ts'
import { hasRepeated } from './repeated.ts'
import { BOUNDS, destinations, environment, idNotEmpty } from './schema.ts'
import { findStructureProblem } from './structure.ts'
import type { Client, ConsentEvidence, Person } from './types.ts'

/** What the answer is kept under: the ids that a later order or webhook will carry too. */
export interface ConsentKeys {
  readonly orderId?: string
  readonly cartId?: string
  readonly checkoutId?: string
  /** Of an order: those that name its checkout or cart are looked under too. */
  readonly aliases?: readonly string[]
  readonly visitorId?: string
}

export interface ConsentRequest {
  readonly keys: ConsentKeys
  /** Only what finds a person's deliveries: e-mail, phone, external id. Keyed before anything is stored. */
  readonly person: Person
  readonly client?: Client
  readonly consent: ConsentEvidence
  /** The answer concerns these destinations only; absent: all of them. */
  readonly destinations?: readonly string[]
  /** A trial: answered, and neither kept nor obeyed. */
  readonly staging?: true
}

export type ParsedConsent =
  | { readonly ok: true; readonly request: ConsentRequest }
  | { readonly ok: false; readonly code: BodyProblem; readonly errors: readonly FieldError[] }

const MAX_DEPTH = 12

const id = () => z.optional(idNotEmpty())
const text = () => z.optional(z.string().check(z.maxLength(BOUNDS.text)))

/** Unknown members are left out, as in an event. */
export const consentRequestSchema = once(() =>
  z.object({
    order_id: id(),
    cart_id: id(),
    checkout_id: id(),
    visitor_id: z.optional(z.string().check(z.minLength(1), z.maxLength(BOUNDS.text))),
    person: z.optional(
      z.object({
        email: text(),
        phone: text(),
        external_id: id(),
        hashed_as: z.optional(
          z.object({ email: z.optional(z.literal('lower')), phone: z.optional(z.enum(['e164', 'digits'])) }),
        ),
      }),
    ),
    destinations: z
      .optional(destinations().check(z.minLength(1)))
      .check(z.describe('The answer concerns these only. Absent: all of them.')),
    environment: environment(),
    client: z.optional(z.object({ country: text(), region: text() })),
    consent: z.record(z.string(), z.unknown()).check(z.describe('Evidence of consent, as in an event.')),
  }),
)

type Wire = z.output<ReturnType<typeof consentRequestSchema>>

/** Never throws. The caller has bounded the length of `body`. `keyNeeded`: a server must say whose answer it is; a page may ask only. */
export function parseConsentRequest(body: string, keyNeeded = true): ParsedConsent {
  const json = readJson(body)
  if (json === undefined) return wrong('not_json', '', 'is not JSON')
  const tally = { members: 0 }
  const problem = findStructureProblem(json.value, MAX_DEPTH, tally)
  if (problem !== undefined) return wrong(problem, '', 'is nested too deep, or has a forbidden member')
  const checked = consentRequestSchema().safeParse(withoutNulls(json.value), { error: messageOf })
  if (!checked.success) return { ok: false, code: 'wrong_structure', errors: fieldErrors(checked.error.issues, '') }
  const isContradicted = hasRepeated(body, tally.members)
  const request = requestOf(checked.data, isContradicted || hasStrayConsent(json.value as Record<string, unknown>))
  if (keyNeeded && !hasKey(request))
    return wrong('wrong_structure', '', 'needs order_id, cart_id, checkout_id, visitor_id or a person')
  return { ok: true, request }
}

function readJson(body: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) as unknown }
  } catch {
    return undefined
  }
}

/** As in an event: left out for a null they would widen. */
const NARROWING: ReadonlySet<string> = new Set(['destinations', 'environment'])

/** A null member is absent. One level: members of `person` and `consent` have their own readers. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([name, member]) => member !== null || NARROWING.has(name)))
}

/** `astray`: evidence stands where nobody reads it, or is there twice. */
function requestOf(wire: Wire, astray: boolean): ConsentRequest {
  const { order_id: orderId, cart_id: cartId, checkout_id: checkoutId, visitor_id: visitorId, client } = wire
  return {
    keys: {
      ...(orderId !== undefined && { orderId }),
      ...(cartId !== undefined && { cartId }),
      ...(checkoutId !== undefined && { checkoutId }),
      ...(visitorId !== undefined && { visitorId }),
    },
    person: personOf(wire),
    ...(client !== undefined && { client: clientOf(client) }),
    consent: { ...readConsentEvidence(wire.consent), ...(astray && { malformed: true }) },
    // Left out, a no that is meant for `TikTok` would be one to nobody.
    ...(wire.destinations !== undefined && { destinations: wire.destinations.map((id) => id.trim().toLowerCase()) }),
    ...(isStaging(wire.environment) && { staging: true }),
  }
}

function personOf({ person, visitor_id: visitorId }: Wire): Person {
  const hashedAs = person?.hashed_as
  return {
    ...(person?.email !== undefined && { email: person.email }),
    ...(person?.phone !== undefined && { phone: person.phone }),
    ...(person?.external_id !== undefined && { externalId: person.external_id }),
    ...(visitorId !== undefined && { visitorId }),
    ...(hashedAs !== undefined && {
      hashedAs: {
        ...(hashedAs.email !== undefined && { email: hashedAs.email }),
        ...(hashedAs.phone !== undefined && { phone: hashedAs.phone }),
      },
    }),
  }
}

function clientOf({ country, region }: NonNullable<Wire['client']>): Client {
  return { ...(country !== undefined && { country }), ...(region !== undefined && { region }) }
}

/** Whether it names anybody. */
export function hasKey({ keys, person }: ConsentRequest): boolean {
  return [...Object.values(keys), person.email, person.phone, person.externalId].some(
    (value) => typeof value === 'string' && !isNobody(value.trim()),
  )
}

function wrong(code: BodyProblem, path: string, message: string): ParsedConsent {
  return { ok: false, code, errors: [{ path, message }] }
}
