/** Recipient × event × field: every pair that leaves, as one letter. */
import type { CompiledDestination } from '../types.ts'
import { code, heading, list, paragraph, strong, t, table, type Block, type Mark, type Text } from './blocks.ts'
import { TREATMENTS } from '../fields.ts'
import { EVENT_WORDS } from './event-words.ts'
import { alike, eventsOf, type Leaving, type SiteReading } from './leaving.ts'
import { fieldLabel, recipientName } from './phrases.ts'
import { FORM_WORDS } from './term-words.ts'
import type { EventName } from '../../event/types.ts'
import type { Language } from './language.ts'

const NOT_SENT = '·'
const CONDITIONAL = '*'

export function matrixSection(reading: SiteReading): Block[] {
  const { language, site } = reading
  const fr = language === 'fr'
  const withEvents = site.destinations.filter((destination) => eventsOf(destination).length > 0)
  if (withEvents.length === 0) return []
  return [
    heading(
      3,
      fr ? 'Le tableau complet (destinataire × événement × donnée)' : 'The matrix (recipient × event × field)',
    ),
    paragraph(
      fr
        ? t`Une ligne par donnée, une colonne par événement. Une donnée qui n’a pas de ligne n’est jamais transmise à ce destinataire.`
        : t`One row for each field, one column for each event. A field without a row is never sent to that recipient.`,
    ),
    list(legend(language)),
    ...withEvents.map((destination) => matrixOf(reading, destination)),
  ]
}

function legend(language: Language): Text[] {
  const forms = TREATMENTS.map((treatment) => {
    const { mark, legend } = FORM_WORDS[treatment]
    return t`${strong(mark[language])} = ${legend[language]}`
  })
  return language === 'fr'
    ? [
        ...forms,
        t`${strong(CONDITIONAL)} = sous une condition, dite plus haut`,
        t`${strong(NOT_SENT)} = n’est pas transmise`,
      ]
    : [...forms, t`${strong(CONDITIONAL)} = on a condition, named above`, t`${strong(NOT_SENT)} = not sent`]
}

function matrixOf(reading: SiteReading, destination: CompiledDestination): Block {
  const { language } = reading
  const events = eventsOf(destination)
  const rows = reading.leaving.filter((row) => row.destination === destination)
  return table({
    caption: recipientName(reading, destination),
    head: [[language === 'fr' ? 'Donnée' : 'Field'], ...events.map((event) => t`${code(event)}`)],
    rows: alike(rows, ({ field }) => field).map((ofField) => [
      t`${fieldLabel(language, ofField[0].field)} ${code(ofField[0].field)}`,
      ...events.map((event): Text => [cell(language, ofField, event)]),
    ]),
    shape: 'grid',
  })
}

/** The word names the event too: a screen reader says where it stands. */
function cell(language: Language, ofField: readonly Leaving[], event: EventName): Mark {
  const row = ofField.find(({ events }) => events.includes(event))
  const name = EVENT_WORDS[event][language]
  if (row === undefined)
    return { mark: NOT_SENT, word: `${name}${language === 'fr' ? ' : non transmise' : ': not sent'}` }
  const { mark, short } = FORM_WORDS[row.grant.treatment]
  const conditional = row.grant.condition !== undefined
  const condition = language === 'fr' ? ', sous condition' : ', on a condition'
  return {
    mark: `${mark[language]}${conditional ? CONDITIONAL : ''}`,
    word: `${name}${language === 'fr' ? ' : ' : ': '}${short[language]}${conditional ? condition : ''}`,
  }
}
