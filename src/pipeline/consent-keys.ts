/** The keys under which one person's answer is kept and found again: HMACs with the site's secret, as for persons. */
import type { ConsentKeys } from '../event/consent-request.ts'
import { isNobody } from '../event/placeholder.ts'
import type { CanonicalEvent, Person } from '../event/types.ts'
import type { PersonKeyMaker } from '../hashing/person-key.ts'
import { sha256Hex } from '../hashing/sha256.ts'
import { asWritten, bareName, partsOfAlias } from './dedupe.ts'
import { personKeysOf } from './person-keys.ts'
import { sharedOf } from './prepare.ts'

export function consentKeysOf(keys: ConsentKeys, site: string, makeKey: PersonKeyMaker): readonly string[] {
  const made: string[] = []
  const put = (kind: string, name: string) => {
    const key = makeKey(kind, sha256Hex(`${site}\n${name}`))
    if (!made.includes(key)) made.push(key)
  }
  const add = (kind: string, value: string | undefined) => {
    const written = value === undefined ? '' : asWritten(value)
    // One visitor `undefined` would be many people, and one's answer the others'.
    if (isNobody(written)) return
    put(kind, written)
    // `#1001` and `1001` are one order here, too; by the first is found what was kept before they were.
    const bare = bareName(written)
    if (bare !== written) put(kind, bare)
  }
  add('order', keys.orderId)
  add('cart', keys.cartId)
  add('checkout', keys.checkoutId)
  add('visit', keys.visitorId)
  for (const alias of keys.aliases ?? []) {
    const [kind, value] = partsOfAlias(alias)
    if (ANSWERED_UNDER.has(kind)) add(kind, value)
  }
  return made
}

/** An order's name is none of them: another order may have it for its id, and its buyer's answer would be taken for this one's. */
const ANSWERED_UNDER: ReadonlySet<string> = new Set(['checkout', 'cart'])

export function consentKeysOfEvent({ order, person }: Named): ConsentKeys {
  const keys: { -readonly [K in keyof ConsentKeys]: ConsentKeys[K] } = {}
  if (order?.id !== undefined) keys.orderId = order.id
  if (order?.cartId !== undefined) keys.cartId = order.cartId
  if (order?.aliases !== undefined) keys.aliases = order.aliases
  if (person?.visitorId !== undefined) keys.visitorId = person.visitorId
  return keys
}

interface Named {
  readonly order?: CanonicalEvent['order'] | undefined
  readonly person?: CanonicalEvent['person'] | undefined
}

export const PERSON_KINDS = ['email', 'phone', 'customer', 'visitor'] as const
export const ORDER_KINDS = ['order', 'cart', 'checkout'] as const
export type KeyKind = (typeof PERSON_KINDS)[number] | (typeof ORDER_KINDS)[number]

const PERSON_KEY = /^[0-9a-f]{32}$/
const SHA256_HEX = /^[0-9a-f]{64}$/i
const PREFIXED = /^(email|phone|customer|visitor|order|cart|checkout|tel):(.*)$/is

/**
 * The keys that a text may stand for, when somebody asks by it. `order:1001` says what it is; a bare text is a person's: a
 * key as it is, an e-mail address by its @, a phone number where it is written as one, else the id of a customer or visitor.
 * Never an order: customer 1001 and order 1001 are two people. What does not exist finds nothing.
 */
export function keysOfText(
  text: string,
  kinds: readonly KeyKind[],
  site: string,
  defaultCountry: string,
  makeKey: PersonKeyMaker,
): readonly string[] {
  const prefixed = PREFIXED.exec(text.trim())
  const prefix = prefixed?.[1]?.toLowerCase()
  // As a link has it; an e-mail address is one behind `mailto:` too.
  const named = kinds.find((kind) => kind === (prefix === 'tel' ? 'phone' : prefix))
  const value = named === undefined ? text.trim() : (prefixed?.[2] ?? '').trim()
  const meant = named === undefined ? bareKinds(kinds).filter((kind) => mayBe(kind, value)) : [named]
  const made = new Set(PERSON_KEY.test(value) ? [value] : [])
  for (const kind of meant) for (const key of keysOfKind(kind, value, site, defaultCountry, makeKey)) made.add(key)
  return [...made]
}

/** Where persons are asked for too, a bare text is a person's. */
function bareKinds(kinds: readonly KeyKind[]): readonly KeyKind[] {
  const persons = PERSON_KINDS.filter((kind) => kinds.includes(kind))
  return persons.length > 0 ? persons : kinds
}

function mayBe(kind: KeyKind, text: string): boolean {
  if (SHA256_HEX.test(text)) return true
  if (kind === 'email') return text.includes('@')
  return kind === 'phone' ? /^(?:\+|0)/.test(text) : !text.includes('@')
}

function keysOfKind(
  kind: KeyKind,
  value: string,
  site: string,
  defaultCountry: string,
  makeKey: PersonKeyMaker,
): readonly string[] {
  if (kind === 'order') return consentKeysOf({ orderId: value }, site, makeKey)
  if (kind === 'cart') return consentKeysOf({ cartId: value }, site, makeKey)
  if (kind === 'checkout') return consentKeysOf({ checkoutId: value }, site, makeKey)
  const person = personOf(kind, value)
  const shared = sharedOf({ name: 'contact', eventId: '', occurredAtMs: 0, person }, defaultCountry)
  const visit = kind === 'visitor' ? consentKeysOf({ visitorId: value }, site, makeKey) : []
  return [...personKeysOf(person, shared, makeKey), ...visit]
}

function personOf(kind: (typeof PERSON_KINDS)[number], value: string): Person {
  switch (kind) {
    case 'email':
      return { email: value }
    case 'phone':
      return { phone: value }
    case 'customer':
      return { externalId: value }
    case 'visitor':
      return { visitorId: value }
  }
}
