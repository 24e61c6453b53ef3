/** Compiled policies made by hand: what the tests of comparing and approving start from. */
import type { EventName } from '../event/types.ts'
import { canonicalJson, policyDigest } from './digest.ts'
import type { Condition, Grant } from './document.ts'
import type { CompiledDestination, CompiledPolicy, CompiledSite } from './types.ts'

const WORDS = { en: 'words', fr: 'des mots' }

export function grantOf(changes: Partial<Grant> = {}): Grant {
  return {
    group: 'contact',
    treatment: 'hashed',
    purpose: 'ad_user_data',
    legalBasis: 'consent',
    retentionDays: 7,
    ...changes,
  }
}

/** Destination → event → field → its terms. */
export type Allowed = Readonly<
  Record<string, Readonly<Partial<Record<EventName, Readonly<Record<string, Partial<Grant>>>>>>>
>

interface Changes {
  readonly allowed?: Allowed
  readonly site?: Partial<CompiledSite>
  readonly destination?: Partial<CompiledDestination>
  readonly policy?: Partial<CompiledPolicy>
}

export const ALLOWED: Allowed = {
  tiktok: {
    purchase: { 'person.email': {}, 'order.value': { treatment: 'as_is', group: 'order' } },
    page_view: { 'page.url': { treatment: 'url_cleaned', group: 'page' } },
  },
}

/** Its text stands for its digest: equal policies have equal ones, and others have not. */
export function policyOf({
  allowed = ALLOWED,
  site = {},
  destination = {},
  policy = {},
}: Changes = {}): CompiledPolicy {
  const table = new Table()
  const destinations = Object.entries(allowed).map(([id, events]) => destinationOf(id, events, table, destination))
  return digested({
    version: 2,
    digest: '',
    approval: { roles: ['legal'], validUntil: '2027-06-30', keys: [] },
    grants: table.grants,
    fieldSets: table.fieldSets,
    sites: [{ ...SITE, destinations, ...site }],
    ...policy,
  })
}

export function digested(policy: CompiledPolicy): CompiledPolicy {
  return { ...policy, digest: policyDigest(policy, (text) => text) }
}

class Table {
  readonly grants: Grant[] = []
  readonly fieldSets: Record<string, number>[] = []

  grant(grant: Grant): number {
    return place(this.grants, grant)
  }

  fieldSet(fields: Readonly<Record<string, Partial<Grant>>>): number {
    const entries = Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1))
    return place(this.fieldSets, Object.fromEntries(entries.map(([name, terms]) => [name, this.grant(grantOf(terms))])))
  }
}

function place<Value>(list: Value[], value: Value): number {
  const known = list.findIndex((one) => canonicalJson(one) === canonicalJson(value))
  return known === -1 ? list.push(value) - 1 : known
}

function destinationOf(
  id: string,
  events: Allowed[string],
  table: Table,
  changes: Partial<CompiledDestination>,
): CompiledDestination {
  return {
    id,
    accountId: 'A1',
    tokenSecret: 'TOKEN',
    purposes: ['ad_storage', 'ad_user_data'],
    consentNames: { tools: {} },
    onOptOut: 'drop',
    limitedFields: [],
    events: Object.fromEntries(Object.entries(events).map(([event, fields]) => [event, table.fieldSet(fields)])),
    document: { recipient: WORDS, transfers: WORDS, retention: WORDS, terms: WORDS },
    ...changes,
  }
}

export const SITE: CompiledSite = {
  id: 'shop',
  demo: false,
  hosts: ['shop.example'],
  origins: ['https://shop.example'],
  developmentOrigins: [],
  defaultCountry: 'FR',
  shards: 1,
  urlParameters: ['utm_source'],
  consent: { maxAgeDays: 180, regimes: {}, gpcScope: 'all_us', cookieNames: {}, snapshotWaitMinutes: 30 },
  retention: { receiptsDays: 395, consentDays: 395 },
  unique: { purchase: 'order.id' },
  document: {
    controller: { name: 'Shop', contact: 'privacy@shop.example' },
    people: WORDS,
    security: WORDS,
    sectors: [],
    removedBySector: [],
    events: {
      purchase: { definition: WORDS, page: WORDS, trigger: WORDS, owner: 'marketing', unique: 'order.id' },
    },
  },
  urlPaths: 'kept',
  destinations: [],
}

/** Whether a field of an event leaves: written here once more, and without the code under test. */
export function leaves(
  policy: CompiledPolicy,
  at: { readonly destination: string; readonly event: EventName; readonly field: string },
  facts: { readonly country: string | undefined; readonly present: readonly string[] },
): Grant | undefined {
  const destination = policy.sites[0]?.destinations.find(({ id }) => id === at.destination)
  const grant = policy.grants[policy.fieldSets[destination?.events[at.event] ?? -1]?.[at.field] ?? -1]
  return grant !== undefined && holds(grant.condition, facts) ? grant : undefined
}

function holds(
  condition: Condition | undefined,
  { country, present }: { readonly country: string | undefined; readonly present: readonly string[] },
): boolean {
  if (condition === undefined) return true
  const { countries, exceptCountries, withField } = condition
  if (countries !== undefined && (country === undefined || !countries.includes(country))) return false
  if (exceptCountries !== undefined && (country === undefined || exceptCountries.includes(country))) return false
  return withField === undefined || present.includes(withField)
}
