/**
 * What the schema says of a value that has words of its own. zod carries one text for each issue: the schema gives it the
 * code, and issues.ts looks the words up here. A code that is not here does not compile.
 */
import { KNOWN_VENDORS } from '../consent/signals/tcf/gvl.ts'
import type { Words } from './document.ts'
import { OWN_SECRETS } from './own-secrets.ts'
import { STANDARD } from './standard.ts'

const VENDORS = Object.keys(KNOWN_VENDORS.vendors).join(', ')

// They never repeat what was written: it may be the token itself.
export const SCHEMA_MESSAGES = {
  name: {
    en: 'a name here is small letters, digits and single hyphens, e.g. `my-shop`',
    fr: 'un nom s’écrit ici en minuscules sans accent, chiffres et traits d’union isolés, p. ex. `my-shop`',
  },
  country: {
    en: 'must be a two-letter ISO 3166-1 country code in capitals, e.g. FR (the United Kingdom is GB)',
    fr: 'doit être le code d’un pays en deux majuscules (ISO 3166-1), p. ex. FR (le Royaume-Uni est GB)',
  },
  already_in_list: { en: 'is already in this list', fr: 'est déjà dans cette liste' },
  group_name: {
    en: 'a group name is small letters, digits and underscores, e.g. `contact_hashed`',
    fr: 'le nom d’un groupe s’écrit en minuscules sans accent, chiffres et tirets bas, p. ex. `contact_hashed`',
  },
  event_name: { en: 'is not the name of an event', fr: 'n’est pas le nom d’un événement' },
  no_country: { en: 'names no country: take the line out', fr: 'ne nomme aucun pays : retirez la ligne' },
  empty_condition: {
    en: 'a condition must say something: take it out or fill it',
    fr: 'une condition doit dire quelque chose : retirez-la ou remplissez-la',
  },
  empty_field_group: {
    en: 'a field group needs at least one field',
    fr: 'un groupe de champs doit contenir au moins un champ',
  },
  empty_event_group: {
    en: 'an event group needs at least one event',
    fr: 'un groupe d’événements doit contenir au moins un événement',
  },
  no_field: { en: 'takes no field: take the line out', fr: 'ne prend aucun champ : retirez la ligne' },
  allowed: {
    en: 'must be the name of a field group, or a block: { group: …, fields: […], condition: { … } }',
    fr: 'doit être le nom d’un groupe de champs, ou un bloc : { group: …, fields: […], condition: { … } }',
  },
  allows_nothing: { en: 'allows nothing: take the line out', fr: 'n’autorise rien : retirez la ligne' },
  limits_nothing: {
    en: 'names no group, so that nothing would leave after an opt-out: set on_opt_out to drop and take the line out',
    fr: 'ne nomme aucun groupe, donc rien ne sortirait après une opposition : écrivez drop pour on_opt_out et retirez la ligne',
  },
  day: { en: 'must be a day: 2027-11-30', fr: 'doit être une date : 2027-11-30' },
  calendar_day: {
    en: 'must be a day of the calendar: 2027-11-30',
    fr: 'doit être une date du calendrier : 2027-11-30',
  },
  role: {
    en: 'a role is small letters, digits and hyphens, e.g. `legal`',
    fr: 'un rôle s’écrit en minuscules sans accent, chiffres et traits d’union, p. ex. `legal`',
  },
  key_id: {
    en: 'must be the key’s id, as `tidegate keys new` gave it',
    fr: 'doit être l’identifiant de la clé, tel que `tidegate keys new` l’a donné',
  },
  public_key: {
    en: 'must be the public part of an Ed25519 key: 43 letters, as `tidegate keys new` gave it',
    fr: 'doit être la partie publique d’une clé Ed25519 : 43 caractères, tels que `tidegate keys new` les a donnés',
  },
  library: {
    en: `must be ${STANDARD}, the library that is built in`,
    fr: `doit être ${STANDARD}, la bibliothèque intégrée`,
  },
  region: {
    en: 'must be a country or a region of one by ISO 3166, e.g. `US` or `US-CA`',
    fr: 'doit être un pays ou une de ses régions (ISO 3166), p. ex. `US` ou `US-CA`',
  },
  consent_tool: {
    en: 'is not a consent tool that is read; docs/consent.md lists them',
    fr: 'n’est pas un outil de consentement qui est lu ; docs/consent.fr.md en donne la liste',
  },
  quoted: { en: 'must be text: write it in quotes', fr: 'doit être un texte : écrivez-le entre guillemets droits' },
  tool_key: {
    en: 'must be a key as the consent tool writes it; only its end may be `*`',
    fr: 'doit être une clé telle que l’outil de consentement l’écrit ; seule sa fin peut être `*`',
  },
  cookie_name: { en: 'must be the name of a cookie', fr: 'doit être le nom d’un cookie' },
  origin: {
    en: 'must be an exact origin over https, e.g. https://www.shop.example (no path, no final slash, no *)',
    fr: 'doit être une origine https exacte, p. ex. https://www.shop.example (sans chemin, sans barre finale, sans *)',
  },
  development_origin: {
    en: 'must be an exact origin, or a loopback one with any port, e.g. "http://127.0.0.1:*"',
    fr: 'doit être une origine exacte, ou une adresse locale avec n’importe quel port, p. ex. "http://127.0.0.1:*"',
  },
  host: {
    en: 'must be a host name in small letters, e.g. www.shop.example',
    fr: 'doit être un nom d’hôte en minuscules, p. ex. www.shop.example',
  },
  secret_name: {
    en:
      'must be the name of a secret in capitals (e.g. TIKTOK_ACCESS_TOKEN); if this is the token itself, take it out ' +
      'of the file and replace it at the platform: it has been seen',
    fr:
      'doit être le nom d’un secret, en majuscules (p. ex. TIKTOK_ACCESS_TOKEN) ; si c’est le jeton lui-même, retirez-le ' +
      'du fichier et remplacez-le auprès de la plateforme : il a été vu',
  },
  own_secret: {
    en: `must not begin with ${OWN_SECRETS}: those are the gateway’s own secrets, and this one is sent to the platform`,
    fr: `ne peut pas commencer par ${OWN_SECRETS} : ce sont les secrets de la passerelle, et celui-ci est envoyé à la plateforme`,
  },
  quoted_account: {
    en: 'must be text: write the account id in quotes',
    fr: 'doit être un texte : écrivez l’identifiant du compte entre guillemets droits',
  },
  account: {
    en: 'must be an account id: letters, digits, `_` and `-`',
    fr: 'doit être un identifiant de compte : lettres, chiffres, `_` et `-`',
  },
  quoted_code: {
    en: 'must be text: write the code in quotes',
    fr: 'doit être un texte : écrivez le code entre guillemets droits',
  },
  quoted_key: {
    en: 'must be text: write the key in quotes',
    fr: 'doit être un texte : écrivez la clé entre guillemets droits',
  },
  write_key: {
    en: 'must be letters, digits, `_` and `-`, 64 at most; it is no secret, it stands in the page',
    fr: 'ne contient que lettres, chiffres, `_` et `-`, 64 au plus ; ce n’est pas un secret, elle figure dans la page',
  },
  test_code: { en: 'must be letters, digits, `_` and `-`', fr: 'ne contient que lettres, chiffres, `_` et `-`' },
  no_purpose: {
    en: 'a destination must name at least one purpose: nothing leaves without consent to something',
    fr: 'un destinataire doit nommer au moins une finalité : rien ne sort sans consentement à quelque chose',
  },
  names_nothing: { en: 'names nothing: take the line out', fr: 'ne nomme rien : retirez la ligne' },
  vendor: {
    en: `must be one of the vendors whose declarations are built in: ${VENDORS}`,
    fr: `doit être l’un des fournisseurs (vendors) dont les déclarations sont intégrées : ${VENDORS}`,
  },
  printable: {
    en: 'must be printable: no line break, no control character',
    fr: 'doit être imprimable : ni saut de ligne, ni caractère de commande',
  },
  order_tag: {
    en: 'must be a tag as the shop writes it, without spaces around it',
    fr: 'doit être une étiquette telle que la boutique l’écrit, sans espace autour',
  },
  renewal_source: {
    en: 'must be the name of a channel as the shop writes it; only its end may be `*`',
    fr: 'doit être le nom d’un canal tel que la boutique l’écrit ; seule sa fin peut être `*`',
  },
  time_zone: {
    en: 'must be a time zone of the IANA database, an area and a place, e.g. Europe/Paris, or UTC',
    fr: 'doit être un fuseau de la base IANA, une région et une ville, p. ex. Europe/Paris, ou UTC',
  },
  source_secret: {
    en:
      'must be the name of a secret in capitals (e.g. SHOPIFY_WEBHOOK_SECRET); if this is the secret itself, take it ' +
      'out of the file and replace it at the shop: it has been seen',
    fr:
      'doit être le nom d’un secret, en majuscules (p. ex. SHOPIFY_WEBHOOK_SECRET) ; si c’est le secret lui-même, ' +
      'retirez-le du fichier et remplacez-le auprès de la boutique : il a été vu',
  },
  source_own_secret: {
    en: `must not begin with ${OWN_SECRETS}: those are the gateway’s own secrets, and nobody else may know them`,
    fr: `ne peut pas commencer par ${OWN_SECRETS} : ce sont les secrets de la passerelle, que nul autre ne doit connaître`,
  },
  no_secret: {
    en: 'names no secret: nobody could be told from anybody else',
    fr: 'ne nomme aucun secret : on ne saurait dire qui envoie',
  },
  no_id: { en: 'names none: take the block out', fr: 'n’en nomme aucun : retirez le bloc' },
  no_source: { en: 'names no source: take the line out', fr: 'ne nomme aucune source : retirez la ligne' },
  shop_url: {
    en: 'must be the shop’s address over https, e.g. https://www.shop.example/boutique (no final slash, no query)',
    fr: 'doit être l’adresse https de la boutique, p. ex. https://www.shop.example/boutique (sans barre finale ni paramètres)',
  },
  shopify_shop: {
    en: 'must be the shop’s permanent name, e.g. my-shop.myshopify.com',
    fr: 'doit être le nom permanent de la boutique, p. ex. my-shop.myshopify.com',
  },
  store_hash: {
    en: 'must be the store hash: the small letters and digits after `store-` in the shop’s address',
    fr: 'doit être le store hash : les minuscules et chiffres après `store-` dans l’adresse de la boutique',
  },
  quoted_number: {
    en: 'must be text: write the number in quotes',
    fr: 'doit être un texte : écrivez le numéro entre guillemets droits',
  },
  number_id: { en: 'must be an id made of digits', fr: 'doit être un identifiant fait de chiffres' },
  app_key: {
    en: 'must be the app’s public key: letters and digits',
    fr: 'doit être la clé publique de l’application : lettres et chiffres',
  },
  shop_cipher: {
    en: 'must be the shop’s cipher as the Open API gives it: letters, digits, `_`, `=`, `-`',
    fr: 'doit être le chiffre de la boutique (cipher), tel que l’Open API le donne : lettres, chiffres, `_`, `=`, `-`',
  },
  measurement_id: {
    en: 'must be a measurement id, e.g. G-ABC123DEF4',
    fr: 'doit être un ID de mesure, p. ex. G-ABC123DEF4',
  },
  pixel_code: {
    en: 'must be a pixel code: capitals and digits',
    fr: 'doit être un code de pixel : majuscules et chiffres',
  },
  too_many_names: { en: 'has too many names: at most 200', fr: 'compte trop de noms : 200 au plus' },
  analysis_purpose: {
    en: 'must name at least one purpose: nothing of a journey is kept without consent to something',
    fr: 'doit nommer au moins une finalité : rien d’un parcours n’est gardé sans consentement à quelque chose',
  },
  touch_source: {
    en: 'must be small letters, digits, `_` and `-`, 40 at most, e.g. `newsletter`',
    fr: 'ne contient que minuscules sans accent, chiffres, `_` et `-`, 40 au plus, p. ex. `newsletter`',
  },
  touch_pattern: {
    en: 'must be text as it stands in the address; only its end may be `*`',
    fr: 'doit être un texte tel qu’il figure dans l’adresse ; seule sa fin peut être `*`',
  },
  referrer_host: {
    en: 'must be a host name in small letters, e.g. partner.example; names under it count too',
    fr: 'doit être un nom d’hôte en minuscules, p. ex. partner.example ; les noms placés dessous comptent aussi',
  },
  touch_without_condition: {
    en: 'has no condition: name what must be in the address, or the host of the page before',
    fr: 'ne porte aucune condition : nommez ce que l’adresse doit contenir, ou l’hôte de la page d’avant',
  },
  promo_code: {
    en: 'must be a promo code as the buyer types it, without spaces around it, 40 characters at most',
    fr: 'doit être un code promo tel que l’acheteur le saisit, sans espace autour, 40 caractères au plus',
  },
  too_many_codes: { en: 'has too many codes: at most 500', fr: 'compte trop de codes : 500 au plus' },
  currency: {
    en: 'must be the code of a currency in capitals (ISO 4217), e.g. EUR',
    fr: 'doit être le code d’une monnaie en majuscules (ISO 4217), p. ex. EUR',
  },
  no_host: { en: 'a site needs at least one host', fr: 'un site doit avoir au moins un nom d’hôte' },
  url_parameter: {
    en: 'must be the name of one URL parameter, without *',
    fr: 'doit être le nom d’un seul paramètre d’URL, sans *',
  },
} as const satisfies Readonly<Record<string, Words>>

export type SchemaMessage = keyof typeof SCHEMA_MESSAGES

/** For a schema's `error`: `.regex(…, says('host'))`. */
export function says(message: SchemaMessage): { readonly error: SchemaMessage } {
  return { error: message }
}

/** Undefined where the schema has no words of its own. */
export function schemaWords(message: string): Words | undefined {
  const known: Readonly<Partial<Record<string, Words>>> = SCHEMA_MESSAGES
  return Object.hasOwn(known, message) ? known[message] : undefined
}
