/** The event plan: what each event means, where it happens, who answers for it, and for whom it leaves. */
import { EVENT_NAMES, type EventName } from '../../event/types.ts'
import { code, heading, paragraph, strong, t, table, type Block, type Text } from './blocks.ts'
import { EVENT_WORDS } from './event-words.ts'
import { COUNTS_ONCE } from './kept-words.ts'
import { capital, listed, type Language } from './language.ts'
import type { SiteReading } from './leaving.ts'
import { eventTexts, recipientName } from './phrases.ts'

const UNIQUE_WORDS: Readonly<Partial<Record<string, Readonly<Record<Language, string>>>>> = {
  event_id: { en: 'its own id', fr: 'son identifiant' },
  'order.id': { en: 'the order number', fr: 'le numéro de commande' },
  'lead.id': { en: 'the reference of the request', fr: 'la référence de la demande' },
}

export function eventPlanSection(reading: SiteReading): Block[] {
  const { language, site } = reading
  const fr = language === 'fr'
  const planned = EVENT_NAMES.filter((event) => site.document.events[event] !== undefined)
  const unplanned = EVENT_NAMES.filter(
    (event) => site.document.events[event] === undefined && recipientsOf(reading, event).length > 0,
  )
  return [
    heading(3, fr ? 'Le plan des événements' : 'The event plan'),
    paragraph(
      fr
        ? t`Ce que le site signale, et ce que cela veut dire. Un événement compte une seule fois pour chaque destinataire, d’après ce qui le rend unique, ${COUNTS_ONCE.fr} ; une copie qui arrive plus tard, avec une autre heure, compte comme un nouvel événement.`
        : t`What the site reports, and what it means. An event counts once for each recipient, by what makes it unique, ${COUNTS_ONCE.en}; a copy that comes later, with another time, counts as a new event.`,
    ),
    ...(planned.length === 0 ? [] : [planTable(reading, planned)]),
    ...(unplanned.length === 0 ? [] : [unplannedNotice(language, unplanned)]),
  ]
}

function planTable(reading: SiteReading, planned: readonly EventName[]): Block {
  const fr = reading.language === 'fr'
  const head = fr
    ? ['Événement', 'Ce que c’est', 'Page', 'Déclencheur', 'Responsable', 'Unique par', 'Transmis à']
    : ['Event', 'What it is', 'Page', 'Trigger', 'Owner', 'Unique by', 'Sent to']
  return table({
    caption: fr ? 'Plan des événements' : 'Event plan',
    head: head.map((label) => [label]),
    rows: planned.map((event) => planRow(reading, event)),
    shape: 'cards',
  })
}

function planRow(reading: SiteReading, event: EventName): Text[] {
  const { language, site } = reading
  const definition = site.document.events[event]
  if (definition === undefined) return []
  const unique = UNIQUE_WORDS[definition.unique]?.[language]
  const recipients = recipientsOf(reading, event)
  return [
    t`${strong(capital(EVENT_WORDS[event][language]))} ${code(event)}`,
    t`${definition.definition[language]}`,
    t`${definition.page[language]}`,
    t`${definition.trigger[language]}`,
    t`${definition.owner}`,
    unique === undefined ? t`${code(definition.unique)}` : t`${unique} (${code(definition.unique)})`,
    recipients.length === 0 ? t`${language === 'fr' ? 'personne' : 'nobody'}` : listed(language, recipients),
  ]
}

function recipientsOf(reading: SiteReading, event: EventName): Text[] {
  return reading.site.destinations
    .filter((destination) => destination.events[event] !== undefined)
    .map((destination) => t`${recipientName(reading, destination)}`)
}

function unplannedNotice(language: Language, events: readonly EventName[]): Block {
  const text =
    language === 'fr'
      ? t`Transmis, mais absents du plan : ${eventTexts('fr', events)}.`
      : t`Sent, but not in the plan: ${eventTexts('en', events)}.`
  return { kind: 'notice', tone: 'warning', text }
}

/** Kinds of events that nobody receives. For the section on what is never sent. */
export function silentEvents(reading: SiteReading): Text[] {
  const { language } = reading
  const silent = EVENT_NAMES.filter((event) => recipientsOf(reading, event).length === 0)
  if (silent.length === 0) return []
  return [
    language === 'fr'
      ? t`Événements transmis à personne : ${eventTexts('fr', silent)}.`
      : t`Events that are sent to nobody: ${eventTexts('en', silent)}.`,
  ]
}
