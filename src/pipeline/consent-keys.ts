/** The keys under which one person's answer is kept and found again: HMACs with the site's secret, as for persons. */
import type { ConsentKeys } from '../event/consent-request.ts'
import type { CanonicalEvent } from '../event/types.ts'
import type { PersonKeyMaker } from '../hashing/person-key.ts'
import { sha256Hex } from '../hashing/sha256.ts'
import { asWritten } from './dedupe.ts'
import { personKeysOf } from './person-keys.ts'
import { sharedOf } from './prepare.ts'

export function consentKeysOf(keys: ConsentKeys, site: string, makeKey: PersonKeyMaker): readonly string[] {
  const made: string[] = []
  const add = (kind: string, value: string | undefined) => {
    const written = value === undefined ? '' : asWritten(value)
    if (written !== '') made.push(makeKey(kind, sha256Hex(`${site}\n${written}`)))
  }
  add('order', keys.orderId)
  add('cart', keys.cartId)
  add('visit', keys.visitorId)
  return made
}

export function consentKeysOfEvent({ order, person }: CanonicalEvent): ConsentKeys {
  return {
    ...(order?.id !== undefined && { orderId: order.id }),
    ...(order?.cartId !== undefined && { cartId: order.cartId }),
    ...(person?.visitorId !== undefined && { visitorId: person.visitorId }),
  }
}

const PERSON_KEY = /^[0-9a-f]{32}$/

/**
 * Every key that a text may stand for, when somebody asks by it: a person key as it is; else e-mail, phone, external id,
 * visitor, order or cart. What does not exist finds nothing.
 */
export function keysOfText(
  text: string,
  site: string,
  defaultCountry: string,
  makeKey: PersonKeyMaker,
): readonly string[] {
  const written = text.trim()
  const made = new Set<string>(PERSON_KEY.test(written) ? [written] : [])
  for (const person of [{ email: written }, { phone: written }, { externalId: written }, { visitorId: written }]) {
    const shared = sharedOf({ name: 'contact', eventId: '', occurredAtMs: 0, person }, defaultCountry)
    for (const key of personKeysOf(person, shared, makeKey)) made.add(key)
  }
  for (const key of consentKeysOf({ orderId: written, cartId: written, visitorId: written }, site, makeKey))
    made.add(key)
  return [...made]
}
