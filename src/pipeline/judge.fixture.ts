/** One purchase with every field filled and a policy that allows all of it: what the tests of `judge` start from. */
import { destinations } from '../destinations/registry.ts'
import { parseValue } from '../event/parse.ts'
import type { CanonicalEvent } from '../event/types.ts'
import { personKeyMaker } from '../hashing/person-key.ts'
import type { Condition, Grant } from '../policy/document.ts'
import type {
  CompiledAnalysis,
  CompiledBrowser,
  CompiledDestination,
  CompiledOrders,
  CompiledPolicy,
  CompiledSite,
} from '../policy/types.ts'
import type { JudgeContext, Verdict } from './judge.ts'
import { planSites, type SitePlan } from './plan.ts'

export const NOW_MS = Date.UTC(2026, 10, 22, 12)
const PERSON_KEY = personKeyMaker('a secret of the site, long enough')
export const CONTEXT: JudgeContext = { receivedAtMs: NOW_MS, gpcHeader: null, personKey: PERSON_KEY }

export type Members = Record<string, unknown>

export const GRANTED = {
  state: {
    ad_storage: 'granted',
    ad_user_data: 'granted',
    ad_personalization: 'granted',
    analytics_storage: 'granted',
  },
}

/** A purchase in which every field that a platform can take is filled. */
export const WIRE = {
  event: 'purchase',
  event_id: 'o-1001',
  occurred_at: new Date(NOW_MS - 1_000).toISOString(),
  page: {
    url: 'https://shop.example/thanks?ttclid=E.C.P.abc&fbclid=IwAR2abc&utm_source=x',
    referrer: 'https://www.tiktok.com/',
  },
  client: { ip: '93.184.216.34', user_agent: 'Mozilla/5.0', country: 'FR', language: 'fr-FR' },
  click: {
    ttclid: 'E.C.P.abc',
    ttp: '2abcDEFghi',
    fbc: 'fb.1.1760000000000.IwAR2abc',
    fbp: 'fb.1.1760000000000.1234567890',
  },
  person: {
    email: ' Jane.Doe@Example.COM ',
    phone: '06 39 98 12 34',
    external_id: 'c-77',
    visitor_id: 'v-1',
    first_name: 'Jane',
    last_name: 'Doe',
    city: 'Concarneau',
    state: 'Bretagne',
    zip: '29900',
    country: 'FR',
    birth_date: '1990-06-05',
    gender: 'f',
  },
  order: {
    id: '1001',
    value: 42.5,
    currency: 'EUR',
    items: [{ id: 'sku-1', name: 'Soap', quantity: 2, price: 21.25, brand: 'Rivage', category: 'Bath' }],
  },
  lead: { id: 'l-1', type: 'newsletter' },
  search: { query: 'soap' },
  consent: GRANTED,
}

/** What a policy says of orders, where the site keeps a ledger of them. */
export const LEDGER: CompiledOrders = {
  money: 'presentment',
  tax: 'included',
  shipping: 'included',
  purchaseWhen: 'paid',
  itemId: 'sku',
  excluded: [],
  excludedTags: [],
  renewalSources: [],
  settleSeconds: 0,
  timeZone: 'Europe/Paris',
  toleranceSeconds: 300,
  ledgerDays: 395,
}

/** What a policy says of journeys, where the site keeps them. */
export const JOURNEYS: CompiledAnalysis = {
  purposes: ['ad_storage', 'analytics_storage'],
  journeyDays: 395,
  recordDays: 760,
  windowDays: 30,
  direct: 'last_resort',
  currency: 'EUR',
  touches: [],
  codes: {},
}

export function eventOf(changes: Members = {}): CanonicalEvent {
  const parsed = parseValue(structuredClone({ ...WIRE, ...changes }), NOW_MS)
  const one = parsed.ok ? parsed.events[0] : undefined
  if (one?.ok !== true) throw new Error(`not an event: ${JSON.stringify(parsed)}`)
  return one.event
}

export function fieldsOf(id: string): string[] {
  const rows = destinations.find((destination) => destination.id === id)?.rows ?? []
  return [...new Set(rows.filter(({ kind }) => kind !== 'fixed').map(({ from }) => from))]
}

interface PlanOptions {
  readonly without?: string
  readonly onOptOut?: 'drop' | 'limited'
  /** Field → the condition on which it leaves. */
  readonly conditions?: Readonly<Partial<Record<string, Condition>>>
  readonly urlPaths?: 'kept' | 'cut'
  readonly browser?: CompiledBrowser
  readonly analysis?: CompiledAnalysis
  readonly orders?: CompiledOrders
}

const WORDS = { en: 'words', fr: 'mots' }

const GRANT: Grant = {
  group: 'all',
  treatment: 'as_is',
  purpose: 'ad_user_data',
  legalBasis: 'consent',
  retentionDays: 7,
}

/** A policy that allows everything for a purchase, but for one field. */
export function policyOf({
  without = '',
  onOptOut = 'drop',
  conditions = {},
  urlPaths = 'kept',
  browser,
  analysis,
  orders,
}: PlanOptions = {}): CompiledPolicy {
  const conditional = Object.entries(conditions)
  const allowed = destinations.map(({ id }) => fieldsOf(id).filter((field) => field !== without))
  const accounts = destinations.map(({ id }, place): CompiledDestination => ({
    id,
    accountId: '1',
    tokenSecret: 'TOKEN',
    purposes: ['ad_storage', 'ad_user_data', 'ad_personalization'],
    consentNames: { tools: {} },
    onOptOut,
    limitedFields: allowed[place] ?? [],
    events: { purchase: place },
    document: { recipient: WORDS, transfers: WORDS, retention: WORDS, terms: WORDS },
  }))
  const site: CompiledSite = {
    id: 'shop',
    demo: false,
    hosts: ['shop.example'],
    origins: ['https://shop.example'],
    developmentOrigins: [],
    defaultCountry: 'FR',
    shards: 1,
    urlParameters: ['ttclid', 'fbclid', 'utm_source'],
    consent: { maxAgeDays: 180, regimes: {}, gpcScope: 'all_us', cookieNames: {}, snapshotWaitMinutes: 30 },
    retention: { receiptsDays: 395, consentDays: 395 },
    unique: { purchase: 'order.id' },
    document: {
      controller: { name: 'Shop', contact: 'shop.example' },
      people: WORDS,
      security: WORDS,
      sectors: [],
      removedBySector: [],
      events: {},
    },
    urlPaths,
    ...(orders !== undefined && { orders }),
    ...(analysis !== undefined && { analysis }),
    ...(browser !== undefined && { browser }),
    destinations: accounts,
  }
  return {
    version: 2,
    digest: 'd',
    approval: { roles: [], validUntil: '1970-01-01', keys: [] },
    grants: [GRANT, ...conditional.map(([, condition]) => ({ ...GRANT, ...(condition && { condition }) }))],
    fieldSets: allowed.map((fields) =>
      Object.fromEntries(fields.map((field) => [field, 1 + conditional.findIndex(([name]) => name === field)])),
    ),
    sites: [site],
  }
}

export function planOf(options: PlanOptions = {}): SitePlan {
  const plan = planSites(policyOf(options), destinations).get('shop')
  if (plan === undefined) throw new Error('there is a plan')
  return plan
}

export const PLAN = planOf()

/** Leaves of the payload by path; the place in a list is left out, so that a path is a row's `to`. */
export function leavesOf(value: unknown, path: string[] = []): [string, unknown][] {
  if (Array.isArray(value) && value.some((element) => typeof element === 'object'))
    return value.flatMap((element) => leavesOf(element, path))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path.join('.'), value]]
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]))
}

export function payload(verdict: Verdict, id: string): Record<string, unknown> | undefined {
  const delivery = verdict.deliveries.find(({ destination }) => destination === id)
  return delivery === undefined ? undefined : Object.fromEntries(leavesOf(JSON.parse(delivery.body)))
}
