/** The parts of sentences that several sections share: fields, events, forms, conditions, dates. */
import type { EventName } from '../../event/types.ts'
import type { CompiledDestination } from '../types.ts'
import type { Condition } from '../document.ts'
import { code, join, t, type Text } from './blocks.ts'
import { EVENT_WORDS } from './event-words.ts'
import { FIELD_WORDS, isField } from '../field-words.ts'
import { capital, dateIn, listed, type Language } from './language.ts'
import type { Reading, SinceGroup } from './leaving.ts'
import { placeName } from './places.ts'

/** the phone number (`person.phone`) */
export function fieldText(language: Language, field: string): Text {
  if (!isField(field)) return t`${code(field)}`
  const { en, fr } = FIELD_WORDS[field]
  return t`${language === 'fr' ? fr : `the ${en}`} (${code(field)})`
}

/** Phone number: without its article, as a label. */
export function fieldLabel(language: Language, field: string): string {
  if (!isField(field)) return field
  const words = FIELD_WORDS[field][language]
  return capital(language === 'fr' ? words.replace(/^(?:l’|la |le )/, '') : words)
}

/** purchase (`purchase`) */
export function eventText(language: Language, event: EventName): Text {
  return t`${EVENT_WORDS[event][language]} (${code(event)})`
}

export function eventTexts(language: Language, events: readonly EventName[]): Text {
  return join(
    events.map((event) => eventText(language, event)),
    ', ',
  )
}

/** `with each of the 19 events that are sent`, or the events by name; `all`: what the recipient receives at all. */
export function withEvents(language: Language, events: readonly EventName[], all: readonly EventName[]): Text {
  const missing = all.filter((event) => !events.includes(event))
  const fr = language === 'fr'
  if (missing.length === 0 && all.length > 1)
    return t`${fr ? `avec chacun des ${all.length} événements transmis` : `with each of the ${all.length} events that are sent`}`
  if (missing.length > 0 && missing.length <= 2 && events.length > 3)
    return fr
      ? t`avec chacun des ${all.length} événements transmis sauf ${eventTexts('fr', missing)}`
      : t`with each of the ${all.length} events that are sent except ${eventTexts('en', missing)}`
  if (events.length <= 3) {
    const names = listed(
      language,
      events.map((event) => eventText(language, event)),
    )
    return fr ? t`seulement avec ${plural('fr', events)} ${names}` : t`only with ${plural('en', events)} ${names}`
  }
  const number = fr ? `${events.length} événements` : `${events.length} events`
  // With many events the words alone are easier to read; the recipient's own list has the codes.
  const words = events.map((event) => EVENT_WORDS[event][language]).join(', ')
  return fr ? t`avec ${number} seulement (${words})` : t`with ${number} only (${words})`
}

function plural(language: Language, { length }: readonly EventName[]): string {
  if (language === 'fr') return length === 1 ? 'l’événement' : 'les événements'
  return length === 1 ? 'the event' : 'the events'
}

/** since 22 November 2026 (but `purchase`: since 3 December 2026) */
export function sinceText(language: Language, [first, ...others]: readonly SinceGroup[]): Text {
  if (first === undefined) return []
  if (others.length === 0) return t`${sinceDay(language, first.day)}`
  const rest = others.map((group) =>
    language === 'fr'
      ? t`${codes(group.events)} : ${sinceDay('fr', group.day)}`
      : t`${codes(group.events)}: ${sinceDay('en', group.day)}`,
  )
  return t`${sinceDay(language, first.day)} (${language === 'fr' ? 'mais ' : 'but '}${join(rest, language === 'fr' ? ' ; ' : '; ')})`
}

function codes(events: readonly EventName[]): Text {
  return join(
    events.map((event) => t`${code(event)}`),
    ', ',
  )
}

function sinceDay(language: Language, day: string | undefined): string {
  if (day === undefined) return NOT_YET[language]
  return language === 'fr' ? `depuis le ${dateIn('fr', day)}` : `since ${dateIn('en', day)}`
}

const NOT_YET = {
  en: 'not yet approved',
  fr: 'pas encore approuvé',
} as const

/** Where it holds: undefined where there is none. */
export function conditionText(language: Language, condition: Condition | null | undefined): Text | undefined {
  if (condition === null || condition === undefined) return undefined
  const parts = [
    ...(condition.countries === undefined ? [] : [inCountries(language, condition.countries)]),
    ...(condition.exceptCountries === undefined ? [] : [exceptCountries(language, condition.exceptCountries)]),
    ...(condition.withField === undefined ? [] : [withField(language, condition.withField)]),
  ]
  return parts.length === 0 ? undefined : join(parts, language === 'fr' ? ', et ' : ', and ')
}

function inCountries(language: Language, countries: readonly string[]): Text {
  const names = listedOr(language, countries)
  return language === 'fr'
    ? t`seulement si la personne se trouve dans un de ces pays : ${names} (un pays inconnu n’en est pas un)`
    : t`only where the person is in one of these countries: ${names} (an unknown country is none of them)`
}

function exceptCountries(language: Language, countries: readonly string[]): Text {
  const names = listedOr(language, countries)
  return language === 'fr'
    ? t`jamais si la personne se trouve dans un de ces pays : ${names} (un pays inconnu compte comme l’un d’eux)`
    : t`never where the person is in one of these countries: ${names} (an unknown country counts as one of them)`
}

function withField(language: Language, field: string): Text {
  return language === 'fr'
    ? t`seulement si l’événement porte aussi ${fieldText('fr', field)}`
    : t`only where the event also has ${fieldText('en', field)}`
}

function listedOr(language: Language, countries: readonly string[]): Text {
  return join(
    countries.map((country) => placeText(language, country)),
    ', ',
  )
}

/** France (`FR`), `US-CA` */
export function placeText(language: Language, place: string): Text {
  const name = placeName(language, place)
  return name === undefined ? t`${code(place)}` : t`${name} (${code(place)})`
}

export function recipientName({ recipients }: Reading, destination: CompiledDestination): string {
  return recipients.get(destination.id)?.name ?? destination.id
}

export function listedFields(language: Language, fields: readonly string[]): Text {
  return listed(
    language,
    fields.map((field) => fieldText(language, field)),
  )
}

/** « … », “…” */
export function quoted(language: Language, text: string): string {
  return language === 'fr' ? `« ${text} »` : `“${text}”`
}
