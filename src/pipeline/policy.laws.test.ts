/**
 * The law of the whole: no policy, event and consent make a field leave that its row does not allow. What may leave is worked
 * out here from what the policy's text says, and compared with the last bytes.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { knownDestinations } from '../cli/known-destinations.ts'
import { destinations } from '../destinations/registry.ts'
import type { Destination } from '../destinations/destination.ts'
import { sha256Hex } from '../hashing/sha256.ts'
import { compilePolicy } from '../policy/compile.ts'
import { STANDARD_FIELD_GROUPS } from '../policy/standard-fields.ts'
import { CONTEXT, eventOf, leavesOf, WIRE, type Members } from './judge.fixture.ts'
import { judge } from './judge.ts'
import { planSites, type SitePlan } from './plan.ts'

/** Also where no event would be taken: what leaves is looked at, not whether the platform wants it. */
const KNOWN = knownDestinations(destinations).map((known) => ({ ...known, lacking: () => [] }))
const WORDS = { en: 'words', fr: 'mots' }
const PURPOSES = ['ad_storage', 'ad_user_data', 'ad_personalization'] as const
const EVENTS = ['page_view', 'purchase', 'schedule', 'sign_up'] as const
/** Groups that fit every platform, of fields that no other of them has. */
const GROUPS = ['page', 'browser', 'order_facts', 'contact_hashed', 'name_hashed'] as const
const LINE = [...GROUPS, 'postal'] as const

interface Given {
  readonly countries?: readonly string[]
  readonly except_countries?: readonly string[]
  readonly with_field?: string
}

const aCountry = fc.constantFrom('FR', 'BE', 'US')
const aCondition: fc.Arbitrary<Given> = fc
  .record(
    {
      countries: fc.uniqueArray(aCountry, { minLength: 1 }),
      with_field: fc.constantFrom('person.external_id', 'person.email', 'order.id'),
    },
    { requiredKeys: [] },
  )
  .filter((given) => Object.keys(given).length > 0)
const aLine = fc.dictionary(
  fc.constantFrom(...LINE),
  fc.record({ condition: fc.option(aCondition, { nil: undefined }), one: fc.boolean() }),
  { minKeys: 1, noNullPrototype: true },
)
type Line = Readonly<Record<string, { readonly condition: Given | undefined; readonly one: boolean }>>
const allow = fc.dictionary(fc.constantFrom(...EVENTS), aLine, { noNullPrototype: true })
const aSector = fc.constantFrom('health', 'finance', 'minors', 'adult', 'politics', 'religion', 'unions')

const aPolicy = fc.record({
  sectors: fc.oneof({ weight: 2, arbitrary: fc.constant<string[]>([]) }, fc.uniqueArray(aSector, { maxLength: 2 })),
  tiktok: allow,
  meta: allow,
  limited: fc.boolean(),
  /** On the group that a limited send names, not on a line of `allow`. */
  limitedOn: fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, aCondition),
})
type Policy = typeof aPolicy extends fc.Arbitrary<infer One> ? One : never

const aPerson = fc.record(
  {
    email: fc.constant('jane.doe@example.com'),
    phone: fc.constant('06 39 98 12 34'),
    external_id: fc.constantFrom('c-77', ' ', 'guest', '{{customer.id}}'),
    first_name: fc.constant('Jane'),
    city: fc.constant('Concarneau'),
    country: fc.constantFrom('FR', 'US'),
  },
  { requiredKeys: [] },
)
const anEvent = fc.record({
  event: fc.constantFrom(...EVENTS),
  country: fc.constantFrom('FR', 'BE', 'US', 'XX', 'EU', undefined),
  person: aPerson,
  order: fc.constantFrom(WIRE.order, {}, { id: '7', value: 1, currency: 'EUR' }),
  answers: fc.tuple(...PURPOSES.map(() => fc.constantFrom('granted', 'granted', 'granted', 'denied', 'unset'))),
})

type GivenEvent = typeof anEvent extends fc.Arbitrary<infer One> ? One : never

function group(name: string, id: string): string {
  return name === 'postal' ? (id === 'meta' ? 'postal_hashed' : 'postal_readable') : name
}

/** A line takes all of a group, or one field of it. */
function fieldsOf(name: string, one: boolean): readonly string[] {
  const fields = STANDARD_FIELD_GROUPS[name]?.fields ?? []
  return one ? fields.slice(0, 1) : fields
}

function textOf(policy: Policy): string {
  const destination = (id: 'tiktok' | 'meta') => ({
    account: 'A1',
    token_secret: 'TOKEN',
    transfers: WORDS,
    purposes: PURPOSES,
    ...(policy.limited ? { on_opt_out: 'limited', limited: ['pages', 'order_facts'] } : { on_opt_out: 'drop' }),
    allow: Object.fromEntries(
      Object.entries<Line>(policy[id]).map(([event, line]) => [
        event,
        Object.entries(line).map(([name, { condition, one }]) => ({
          group: group(name, id),
          fields: fieldsOf(group(name, id), one),
          ...(condition !== undefined && { condition }),
        })),
      ]),
    ),
  })
  return stringify(
    {
      version: 1,
      extends: 'tidegate/standard@1',
      field_groups: {
        pages: { ...STANDARD_FIELD_GROUPS['page'], ...(policy.limitedOn && { condition: policy.limitedOn }) },
      },
      sites: {
        shop: {
          controller: { name: 'Shop', contact: 'shop.example' },
          sectors: policy.sectors,
          hosts: ['shop.example'],
          origins: [],
          default_country: 'FR',
          shards: 1,
          consent: { max_age_days: 180, gpc_scope: 'all_us', regimes: {} },
          url_parameters: ['ttclid', 'fbclid', 'utm_source', 'utm_campaign', 'q', 'sku'],
          events: { defaults: { owner: 'Marketing' }, ...Object.fromEntries(EVENTS.map((event) => [event, {}])) },
          destinations: { tiktok: destination('tiktok'), meta: destination('meta') },
        },
      },
    },
    { aliasDuplicateObjects: false },
  )
}

const PAGE =
  'https://shop.example/psoriasis/cream?ttclid=E.C.P.abc&fbclid=IwAR0abc&utm_source=eczema-news&utm_campaign=eczema&q=eczema&sku=77'
/** The click ids in it: whose they are, and the field that allows them. */
const CLICK_IDS = [
  ['tiktok', 'E.C.P.abc', 'click.ttclid'],
  ['meta', 'IwAR0abc', 'click.fbc'],
] as const

function wireOf({ event, country, person, order, answers }: GivenEvent): Members {
  const { country: _, ...client } = WIRE.client
  return {
    event,
    person,
    order,
    page: { url: PAGE, referrer: 'https://shop.example/psoriasis' },
    client: { ...client, ...(country !== undefined && { country }) },
    consent: { state: Object.fromEntries(PURPOSES.map((purpose, index) => [purpose, answers[index]])) },
  }
}

/** What an article is, and a child: by hand, from TikTok's clause 2.8 and Meta's Data Restrictions. */
const NEVER_IN_A_SECTOR = /^(?:order\.items\.|search\.|lead\.type)/
const NEVER_OF_A_CHILD = /^(?:person|client|click)\.|^order\.id$/
const EVENTS_OF_SECTORS: Readonly<Record<string, readonly string[]>> = {
  health: ['schedule'],
  finance: ['schedule'],
  politics: ['sign_up'],
  religion: ['sign_up'],
  unions: ['sign_up'],
}

function isMet(condition: Given | undefined, event: Members): boolean {
  if (condition === undefined) return true
  const { client, person, order } = event as typeof WIRE
  if (condition.countries !== undefined && !condition.countries.includes(client.country)) return false
  const filled: Readonly<Record<string, string | undefined>> = {
    'person.external_id': person.external_id,
    'person.email': person.email,
    'order.id': order.id,
  }
  return (
    condition.with_field === undefined ||
    ![undefined, ' ', 'guest', '{{customer.id}}'].includes(filled[condition.with_field])
  )
}

function mayLeave(policy: Policy, id: 'tiktok' | 'meta', event: Members): ReadonlySet<string> {
  const name = String(event['event'])
  if (policy.sectors.some((sector) => EVENTS_OF_SECTORS[sector]?.includes(name))) return new Set()
  const line: Line = policy[id][name as (typeof EVENTS)[number]] ?? {}
  const written = Object.entries(line).filter(([, { condition }]) => isMet(condition, event))
  const fields = written.flatMap(([one, terms]) => fieldsOf(group(one, id), terms.one))
  return new Set(fields.filter((field) => !isForbidden(field, policy.sectors)))
}

function isForbidden(field: string, sectors: readonly string[]): boolean {
  if (sectors.includes('minors') && NEVER_OF_A_CHILD.test(field)) return true
  return sectors.length > 0 && NEVER_IN_A_SECTOR.test(field)
}

/** Canonical fields in a body: by the mapping's own rows; what belongs to no row is named as it stands. */
function fieldsIn(body: string, destination: Destination): readonly string[] {
  const limits = new Set(Object.keys(destination.limited(eventOf())))
  return leavesOf(JSON.parse(body)).flatMap(([path]) => {
    const row = destination.rows.find(({ to }) => to === path)
    if (row === undefined) return limits.has(path) ? [] : [path]
    return row.kind === 'fixed' ? [] : [row.from]
  })
}

/** How many deliveries there were, each of them looked at to the last key. */
function checkEvent(policy: Policy, plan: SitePlan, given: GivenEvent): number {
  const event = wireOf(given)
  const { deliveries } = judge(eventOf(event), plan, CONTEXT)
  if (given.answers.includes('denied') && !policy.limited) expect(deliveries).toEqual([])
  if (given.country !== 'US' && given.answers.some((answer) => answer !== 'granted')) expect(deliveries).toEqual([])
  for (const { destination: id, body, level } of deliveries) {
    const destination = destinations.find((one) => one.id === id)
    if (destination === undefined) throw new Error(id)
    const allowed = mayLeave(policy, id as 'tiktok' | 'meta', event)
    const fields = fieldsIn(body, destination)
    expect(fields.filter((field) => !allowed.has(field))).toEqual([])
    if (level === 'limited') expect(fields.filter((field) => !/^(?:page|order)\./.test(field))).toEqual([])
    if (policy.sectors.length > 0) expect(body).not.toMatch(/psoriasis|eczema|sku|soap/i)
    if (policy.sectors.includes('minors')) expect(body).not.toMatch(/ttclid|o-1001/)
    else expect(body).toContain('"o-1001"')
    for (const [owner, value, field] of CLICK_IDS) {
      const mayStay = owner === id && level === 'full' && allowed.has(field)
      if (!mayStay) expect(body).not.toContain(value)
    }
  }
  return deliveries.length
}

describe('what leaves', () => {
  it('is nothing that its row does not allow, whatever the policy, the event and the consent', () => {
    let delivered = 0
    let refused = 0
    fc.assert(
      fc.property(aPolicy, fc.array(anEvent, { minLength: 10, maxLength: 10 }), (policy, events) => {
        const compiled = compilePolicy(textOf(policy), KNOWN, sha256Hex)
        if (policy.limited && policy.limitedOn !== undefined) {
          expect(compiled.ok).toBe(false)
          refused += 1
          return
        }
        if (!compiled.ok) throw new Error(compiled.errors.map(({ message }) => message.en).join('\n'))
        const plan = planSites(compiled.policy, destinations).get('shop')
        if (plan === undefined) throw new Error('there is a plan')
        for (const event of events) delivered += checkEvent(policy, plan, event)
      }),
      { numRuns: 120 },
    )
    expect(delivered).toBeGreaterThan(50)
    expect(refused).toBeGreaterThan(10)
  }, 30_000)
})
