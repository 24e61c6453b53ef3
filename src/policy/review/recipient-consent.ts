/** What must be agreed to before a recipient gets anything, and what an opt-out leads to. */
import type { CompiledDestination } from '../types.ts'
import { code, join, t, type Text } from './blocks.ts'
import { listed } from './language.ts'
import type { SiteReading } from './leaving.ts'
import { listedFields, recipientName } from './phrases.ts'
import { placesOfSilence, silenceText } from './silence.ts'
import { PURPOSE_WORDS } from './term-words.ts'

export function consentItems(reading: SiteReading, destination: CompiledDestination): Text[] {
  return [purposesText(reading, destination), optOutText(reading, destination), ...namesText(reading, destination)]
}

function purposesText(reading: SiteReading, destination: CompiledDestination): Text {
  const { language } = reading
  const purposes = listed(
    language,
    destination.purposes.map((purpose) => t`${PURPOSE_WORDS[purpose][language]} (${code(purpose)})`),
  )
  return language === 'fr'
    ? t`Là où la loi veut un consentement préalable (l’Espace économique européen, dont la France, le Royaume-Uni, la Suisse, et tout pays où rien d’autre n’est dit) : la personne doit avoir accepté ${destination.purposes.length === 1 ? 'cette finalité' : 'toutes ces finalités'} : ${purposes}. Sans réponse, avec un refus, ou avec une réponse illisible ou périmée, rien ne sort.`
    : t`Where the law asks for prior consent (the European Economic Area, the United Kingdom, Switzerland, and every country of which nothing else is said): the person must have agreed to ${destination.purposes.length === 1 ? 'this purpose' : 'all of these purposes'}: ${purposes}. Without an answer, with a refusal, or with an answer that is unreadable or too old, nothing leaves.`
}

function optOutText(reading: SiteReading, destination: CompiledDestination): Text {
  const fr = reading.language === 'fr'
  const start = [...silenceSentence(reading), ...t`${OPTED_OUT[reading.language]}`]
  if (destination.onOptOut === 'drop') return [...start, fr ? 'rien ne sort.' : 'nothing leaves.']
  const facts = reading.recipients.get(destination.id)
  const fields = destination.limitedFields.filter((field) => facts?.identifying.has(field) !== true)
  const nothing = fr ? 'aucune donnée de la politique' : 'no field of the policy'
  const what = fields.length === 0 ? t`${nothing}` : listedFields(reading.language, fields)
  return fr
    ? t`${start}ne sortent que ${what}, avec la mention qui en limite l’usage par ${recipientName(reading, destination)}.`
    : t`${start}only ${what} may leave, marked so that its use by ${recipientName(reading, destination)} is limited.`
}

const OPTED_OUT = {
  en: 'If the person has opted out of the sale or sharing of their data (the site’s banner, GPC, GPP, USP): ',
  fr: 'Si la personne s’est opposée à la vente ou au partage de ses données (bandeau du site, GPC, GPP, USP) : ',
} as const

function silenceSentence({ language, site }: SiteReading): Text {
  if (placesOfSilence(site).length === 0)
    return language === 'fr'
      ? t`Un silence ne suffit nulle part : la politique veut partout un consentement préalable. `
      : t`Silence is enough nowhere: the policy asks for prior consent everywhere. `
  const places = silenceText(language, site)
  return language === 'fr'
    ? t`Là où un silence suffit (${places}), les données sortent sans réponse ni consentement, mais jamais après un refus. `
    : t`Where silence is enough (${places}), data leaves without an answer and without consent, but never after a refusal. `
}

/** So that who configures the consent tool can see that it is this recipient which is meant. */
function namesText(reading: SiteReading, { consentNames }: CompiledDestination): Text[] {
  const tools = Object.entries(consentNames.tools).map(
    ([tool, keys]) =>
      t`${tool} (${join(
        keys.map((key) => t`${code(key)}`),
        ', ',
      )})`,
  )
  const lists = [
    ...(consentNames.tcfVendor === undefined ? [] : [t`IAB TCF (${code(String(consentNames.tcfVendor))})`]),
    ...(consentNames.acProvider === undefined ? [] : [t`Google AC (${code(String(consentNames.acProvider))})`]),
  ]
  const all = [...tools, ...lists]
  if (all.length === 0) return []
  return [
    reading.language === 'fr'
      ? t`Son nom dans les outils de consentement : ${join(all, ', ')}.`
      : t`Its name in consent tools: ${join(all, ', ')}.`,
  ]
}
