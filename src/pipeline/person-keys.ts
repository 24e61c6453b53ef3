/**
 * The keys by which a withdrawal finds what waits for a person: HMACs of what identifies them, with the site's secret.
 * They are stored beside a delivery and never leave. A raw value and its SHA-256 give the same key.
 */
import type { Person } from '../event/types.ts'
import { hashIdentifier, type HashMemo, type Identifier } from '../hashing/identifier.ts'
import type { PersonKeyMaker } from '../hashing/person-key.ts'

// The scheme with "+" and a trimmed lower-case e-mail: the canonical form of architecture section 6.
const EMAIL: Identifier = { platform: 'tiktok', field: 'email' }
const PHONE: Identifier = { platform: 'tiktok', field: 'phone' }
const EXTERNAL: Identifier = { platform: 'tiktok', field: 'external_id' }

export function personKeysOf(person: Person | undefined, defaultCountry: string, makeKey: PersonKeyMaker, memo: HashMemo): readonly string[] {
  if (person === undefined) return []
  const context = { defaultCountry, ...(person.country !== undefined && { country: person.country }) }
  const keys: string[] = []
  const add = (kind: string, identifier: Identifier, value: string | undefined) => {
    if (value === undefined) return
    const hashed = hashIdentifier(identifier, value, context, memo)
    if (!('omitted' in hashed)) keys.push(makeKey(kind, hashed.sha256))
  }
  add('email', EMAIL, person.email)
  add('phone', PHONE, person.phone)
  add('external', EXTERNAL, person.externalId)
  add('visitor', EXTERNAL, person.visitorId)
  return keys
}
