/** Changes → sentences, in the order in which a reader needs them: what widens first. Same changes of several events are one. */
import { conditionWords, fieldWords, formWords, grantWords } from './change-fields.ts'
import { DIRECTIONS, type Change, type Direction } from './compare.ts'
import { canonicalJson } from './digest.ts'
import { eventsIn, recipientsIn } from './change-contents.ts'
import { shown, type ChangeNames, type Group } from './change-sentences.ts'
import { settingWords } from './change-settings.ts'
import type { Words } from './document.ts'

export type { ChangeNames }

export interface Sentence extends Words {
  readonly direction: Direction
  /** The first of the places that it is about. */
  readonly path: string
}

export function sentencesOf(changes: readonly Change[], names: ChangeNames): readonly Sentence[] {
  const manySites = new Set(changes.flatMap(({ site }) => site ?? [])).size > 1
  const sentences = groupsOf(changes, names).map((group) => sentenceOf(group, manySites))
  return DIRECTIONS.flatMap((direction) => sentences.filter((sentence) => sentence.direction === direction))
}

function sentenceOf(group: Group, manySites: boolean): Sentence {
  const { change } = group
  const { direction, path, site, what } = change
  const say = Object.hasOwn(SAY, what) ? SAY[what] : undefined
  const words = say?.(group) ?? settingWords(group) ?? unknown(change)
  const where = manySites && site !== undefined && what !== 'site'
  return {
    direction,
    path,
    en: where ? `${site}: ${words.en}` : words.en,
    fr: where ? `${site} : ${words.fr}` : words.fr,
  }
}

type Say = (group: Group) => Words

const SAY: Readonly<Record<string, Say>> = {
  field: ({ change, who, fields, events }) =>
    change.direction === 'widens'
      ? {
          en: `From now on ${who} also receives ${fields.en} with ${events.en}.`,
          fr: `Désormais, ${who} reçoit aussi ${fields.fr} avec ${events.fr}.`,
        }
      : {
          en: `From now on ${who} no longer receives ${fields.en} with ${events.en}.`,
          fr: `Désormais, ${who} ne reçoit plus ${fields.fr} avec ${events.fr}.`,
        },
  event: ({ change, who, fields, events }) =>
    change.direction === 'widens'
      ? {
          en: `From now on ${who} also receives ${events.en}: ${fields.en || 'no field of the policy'}.`,
          fr: `Désormais, ${who} reçoit aussi ${events.fr} : ${fields.fr || 'aucun champ de la politique'}.`,
        }
      : {
          en: `From now on ${who} no longer receives ${events.en}.`,
          fr: `Désormais, ${who} ne reçoit plus ${events.fr}.`,
        },
  destination: ({ change, who }) => {
    const recipient = change.account?.document.recipient ?? { en: '', fr: '' }
    return change.direction === 'widens'
      ? {
          en: `A new recipient: ${who} (${recipient.en}), with its account \`${change.account?.accountId}\`. It receives${eventsIn(change.contents).en}.`,
          fr: `Nouveau destinataire : ${who} (${recipient.fr}), avec son compte \`${change.account?.accountId}\`. Il reçoit${eventsIn(change.contents).fr}.`,
        }
      : {
          en: `${who} no longer receives anything.`,
          fr: `${who} ne reçoit plus rien.`,
        }
  },
  site: ({ change, names }) =>
    change.direction === 'widens'
      ? {
          en: `A new site: \`${change.site}\`. ${recipientsIn(change, names).en}`,
          fr: `Nouveau site : \`${change.site}\`. ${recipientsIn(change, names).fr}`,
        }
      : { en: `The site \`${change.site}\` is gone.`, fr: `Le site \`${change.site}\` est supprimé.` },
  treatment: ({ change, who, fields, events }) => ({
    en: `${who} receives ${fields.en} with ${events.en}: ${formWords(change.before).en} until now, ${formWords(change.after).en} from now on.`,
    fr: `${who} reçoit ${fields.fr} avec ${events.fr} : ${formWords(change.before).fr} jusqu’ici, ${formWords(change.after).fr} désormais.`,
  }),
  purpose: ({ was, now, who, fields, events }) => ({
    en: `${who} receives ${fields.en} with ${events.en} for another purpose: \`${now}\` instead of \`${was}\`.`,
    fr: `${who} reçoit ${fields.fr} avec ${events.fr} pour une autre finalité : \`${now}\` au lieu de \`${was}\`.`,
  }),
  legalBasis: ({ was, now, who, fields, events }) => ({
    en: `${who} receives ${fields.en} with ${events.en} on another legal basis: \`${now}\` instead of \`${was}\`.`,
    fr: `${who} reçoit ${fields.fr} avec ${events.fr} sur une autre base légale : \`${now}\` au lieu de \`${was}\`.`,
  }),
  retentionDays: ({ was, now, who, fields, events }) => ({
    en: `What ${who} cannot take yet is held for ${now} days instead of ${was}: ${fields.en}, with ${events.en}.`,
    fr: `Ce que ${who} ne peut pas encore recevoir est gardé ${now} jours au lieu de ${was} : ${fields.fr}, avec ${events.fr}.`,
  }),
  condition: ({ change, who, fields, events }) => ({
    en: `The condition for ${who} to receive ${fields.en} with ${events.en} is ${change.direction === 'narrows' ? 'stricter' : 'looser or another'}: ${conditionWords(change.before).en} until now, ${conditionWords(change.after).en} from now on.`,
    fr: `La condition pour que ${who} reçoive ${fields.fr} avec ${events.fr} est ${change.direction === 'narrows' ? 'plus stricte' : 'plus large ou différente'} : ${conditionWords(change.before).fr} jusqu’ici, ${conditionWords(change.after).fr} désormais.`,
  }),
  group: ({ was, now, who, fields, events }) => ({
    en: `${fields.en} for ${who} with ${events.en}: written under \`${now}\` instead of \`${was}\`.`,
    fr: `${fields.fr} pour ${who} avec ${events.fr} : écrit sous \`${now}\` au lieu de \`${was}\`.`,
  }),
}

function unknown({ path }: Change): Words {
  return {
    en: `Something changed at \`${path}\` that this program cannot judge; it counts as widening.`,
    fr: `Quelque chose a changé à \`${path}\` que ce programme ne sait pas juger ; cela compte comme un élargissement.`,
  }
}

/** First what differs in the event alone, then what also differs in the field alone. */
function groupsOf(changes: readonly Change[], names: ChangeNames): readonly Group[] {
  const byField = Map.groupBy(changes, (change) => groupKey(change, change.field ?? ''))
  const byEvents = Map.groupBy(byField.values(), (group) => {
    const [first] = group
    // A setting may change in several ways: each is told.
    if (first?.field === undefined) return first === undefined ? '' : groupKey(first, '')
    return `${groupKey(first, '')}\n${group.map(({ event }) => event).join()}`
  })
  return [...byEvents.values()].flatMap((groups) => groupOf(groups.flat(), names))
}

function groupKey(change: Change, field: string): string {
  const { direction, what, site, destination, key, before, after, terms, fields, event } = change
  // A field that is new is told with its form and its condition; a setting of it with what it was and is.
  const form = what === 'field' && terms !== undefined ? [terms.treatment, terms.condition] : [before, after]
  const many = field !== '' || change.field !== undefined || what === 'event'
  const shown = fields === undefined ? [] : [...fields].map(([name, grant]) => [name, grant.treatment, grant.condition])
  const place = many ? '' : change.path
  return canonicalJson([
    direction,
    what,
    site ?? null,
    destination ?? null,
    key ?? null,
    field,
    form.map((value) => value ?? null),
    shown.map((row) => row.map((value) => value ?? null)),
    place,
    many ? null : (event ?? null),
  ])
}

function groupOf(changes: readonly Change[], names: ChangeNames): Group[] {
  const [change] = changes
  if (change === undefined) return []
  return [
    {
      change,
      changes,
      names,
      who: change.destination === undefined ? '' : names.destination(change.destination),
      events: eventList([...new Set(changes.flatMap(({ event }) => event ?? []))]),
      fields: wordList(fieldsOf(change, changes)),
      was: shown(change.before),
      now: shown(change.after),
    },
  ]
}

function fieldsOf(change: Change, changes: readonly Change[]): readonly Words[] {
  if (change.fields !== undefined) return [...change.fields].map(([field, grant]) => grantWords(field, grant))
  const bare = change.what !== 'field'
  const byField = new Map(changes.flatMap(({ field, terms }) => (field === undefined ? [] : [[field, terms] as const])))
  return [...byField].map(([field, terms]) =>
    terms === undefined || bare ? fieldWords(field) : grantWords(field, terms),
  )
}

/** All of them: whoever signs is told what they sign. */
function eventList(events: readonly string[]): Words {
  return wordList(events.map((event) => ({ en: `\`${event}\``, fr: `\`${event}\`` })))
}

export function wordList(words: readonly Words[]): Words {
  return {
    en: joined(
      words.map(({ en }) => en),
      'and',
    ),
    fr: joined(
      words.map(({ fr }) => fr),
      'et',
    ),
  }
}

function joined(words: readonly string[], and: string): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${and} ${last}`
}
