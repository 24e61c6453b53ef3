/** What an event's destinations share, so that none of it is worked out twice. Thrown away with the event. */
import type { CanonicalEvent, Person } from '../event/types.ts'
import { HashMemo, type IdentifierContext } from '../hashing/identifier.ts'
import { guardText } from '../privacy/guard.ts'
import type { TextShape } from '../privacy/kinds.ts'
import type { UrlMemo } from '../privacy/url.ts'
import { textJson, type SafeJson } from './safe-json.ts'

export interface Shared {
  readonly hashes: HashMemo
  readonly addresses: UrlMemo
  readonly guarded: GuardMemo
  readonly contexts: {
    readonly other: IdentifierContext
    readonly email: IdentifierContext
    readonly phone: IdentifierContext
  }
}

export interface Omission {
  readonly omitted: string
}

export function sharedOf(event: CanonicalEvent, defaultCountry: string): Shared {
  return {
    hashes: new HashMemo(),
    addresses: new Map(),
    guarded: new GuardMemo(),
    contexts: contextsOf(event.person, defaultCountry),
  }
}

/** A hash without a label is read as the canonical form: trimmed lower-case e-mail, phone in E.164 with "+". */
function contextsOf(person: Person | undefined, defaultCountry: string): Shared['contexts'] {
  const phones = {}
  const other: IdentifierContext =
    person?.country === undefined ? { defaultCountry, phones } : { defaultCountry, phones, country: person.country }
  return {
    other,
    email: { ...other, hashedAs: person?.hashedAs?.email ?? 'lower' },
    phone: { ...other, hashedAs: person?.hashedAs?.phone ?? 'e164' },
  }
}

export function contextFor({ contexts }: Shared, from: string): IdentifierContext {
  if (from === 'person.email') return contexts.email
  return from === 'person.phone' ? contexts.phone : contexts.other
}

/** Texts looked at before, by slot (see payload-plan.ts). */
export class GuardMemo {
  readonly #looks = [...NO_LOOKS]
  readonly #itemLooks: ((Look | undefined)[] | undefined)[] = []

  /** The text as JSON, once the egress guard has seen it. */
  text(slot: number, text: string, shape: TextShape): SafeJson | Omission {
    const known = this.#looks[slot]
    if (known?.text === text) return known.found
    const found = guardedJson(text, shape)
    this.#looks[slot] = { text, found }
    return found
  }

  /** The same for one of several items. */
  itemText(slot: number, index: number, text: string, shape: TextShape): SafeJson | Omission {
    const looks = (this.#itemLooks[slot] ??= [])
    const known = looks[index]
    if (known?.text === text) return known.found
    const found = guardedJson(text, shape)
    looks[index] = { text, found }
    return found
  }
}

interface Look {
  readonly text: string
  readonly found: SafeJson | Omission
}

/** Room for the slots of today's mappings, so that the list need not grow; more of them make it grow. */
const NO_LOOKS: readonly (Look | undefined)[] = Array.from({ length: 64 }, () => undefined)

const PERSONAL_DATA: Omission = { omitted: 'personal_data' }

function guardedJson(text: string, shape: TextShape): SafeJson | Omission {
  const result = guardText(text, shape)
  return 'clean' in result ? textJson(result.clean) : PERSONAL_DATA
}
