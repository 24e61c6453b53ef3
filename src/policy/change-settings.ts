/** Sentences about settings of a site, a destination or the approval: everything but the terms of single fields. */
import { ANALYSIS_SETTINGS } from './change-analysis.ts'
import { BROWSER_SETTINGS } from './change-browser.ts'
import { ORDER_SETTINGS } from './change-orders.ts'
import { changed, code, codes, list, shown, type Group, type Say } from './change-sentences.ts'
import type { Words } from './document.ts'

/** Undefined for a setting that has no words yet. */
export function settingWords(group: Group): Words | undefined {
  const { what } = group.change
  const say = Object.hasOwn(SETTINGS, what) ? SETTINGS[what] : undefined
  return say?.(group)
}

const SETTINGS: Readonly<Record<string, Say>> = {
  version: changed('The format of the policy', 'Le format de la politique'),
  roles: changed('The list of roles that must sign', 'La liste des rôles qui doivent signer'),
  keys: keyWords,
  validUntil: changed('The last day on which the policy holds', 'Le dernier jour de validité de la politique'),

  hosts: list('host of the site', 'hôte du site'),
  origins: list('origin that browsers may send from', 'origine d’où les navigateurs peuvent envoyer'),
  developmentOrigins: list('origin taken in development', 'origine acceptée en développement'),
  urlParameters: list('address parameter that leaves', 'paramètre d’adresse qui sort'),
  sectors: list('sector whose data the platforms forbid', 'secteur dont les plateformes interdisent les données'),
  eventsRemovedBySector: list('event kept back by a sector', 'événement retenu par un secteur'),
  parametersRemovedBySector: list('address parameter cut by a sector', 'paramètre d’adresse coupé par un secteur'),
  eventIds: ({ change }) =>
    change.after === 'hidden'
      ? {
          en: 'Events leave with a keyed hash in the place of their own number from now on.',
          fr: 'Les événements sortent désormais avec une empreinte à clé à la place de leur numéro.',
        }
      : {
          en: 'Events leave with their own number from now on, which may hold that of the order.',
          fr: 'Les événements sortent désormais avec leur propre numéro, qui peut contenir celui de la commande.',
        },
  removedBySector: list('field taken away by a sector', 'champ retiré par un secteur'),
  defaultCountry: changed('The country of national phone numbers', 'Le pays des numéros de téléphone nationaux'),
  shards: shardWords,
  demo: plain('Whether the site is a demo changes.', 'Le statut « démonstration » du site change.'),
  unique: uniqueWords,
  urlPaths: ({ change }) =>
    change.after === 'kept'
      ? {
          en: 'Page addresses leave with their path from now on.',
          fr: 'Les adresses de pages sortent désormais avec leur chemin.',
        }
      : {
          en: 'Page addresses leave without their path from now on.',
          fr: 'Les adresses de pages sortent désormais sans leur chemin.',
        },
  maxAgeDays: changed(
    'For how many days an answer about consent holds',
    'La durée de validité d’une réponse, en jours,',
  ),
  regimes: ({ change }) => ({
    en: `In \`${change.key}\` another law applies: ${regime(change.after, 'as built in')} instead of ${regime(change.before, 'as built in')}.`,
    fr: `Dans \`${change.key}\`, une autre règle s’applique : ${regime(change.after, 'la règle intégrée')} au lieu de ${regime(change.before, 'la règle intégrée')}.`,
  }),
  gpcScope: changed(
    'Where Global Privacy Control counts as an opt-out',
    'Le territoire où Global Privacy Control vaut opposition',
  ),
  cookieNames: reworded(
    'The cookies in which consent tools are read change',
    'Les cookies où sont lus les outils de consentement changent',
  ),
  snapshotWaitMinutes: changed(
    'For how many minutes an order waits, encrypted, for consent',
    'Le nombre de minutes pendant lesquelles une commande attend, chiffrée, le consentement',
  ),
  receiptsDays: changed('For how many days receipts are kept', 'La durée de conservation des reçus, en jours,'),
  consentDays: changed(
    'For how many days answers and withdrawals are kept',
    'La durée de conservation des réponses et des retraits, en jours,',
  ),
  controller: reworded(
    'The controller is described in other words',
    'Le responsable du traitement est décrit autrement',
  ),
  people: reworded(
    'The people concerned are described in other words',
    'Les personnes concernées sont décrites autrement',
  ),
  security: reworded(
    'The security measures are described in other words',
    'Les mesures de sécurité sont décrites autrement',
  ),
  processors: plain('The processors are described in other words.', 'Les sous-traitants sont décrits autrement.'),
  retentionNote: plain('The note about retention changes.', 'La note sur la conservation change.'),
  consentNote: plain('The note about consent changes.', 'La note sur le consentement change.'),
  note: noteWords,
  ...BROWSER_SETTINGS,
  ...ORDER_SETTINGS,
  ...ANALYSIS_SETTINGS,

  planned: ({ change }) =>
    change.direction === 'narrows'
      ? {
          en: `\`${change.event}\` is no longer in the event plan.`,
          fr: `\`${change.event}\` n’est plus dans le plan d’événements.`,
        }
      : {
          en: `\`${change.event}\` is new in the event plan.`,
          fr: `\`${change.event}\` est nouveau dans le plan d’événements.`,
        },
  definition: ofEvent('its definition changes', 'sa définition change'),
  page: ofEvent('its page changes', 'sa page change'),
  trigger: ofEvent('its trigger changes', 'son déclencheur change'),
  owner: ofEvent('another team or role answers for it', 'une autre équipe ou un autre rôle en répond'),

  accountId: ofDestination(
    (who) => `Data for ${who} goes to another account`,
    (who) => `Les données pour ${who} vont à un autre compte`,
  ),
  tokenSecret: ofDestination(
    (who) => `Another secret is sent to ${who} as the token`,
    (who) => `Un autre secret est envoyé à ${who} comme jeton`,
  ),
  testEventCode: ofDestination(
    (who) => `The test code for ${who} changes`,
    (who) => `Le code de test pour ${who} change`,
  ),
  purposes: ({ change, who }) =>
    change.direction === 'widens'
      ? {
          en: `${who} no longer needs consent to ${codes(change.before)}.`,
          fr: `${who} n’a plus besoin du consentement à ${codes(change.before)}.`,
        }
      : {
          en: `${who} now also needs consent to ${codes(change.after)}.`,
          fr: `${who} a désormais aussi besoin du consentement à ${codes(change.after)}.`,
        },
  consentNames: ({ change, who }) => ({
    en: `How consent tools name ${who} changes, other answers may count: ${code(change.after)} instead of ${code(change.before)}.`,
    fr: `Le nom de ${who} dans les outils de consentement change, d’autres réponses peuvent compter : ${code(change.after)} au lieu de ${code(change.before)}.`,
  }),
  onOptOut: ({ change, who }) =>
    change.after === 'limited'
      ? {
          en: `After an opt-out ${who} receives a limited part from now on; until now it received nothing.`,
          fr: `Après une opposition, ${who} reçoit désormais une partie limitée ; jusqu’ici, rien.`,
        }
      : {
          en: `After an opt-out ${who} receives nothing from now on.`,
          fr: `Après une opposition, ${who} ne reçoit désormais plus rien.`,
        },
  limitedFields: ({ change, who }) =>
    change.direction === 'widens'
      ? {
          en: `After an opt-out ${who} may also receive ${codes(change.after)}.`,
          fr: `Après une opposition, ${who} peut aussi recevoir ${codes(change.after)}.`,
        }
      : {
          en: `After an opt-out ${who} no longer receives ${codes(change.before)}.`,
          fr: `Après une opposition, ${who} ne reçoit plus ${codes(change.before)}.`,
        },
  recipient: ofDestination(
    (who) => `The company that receives as ${who} is another one`,
    (who) => `La société qui reçoit sous le nom de ${who} change`,
  ),
  joint: ofDestination(
    (who) => `What is said of ${who} as a joint controller changes`,
    (who) => `Ce qui est dit de ${who} comme responsable conjoint change`,
  ),
  transfers: ofDestination(
    (who) => `What is said of transfers by ${who} outside the EEA changes`,
    (who) => `Ce qui est dit des transferts par ${who} hors de l’EEE change`,
  ),
  retention: ofDestination(
    (who) => `What is said of how long ${who} keeps the data changes`,
    (who) => `Ce qui est dit de la conservation chez ${who} change`,
  ),
  terms: ofDestination(
    (who) => `The contract named for ${who} changes`,
    (who) => `Le contrat indiqué pour ${who} change`,
  ),
}

function plain(en: string, fr: string): Say {
  return () => ({ en, fr })
}

function ofEvent(en: string, fr: string): Say {
  return ({ change }) => ({ en: `\`${change.event}\`: ${en}.`, fr: `\`${change.event}\` : ${fr}.` })
}

function ofDestination(en: (who: string) => string, fr: (who: string) => string): Say {
  return ({ change, who }) => {
    const [before, after] = [wordsIn(change.before), wordsIn(change.after)]
    return before !== undefined && after !== undefined
      ? {
          en: `${en(who)}: ${after.en} instead of ${before.en}.`,
          fr: `${fr(who)} : ${after.fr} au lieu de ${before.fr}.`,
        }
      : { en: `${en(who)}.`, fr: `${fr(who)}.` }
  }
}

function shardWords({ change }: Group): Words {
  const [before, after] = [code(change.before), code(change.after)]
  return {
    en: `The number of shards changes from ${before} to ${after}: nothing more leaves, and what was counted and who withdrew stays known.`,
    fr: `Le nombre de partitions passe de ${before} à ${after} : rien de plus ne part, et ce qui a été compté reste connu, comme les retraits.`,
  }
}

/** In the reader's language, or the value as it is: what is signed is shown. */
function wordsIn(value: unknown): Words | undefined {
  if (typeof value === 'string') return { en: code(value), fr: code(value) }
  if (typeof value !== 'object' || value === null || !('en' in value && 'fr' in value)) return undefined
  return { en: `“${shown(value.en)}”`, fr: `« ${shown(value.fr)} »` }
}

/** Words about the site: until now, and from now on. */
function reworded(en: string, fr: string): Say {
  return ({ change }) => {
    const [before, after] = [change.before, change.after].map(
      (value) => wordsIn(value) ?? { en: code(value), fr: code(value) },
    )
    return {
      en: `${en}: ${after?.en} instead of ${before?.en}.`,
      fr: `${fr} : ${after?.fr} au lieu de ${before?.fr}.`,
    }
  }
}

/** Of one event of the plan, and of all as the gateway uses it. */
function uniqueWords({ change }: Group): Words {
  const event = change.event ?? change.key
  const of = event === undefined ? '' : ` (\`${event}\`)`
  const [before, after] = [code(change.before), code(change.after)]
  return {
    en: `What makes an event unique changes${of}, an event might count twice: ${after} instead of ${before}.`,
    fr: `Ce qui rend un événement unique change${of}, un événement pourrait compter deux fois : ${after} au lieu de ${before}.`,
  }
}

function keyWords({ change }: Group): Words {
  const [before, after] = [keysIn(change.before), keysIn(change.after)]
  return {
    en: `The keys that may sign the policy change: ${after} instead of ${before}.`,
    fr: `Les clés qui peuvent signer la politique changent : ${after} au lieu de ${before}.`,
  }
}

function keysIn(value: unknown): string {
  const keys: readonly unknown[] = Array.isArray(value) ? value : []
  const named = keys.map((key) =>
    typeof key === 'object' && key !== null && 'role' in key && 'kid' in key
      ? `${shown(key.role)} \`${shown(key.kid)}\``
      : code(key),
  )
  return named.join(', ') || '–'
}

function noteWords({ change, who, fields, events }: Group): Words {
  const [before, after] = [change.before, change.after].map((value) => wordsIn(value) ?? { en: '–', fr: '–' })
  const of = (language: keyof Words): string =>
    [who, fields[language], events[language]].filter((part) => part !== '').join(', ')
  return {
    en: `A note changes${of('en') === '' ? '' : ` (${of('en')})`}: ${after?.en} instead of ${before?.en}.`,
    fr: `Une note change${of('fr') === '' ? '' : ` (${of('fr')})`} : ${after?.fr} au lieu de ${before?.fr}.`,
  }
}

function regime(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? `\`${value}\`` : otherwise
}
