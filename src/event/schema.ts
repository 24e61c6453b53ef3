/**
 * The event on the wire, as zod schemas: the one place where field names, types and bounds are written. The parser
 * checks with them, the list of known fields is held against them, and the OpenAPI document is generated from them.
 * Unknown fields are no error: zod leaves them out, known-fields.ts names them.
 */
import * as z from 'zod/mini'
import { isCurrency } from './currency.ts'
import { MAX_NAME_LENGTH, eventNameOf, suggestName } from './names.ts'
import { once } from './once.ts'
import { isPlaceholder } from './placeholder.ts'

// workerd forbids making code from text, which zod's compiled mode does: the same mode everywhere, so that tests and
// benchmarks measure what production runs.
z.config({ jitless: true })

/** Bounds in UTF-16 units, except where named otherwise. */
export const BOUNDS = {
  id: 128,
  text: 256,
  longText: 1_024,
  url: 8_192,
  userAgent: 2_048,
  /** Click ids grow (fbclid passes 256 with its suffix) and are useless when cut. */
  clickId: 1_024,
  signal: 4_096,
  cookies: 16_384,
  items: 200,
  destinations: 20,
  destination: 64,
  /** Larger than any order, small enough that cents stay exact. */
  amount: 1e12,
  quantity: 1_000_000,
  /** Other names of one order, each `kind:value`. */
  aliases: 12,
  alias: 160,
} as const

/**
 * Absent, or as `schema` says. Runs as `optional()`, which costs half of `exactOptional()` on an absent field; typed as the
 * latter, because the parser has deleted null and undefined members before (known-fields.ts).
 */
function maybe<T extends z.ZodMiniType>(schema: T): z.ZodMiniExactOptional<T>
function maybe(schema: z.ZodMiniType): z.ZodMiniType {
  return z.optional(schema)
}

// Makers and not schemas: to make them all takes a good part of a cold start, and /healthz needs none of them.

const textUpTo = (max: number) => z.string().check(z.maxLength(max))
const text = () => textUpTo(BOUNDS.text)
const longText = () => textUpTo(BOUNDS.longText)
const url = () => textUpTo(BOUNDS.url)
const clickId = () => textUpTo(BOUNDS.clickId)
const amount = () => z.number().check(z.minimum(0), z.maximum(BOUNDS.amount))

/** Shops send ids as numbers; a whole number that JavaScript holds exactly is taken as its decimal digits. */
const looseId = (max: number) => z.pipe(z.union([textUpTo(max), z.int()]), z.transform(String))
export const idNotEmpty = () =>
  z.pipe(z.union([z.string().check(z.minLength(1), z.maxLength(BOUNDS.id)), z.int()]), z.transform(String))

const eventId = () =>
  z.string().check(
    z.minLength(1),
    z.maxLength(BOUNDS.id),
    z.regex(/^\P{C}*$/u, 'must be printable'),
    z.refine((id) => id.trim() !== '', 'must not be blank'),
    z.refine((id) => !isPlaceholder(id.trim()), 'is needed: this is what stands where there is none'),
    z.describe('Unique for this event at this site; the same as the pixel sends, so that platforms count once.'),
  )

const eventName = () =>
  z.string().check(
    z.maxLength(MAX_NAME_LENGTH),
    (context) => {
      if (eventNameOf(context.value) !== undefined) return
      const suggestion = suggestName(context.value)
      const message =
        suggestion === undefined ? 'unknown event name' : `unknown event name; did you mean ${suggestion}?`
      context.issues.push({ code: 'custom', message, input: context.value })
    },
    z.describe("GA4's name; the platforms' own names are taken as aliases."),
  )

const UNKNOWN_CURRENCY = 'unknown currency: an active ISO 4217 code is needed'

const currency = () =>
  z
    .string()
    .check(
      z.length(3, UNKNOWN_CURRENCY),
      z.toUpperCase(),
      z.refine(isCurrency, UNKNOWN_CURRENCY),
      z.describe('ISO 4217'),
    )

const occurredAt = () =>
  z.iso
    .datetime({ offset: true })
    .check(z.maxLength(40), z.describe('ISO 8601 with a zone; the time of receipt where it is absent.'))

const page = () => z.object({ url: maybe(url()), referrer: maybe(url()) })

const client = () =>
  z.object({
    ip: maybe(text()),
    user_agent: maybe(textUpTo(BOUNDS.userAgent)),
    country: maybe(text()).check(z.describe('ISO 3166-1 alpha-2')),
    region: maybe(text()).check(z.describe('ISO 3166-2')),
    language: maybe(text()),
  })

const click = () =>
  z.object({
    ttclid: maybe(clickId()),
    ttp: maybe(clickId()),
    fbclid: maybe(clickId()),
    fbc: maybe(clickId()),
    fbp: maybe(clickId()),
  })

const hashedAs = () =>
  z
    .object({ email: maybe(z.literal('lower')), phone: maybe(z.enum(['e164', 'digits'])) })
    .check(z.describe('How values that arrive hashed were normalised before hashing.'))

const person = () =>
  z.object({
    email: maybe(text()),
    phone: maybe(text()),
    external_id: maybe(looseId(BOUNDS.text)),
    visitor_id: maybe(text()),
    first_name: maybe(text()),
    last_name: maybe(text()),
    city: maybe(text()),
    state: maybe(text()),
    zip: maybe(text()),
    country: maybe(text()),
    birth_date: maybe(text()),
    gender: maybe(text()),
    hashed_as: maybe(hashedAs()),
  })

/** `checkout:7e1f…`: what kind of name it is, and the name. */
export const ALIAS = /^[a-z][a-z0-9_]{0,19}:(?=.*\S)\P{C}+$/u

const aliases = () =>
  z
    .array(z.string().check(z.maxLength(BOUNDS.alias), z.regex(ALIAS, 'must be kind:value')))
    .check(
      z.maxLength(BOUNDS.aliases),
      z.describe(
        'Other names of the order, each `kind:value`: `name:1001`, `checkout:…`, `cart:…`. Its copies find each other by them; they never leave.',
      ),
    )

const item = () =>
  z.object({
    id: idNotEmpty(),
    name: maybe(longText()),
    quantity: maybe(z.int().check(z.minimum(0), z.maximum(BOUNDS.quantity))),
    price: maybe(amount()),
    brand: maybe(text()),
    category: maybe(longText()),
    variant: maybe(text()),
  })

const order = () =>
  z
    .object({
      id: maybe(looseId(BOUNDS.id)),
      cart_id: maybe(looseId(BOUNDS.id)).check(
        z.describe('Finds the consent that was given in the browser; never leaves.'),
      ),
      aliases: maybe(aliases()),
      value: maybe(amount()),
      tax: maybe(amount()),
      shipping: maybe(amount()),
      currency: maybe(currency()),
      coupon: maybe(text()),
      items: maybe(z.array(item()).check(z.maxLength(BOUNDS.items))),
    })
    .check((context) => {
      if (context.value.value === undefined || context.value.currency !== undefined) return
      context.issues.push({
        code: 'custom',
        path: ['currency'],
        message: 'currency is needed with value',
        input: undefined,
      })
    })

const lead = () => z.object({ id: maybe(looseId(BOUNDS.id)), type: maybe(text()) })
const search = () => z.object({ query: maybe(longText()) })

export const destinations = () =>
  z
    .array(textUpTo(BOUNDS.destination))
    .check(
      z.maxLength(BOUNDS.destinations),
      z.describe('Only these get the event: it narrows and never widens. An empty list is nobody.'),
    )

/** Whatever is not the word for it is not production: see parse.ts. */
export const environment = () =>
  z
    .optional(z.unknown())
    .check(z.describe('`production`, or absent. Anything else is a trial: judged and answered, never delivered.'))

const signal = () => textUpTo(BOUNDS.signal)

const signals = () =>
  z.object({
    tcf: maybe(signal()),
    ac: maybe(signal()),
    gpp: maybe(signal()),
    gpp_sid: maybe(signal()),
    usprivacy: maybe(signal()),
    gpc: maybe(z.boolean()),
    gcs: maybe(signal()),
    gcd: maybe(signal()),
    cookies: maybe(textUpTo(BOUNDS.cookies).check(z.describe('A raw Cookie header.'))),
    cmp: maybe(z.record(z.string(), z.unknown())),
  })

/** For the document; consent is read by consent-evidence.ts, which never refuses an event. */
const consent = () =>
  z
    .object({
      state: maybe(z.record(z.string(), z.unknown())),
      at: z.optional(z.unknown()).check(z.describe('When the person answered, ISO 8601.')),
      source: maybe(text()),
      signals: maybe(signals()),
    })
    .check(
      z.describe('Evidence of consent. What cannot be read is never an error: the event is taken and nothing leaves.'),
    )

export const documentedEventSchema = once(() =>
  z.object({
    event: eventName(),
    event_id: eventId(),
    occurred_at: maybe(occurredAt()),
    page: maybe(page()),
    client: maybe(client()),
    click: maybe(click()),
    person: maybe(person()),
    order: maybe(order()),
    lead: maybe(lead()),
    search: maybe(search()),
    destinations: maybe(destinations()),
    environment: environment(),
    consent: maybe(consent()),
  }),
)

/** What the parser runs: as documented, with consent let through unread. */
export const eventSchema = once(() => z.extend(documentedEventSchema(), { consent: z.optional(z.unknown()) }))

export type WireEvent = z.output<ReturnType<typeof eventSchema>>
