/** What a review must know of the destinations and of the egress guard, read from the code that sends and guards. */
import type { Destination } from '../destinations/destination.ts'
import type { Words } from '../policy/document.ts'
import type { RecipientFacts } from '../policy/review/facts.ts'
import type { PersonalDataKind } from '../privacy/kinds.ts'

export function recipientFacts(registry: readonly Destination[]): RecipientFacts[] {
  return registry.map((destination) => factsOf(destination, DERIVED[destination.id]))
}

function factsOf(destination: Destination, derived: Words | undefined): RecipientFacts {
  return {
    id: destination.id,
    name: brandOf(destination.name),
    api: destination.name,
    identifying: identifyingFields(destination),
    ...(derived !== undefined && { derived }),
    clickParameters: clickParametersOf(destination),
    cookies: destination.cookies.map(({ name, kind, field, madeAtMs, make }) => ({
      name,
      kind,
      field,
      dated: madeAtMs !== undefined,
      made: make !== undefined,
    })),
  }
}

/** What the mappings make of other fields, or send with every event; a test holds that every constant is named. */
const DERIVED: Readonly<Partial<Record<string, Words>>> = {
  tiktok: {
    en: 'Made from these data, where they are allowed: the number of articles (`num_items`) and, with articles, their kind (`content_type`, always “product”). After an opt-out, where a limited part may leave: the mark `limited_data_use`.',
    fr: 'Tirés de ces données, là où elles sont permises : le nombre d’articles (`num_items`) et, avec des articles, leur nature (`content_type`, toujours « product »). Après une opposition, là où une partie limitée peut sortir : la mention `limited_data_use`.',
  },
  meta: {
    en: 'Always: that it happened on a website (`action_source`). Made from these data, where they are allowed: the number of articles (`num_items`) and, with articles, their kind (`content_type`, “product”, for a list “product_group”). After an opt-out, where a limited part may leave: the mark `data_processing_options` (LDU), which tells Meta whether the person is in California.',
    fr: 'Toujours : le fait que cela s’est passé sur un site (`action_source`). Tirés de ces données, là où elles sont permises : le nombre d’articles (`num_items`) et, avec des articles, leur nature (`content_type`, « product », pour une liste « product_group »). Après une opposition, là où une partie limitée peut sortir : la mention `data_processing_options` (LDU), qui dit à Meta si la personne est en Californie.',
  },
}

/** A parameter of an address that is a click id → the canonical field whose row allows it. */
function clickParametersOf({ clickParameters }: Destination): ReadonlyMap<string, string> {
  return new Map(clickParameters.map(({ name, field }) => [name, field]))
}

/** `TikTok Events API 2.0` → `TikTok`. */
function brandOf(name: string): string {
  return name.replace(/\s+\S+\s+API\b.*$/, '')
}

/** A field of which one row may still leave under a limited permit is not one of them. */
function identifyingFields({ rows }: Destination): ReadonlySet<string> {
  const others = new Set(rows.filter((row) => !row.identifying).map((row) => row.from))
  return new Set(rows.map((row) => row.from).filter((from) => !others.has(from)))
}

/** Every kind that the guard knows has words: a new one does not compile without. */
const GUARDED: Readonly<Record<PersonalDataKind, Words>> = {
  email: { en: 'e-mail addresses', fr: 'les adresses e-mail' },
  phone: { en: 'phone numbers', fr: 'les numéros de téléphone' },
  iban: { en: 'bank account numbers (IBAN, by their check digits)', fr: 'les numéros de compte (IBAN, par leur clé)' },
  card: {
    en: 'payment card numbers (by their check digit)',
    fr: 'les numéros de carte de paiement (par leur clé de contrôle)',
  },
  nir: {
    en: 'French social security numbers (NIR, by their key)',
    fr: 'les numéros de sécurité sociale français (NIR, par leur clé)',
  },
  national_id: {
    en: 'national identity, tax and health numbers of other states (by their check digits or a word beside them)',
    fr: 'les numéros d’identité, de contribuable et de santé d’autres États (par leur clé ou un mot voisin)',
  },
  birth_date: {
    en: 'dates of birth, beside a word that says so',
    fr: 'les dates de naissance, à côté d’un mot qui le dit',
  },
  ip: { en: 'IP addresses', fr: 'les adresses IP' },
  jwt: { en: 'sign-in tokens (JWT)', fr: 'les jetons de connexion (JWT)' },
  session_token: {
    en: 'codes that open somebody’s session, basket or order',
    fr: 'les codes qui ouvrent la session, le panier ou la commande de quelqu’un',
  },
  address: { en: 'house numbers where a town should be', fr: 'les numéros de rue là où une ville est attendue' },
  sha256: {
    en: 'SHA-256 hashes outside the fields that are meant for them',
    fr: 'les hachages SHA-256 hors des champs prévus pour eux',
  },
  oversized: {
    en: 'texts too long to be looked through',
    fr: 'les textes trop longs pour être examinés',
  },
}

export const GUARDED_KINDS: readonly Words[] = Object.values(GUARDED)
