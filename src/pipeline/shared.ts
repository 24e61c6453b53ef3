/** What an event's destinations share, so that none of it is worked out twice. Thrown away with the event. */
import { keepAlive } from '../event/kept-alive.ts'
import type { CanonicalEvent, Person } from '../event/types.ts'
import { HashMemo, type IdentifierContext } from '../hashing/identifier.ts'
import { guardText, withoutHits, type HiddenId } from '../privacy/guard.ts'
import type { PersonalDataKind, TextShape } from '../privacy/kinds.ts'
import { CleanTexts } from '../privacy/clean-texts.ts'
import type { UrlMemo } from '../privacy/url.ts'
import { isRepeating } from './payload-plan.ts'
import { hiddenIdJson, textJson, type SafeJson } from './safe-json.ts'

export interface Shared {
  readonly hashes: HashMemo
  readonly addresses: UrlMemo
  readonly guarded: GuardMemo
  /** What stands for an event id that holds personal data; without it such an event has no id. */
  readonly hideEventId?: HideEventId | undefined
  readonly contexts: {
    readonly other: IdentifierContext
    readonly email: IdentifierContext
    readonly phone: IdentifierContext
  }
}

export type HideEventId = (eventId: string) => HiddenId

export interface Omission {
  readonly omitted: string
  /** What the egress guard found, where that is the reason. */
  readonly kinds?: readonly PersonalDataKind[]
}

export function sharedOf(event: CanonicalEvent, defaultCountry: string, hideEventId?: HideEventId): Shared {
  return {
    hashes: new HashMemo(),
    addresses: [],
    guarded: new GuardMemo(),
    hideEventId,
    contexts: contextsOf(event.person, defaultCountry),
  }
}

/** A hash without a label is read as the canonical form: trimmed lower-case e-mail, phone in E.164 with "+". */
function contextsOf(person: Person | undefined, defaultCountry: string): Shared['contexts'] {
  const phones = { value: undefined, read: undefined }
  const country = person?.country
  return {
    other: { defaultCountry, phones, country, hashedAs: undefined },
    email: { defaultCountry, phones, country, hashedAs: person?.hashedAs?.email ?? 'lower' },
    phone: { defaultCountry, phones, country, hashedAs: person?.hashedAs?.phone ?? 'e164' },
  }
}

export function contextFor({ contexts }: Shared, from: string): IdentifierContext {
  if (from === 'person.email') return contexts.email
  return from === 'person.phone' ? contexts.phone : contexts.other
}

/**
 * What stands for a text with personal data in it where leaving it out would cost the event: without its id a platform
 * counts twice, without a browser's name Meta refuses.
 */
export function standIn(from: string, event: CanonicalEvent, { hideEventId }: Shared): SafeJson | undefined {
  if (from === 'event.id') return hideEventId === undefined ? undefined : hiddenIdJson(hideEventId(event.eventId))
  if (from === 'client.user_agent') return textJson(withoutHits(event.client?.userAgent ?? '', 'id'))
  return undefined
}

/** Texts looked at before, by slot (see payload-plan.ts). */
export class GuardMemo {
  readonly #looks = [...NO_LOOKS]
  readonly #itemLooks: ((Look | undefined)[] | undefined)[] = []

  /** The text as JSON, once the egress guard has seen it. */
  text(slot: number, text: string, shape: TextShape): SafeJson | Omission {
    const known = this.#looks[slot]
    if (known?.text === text) return known.found
    const found = isRepeating(slot) ? repeatedText(text, shape) : guardedJson(text, shape)
    this.#looks[slot] = { text, found }
    return found
  }

  /** The same for an address as a whole: pages and where people come from are the same ones, until parameters make them another. */
  address(slot: number, url: string): SafeJson | Omission {
    return url.includes('?') ? this.text(slot, url, 'id') : repeatedJson(CLEAN.address, url, 'id')
  }

  /** The same for one of several items. */
  itemText(slot: number, index: number, text: string, shape: TextShape): SafeJson | Omission {
    if (isRepeating(slot)) return repeatedText(text, shape)
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

/**
 * Room for the slots of today's mappings, so that the list need not grow; more of them make it grow. Of null, because newer engines keep
 * a list of undefined as one of numbers, which the first look makes over: 0.7 µs an event.
 */
const NO_LOOKS: readonly (Look | null | undefined)[] = Array.from({ length: 64 }, () => null)

keepAlive(new GuardMemo())

/** By shape: the same text may be clean as an id and a phone number as a text. */
const CLEAN = {
  text: new CleanTexts<SafeJson>(),
  id: new CleanTexts<SafeJson>(),
  /** Ids too, but there are more of them: no browser's name must give way to them. */
  address: new CleanTexts<SafeJson>(),
}

function repeatedText(text: string, shape: TextShape): SafeJson | Omission {
  return repeatedJson(shape === 'text' ? CLEAN.text : CLEAN.id, text, shape)
}

function repeatedJson(clean: CleanTexts<SafeJson>, text: string, shape: TextShape): SafeJson | Omission {
  const known = clean.get(text)
  if (known !== undefined) return known
  const found = guardedJson(text, shape)
  if (typeof found === 'string') clean.set(text, found)
  return found
}

function guardedJson(text: string, shape: TextShape): SafeJson | Omission {
  const result = guardText(text, shape)
  return 'clean' in result ? textJson(result.clean) : { omitted: 'personal_data', kinds: result.found }
}
