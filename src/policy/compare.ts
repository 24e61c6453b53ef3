/**
 * Two compiled policies → what changes from one to the other, and whether it widens what may leave. What is not understood
 * widens: a new key of a policy needs an approval until a rule here says otherwise. The sentences are in compare-words.ts.
 */
import type { EventName } from '../event/types.ts'
import { BROWSER_RULES, COOKIE_RULES } from './compare-browser.ts'
import { below, compareKeys, keysOf, unknownAt, type Change, type Place, type Rules } from './compare-keys.ts'
import { compareAnalysis } from './compare-analysis.ts'
import { compareOrders } from './compare-orders.ts'
import { compareSources } from './compare-sources.ts'
import type { Grant } from './document.ts'
import {
  always,
  byKeyWidens,
  ELSEWHERE,
  fewerWidens,
  largerWidens,
  laterWidens,
  looserConditionWidens,
  looserRegimeWidens,
  moreWidens,
  opens,
  same,
  type Direction,
  type Finding,
} from './compare-rules.ts'
import { termsOf } from './terms.ts'
import type { CompiledDestination, CompiledPolicy, CompiledSite } from './types.ts'

export type { Change, Contents } from './compare-keys.ts'
export { DIRECTIONS, type Direction } from './compare-rules.ts'

/** Empty for the same policy; never empty for two digests. */
export function compare(before: CompiledPolicy, after: CompiledPolicy): readonly Change[] {
  const root = { path: 'policy' }
  const changes = [
    ...compareKeys(before, after, POLICY_RULES, root),
    ...compareKeys(before.approval, after.approval, APPROVAL_RULES, { path: 'approval' }),
    ...comparePairs(before.sites, after.sites, 'site', { path: 'sites' }, (one, other, place) =>
      compareSites(one, other, before, after, { ...place, site: one.id }),
    ),
  ].flatMap((change) => [withContents(change, after), ...whoElseSends(change, after)])
  return changes.length === 0 && !same(before, after) ? [unknownAt('policy')] : changes
}

/** Whether somebody has to approve the new policy. */
export function needsApproval(changes: readonly Change[]): boolean {
  return changes.some(({ direction }) => direction === 'widens' || direction === 'wording')
}

const POLICY_RULES: Rules = {
  version: always('widens'),
  digest: ELSEWHERE,
  note: always('wording'),
  approval: ELSEWHERE,
  // Read through termsOf, field by field: how often a set is shared changes nothing.
  grants: ELSEWHERE,
  fieldSets: ELSEWHERE,
  sites: ELSEWHERE,
}

/** Who signs is what the signatures rest on: also one more role is a change to be signed by all of them. */
const APPROVAL_RULES: Rules = {
  roles: always('widens'),
  keys: always('widens'),
  validUntil: laterWidens,
}

const SITE_RULES: Rules = {
  id: ELSEWHERE,
  demo: always('wording'),
  hosts: moreWidens,
  origins: moreWidens,
  developmentOrigins: moreWidens,
  // A phone number that is read as another country's is another number.
  defaultCountry: always('widens'),
  // What was counted and who withdrew goes over to the new shards before they take anything (docs/decisions/0023).
  shards: always('technical'),
  urlParameters: moreWidens,
  consent: ELSEWHERE,
  retention: ELSEWHERE,
  // What makes an event unique decides whether a sale may leave twice.
  unique: byKeyWidens,
  document: ELSEWHERE,
  urlPaths: opens(['cut', 'kept']),
  eventIds: opens(['hidden', undefined]),
  orders: ELSEWHERE,
  sources: ELSEWHERE,
  analysis: ELSEWHERE,
  browser: ELSEWHERE,
  destinations: ELSEWHERE,
}

const CONSENT_RULES: Rules = {
  maxAgeDays: largerWidens,
  regimes: looserRegimeWidens,
  gpcScope: opens(['worldwide', 'all_us', 'mandated_states']),
  // A cookie that is no longer read may hold a refusal.
  cookieNames: always('widens'),
  snapshotWaitMinutes: largerWidens,
}

const RETENTION_RULES: Rules = {
  receiptsDays: largerWidens,
  // Longer keeps more of a person; shorter forgets a withdrawal sooner.
  consentDays: always('widens'),
}

const SITE_DOCUMENT_RULES: Rules = {
  note: always('wording'),
  controller: always('wording'),
  people: always('wording'),
  security: always('wording'),
  processors: always('wording'),
  sectors: fewerWidens,
  removedBySector: fewerWidens,
  eventsRemovedBySector: fewerWidens,
  parametersRemovedBySector: fewerWidens,
  events: ELSEWHERE,
  retentionNote: always('wording'),
  consentNote: always('wording'),
}

const EVENT_RULES: Rules = {
  definition: always('wording'),
  page: always('wording'),
  trigger: always('wording'),
  owner: always('wording'),
  unique: always('widens'),
}

const DESTINATION_RULES: Rules = {
  id: ELSEWHERE,
  accountId: always('widens'),
  // The name of any secret could be written here: what is in it is sent to the platform.
  tokenSecret: always('widens'),
  testEventCode: always('widens'),
  purposes: fewerWidens,
  consentNames: always('widens'),
  onOptOut: opens(['drop', 'limited']),
  limitedFields: moreWidens,
  events: ELSEWHERE,
  document: ELSEWHERE,
}

const DESTINATION_DOCUMENT_RULES: Rules = {
  note: always('wording'),
  recipient: always('widens'),
  joint: always('wording'),
  transfers: always('widens'),
  retention: always('wording'),
  terms: always('wording'),
}

const GRANT_RULES: Rules = {
  group: always('technical'),
  treatment: treatmentRule,
  purpose: always('widens'),
  legalBasis: always('widens'),
  retentionDays: largerWidens,
  condition: looserConditionWidens,
  note: always('wording'),
}

/** `url_cleaned` and `normalized` are forms of different things: neither is the more closed one. */
function treatmentRule(before: unknown, after: unknown): readonly Finding[] {
  const narrows = after === 'hashed' || (before === 'as_is' && (after === 'url_cleaned' || after === 'normalized'))
  return [{ direction: narrows ? 'narrows' : 'widens', before, after }]
}

function compareSites(
  before: CompiledSite,
  after: CompiledSite,
  policyBefore: CompiledPolicy,
  policyAfter: CompiledPolicy,
  place: Place,
): Change[] {
  const plan = compareEventPlans(before.document.events, after.document.events, below(place, 'document.events'))
  // Of an event whose plan says so already it is the same change.
  const told = new Set(plan.flatMap(({ what, event }) => (what === 'unique' ? [event as string] : [])))
  const own = compareKeys(before, after, SITE_RULES, place)
  return [
    ...own.filter(({ what, key }) => what !== 'unique' || key === undefined || !told.has(key)),
    ...compareKeys(before.consent, after.consent, CONSENT_RULES, below(place, 'consent')),
    ...compareKeys(before.retention, after.retention, RETENTION_RULES, below(place, 'retention')),
    ...compareKeys(before.document, after.document, SITE_DOCUMENT_RULES, below(place, 'document')),
    ...compareBrowsers(before.browser, after.browser, below(place, 'browser')),
    ...compareOrders(before.orders, after.orders, below(place, 'orders')),
    ...compareSources(before.sources, after.sources, below(place, 'sources')),
    ...compareAnalysis(before.analysis, after.analysis, below(place, 'analysis')),
    ...plan,
    ...comparePairs(
      before.destinations,
      after.destinations,
      'destination',
      below(place, 'destinations'),
      (one, other, where) =>
        compareDestinations(one, other, policyBefore, policyAfter, { ...where, destination: one.id }),
    ),
  ]
}

/** New cookies, and cookies that are gone, are told whole. */
function compareBrowsers(before: CompiledSite['browser'], after: CompiledSite['browser'], place: Place): Change[] {
  const [old, now] = [before?.cookies, after?.cookies]
  const where = below(place, 'cookies')
  const changes = compareKeys(before ?? NO_BROWSER, after ?? NO_BROWSER, BROWSER_RULES, place)
  if (old !== undefined && now !== undefined) return [...changes, ...compareKeys(old, now, COOKIE_RULES, where)]
  if (old === now) return changes
  return [
    ...changes,
    { ...where, what: 'cookies', direction: now === undefined ? 'narrows' : 'widens', before: old, after: now },
  ]
}

const NO_BROWSER = { writeKeys: [], stagingOrigins: [] }

type EventPlan = CompiledSite['document']['events']

/** An event that is written into the plan is words until a destination receives it; one that is gone takes nothing along. */
function compareEventPlans(before: EventPlan, after: EventPlan, place: Place): Change[] {
  return keysOf(before, after).flatMap((event) => {
    const [old, now] = [before[event], after[event]]
    const where = { ...below(place, event), event }
    if (old !== undefined && now !== undefined) return compareKeys(old, now, EVENT_RULES, where)
    return [{ ...where, what: 'planned', direction: now === undefined ? 'narrows' : 'wording' }]
  })
}

function compareDestinations(
  before: CompiledDestination,
  after: CompiledDestination,
  policyBefore: CompiledPolicy,
  policyAfter: CompiledPolicy,
  place: Place,
): Change[] {
  return [
    ...compareKeys(before, after, DESTINATION_RULES, place),
    ...compareKeys(before.document, after.document, DESTINATION_DOCUMENT_RULES, below(place, 'document')),
    ...keysOf(before.events, after.events).flatMap((event): Change[] => {
      const where = { ...below(place, `events.${event}`), event }
      const [old, now] = [termsOf(policyBefore, before, event), termsOf(policyAfter, after, event)]
      if (before.events[event] === undefined) return [{ ...where, what: 'event', direction: 'widens', fields: now }]
      if (after.events[event] === undefined) return [{ ...where, what: 'event', direction: 'narrows', fields: old }]
      return compareTerms(old, now, where)
    }),
  ]
}

function compareTerms(before: ReadonlyMap<string, Grant>, after: ReadonlyMap<string, Grant>, place: Place): Change[] {
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().flatMap((field): Change[] => {
    const where = { ...below(place, field), field }
    const [old, now] = [before.get(field), after.get(field)]
    if (old === undefined && now !== undefined) return [{ ...where, what: 'field', direction: 'widens', terms: now }]
    if (now === undefined && old !== undefined) return [{ ...where, what: 'field', direction: 'narrows', terms: old }]
    if (old === undefined || now === undefined) return []
    return compareKeys(old, now, GRANT_RULES, where).map((change) => ({ ...change, terms: now }))
  })
}

/** Things with ids: those on both sides are compared, the others are new or gone. */
function comparePairs<Thing extends CompiledSite | CompiledDestination>(
  before: readonly Thing[],
  after: readonly Thing[],
  what: 'site' | 'destination',
  place: Place,
  pair: (before: Thing, after: Thing, place: Place) => Change[],
): Change[] {
  const [old, now] = [byId(before), byId(after)]
  // Of two with the same id only one would be looked at.
  if (old.size < before.length || now.size < after.length) return [unknownAt(place.path)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((id): Change[] => {
    const [one, other] = [old.get(id), now.get(id)]
    const where = { ...below(place, id), [what]: id }
    if (one !== undefined && other !== undefined) return pair(one, other, where)
    const thing = other ?? one
    const direction: Direction = other === undefined ? 'narrows' : 'widens'
    return [{ ...where, what, direction, ...(thing !== undefined && 'accountId' in thing && { account: thing }) }]
  })
}

function byId<Thing extends { readonly id: string }>(things: readonly Thing[]): ReadonlyMap<string, Thing> {
  return new Map(things.map((thing) => [thing.id, thing]))
}

/** What is new is told whole: its recipients, and what they receive. */
function withContents(change: Change, policy: CompiledPolicy): Change {
  const { what, direction, account } = change
  if (direction !== 'widens' || (what !== 'site' && what !== 'destination')) return change
  const site = policy.sites.find(({ id }) => id === change.site)
  const accounts = account === undefined ? (site?.destinations ?? []) : [account]
  const contents = accounts.map((one) => {
    const events = (Object.keys(one.events) as EventName[]).map(
      (event) => [event, termsOf(policy, one, event)] as const,
    )
    return { account: one, events: new Map(events) }
  })
  return { ...change, contents }
}

/** A site that is new brings its ledger and its sources along: they are told as if they alone were new. */
function whoElseSends({ what, direction, path, site: id }: Change, policy: CompiledPolicy): Change[] {
  const site = what === 'site' && direction === 'widens' ? policy.sites.find((one) => one.id === id) : undefined
  if (site === undefined) return []
  const place = { path, site: site.id }
  return [
    ...compareOrders(undefined, site.orders, below(place, 'orders')),
    ...compareSources({}, site.sources, below(place, 'sources')),
    ...compareAnalysis(undefined, site.analysis, below(place, 'analysis')),
  ]
}
