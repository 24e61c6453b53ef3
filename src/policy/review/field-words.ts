/** What a field is called, in plain words: a lawyer reads these. A test holds that every canonical field has them. */
import type { CANONICAL_FIELDS } from '../fields.ts'
import type { Words } from '../document.ts'

export type Field = (typeof CANONICAL_FIELDS)[number]

/** Kinds of data, as a record of processing names them. */
export const FIELD_KINDS = ['contact', 'place', 'device', 'click', 'page', 'order', 'search', 'request'] as const
export type FieldKind = (typeof FIELD_KINDS)[number]

export const KIND_WORDS: Readonly<Record<FieldKind, Words>> = {
  contact: { en: 'Identity and contact details', fr: 'Identité et coordonnées' },
  place: { en: 'Place of residence', fr: 'Lieu de résidence' },
  device: { en: 'Connection and device', fr: 'Connexion et appareil' },
  click: { en: 'Advertising identifiers', fr: 'Identifiants publicitaires' },
  page: { en: 'Pages visited', fr: 'Pages visitées' },
  order: { en: 'Products and orders', fr: 'Produits et commandes' },
  search: { en: 'Searches on the site', fr: 'Recherches sur le site' },
  request: { en: 'Requests and leads', fr: 'Demandes et prospects' },
}

interface FieldWords {
  readonly kind: FieldKind
  /** With its article, as it stands in a sentence. */
  readonly en: string
  readonly fr: string
}

export const FIELD_WORDS: Readonly<Record<Field, FieldWords>> = {
  'person.email': { kind: 'contact', en: 'the e-mail address', fr: 'l’adresse e-mail' },
  'person.phone': { kind: 'contact', en: 'the phone number', fr: 'le numéro de téléphone' },
  'person.external_id': { kind: 'contact', en: 'the customer number', fr: 'le numéro de client' },
  'person.first_name': { kind: 'contact', en: 'the first name', fr: 'le prénom' },
  'person.last_name': { kind: 'contact', en: 'the last name', fr: 'le nom de famille' },
  'person.birth_date': { kind: 'contact', en: 'the date of birth', fr: 'la date de naissance' },
  'person.gender': { kind: 'contact', en: 'the gender', fr: 'le genre' },
  'person.zip': { kind: 'place', en: 'the postal code', fr: 'le code postal' },
  'person.city': { kind: 'place', en: 'the city', fr: 'la ville' },
  'person.state': { kind: 'place', en: 'the region or state', fr: 'la région' },
  'person.country': { kind: 'place', en: 'the country of residence', fr: 'le pays de résidence' },
  'client.ip': { kind: 'device', en: 'the IP address', fr: 'l’adresse IP' },
  'client.user_agent': {
    kind: 'device',
    en: 'the browser and its version (user agent)',
    fr: 'le navigateur et sa version (user agent)',
  },
  'client.language': { kind: 'device', en: 'the language of the device', fr: 'la langue de l’appareil' },
  'click.ttclid': { kind: 'click', en: 'TikTok’s click id', fr: 'l’identifiant de clic de TikTok' },
  'click.ttp': {
    kind: 'click',
    en: 'TikTok’s browser id (its cookie)',
    fr: 'l’identifiant de navigateur de TikTok (son cookie)',
  },
  'click.fbc': {
    kind: 'click',
    en: 'Meta’s click id (its cookie)',
    fr: 'l’identifiant de clic de Meta (son cookie)',
  },
  'click.fbp': {
    kind: 'click',
    en: 'Meta’s browser id (its cookie)',
    fr: 'l’identifiant de navigateur de Meta (son cookie)',
  },
  'page.url': { kind: 'page', en: 'the address of the page', fr: 'l’adresse de la page' },
  'page.referrer': {
    kind: 'page',
    en: 'the address of the page before it (referrer)',
    fr: 'l’adresse de la page précédente (provenance)',
  },
  'order.id': { kind: 'order', en: 'the order number', fr: 'le numéro de commande' },
  'order.value': { kind: 'order', en: 'the amount', fr: 'le montant' },
  'order.currency': { kind: 'order', en: 'the currency', fr: 'la devise' },
  'order.items.id': { kind: 'order', en: 'the product reference', fr: 'la référence du produit' },
  'order.items.name': { kind: 'order', en: 'the product name', fr: 'le nom du produit' },
  'order.items.quantity': { kind: 'order', en: 'the quantity', fr: 'la quantité' },
  'order.items.price': { kind: 'order', en: 'the unit price', fr: 'le prix unitaire' },
  'order.items.brand': { kind: 'order', en: 'the brand', fr: 'la marque' },
  'order.items.category': { kind: 'order', en: 'the product category', fr: 'la catégorie du produit' },
  'search.query': { kind: 'search', en: 'the words searched for', fr: 'les mots recherchés' },
  'lead.id': { kind: 'request', en: 'the reference of the request', fr: 'la référence de la demande' },
  'lead.type': { kind: 'request', en: 'the kind of request', fr: 'le type de demande' },
}

export function isField(name: string): name is Field {
  return Object.hasOwn(FIELD_WORDS, name)
}
