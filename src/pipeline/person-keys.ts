/**
 * The keys by which a withdrawal finds what waits for a person: HMACs of what identifies them, with the site's secret.
 * They are stored beside a delivery and never leave. A raw value and its SHA-256 give the same key.
 */
import type { Person } from '../event/types.ts'
import { hashBy, type IdentifierContext } from '../hashing/identifier.ts'
import type { PersonKeyMaker } from '../hashing/person-key.ts'
import { SCHEMES, type Scheme } from '../hashing/schemes.ts'
import type { Shared } from './prepare.ts'

// The scheme with "+" and a trimmed lower-case e-mail: the canonical form of architecture section 6.
const EMAIL: Scheme = SCHEMES.tiktok.email
const PHONE: Scheme = SCHEMES.tiktok.phone
// Meta's scheme, without "+": the only one in which a hash labelled `digits` can be read.
const PHONE_DIGITS: Scheme = SCHEMES.meta.ph
const EXTERNAL: Scheme = SCHEMES.tiktok.external_id

export function personKeysOf(person: Person | undefined, shared: Shared, makeKey: PersonKeyMaker): readonly string[] {
  if (person === undefined) return []
  const { contexts, hashes } = shared
  const keys: string[] = []
  const add = (kind: string, scheme: Scheme, value: string | undefined, context: IdentifierContext) => {
    if (value === undefined) return
    const hashed = hashBy(scheme, value, context, hashes)
    const key = 'omitted' in hashed ? undefined : makeKey(kind, hashed.sha256)
    if (key !== undefined && !keys.includes(key)) keys.push(key)
  }
  add('email', EMAIL, person.email, contexts.email)
  // Both ways to write a number, so that a raw one finds what came hashed either way.
  add('phone', PHONE, person.phone, contexts.phone)
  add('phone', PHONE_DIGITS, person.phone, contexts.phone)
  add('external', EXTERNAL, person.externalId, contexts.other)
  add('visitor', EXTERNAL, person.visitorId, contexts.other)
  return keys
}
