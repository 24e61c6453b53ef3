/** The words of a site and of its recipients: its own, then the library's, then those that are true of every site. */
import { EVENT_NAMES, type EventName } from '../event/types.ts'
import type { DestinationDocument, EventDefinition, Sector, SiteDocument, Words } from './document.ts'
import type { Library } from './library.ts'
import type { DestinationFile, SiteFile } from './schema.ts'
import type { Taken } from './sectors.ts'

const PEOPLE: Words = { en: 'Visitors and customers of the site.', fr: 'Visiteurs et clients du site.' }

/** What the gateway does at every site; each is described, with its tests, in docs/ and SECURITY.md. */
const GATEWAY_SECURITY: Words = {
  en:
    'Only fields written in the policy leave: with consent where prior consent is asked for, and where the law gives a right ' +
    'to opt out until the person objects; what is sent hashed is hashed before it is stored, what a recipient takes readable ' +
    '(IP address, user agent, advertising ids, page addresses, orders, for TikTok city, region and country) is stored readable ' +
    'until it is delivered; an order that waits for the buyer’s answer is stored whole, encrypted; every final value is looked ' +
    'at once more for personal data; withdrawal reaches what is still waiting; transport is encrypted; access tokens are kept ' +
    'as secrets; receipts hold the event’s id, name and time, names of fields and keyed hashes of the person and the order, ' +
    'and no other value.',
  fr:
    'Seuls les champs écrits dans la politique sortent : avec consentement là où un consentement préalable est demandé, et là où ' +
    'la loi donne un droit d’opposition, tant que la personne ne s’est pas opposée ; ce qui sort haché est haché avant d’être ' +
    'enregistré, ce qu’un destinataire prend lisible (adresse IP, user agent, identifiants publicitaires, adresses de pages, ' +
    'commandes, et pour TikTok ville, région et pays) est enregistré lisible jusqu’à la remise ; une commande qui attend la réponse ' +
    'de l’acheteur est enregistrée entière, chiffrée ; chaque valeur finale est examinée une dernière fois ; le retrait atteint ce ' +
    'qui attend encore ; le transport est chiffré ; les jetons d’accès sont gardés comme secrets ; les reçus contiennent ' +
    'l’identifiant, le nom et l’heure de l’événement, des noms de champs et des hachages à clé de la personne et de la commande, ' +
    'et aucune autre valeur.',
}

/** Nobody is named, so that somebody will be. */
const PROCESSORS: Words = {
  en: 'Whoever runs the machine on which the gateway runs (for instance Cloudflare) is a processor (GDPR Art. 28): to be named here, in the policy’s `processors`.',
  fr: 'Qui exploite la machine sur laquelle tourne la passerelle (par exemple Cloudflare) est un sous-traitant (RGPD, art. 28) : à nommer ici, sous `processors` dans la politique.',
}

export function compileSiteDocument(
  site: SiteFile,
  library: Library,
  sectors: readonly Sector[],
  taken: Taken,
): SiteDocument {
  const { name, contact, dpo, others } = site.controller
  const eventsTaken = EVENT_NAMES.filter((event) => taken.events.has(event))
  return {
    ...(site.note !== undefined && { note: site.note }),
    controller: { name, contact, ...(dpo !== undefined && { dpo }), ...(others !== undefined && { others }) },
    people: site.people ?? PEOPLE,
    security: site.security === undefined ? GATEWAY_SECURITY : joined(GATEWAY_SECURITY, site.security),
    processors: site.processors ?? PROCESSORS,
    sectors,
    removedBySector: [...taken.fields].toSorted(),
    ...(eventsTaken.length > 0 && { eventsRemovedBySector: eventsTaken }),
    ...(taken.parameters.size > 0 && { parametersRemovedBySector: [...taken.parameters].toSorted() }),
    events: compilePlan(site, library),
    ...(site.retention.note !== undefined && { retentionNote: site.retention.note }),
    ...(site.consent.note !== undefined && { consentNote: site.consent.note }),
  }
}

function joined(one: Words, other: Words): Words {
  return { en: `${one.en} ${other.en}`, fr: `${one.fr} ${other.fr}` }
}

function compilePlan(site: SiteFile, library: Library): SiteDocument['events'] {
  const planned = EVENT_NAMES.filter((event) => site.events[event] !== undefined)
  return Object.fromEntries(planned.map((event) => [event, definitionOf(event, site, library)]))
}

function definitionOf(event: EventName, { events }: SiteFile, library: Library): EventDefinition {
  const { definition, page, trigger, owner, unique } = {
    ...library.events[event],
    ...events.defaults,
    ...events[event],
  }
  // rules.ts has refused an event of which nobody says this.
  if (definition === undefined || page === undefined || trigger === undefined || owner === undefined)
    throw new TypeError(`the planned event ${event} passed without its words`)
  return { definition, page, trigger, owner, unique: unique ?? 'event_id' }
}

export function compileDestinationDocument(
  id: string,
  destination: DestinationFile,
  library: Library,
): DestinationDocument {
  const { note } = destination
  const { recipient, joint, transfers, retention, terms } = {
    ...library.recipients[id],
    ...recipientWords(destination),
  }
  if (recipient === undefined || transfers === undefined || retention === undefined || terms === undefined)
    throw new TypeError(`the recipient ${id} passed without its words`)
  return {
    ...(note !== undefined && { note }),
    recipient,
    ...(joint !== undefined && { joint }),
    transfers,
    retention,
    terms,
  }
}

function recipientWords({
  recipient,
  joint,
  transfers,
  retention,
  terms,
}: DestinationFile): Partial<DestinationDocument> {
  return {
    ...(recipient !== undefined && { recipient }),
    ...(joint !== undefined && { joint }),
    ...(transfers !== undefined && { transfers }),
    ...(retention !== undefined && { retention }),
    ...(terms !== undefined && { terms }),
  }
}
