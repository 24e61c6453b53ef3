import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { EVENT_NAMES, type EventName } from '../event/types.ts'
import { compilePolicy } from './compile.ts'
import { CANONICAL_FIELDS } from './fields.ts'
import type { KnownDestination } from './known.ts'
import { termsOf } from './terms.ts'
import type { CompiledDestination, CompiledPolicy } from './types.ts'

const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex')

const PURPOSES = ['ad_storage', 'ad_user_data', 'ad_personalization'] as const
const KNOWN: readonly KnownDestination[] = [
  {
    id: 'acme',
    purposes: PURPOSES,
    events: ['page_view', 'purchase', 'sign_up'],
    fields: ['page.url', 'person.email', 'person.phone', 'person.city', 'order.id', 'order.value'],
    treatments: { 'person.email': ['hashed'], 'person.city': ['normalized'] },
    consentNames: { tools: { didomi: ['c:acme-*'], tarteaucitron: ['acme'] }, acProvider: 7 },
  },
  { id: 'bolt', purposes: ['ad_user_data'], events: ['purchase'], fields: ['order.id', 'person.email'] },
]

/** The smallest whole policy; tests change one line of it. */
const SHOP = `version: 1
field_groups:
  contact: { fields: [person.email, person.phone], purpose: ad_user_data, legal_basis: consent, treatment: hashed, retention_days: 7 }
  facts:
    fields: [order.id, order.value]
    purpose: ad_user_data
    legal_basis: consent
    treatment: as_is
    retention_days: 7
event_groups:
  looking: { events: [page_view] }
sites:
  shop:
    hosts: [shop.example]
    origins: ['https://shop.example']
    default_country: FR
    shards: 2
    consent: { max_age_days: 180, gpc_scope: all_us, regimes: { US-CA: opt-in } }
    url_parameters: [utm_source, ttclid]
    controller: { name: Shop, contact: mail@shop.example }
    events:
      defaults: { owner: Marketing, page: { en: all, fr: toutes }, trigger: { en: it happens, fr: arrive } }
      page_view: { definition: { en: a page, fr: une page } }
      purchase: { definition: { en: an order, fr: une commande }, unique: order.id }
      sign_up: { definition: { en: an account, fr: un compte } }
    destinations:
      acme:
        account: 'A1'
        token_secret: ACME_TOKEN
        recipient: { en: Acme, fr: Acme }
        transfers: { en: none, fr: aucun }
        retention: { en: a year, fr: un an }
        terms: { en: a contract, fr: un contrat }
        purposes: [ad_storage, ad_user_data, ad_personalization]
        on_opt_out: drop
        allow:
          looking: [contact]
          purchase: [contact, facts]
`

function compile(text: string): ReturnType<typeof compilePolicy> {
  return compilePolicy(text, KNOWN, sha256Hex)
}

function compiled(text: string): CompiledPolicy {
  const result = compile(text)
  if (!result.ok) throw new Error(result.errors.map((error) => error.message.en).join('\n'))
  return result.policy
}

function onlyDestination(policy: CompiledPolicy): CompiledDestination {
  const destination = policy.sites[0]?.destinations[0]
  if (destination === undefined) throw new Error('no destination')
  return destination
}

/** Event → its fields, for the only destination. */
function allowedIn(policy: CompiledPolicy): Record<string, readonly string[]> {
  const { events } = onlyDestination(policy)
  return Object.fromEntries(
    Object.entries(events).map(([event, place]) => [event, Object.keys(policy.fieldSets[place] ?? {})]),
  )
}

const WORDS = { en: 'words', fr: 'mots' }

function changed(from: string, to: string): string {
  if (!SHOP.includes(from)) throw new Error(`the fixture has no ${from}`)
  return SHOP.replace(from, to)
}

describe('a policy that holds together', () => {
  it('is written out as one sorted list of fields per event', () => {
    expect(allowedIn(compiled(SHOP))).toEqual({
      page_view: ['person.email', 'person.phone'],
      purchase: ['order.id', 'order.value', 'person.email', 'person.phone'],
    })
  })

  it('carries the rules of the site', () => {
    expect(compiled(SHOP).sites[0]).toMatchObject({
      id: 'shop',
      demo: false,
      hosts: ['shop.example'],
      developmentOrigins: [],
      shards: 2,
      urlParameters: ['ttclid', 'utm_source'],
      consent: { maxAgeDays: 180, gpcScope: 'all_us', regimes: { 'US-CA': 'opt-in' } },
      unique: { purchase: 'order.id' },
    })
  })

  it('names a destination as consent tools usually do, unless the policy says otherwise for a tool', () => {
    expect(onlyDestination(compiled(SHOP)).consentNames).toEqual({
      tools: { didomi: ['c:acme-*'], tarteaucitron: ['acme'] },
      acProvider: 7,
    })
    const text = changed(
      'on_opt_out: drop',
      "on_opt_out: drop\n        consent_names: { onetrust: [C0005, C0004], didomi: ['Acme '] }\n        tcf_vendor: 755",
    )
    expect(onlyDestination(compiled(text)).consentNames).toEqual({
      tools: { didomi: ['acme'], onetrust: ['c0004', 'c0005'], tarteaucitron: ['acme'] },
      tcfVendor: 755,
      acProvider: 7,
    })
  })

  it('waits half an hour for an answer and keeps proof for thirteen months, unless it says otherwise', () => {
    const [site] = compiled(SHOP).sites
    expect(site?.consent).toMatchObject({ snapshotWaitMinutes: 30, cookieNames: {} })
    expect(site?.retention).toEqual({ receiptsDays: 395, consentDays: 395 })
    const text = changed(
      'regimes: { US-CA: opt-in } }',
      'regimes: {}, snapshot_wait_minutes: 0, cookie_names: { our_choice: klaro } }\n    retention: { receipts_days: 30 }',
    )
    const [other] = compiled(text).sites
    expect(other?.consent).toMatchObject({ snapshotWaitMinutes: 0, cookieNames: { our_choice: 'klaro' } })
    expect(other?.retention).toEqual({ receiptsDays: 30, consentDays: 395 })
  })

  it('denies every event and every field that is not written', () => {
    const fields = KNOWN[0]?.fields ?? []
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('page_view', 'purchase', 'sign_up'), fc.subarray([...fields], { minLength: 1 })),
        (allowed) => {
          const events = allowedIn(compiled(policyThatAllows(allowed)))
          for (const event of EVENT_NAMES) {
            expect(events[event] ?? []).toEqual((allowed[event] ?? []).toSorted())
          }
        },
      ),
      { numRuns: 50 },
    )
  })

  it('may ask for more purposes than the mapping needs', () => {
    const text = changed('ad_personalization]', 'ad_personalization, analytics_storage]')
    expect(onlyDestination(compiled(text)).purposes).toEqual([...PURPOSES, 'analytics_storage'])
  })

  it('may share lines by anchor and alias', () => {
    const text = changed('looking: [contact]', 'looking: &groups [contact]').replace('[contact, facts]', '*groups')
    expect(allowedIn(compiled(text))['purchase']).toEqual(['person.email', 'person.phone'])
  })
})

/** Each field in a group of its own, with the treatment that the mapping has. */
function policyThatAllows(allowed: Readonly<Record<string, readonly string[]>>): string {
  const treatments = KNOWN[0]?.treatments ?? {}
  const groups = (KNOWN[0]?.fields ?? []).map((field) => {
    const treatment = treatments[field]?.[0] ?? 'as_is'
    const rule = { purpose: 'ad_user_data', legal_basis: 'consent', retention_days: 7 }
    return [groupOf(field), { fields: [field], treatment, ...rule }]
  })
  const allow = Object.entries(allowed).map(([event, fields]) => [event, fields.map(groupOf)])
  const recipient = { recipient: WORDS, transfers: WORDS, retention: WORDS, terms: WORDS }
  const destination = { account: 'A1', token_secret: 'ACME', ...recipient, purposes: PURPOSES, on_opt_out: 'drop' }
  const planned = { definition: WORDS, page: WORDS, trigger: WORDS, owner: 'Marketing' }
  return stringify({
    version: 1,
    field_groups: Object.fromEntries(groups),
    sites: {
      shop: {
        controller: { name: 'Shop', contact: 'mail@shop.example' },
        events: { page_view: planned, purchase: planned, sign_up: planned },
        hosts: ['shop.example'],
        origins: [],
        default_country: 'FR',
        shards: 1,
        consent: { max_age_days: 1, gpc_scope: 'all_us', regimes: {} },
        url_parameters: [],
        destinations: { acme: { ...destination, allow: Object.fromEntries(allow) } },
      },
    },
  })
}

function groupOf(field: string): string {
  return field.replaceAll('.', '_')
}

describe('the digest', () => {
  it('is the SHA-256 of the whole in canonical JSON', () => {
    // printf '%s' '{"approval":{"keys":[],"roles":["legal"],"validUntil":"2027-11-30"},"fieldSets":[],"grants":[],"sites":[],"version":2}' | sha256sum
    const policy = compiled('version: 1\napproval: { roles: [legal], valid_until: 2027-11-30 }\nsites: {}\n')
    expect(policy.digest).toBe('91208f490d4665d9c007867982e8510fd7980b27d890804736a1ef0ff9a53f6f')
  })

  it('stays when comments, blanks, quotes and the order of keys and lists change', () => {
    const [head, tail] = SHOP.split('event_groups:')
    const reordered = `# a comment
event_groups:${tail}${head}`
      .replace('[person.email, person.phone]', '[ "person.phone" , person.email ]')
      .replace('[utm_source, ttclid]', '[ttclid, utm_source]')
      .replace('[ad_storage, ad_user_data, ad_personalization]', '[ad_personalization, ad_user_data, ad_storage]')
    expect(compiled(reordered).digest).toBe(compiled(SHOP).digest)
  })

  it.each([
    ['looking: [contact]', 'looking: [facts]'],
    ['purchase: [contact, facts]', 'purchase: [contact]'],
    ['[person.email, person.phone]', '[person.email]'],
    ['events: [page_view]', 'events: [page_view, sign_up]'],
    ["account: 'A1'", "account: 'A2'"],
    ['ACME_TOKEN', 'OTHER_TOKEN'],
    ["account: 'A1'", "account: 'A1'\n        test_event_code: 'T1'"],
    ['ad_personalization]', 'ad_personalization, analytics_storage]'],
    ['on_opt_out: drop', 'on_opt_out: limited\n        limited: [facts]'],
    ['hosts: [shop.example]', 'hosts: [shop.example, www.shop.example]'],
    ["origins: ['https://shop.example']", "origins: ['https://www.shop.example']"],
    ['shards: 2', "shards: 2\n    development_origins: ['http://localhost:*']"],
    ['shards: 2', 'shards: 3'],
    ['shards: 2', 'shards: 2\n    demo: true'],
    ['default_country: FR', 'default_country: BE'],
    ['max_age_days: 180', 'max_age_days: 181'],
    ['gpc_scope: all_us', 'gpc_scope: worldwide'],
    ['US-CA: opt-in', 'US-CA: opt-out'],
    ['[utm_source, ttclid]', '[utm_source]'],
    ['unique: order.id', 'unique: event_id'],
    ['owner: Marketing', 'owner: Sales'],
    ['{ en: a year, fr: un an }', '{ en: a year, fr: une année }'],
    ['name: Shop', 'name: Store'],
    ['version: 1', 'version: 1\nnote: { en: a note, fr: une note }'],
    ['version: 1', 'version: 1\napproval: { roles: [legal], valid_until: 2027-11-30 }'],
    ['looking: [contact]', 'looking: [{ group: contact, retention_days: 3 }]'],
    ['looking: [contact]', 'looking: [{ group: contact, condition: { countries: [FR] } }]'],
    ['  shop:\n', '  store:\n'],
  ])('changes when `%s` becomes `%s`', (from, to) => {
    expect(compiled(changed(from, to)).digest).not.toBe(compiled(SHOP).digest)
  })
})

describe('policy/policy.yaml', () => {
  const text = readFileSync(new URL('../../policy/policy.yaml', import.meta.url), 'utf8')
  const ALL: readonly KnownDestination[] = ['tiktok', 'meta'].map((id) => ({
    id,
    purposes: PURPOSES,
    events: EVENT_NAMES,
    fields: CANONICAL_FIELDS,
  }))
  const result = compilePolicy(text, ALL, sha256Hex)

  it('compiles, is a demo, and is short enough to be read', () => {
    expect(result.ok ? result.policy.sites.map((site) => [site.id, site.demo]) : result.errors).toEqual([
      ['atelier-rivage', true],
    ])
    expect(text.split('\n').length).toBeLessThan(230)
  })

  const allowed = (event: EventName) =>
    result.ok
      ? (result.policy.sites[0]?.destinations ?? []).map((one) => [...termsOf(result.policy, one, event).keys()])
      : []

  it('sends names and addresses only with what a person commits to', () => {
    const destinations = result.ok ? (result.policy.sites[0]?.destinations ?? []) : []
    expect(destinations.map((destination) => destination.id)).toEqual(['meta', 'tiktok'])
    for (const fields of allowed('page_view')) expect(fields).toContain('person.email')
    for (const field of ['person.first_name', 'person.last_name', 'person.zip', 'person.city']) {
      for (const fields of allowed('page_view')) expect(fields).not.toContain(field)
      for (const fields of allowed('purchase')) expect(fields).toContain(field)
    }
  })

  it('never sends a birth date, a gender, searched words or a refund', () => {
    const fields = new Set(EVENT_NAMES.flatMap((event) => allowed(event).flat()))
    expect(fields.size).toBeGreaterThan(10)
    for (const field of ['person.birth_date', 'person.gender', 'search.query']) expect(fields).not.toContain(field)
    expect(allowed('refund')).toEqual([[], []])
  })

  it('plans every event in both languages, the refund that leaves for nobody too', () => {
    const plan = result.ok ? (result.policy.sites[0]?.document.events ?? {}) : {}
    expect(Object.keys(plan)).toEqual([...EVENT_NAMES])
    for (const { definition, page, trigger, owner } of Object.values(plan)) {
      for (const { en, fr } of [definition, page, trigger]) expect(en.length * fr.length).toBeGreaterThan(0)
      expect(owner).not.toBe('')
    }
  })
})
