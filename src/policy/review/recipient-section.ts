/** One recipient, in the sentences that a data protection officer signs. */
import type { CompiledDestination } from '../types.ts'
import { code, heading, join, list, paragraph, strong, t, type Block, type Item, type Text } from './blocks.ts'
import { doorItems } from './door-items.ts'
import { consentItems } from './recipient-consent.ts'
import { days, listed } from './language.ts'
import { alike, eventsOf, shownTerms, type Leaving, type SiteReading } from './leaving.ts'
import { conditionText, eventTexts, listedFields, quoted, recipientName, sinceText, withEvents } from './phrases.ts'
import { basisText } from './silence.ts'
import { FORM_WORDS, PURPOSE_WORDS } from './term-words.ts'

export function recipientsSection(reading: SiteReading): Block[] {
  const { language, site } = reading
  const fr = language === 'fr'
  const atTheDoor = doorItems(reading)
  return [
    heading(3, fr ? 'Les destinataires, un par un' : 'The recipients, one by one'),
    paragraph(
      fr
        ? t`Ce document décrit ce que la passerelle transmet, de serveur à serveur. Un pixel qu’une page chargerait elle-même serait une autre transmission, que ce document ne décrit pas.`
        : t`This document describes what the gateway sends, from server to server. A pixel that a page loads by itself would be another transfer, which this document does not describe.`,
    ),
    ...(atTheDoor.length === 0 ? [] : [list(atTheDoor)]),
    ...site.destinations.flatMap((destination) => recipientBlocks(reading, destination)),
  ]
}

function recipientBlocks(reading: SiteReading, destination: CompiledDestination): Block[] {
  const { language } = reading
  const fr = language === 'fr'
  const name = recipientName(reading, destination)
  const rows = reading.leaving.filter((row) => row.destination === destination)
  return [
    heading(4, name),
    list(identityItems(reading, destination)),
    paragraph(
      t`${strong(fr ? 'Ce qui est transmis, pourquoi et sur quelle base' : 'What is sent, why and on what basis')}`,
    ),
    rows.length === 0
      ? paragraph(t`${fr ? `${name} ne reçoit rien.` : `${name} receives nothing.`}`)
      : list(alike(rows, sameSentence).map((group) => sentences(reading, name, group))),
    paragraph(t`${strong(fr ? 'Avec quel consentement' : 'Under which consent')}`),
    list(consentItems(reading, destination)),
    paragraph(
      t`${strong(fr ? 'Combien de temps, où et sous quel contrat' : 'For how long, where and on which contract')}`,
    ),
    list(termsItems(reading, destination)),
  ]
}

function identityItems(reading: SiteReading, destination: CompiledDestination): Text[] {
  const { language, site, recipients } = reading
  const { document, accountId } = destination
  const api = recipients.get(destination.id)?.api ?? destination.id
  const note = document.note?.[language] ?? ''
  const events = eventsOf(destination)
  const words = recipients.get(destination.id)?.derived?.[language]
  const derived = words === undefined ? [] : [withCodes(words)]
  const origins = join(
    site.origins.map((origin) => t`${code(origin)}`),
    ', ',
  )
  if (language === 'fr')
    return [
      t`Qui reçoit : ${document.recipient.fr}, par ${api}, sur le compte ${code(accountId)}.`,
      ...(note === '' ? [] : [t`Note de la politique : ${quoted('fr', note)}`]),
      t`D’où : des pages du site dans le navigateur du visiteur (${origins}) et des serveurs du site, munis d’un jeton. La page et le déclencheur de chaque événement sont dans le plan des événements.`,
      t`Avec quels événements (${events.length}) : ${eventTexts('fr', events)}.`,
      purposesItem(reading, destination),
      t`Toujours avec chaque événement : son nom, son heure et son identifiant, tel que le site l’a formé. S’il contient une donnée personnelle, un hachage à clé prend sa place. Le site ne doit pas le former d’un numéro de client ; s’il contient le numéro de commande, ce numéro sort avec lui, même là où ${code('order.id')} n’est permis à personne.`,
      ...derived,
    ]
  return [
    t`Who receives: ${document.recipient.en}, through ${api}, on the account ${code(accountId)}.`,
    ...(note === '' ? [] : [t`Note of the policy: ${quoted('en', note)}`]),
    t`From where: from the site’s pages in the visitor’s browser (${origins}) and from the site’s servers, which hold a token. The page and trigger of each event are in the event plan.`,
    t`With which events (${events.length}): ${eventTexts('en', events)}.`,
    purposesItem(reading, destination),
    t`Always with each event: its name, its time and its id as the site made it. Where it holds personal data, a keyed hash takes its place. The site must not make it from a customer number; where it holds the order number, that number leaves with it, even where ${code('order.id')} is allowed to nobody.`,
    ...derived,
  ]
}

/** Names between backticks as code. */
function withCodes(words: string): Text {
  return words.split('`').map((part, place) => (place % 2 === 1 ? { code: part } : part))
}

/** What the data is for at the recipient, also where single data is sent for a narrower purpose. */
function purposesItem({ language }: SiteReading, { purposes }: CompiledDestination): Text {
  const all = listed(
    language,
    purposes.map((purpose) => t`${PURPOSE_WORDS[purpose][language]} (${code(purpose)})`),
  )
  return language === 'fr'
    ? t`Pour quoi faire, chez le destinataire : ${all}. C’est à tout cela que la personne est invitée à consentir.`
    : t`What for, at the recipient: ${all}. All of this is what the person is asked to agree to.`
}

function sameSentence({ grant, events, since }: Leaving): unknown {
  const days = since.map(({ day, events }) => [day ?? '', events])
  return { terms: shownTerms(grant), events, days, note: grant.note ?? null }
}

function sentences(reading: SiteReading, name: string, rows: readonly [Leaving, ...Leaving[]]): Item {
  const { language } = reading
  const { grant, events, since, destination } = rows[0]
  const fields = listedFields(
    language,
    rows.map(({ field }) => field),
  )
  const form = FORM_WORDS[grant.treatment][language]
  const occasions = withEvents(language, events, eventsOf(destination))
  const text =
    language === 'fr'
      ? t`${name} reçoit ${strong(...fields)}, ${strong(form)}, ${occasions}, ${sinceText('fr', since)}.`
      : t`${name} receives ${strong(...fields)}, ${strong(form)}, ${occasions}, ${sinceText('en', since)}.`
  return { text, items: [whyText(reading, rows[0]), ...extraTexts(reading, rows[0])] }
}

function whyText({ language, site }: SiteReading, { grant }: Leaving): Text {
  const { purpose, legalBasis, retentionDays } = grant
  return language === 'fr'
    ? t`Finalité : ${PURPOSE_WORDS[purpose].fr} (${code(purpose)}). Base légale : ${basisText('fr', site, legalBasis)}. Conservation dans la passerelle : ${days('fr', retentionDays)} au plus, le temps de la remise.`
    : t`Purpose: ${PURPOSE_WORDS[purpose].en} (${code(purpose)}). Legal basis: ${basisText('en', site, legalBasis)}. Held in the gateway: ${days('en', retentionDays)} at most, until it is delivered.`
}

function extraTexts({ language }: SiteReading, { grant }: Leaving): Text[] {
  const condition = conditionText(language, grant.condition)
  const note = grant.note?.[language] ?? ''
  const fr = language === 'fr'
  return [
    ...(condition === undefined ? [] : [t`${fr ? 'Condition : ' : 'Condition: '}${condition}.`]),
    ...(note === '' ? [] : [t`${fr ? 'Note de la politique : ' : 'Note of the policy: '}${quoted(language, note)}`]),
  ]
}

function termsItems({ language }: SiteReading, { document }: CompiledDestination): Text[] {
  return language === 'fr'
    ? [
        t`Durée chez le destinataire : ${document.retention.fr}`,
        t`Transferts hors de l’Espace économique européen : ${document.transfers.fr}`,
        t`Contrat : ${document.terms.fr}`,
        t`Responsable conjoint (RGPD, art. 26) : ${document.joint?.fr ?? 'la politique ne le dit pas ; voir le contrat.'}`,
      ]
    : [
        t`How long the recipient keeps it: ${document.retention.en}`,
        t`Transfers outside the European Economic Area: ${document.transfers.en}`,
        t`Contract: ${document.terms.en}`,
        t`Joint controller (GDPR Art. 26): ${document.joint?.en ?? 'the policy does not say; see the contract.'}`,
      ]
}
