/** "Who gets the phone number, and since when?" One line per field; answered without reading anything else. */
import { code, heading, list, paragraph, strong, t, type Block, type Item, type Text } from './blocks.ts'
import { FIELD_KINDS, FIELD_WORDS, isField, KIND_WORDS, type FieldKind } from '../field-words.ts'
import { listed } from './language.ts'
import { alike, eventsOf, shownTerms, type Leaving, type SiteReading } from './leaving.ts'
import { conditionText, fieldLabel, recipientName, sinceText, withEvents } from './phrases.ts'
import { basisText } from './silence.ts'
import { FORM_WORDS } from './term-words.ts'

export function whoReceivesSection(reading: SiteReading): Block[] {
  const { language, leaving } = reading
  const fr = language === 'fr'
  if (leaving.length === 0) {
    const nothing = fr ? 'Personne ne reçoit rien de ce site.' : 'Nobody receives anything from this site.'
    return [heading(3, title(fr)), paragraph(t`${nothing}`)]
  }
  const kinds = FIELD_KINDS.flatMap((kind) => kindBlocks(reading, kind))
  const other = leaving.filter(({ field }) => !isField(field))
  return [
    heading(3, title(fr)),
    paragraph(
      fr
        ? t`Une ligne par donnée : qui la reçoit, sous quelle forme, avec quels événements, depuis quand et sur quelle base. Ce qui n’a pas de ligne ici n’est reçu par personne.`
        : t`One line for each piece of data: who receives it, in what form, with which events, since when and on what basis. What has no line here is received by nobody.`,
    ),
    ...kinds,
    ...(other.length === 0 ? [] : [list(fieldItems(reading, other))]),
  ]
}

function title(fr: boolean): string {
  return fr ? 'Qui reçoit quoi, et depuis quand' : 'Who receives what, and since when'
}

function kindBlocks(reading: SiteReading, kind: FieldKind): Block[] {
  const rows = reading.leaving.filter(({ field }) => isField(field) && FIELD_WORDS[field].kind === kind)
  if (rows.length === 0) return []
  return [heading(4, KIND_WORDS[kind][reading.language]), list(fieldItems(reading, rows))]
}

function fieldItems(reading: SiteReading, rows: readonly Leaving[]): Item[] {
  return alike(rows, ({ field }) => field).map((ofField) => fieldItem(reading, ofField))
}

/** Recipients on the same terms share a sentence. */
function fieldItem(reading: SiteReading, rows: readonly [Leaving, ...Leaving[]]): Item {
  const { language } = reading
  const { field } = rows[0]
  const label = t`${strong(fieldLabel(language, field))} (${code(field)})${language === 'fr' ? ' : ' : ': '}`
  const sentences = alike(rows, sameSentence).map((group) => sentence(reading, group))
  const [only] = sentences
  return sentences.length === 1 && only !== undefined
    ? { text: [...label, ...only] }
    : { text: label, items: sentences }
}

function sameSentence({ grant, events, since, destination }: Leaving): unknown {
  const { treatment, legalBasis, condition } = shownTerms(grant)
  const days = since.map(({ day, events }) => [day ?? '', events])
  return { treatment, legalBasis, condition, events, days, all: eventsOf(destination) }
}

function sentence(reading: SiteReading, rows: readonly [Leaving, ...Leaving[]]): Text {
  const { language } = reading
  const { grant, events, since, destination } = rows[0]
  const condition = conditionText(language, grant.condition)
  const names = listed(
    language,
    rows.map((row) => t`${strong(recipientName(reading, row.destination))}`),
  )
  const parts = [
    t`${names}`,
    t`${FORM_WORDS[grant.treatment].short[language]}`,
    t`${strong(...sinceText(language, since))}`,
    withEvents(language, events, eventsOf(destination)),
    ...(condition === undefined ? [] : [condition]),
    language === 'fr'
      ? t`base légale : ${basisText('fr', reading.site, grant.legalBasis)}`
      : t`on the basis of ${basisText('en', reading.site, grant.legalBasis)}`,
  ]
  return [...parts.flatMap((part, place) => (place === 0 ? part : [', ', ...part])), '.']
}
