/** What a field is called, in plain words: a lawyer reads these. A test holds that every canonical field has them. */
import type { CANONICAL_FIELDS } from './fields.ts'
import type { Words } from './document.ts'

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
  /** Without its article. */
  readonly en: string
  /** With its article. */
  readonly fr: string
  /** French: adjectives take an `e`. */
  readonly e?: true
}

export const FIELD_WORDS: Readonly<Record<Field, FieldWords>> = {
  'person.email': { kind: 'contact', en: 'e-mail address', fr: 'l’adresse e-mail', e: true },
  'person.phone': { kind: 'contact', en: 'phone number', fr: 'le numéro de téléphone' },
  'person.external_id': { kind: 'contact', en: 'customer number', fr: 'le numéro de client' },
  'person.first_name': { kind: 'contact', en: 'first name', fr: 'le prénom' },
  'person.last_name': { kind: 'contact', en: 'last name', fr: 'le nom de famille' },
  'person.birth_date': { kind: 'contact', en: 'date of birth', fr: 'la date de naissance', e: true },
  'person.gender': { kind: 'contact', en: 'gender', fr: 'le genre' },
  'person.zip': { kind: 'place', en: 'postal code', fr: 'le code postal' },
  'person.city': { kind: 'place', en: 'city', fr: 'la ville', e: true },
  'person.state': { kind: 'place', en: 'region or state', fr: 'la région', e: true },
  'person.country': { kind: 'place', en: 'country of residence', fr: 'le pays de résidence' },
  'client.ip': { kind: 'device', en: 'IP address', fr: 'l’adresse IP', e: true },
  'client.user_agent': {
    kind: 'device',
    en: 'browser and its version (user agent)',
    fr: 'le navigateur et sa version (user agent)',
  },
  'client.language': { kind: 'device', en: 'language of the device', fr: 'la langue de l’appareil', e: true },
  'click.ttclid': {
    kind: 'click',
    en: 'TikTok click id (also read from the page’s address)',
    fr: 'l’identifiant de clic de TikTok (lu aussi dans l’adresse de la page)',
  },
  'click.ttp': {
    kind: 'click',
    en: 'TikTok browser id (a cookie)',
    fr: 'l’identifiant de navigateur de TikTok (un cookie)',
  },
  'click.fbc': {
    kind: 'click',
    en: 'Meta click id (a cookie, or made from the address’s fbclid and the event’s time)',
    fr: 'l’identifiant de clic de Meta (un cookie, ou formé du fbclid de l’adresse et de l’heure de l’événement)',
  },
  'click.fbp': {
    kind: 'click',
    en: 'Meta browser id (a cookie)',
    fr: 'l’identifiant de navigateur de Meta (un cookie)',
  },
  'page.url': { kind: 'page', en: 'address of the page', fr: 'l’adresse de la page', e: true },
  'page.referrer': {
    kind: 'page',
    en: 'address of the page before it (referrer)',
    fr: 'l’adresse de la page précédente (provenance)',
    e: true,
  },
  'order.id': { kind: 'order', en: 'order number', fr: 'le numéro de commande' },
  'order.value': { kind: 'order', en: 'amount', fr: 'le montant' },
  'order.currency': { kind: 'order', en: 'currency', fr: 'la devise', e: true },
  'order.items.id': { kind: 'order', en: 'product reference', fr: 'la référence du produit', e: true },
  'order.items.name': { kind: 'order', en: 'product name', fr: 'le nom du produit' },
  'order.items.quantity': { kind: 'order', en: 'quantity', fr: 'la quantité', e: true },
  'order.items.price': { kind: 'order', en: 'unit price', fr: 'le prix unitaire' },
  'order.items.brand': { kind: 'order', en: 'product brand', fr: 'la marque du produit', e: true },
  'order.items.category': { kind: 'order', en: 'product category', fr: 'la catégorie du produit', e: true },
  'search.query': { kind: 'search', en: 'search text', fr: 'le texte recherché' },
  'lead.id': { kind: 'request', en: 'reference of the request', fr: 'la référence de la demande', e: true },
  'lead.type': { kind: 'request', en: 'kind of request', fr: 'le type de demande' },
}

export function isField(name: string): name is Field {
  return Object.hasOwn(FIELD_WORDS, name)
}
