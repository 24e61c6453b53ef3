/** The smallest whole policy, and what is said of it with a mistake put in. */
import { expect } from 'vitest'
import { compilePolicy } from './compile.ts'
import type { Words } from './document.ts'
import { formatPolicyError } from './errors.ts'
import { faultsOfFrench } from './french.fixture.ts'
import type { KnownDestination } from './known.ts'

export const KNOWN: readonly KnownDestination[] = [
  {
    id: 'acme',
    purposes: ['ad_storage', 'ad_user_data'],
    events: ['page_view', 'purchase'],
    fields: ['person.email', 'person.city', 'order.id'],
    treatments: { 'person.email': ['hashed'], 'person.city': ['normalized'], 'order.id': ['as_is'] },
  },
]

// Counted from here: line 1 is `version`.
export const SHOP = `version: 1
field_groups:
  contact:
    fields: [person.email]
    purpose: ad_user_data
    legal_basis: consent
    treatment: hashed
    retention_days: 7
event_groups:
  looking: { events: [page_view] }
sites:
  shop:
    hosts: [shop.example]
    origins: [https://shop.example]
    default_country: FR
    shards: 2
    consent: { max_age_days: 180, gpc_scope: all_us, regimes: { US: opt-out } }
    url_parameters: []
    destinations:
      acme:
        account: A1
        token_secret: ACME_TOKEN
        purposes: [ad_storage, ad_user_data]
        on_opt_out: drop
        allow:
          looking: [contact]
        recipient: { en: Acme, fr: Acme }
        transfers: { en: none, fr: aucun }
        retention: { en: a year, fr: un an }
        terms: { en: a contract, fr: un contrat }
    controller: { name: Shop, contact: mail@shop.example }
    events:
      defaults: { owner: Marketing, page: { en: all, fr: toutes }, trigger: { en: it happens, fr: arrive } }
      page_view: { definition: { en: a page, fr: une page } }
      purchase: { definition: { en: an order, fr: une commande }, unique: order.id }
`

/** Every error as the command prints it; and none that a French reader could not read. */
export function errorsOf(
  text: string,
  language: keyof Words = 'en',
  known: readonly KnownDestination[] = KNOWN,
): readonly string[] {
  const result = compilePolicy(text, known, () => 'digest')
  if (result.ok) return []
  for (const { message, suggestion } of result.errors)
    for (const words of [message, suggestion ?? []].flat())
      expect([words.en, ...faultsOfFrench(words)]).toEqual([words.en])
  return result.errors.map((error) => formatPolicyError('p.yaml', error, language))
}

export function errorsWith(from: string, to: string, language?: keyof Words): readonly string[] {
  if (!SHOP.includes(from)) throw new Error(`the fixture has no ${from}`)
  return errorsOf(SHOP.replace(from, to), language)
}
