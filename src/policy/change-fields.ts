/** Fields and their forms in the sentences about changes: "the hashed phone number", « le numéro de téléphone haché ». */
import type { Condition, Grant, Words } from './document.ts'
import type { Treatment } from './fields.ts'

/** French: with its article; `e` where adjectives take it. */
interface FieldWords {
  readonly en: string
  readonly fr: string
  readonly e?: true
}

const FIELDS: Readonly<Record<string, FieldWords>> = {
  'person.email': { en: 'e-mail address', fr: 'l’adresse e-mail', e: true },
  'person.phone': { en: 'phone number', fr: 'le numéro de téléphone' },
  'person.external_id': { en: 'customer number', fr: 'le numéro de client' },
  'person.first_name': { en: 'first name', fr: 'le prénom' },
  'person.last_name': { en: 'last name', fr: 'le nom de famille' },
  'person.city': { en: 'city', fr: 'la ville', e: true },
  'person.state': { en: 'region', fr: 'la région', e: true },
  'person.zip': { en: 'postal code', fr: 'le code postal' },
  'person.country': { en: 'country', fr: 'le pays' },
  'person.birth_date': { en: 'date of birth', fr: 'la date de naissance', e: true },
  'person.gender': { en: 'gender', fr: 'le genre' },
  'client.ip': { en: 'IP address', fr: 'l’adresse IP', e: true },
  'client.user_agent': { en: 'browser description', fr: 'la description du navigateur', e: true },
  'client.language': { en: 'device language', fr: 'la langue de l’appareil', e: true },
  'click.ttclid': { en: 'TikTok click id', fr: 'l’identifiant de clic TikTok' },
  'click.ttp': { en: 'TikTok browser id', fr: 'l’identifiant de navigateur TikTok' },
  'click.fbc': { en: 'Meta click id', fr: 'l’identifiant de clic Meta' },
  'click.fbp': { en: 'Meta browser id', fr: 'l’identifiant de navigateur Meta' },
  'page.url': { en: 'page address', fr: 'l’adresse de la page', e: true },
  'page.referrer': { en: 'address of the page before', fr: 'l’adresse de la page précédente', e: true },
  'order.id': { en: 'order number', fr: 'le numéro de commande' },
  'order.value': { en: 'amount', fr: 'le montant' },
  'order.currency': { en: 'currency', fr: 'la devise', e: true },
  'order.items.id': { en: 'product reference', fr: 'la référence du produit', e: true },
  'order.items.name': { en: 'product name', fr: 'le nom du produit' },
  'order.items.quantity': { en: 'quantity', fr: 'la quantité', e: true },
  'order.items.price': { en: 'unit price', fr: 'le prix unitaire' },
  'order.items.brand': { en: 'product brand', fr: 'la marque du produit', e: true },
  'order.items.category': { en: 'product category', fr: 'la catégorie du produit', e: true },
  'search.query': { en: 'searched words', fr: 'le texte recherché' },
  'lead.id': { en: 'request number', fr: 'le numéro de demande' },
  'lead.type': { en: 'kind of request', fr: 'le type de demande' },
}

/** A field that has no words yet is named as the policy names it. */
function wordsOf(field: string): FieldWords {
  return (Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined) ?? { en: `\`${field}\``, fr: `\`${field}\`` }
}

/** Without its form. */
export function fieldWords(field: string): Words {
  const { en, fr } = wordsOf(field)
  return { en: `the ${en}`, fr }
}

/** With the form in which it leaves. */
export function fieldInForm(field: string, treatment: Treatment): Words {
  const { en, fr, e } = wordsOf(field)
  const ending = e === true ? 'e' : ''
  switch (treatment) {
    case 'hashed':
      return { en: `the hashed ${en}`, fr: `${fr} haché${ending}` }
    case 'normalized':
      return { en: `the readable ${en}`, fr: `${fr} lisible` }
    case 'url_cleaned':
      return { en: `the cleaned ${en}`, fr: `${fr} nettoyé${ending}` }
    case 'as_is':
      return { en: `the ${en} as it is`, fr: `${fr} tel${e === true ? 'le quelle' : ' quel'}` }
  }
}

const FORMS: Readonly<Record<Treatment, Words>> = {
  hashed: { en: 'hashed', fr: 'sous forme hachée' },
  normalized: { en: 'readable, in a uniform spelling', fr: 'lisible, dans une écriture uniforme' },
  url_cleaned: { en: 'cleaned', fr: 'sous forme nettoyée' },
  as_is: { en: 'as it is', fr: 'sans changement' },
}

export function formWords(treatment: unknown): Words {
  const known = typeof treatment === 'string' && Object.hasOwn(FORMS, treatment)
  return known ? FORMS[treatment as Treatment] : { en: String(treatment), fr: String(treatment) }
}

export function conditionWords(condition: unknown): Words {
  if (typeof condition !== 'object' || condition === null) return { en: 'no condition', fr: 'aucune condition' }
  const { countries, exceptCountries, withField }: Condition = condition
  const en: string[] = []
  const fr: string[] = []
  if (countries !== undefined) {
    en.push(`only in ${countries.join(', ')}`)
    fr.push(`seulement dans ${countries.join(', ')}`)
  }
  if (exceptCountries !== undefined) {
    en.push(`never in ${exceptCountries.join(', ')}`)
    fr.push(`jamais dans ${exceptCountries.join(', ')}`)
  }
  if (withField !== undefined) {
    en.push(`only together with ${fieldWords(withField).en}`)
    fr.push(`seulement avec ${fieldWords(withField).fr}`)
  }
  return en.length === 0 ? { en: 'no condition', fr: 'aucune condition' } : { en: en.join(', '), fr: fr.join(', ') }
}

/** The condition belongs to what leaves: without it the sentence would say more than is so. */
export function grantWords(field: string, grant: Grant): Words {
  const form = fieldInForm(field, grant.treatment)
  if (grant.condition === undefined) return form
  const condition = conditionWords(grant.condition)
  return { en: `${form.en} (${condition.en})`, fr: `${form.fr} (${condition.fr})` }
}
