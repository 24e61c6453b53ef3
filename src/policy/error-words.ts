/**
 * What the checks of a policy say, in both languages. A name in backquotes is one that stands in the file or belongs into it:
 * it is the same in both.
 */
import type { Words } from './document.ts'

/** What is wrong. */
export const WRONG = {
  missing: { en: 'is missing', fr: 'manque' },
  unknownKey: (key: string) => ({ en: `unknown key \`${key}\``, fr: `clé inconnue : \`${key}\`` }),
  unknownField: (field: string) => ({ en: `unknown field \`${field}\``, fr: `champ inconnu : \`${field}\`` }),
  unknownDestination: (id: string) => ({ en: `unknown destination \`${id}\``, fr: `destinataire inconnu : \`${id}\`` }),
  nameOfAnEvent: (name: string) => ({
    en: `\`${name}\` is the name of an event`,
    fr: `\`${name}\` est le nom d’un événement`,
  }),
  ofAnotherSite: (value: string, site: string) => ({
    en: `\`${value}\` belongs to site \`${site}\` already`,
    fr: `\`${value}\` appartient déjà au site \`${site}\``,
  }),
  purposeTakenAway: (id: string, purpose: string) => ({
    en: `${id} needs the purpose \`${purpose}\` too: a policy may add purposes, not take one away`,
    fr: `${id} exige aussi la finalité \`${purpose}\` : une politique peut ajouter des finalités, pas en retirer`,
  }),
  limitedWithoutList: {
    en: 'nothing says which fields leave under a limited permit',
    fr: 'rien ne dit quels champs sortent dans un envoi limité',
  },
  listWithoutLimited: {
    en: 'is never used: on_opt_out is drop',
    fr: 'ne sert jamais : on_opt_out vaut drop',
  },
  limitedOnCondition: (group: string) => ({
    en: `a group with a condition cannot be in \`limited\`: \`${group}\` has one`,
    fr: `un groupe soumis à une condition ne peut pas être dans \`limited\` : \`${group}\` en porte une`,
  }),

  neitherEventNorGroup: (key: string) => ({
    en: `\`${key}\` is neither an event nor a group of events`,
    fr: `\`${key}\` n’est ni un événement ni un groupe d’événements`,
  }),
  eventTwice: (event: string, other: string) => ({
    en: `\`${event}\` is allowed twice, here and by \`${other}\``,
    fr: `\`${event}\` est autorisé deux fois, ici et par \`${other}\``,
  }),
  eventNotTaken: (id: string, event: string) => ({
    en: `${id} takes no event \`${event}\``,
    fr: `${id} ne prend pas l’événement \`${event}\``,
  }),
  notPlanned: (events: readonly string[]) => {
    const names = namesOf(events)
    return events.length === 1
      ? {
          en: `${names} is allowed to leave, but it is not in the site’s event plan`,
          fr: `${names} est autorisé à sortir, mais il n’est pas dans le plan d’événements du site`,
        }
      : {
          en: `${names} are allowed to leave, but they are not in the site’s event plan`,
          fr: `${names} sont autorisés à sortir, mais ils ne sont pas dans le plan d’événements du site`,
        }
  },
  notInGroup: (field: string, group: string) => ({
    en: `\`${field}\` is not in the group \`${group}\``,
    fr: `\`${field}\` n’est pas dans le groupe \`${group}\``,
  }),
  fieldTwice: (field: string, one: string, other: string) => ({
    en: `\`${field}\` is allowed twice in this line, by \`${one}\` and by \`${other}\``,
    fr: `\`${field}\` est autorisé deux fois dans cette ligne, par \`${one}\` et par \`${other}\``,
  }),
  purposeNotAskedFor: (group: string, purpose: string) => ({
    en: `group \`${group}\` is for the purpose \`${purpose}\`, which this destination does not ask for`,
    fr: `le groupe \`${group}\` a pour finalité \`${purpose}\`, que ce destinataire ne demande pas`,
  }),
  fieldNotGroup: (field: string) => ({
    en: `\`${field}\` is a field: allow a group of fields`,
    fr: `\`${field}\` est un champ : autorisez un groupe de champs`,
  }),
  unknownGroup: (name: string) => ({
    en: `no field group \`${name}\``,
    fr: `aucun groupe de champs ne s’appelle \`${name}\``,
  }),
  fieldNotTaken: (id: string, field: string) => ({
    en: `${id} cannot take \`${field}\``,
    fr: `${id} ne peut pas prendre \`${field}\``,
  }),
  notTakenWithout: (id: string, events: readonly string[], fields: readonly string[]) => {
    const many = fields.length > 1
    const names = namesOf(fields)
    return {
      en: `${id} takes no ${events.length === 0 ? 'event' : namesOf(events)} without ${many ? 'one of ' : ''}${names}`,
      fr: `${id} ne prend ${events.length === 0 ? 'aucun événement' : `pas ${namesOf(events)}`} sans ${many ? 'l’un de ' : ''}${names}`,
    }
  },
  otherTreatment: (field: string, id: string, forms: readonly string[], treatment: string) => ({
    en: `\`${field}\` goes to ${id} as ${forms.join(' and ')}; its group says ${treatment}`,
    fr: `\`${field}\` part vers ${id} sous la forme ${forms.join(' et ')} ; son groupe dit ${treatment}`,
  }),

  without: (name: string, word: string) => ({
    en: `\`${name}\` has no \`${word}\``,
    fr: `\`${name}\` n’a pas de \`${word}\``,
  }),
  inAndOut: (country: string) => ({
    en: `\`${country}\` is both in \`countries\` and in \`except_countries\``,
    fr: `\`${country}\` est à la fois dans \`countries\` et dans \`except_countries\``,
  }),
  noSuchRole: (role: string) => ({
    en: `\`${role}\` is none of the roles that sign`,
    fr: `\`${role}\` n’est pas l’un des rôles qui signent`,
  }),
  keyIdTwice: (kid: string) => ({
    en: `\`${kid}\` is the id of another key already`,
    fr: `\`${kid}\` est déjà l’identifiant d’une autre clé`,
  }),
  keyIdOfAnother: (kid: string) => ({
    en: `\`${kid}\` is not the id of this key: an id is the thumbprint of \`x\` (RFC 7638)`,
    fr: `\`${kid}\` n’est pas l’identifiant de cette clé : un identifiant est l’empreinte de \`x\` (RFC 7638)`,
  }),
} as const satisfies WordsTable

/** What to write instead. */
export const HINT = {
  ownName: { en: 'give the group a name of its own', fr: 'donnez au groupe un autre nom' },
  addPurpose: (purpose: string) => ({ en: `add ${purpose}`, fr: `ajoutez ${purpose}` }),
  addLimited: {
    en: 'add `limited: [a group of fields]`, or set on_opt_out to drop',
    fr: 'ajoutez `limited: [un groupe de champs]`, ou écrivez drop pour on_opt_out',
  },
  conditionInAllow: {
    en: 'write the condition on the lines of `allow`: it holds in a limited send too',
    fr: 'écrivez la condition sur les lignes de `allow` : elle vaut aussi pour un envoi limité',
  },
  takeOut: { en: 'take it out', fr: 'retirez cette ligne' },
  keepOne: { en: 'keep one of the two', fr: 'gardez l’une des deux' },

  eachEventOnce: { en: 'write each event once', fr: 'écrivez chaque événement une seule fois' },
  takeEventOut: (event: string, id: string) => ({
    en: `take \`${event}\` out for ${id}`,
    fr: `retirez \`${event}\` pour ${id}`,
  }),
  planThem: ([event = '', ...others]: readonly string[]) => ({
    en: `add \`${event}: { … }\`${others.length === 0 ? '' : ' and the others'} under \`events\`, or take ${others.length === 0 ? 'it' : 'them'} out here`,
    fr: `ajoutez \`${event}: { … }\`${others.length === 0 ? '' : ' et les autres'} sous \`events\`, ou retirez-${others.length === 0 ? 'le' : 'les'} ici`,
  }),
  /** Of what there is to choose from. */
  thereIs: (names: readonly string[]) => ({ en: `there is ${namesOf(names)}`, fr: `il existe ${namesOf(names)}` }),
  otherGroup: (groups: readonly string[]) => ({
    en: `use the group ${namesOf(groups)}`,
    fr: `utilisez le groupe ${namesOf(groups)}`,
  }),
  groupHas: (fields: readonly string[]) => ({
    en: `it has ${fields.join(', ')}`,
    fr: `il contient ${fields.join(', ')}`,
  }),
  oneSetOfTerms: {
    en: 'keep one of the two: a field leaves on one set of terms',
    fr: 'gardez l’un des deux : un champ sort à un seul titre',
  },
  addToPurposes: (purpose: string) => ({
    en: `add ${purpose} to its purposes`,
    fr: `ajoutez ${purpose} à ses finalités (purposes)`,
  }),
  inGroups: (groups: readonly string[]) => {
    const names = groups.map((group) => `\`${group}\``).join(', ')
    return { en: `it is in ${names}`, fr: `il est dans ${names}` }
  },
  ownGroup: {
    en: 'put it in a group of its own for the platforms that can',
    fr: 'mettez-le dans un groupe à part, pour les plateformes qui le peuvent',
  },
  allowGroup: (groups: readonly string[]) => ({
    en: `allow the group ${namesOf(groups)}`,
    fr: `autorisez le groupe ${namesOf(groups)}`,
  }),
  allowField: (field: string) => ({
    en: `allow a group of fields with \`${field}\``,
    fr: `autorisez un groupe de champs qui contient \`${field}\``,
  }),
  sectorTakes: (id: string) => ({
    en: `the site’s sector takes it away: take ${id} out`,
    fr: `le secteur du site le retire : retirez ${id}`,
  }),
  keyId: (id: string) => ({ en: `write ${id}`, fr: `écrivez ${id}` }),
  addToRoles: { en: 'add it to `roles`', fr: 'ajoutez-le à `roles`' },
} as const satisfies WordsTable

/** What a planned event must have, and how to say it. */
export const OF_AN_EVENT = {
  definition: { en: 'say what it means that it happened', fr: 'dites ce que signifie qu’il ait eu lieu' },
  page: { en: 'say where it happens', fr: 'dites où il a lieu' },
  trigger: { en: 'say what sets it off', fr: 'dites ce qui le déclenche' },
  owner: {
    en: 'name the team or role that answers for it; `defaults: { owner: … }` holds for all',
    fr: 'nommez l’équipe ou la fonction qui en répond ; `defaults: { owner: … }` vaut pour tous',
  },
} as const satisfies WordsTable

/** What a recipient must have. */
export const OF_A_RECIPIENT = {
  recipient: {
    en: 'name the company that receives, with its seat',
    fr: 'nommez la société qui reçoit, avec son siège',
  },
  transfers: {
    en: 'say which countries outside the EEA the data may reach, and the safeguard; ask the platform',
    fr: 'dites quels pays hors de l’EEE les données peuvent atteindre, et avec quelle garantie ; interrogez la plateforme',
  },
  retention: {
    en: 'say how long the recipient keeps it',
    fr: 'dites combien de temps le destinataire conserve les données',
  },
  terms: {
    en: 'name the contract on which it receives',
    fr: 'nommez le contrat en vertu duquel il reçoit les données',
  },
} as const satisfies WordsTable

/** Names shown in one message; a longer list is cut, so that it can still be read. */
const MAX_NAMES = 20

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).map((name) => `\`${name}\``)
  return [...shown, ...(names.length > MAX_NAMES ? ['…'] : [])].join(', ')
}

type WordsTable = Readonly<Record<string, Words | ((...facts: never[]) => Words)>>
