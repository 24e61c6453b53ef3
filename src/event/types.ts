/**
 * The canonical event: what every source is brought to, and the only shape that later steps read.
 * On the wire it is snake_case with ISO 8601 times (see schema.ts); inside it is camelCase with milliseconds.
 */

/** GA4's names; a platform's own names are read as aliases (see names.ts). */
export const EVENT_NAMES = [
  'page_view',
  'view_item',
  'view_item_list',
  'search',
  'add_to_cart',
  'add_to_wishlist',
  'begin_checkout',
  'add_payment_info',
  'purchase',
  'refund',
  'generate_lead',
  'sign_up',
  'subscribe',
  'start_trial',
  'contact',
  'schedule',
  'submit_application',
  'find_location',
  'customize_product',
  'download',
] as const
export type EventName = (typeof EVENT_NAMES)[number]

export interface Page {
  readonly url?: string
  readonly referrer?: string
}

/** The device that made the request. `country` and `region` decide the regime: ISO 3166-1 alpha-2 and 3166-2. */
export interface Client {
  readonly ip?: string
  readonly userAgent?: string
  readonly country?: string
  readonly region?: string
  readonly language?: string
}

/** Identifiers that a platform gave to a click or a browser. Case-sensitive: never trimmed of case, never cut. */
export interface Click {
  readonly ttclid?: string
  readonly ttp?: string
  readonly fbclid?: string
  readonly fbc?: string
  readonly fbp?: string
}

/**
 * How a value that arrives already hashed was normalised before hashing. A hash cannot be converted, so the label
 * decides who can use it. `lower` = trimmed and lower-cased e-mail; `e164` = phone with "+"; `digits` = phone without.
 */
export type HashedEmailScheme = 'lower'
export type HashedPhoneScheme = 'e164' | 'digits'

/** The identifying part of an event. It is gone after step 6 (prepare): no later type can hold it. */
export interface Person {
  readonly email?: string
  readonly phone?: string
  readonly externalId?: string
  readonly visitorId?: string
  readonly firstName?: string
  readonly lastName?: string
  readonly city?: string
  readonly state?: string
  readonly zip?: string
  readonly country?: string
  readonly birthDate?: string
  readonly gender?: string
  readonly hashedAs?: { readonly email?: HashedEmailScheme; readonly phone?: HashedPhoneScheme }
}

export interface Item {
  readonly id: string
  readonly name?: string
  readonly quantity?: number
  readonly price?: number
  readonly brand?: string
  readonly category?: string
  readonly variant?: string
}

/** Money is in units of `currency` (ISO 4217), not in cents. */
export interface Order {
  readonly id?: string
  /** Finds the consent that was given in the browser; no destination has a row for it. */
  readonly cartId?: string
  /** Other names of it, each `kind:value`: its copies find each other by them (pipeline/order-names.ts). They never leave. */
  readonly aliases?: readonly string[]
  readonly value?: number
  readonly tax?: number
  readonly shipping?: number
  readonly currency?: string
  readonly coupon?: string
  readonly items?: readonly Item[]
}

export interface Lead {
  readonly id?: string
  readonly type?: string
}

export interface Search {
  readonly query?: string
}

/** What speaks of consent, as it arrived: nothing here is believed before `src/consent` has read it. */
export interface ConsentEvidence {
  /** Claims by name, e.g. `ad_storage: "granted"`. Values are not checked here: only "granted" will grant. */
  readonly state?: Readonly<Record<string, unknown>> | undefined
  /** When the person answered, as it arrived. */
  readonly at?: unknown
  readonly source?: string | undefined
  readonly signals?: ConsentSignals | undefined
  /**
   * Something in the consent part was there and could not be read (wrong type, too long, in the wrong place): it may
   * have been a denial, so nothing may leave on the strength of what is left.
   */
  readonly malformed?: true | undefined
}

export interface ConsentSignals {
  readonly tcf?: string
  readonly ac?: string
  readonly gpp?: string
  readonly gppSid?: string
  readonly usprivacy?: string
  readonly gpc?: boolean
  readonly gcs?: string
  readonly gcd?: string
  readonly cookies?: string
  /** The Cookie header of the request itself: what it says counts beside what the page says, and neither hides the other. */
  readonly sentCookies?: string
  readonly cmp?: Readonly<Record<string, unknown>>
}

export interface CanonicalEvent {
  readonly name: EventName
  readonly eventId: string
  readonly occurredAtMs: number
  readonly page?: Page
  readonly client?: Client
  readonly click?: Click
  readonly person?: Person
  readonly order?: Order
  readonly lead?: Lead
  readonly search?: Search
  /** Ids of destinations: only these get the event. It narrows; what is no destination of the site is nobody. */
  readonly destinations?: readonly string[]
  /** A trial: judged and answered like any other, never stored and never delivered. */
  readonly staging?: true
  readonly consent?: ConsentEvidence
}
