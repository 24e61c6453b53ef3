/** Compiled policies made by hand for tests: the demo shop as policy.yaml has it, and one with everything that it has not. */
import { PURPOSES } from '../../consent/types.ts'
import { EVENT_NAMES, type EventName } from '../../event/types.ts'
import type { EventDefinition, Grant, Words } from '../document.ts'
import type { CompiledDestination, CompiledPolicy, CompiledSite } from '../types.ts'
import type { RecipientFacts } from './facts.ts'

export const words = (en: string, fr: string): Words => ({ en, fr })

export const FACTS: readonly RecipientFacts[] = [
  {
    id: 'tiktok',
    name: 'TikTok',
    api: 'TikTok Events API 2.0',
    identifying: new Set(['person.email', 'person.phone', 'click.ttclid']),
    clickParameters: new Map([['ttclid', 'click.ttclid']]),
  },
  {
    id: 'meta',
    name: 'Meta',
    api: 'Meta Conversions API',
    identifying: new Set(['person.email', 'person.phone', 'click.fbc']),
    clickParameters: new Map([['fbclid', 'click.fbc']]),
    derived: words('Always: `action_source`.', 'Toujours : `action_source`.'),
  },
]
export const CLICK_IDS: ReadonlySet<string> = new Set(['ttclid', 'fbclid', 'gclid'])
export const GUARDED: readonly Words[] = [
  words('e-mail addresses', 'adresses e-mail'),
  words('phone numbers', 'numéros de téléphone'),
]

interface Group {
  readonly fields: readonly string[]
  readonly grant: Grant
}

/** Grants and sets of fields as the compiler numbers them: each distinct one once. */
class Tables {
  readonly grants: Grant[] = []
  readonly fieldSets: Record<string, number>[] = []

  fieldSet(groups: readonly Group[]): number {
    const set = groups.flatMap(({ fields, grant }) => fields.map((field) => [field, this.#grant(grant)] as const))
    return this.fieldSets.push(Object.fromEntries(set)) - 1
  }

  #grant(grant: Grant): number {
    const known = this.grants.indexOf(grant)
    return known === -1 ? this.grants.push(grant) - 1 : known
  }
}

function group(group: string, fields: string, grant: Partial<Grant>): Group {
  const usual = { purpose: 'ad_user_data', legalBasis: 'consent', retentionDays: 7, treatment: 'as_is' } as const
  return { fields: fields.split(' '), grant: { group, ...usual, ...grant } }
}

const page = group('page', 'page.url page.referrer', {
  treatment: 'url_cleaned',
  note: words('The page and where the visit came from.', 'La page et la provenance.'),
})
const browser = group('browser', 'client.ip client.user_agent', { purpose: 'ad_storage' })
const tiktokIds = group('tiktok_ids', 'click.ttclid click.ttp', { purpose: 'ad_storage' })
const metaIds = group('meta_ids', 'click.fbc click.fbp', { purpose: 'ad_storage' })
const orderFacts = group(
  'order_facts',
  'order.id order.value order.currency order.items.id order.items.name order.items.quantity order.items.price order.items.brand order.items.category',
  {},
)
const contact = group('contact_hashed', 'person.email person.phone person.external_id', {
  treatment: 'hashed',
  note: words(
    'Only as SHA-256. A hash is still personal data.',
    'Seulement hachés. Un haché reste une donnée personnelle.',
  ),
})
const name = group('name_hashed', 'person.first_name person.last_name person.zip', { treatment: 'hashed' })
const postalHashed = group('postal_hashed', 'person.city person.state person.country', { treatment: 'hashed' })
const postalReadable = group('postal_readable', 'person.city person.state person.country', { treatment: 'normalized' })

export const COMMITMENTS: readonly EventName[] =
  'purchase generate_lead sign_up subscribe start_trial contact schedule submit_application'.split(' ') as EventName[]
const BROWSING = EVENT_NAMES.filter((event) => event !== 'refund' && !COMMITMENTS.includes(event))

function each(events: readonly EventName[], set: number): CompiledDestination['events'] {
  return Object.fromEntries(events.map((event) => [event, set]))
}

function destination(id: string, more: Partial<CompiledDestination>): CompiledDestination {
  const name = id === 'tiktok' ? 'TikTok Technology Limited' : 'Meta Platforms Ireland Limited'
  return {
    id,
    accountId: `${id.toUpperCase()}-0001`,
    tokenSecret: 'A_TOKEN',
    purposes: [PURPOSES[0], PURPOSES[1], PURPOSES[2]],
    consentNames: { tools: { didomi: [`c:${id}-*`] } },
    onOptOut: 'drop',
    limitedFields: [],
    events: {},
    document: {
      recipient: words(`${name} (Dublin, Ireland)`, `${name} (Dublin, Irlande)`),
      transfers: words(
        'Outside the EEA under standard contractual clauses.',
        'Hors EEE, clauses contractuelles types.',
      ),
      retention: words('18 months at most.', '18 mois au plus.'),
      terms: words('Business Products (Data) Terms.', 'Conditions Business Products (Data).'),
    },
    ...more,
  }
}

function definition(event: EventName, unique = 'event_id'): EventDefinition {
  return {
    definition: words(`What ${event} means.`, `Ce que veut dire ${event}.`),
    page: words('/thanks', '/merci'),
    trigger: words('when the page is shown', 'à l’affichage de la page'),
    owner: 'E-commerce',
    unique,
  }
}

function site(id: string, more: Partial<CompiledSite>): CompiledSite {
  return {
    id,
    demo: false,
    hosts: [`www.${id}.example`],
    origins: [`https://www.${id}.example`],
    developmentOrigins: [],
    defaultCountry: 'FR',
    shards: 1,
    urlParameters: ['sku', 'ttclid', 'utm_source'],
    consent: { maxAgeDays: 180, regimes: {}, gpcScope: 'all_us', cookieNames: {}, snapshotWaitMinutes: 30 },
    retention: { receiptsDays: 395, consentDays: 395 },
    unique: { purchase: 'order.id' },
    urlPaths: 'kept',
    document: {
      controller: {
        name: 'Atelier Rivage SAS',
        contact: 'privacy@atelier-rivage.example',
        dpo: 'dpo@atelier-rivage.example',
      },
      people: words('Visitors and customers of the shop.', 'Visiteurs et clients de la boutique.'),
      security: words(
        'Encrypted in transit; hashed before storage.',
        'Chiffrement en transit ; hachage avant stockage.',
      ),
      sectors: [],
      removedBySector: [],
      events: Object.fromEntries(EVENT_NAMES.map((event) => [event, definition(event)])),
    },
    destinations: [],
    ...more,
  }
}

const APPROVAL: CompiledPolicy['approval'] = {
  roles: ['legal'],
  validUntil: '2027-11-21',
  keys: [{ role: 'legal', kid: 'key-1', x: 'A'.repeat(43) }],
}

/** The demo shop. TikTok gets places readable, Meta gets them hashed; neither gets refunds. */
export function demoPolicy(): CompiledPolicy {
  const tables = new Tables()
  const browsing = tables.fieldSet([page, browser, tiktokIds, orderFacts, contact])
  const committed = tables.fieldSet([page, browser, tiktokIds, orderFacts, contact, name, postalReadable])
  const metaBrowsing = tables.fieldSet([page, browser, metaIds, orderFacts, contact])
  const metaCommitted = tables.fieldSet([page, browser, metaIds, orderFacts, contact, name, postalHashed])
  const destinations = [
    destination('tiktok', { events: { ...each(BROWSING, browsing), ...each(COMMITMENTS, committed) } }),
    destination('meta', { events: { ...each(BROWSING, metaBrowsing), ...each(COMMITMENTS, metaCommitted) } }),
  ]
  return {
    version: 2,
    digest: 'd'.repeat(64),
    approval: APPROVAL,
    grants: tables.grants,
    fieldSets: tables.fieldSets,
    sites: [site('atelier-rivage', { demo: true, destinations })],
  }
}

/** Two sites: a clinic whose sector took fields away, and a shop with a limited recipient, conditions and other bases. */
export function twoSites(): CompiledPolicy {
  const tables = new Tables()
  const emailAbroad = group('email_abroad', 'person.email', {
    treatment: 'hashed',
    condition: { exceptCountries: ['DE'], withField: 'person.external_id' },
  })
  const amounts = group('amounts', 'order.value order.currency', {
    legalBasis: 'legitimate_interests',
    retentionDays: 30,
    condition: { countries: ['BE', 'FR'] },
  })
  const phone = group('phone', 'person.phone', { treatment: 'hashed', retentionDays: 3 })
  const limited = destination('tiktok', {
    onOptOut: 'limited',
    limitedFields: ['order.currency', 'order.value', 'person.email'],
    events: { purchase: tables.fieldSet([emailAbroad, amounts, phone]), refund: tables.fieldSet([amounts]) },
  })
  const clinic = site('clinic', {
    urlPaths: 'cut',
    urlParameters: [],
    consent: {
      maxAgeDays: 90,
      regimes: { BR: 'opt-out', 'US-CA': 'opt-in' },
      gpcScope: 'worldwide',
      cookieNames: {},
      snapshotWaitMinutes: 0,
    },
    destinations: [destination('meta', { purposes: ['ad_user_data'], events: { schedule: tables.fieldSet([phone]) } })],
  })
  return {
    version: 2,
    digest: 'e'.repeat(64),
    note: words('Two sites of one group.', 'Deux sites d’un même groupe.'),
    approval: { ...APPROVAL, roles: ['dpo', 'legal'] },
    grants: tables.grants,
    fieldSets: tables.fieldSets,
    sites: [
      {
        ...clinic,
        document: {
          ...clinic.document,
          controller: {
            name: 'Clinic',
            contact: '+33 1 00 00 00 00',
            others: words('With a group.', 'Avec un groupe.'),
          },
          sectors: ['health'],
          removedBySector: ['order.items.name', 'page.referrer'],
          eventsRemovedBySector: ['generate_lead'],
          parametersRemovedBySector: ['utm_campaign'],
          events: { schedule: definition('schedule', 'lead.id') },
        },
      },
      site('shop', { destinations: [limited] }),
    ],
  }
}
