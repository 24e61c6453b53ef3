import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { EVENT_NAMES } from '../event/types.ts'
import { compilePolicy } from './compile.ts'
import { CANONICAL_FIELDS } from './fields.ts'
import type { KnownDestination } from './known.ts'
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
    unique: { purchase: order.id }
    destinations:
      acme:
        account: 'A1'
        token_secret: ACME_TOKEN
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
  if (!result.ok) throw new Error(result.errors.map((error) => error.message).join('\n'))
  return result.policy
}

function onlyDestination(policy: CompiledPolicy): CompiledDestination {
  const destination = policy.sites[0]?.destinations[0]
  if (destination === undefined) throw new Error('no destination')
  return destination
}

function changed(from: string, to: string): string {
  if (!SHOP.includes(from)) throw new Error(`the fixture has no ${from}`)
  return SHOP.replace(from, to)
}

describe('a policy that holds together', () => {
  it('is written out as one sorted list of fields per event', () => {
    expect(onlyDestination(compiled(SHOP)).events).toEqual({
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
          const { events } = onlyDestination(compiled(policyThatAllows(allowed)))
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
    expect(onlyDestination(compiled(text)).events.purchase).toEqual(['person.email', 'person.phone'])
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
  const destination = { account: 'A1', token_secret: 'ACME', purposes: PURPOSES, on_opt_out: 'drop' }
  return stringify({
    version: 1,
    field_groups: Object.fromEntries(groups),
    sites: {
      shop: {
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
  it('is the SHA-256 of the sites in canonical JSON', () => {
    // printf '%s' '{"sites":[]}' | sha256sum
    const policy = compiled('version: 1\nfield_groups: {}\nsites: {}\n')
    expect(policy.digest).toBe('513fdc8241fade2061d052926a77b70a6fdbde74593d9f3265eb137f5f770d66')
  })

  it('stays when comments, notes, blanks, quotes and the order of keys and lists change', () => {
    const [head, tail] = SHOP.split('event_groups:')
    const reordered = `# a comment
note: { fr: 'une note', en: 'a note' }
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
    ['{ purchase: order.id }', '{ purchase: event_id }'],
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
    expect(text.split('\n').length).toBeLessThan(200)
  })

  it('sends names and addresses only with what a person commits to', () => {
    const destinations = result.ok ? (result.policy.sites[0]?.destinations ?? []) : []
    expect(destinations.map((destination) => destination.id)).toEqual(['meta', 'tiktok'])
    for (const { events } of destinations) {
      expect(events.page_view).toContain('person.email')
      for (const field of ['person.first_name', 'person.last_name', 'person.zip', 'person.city']) {
        expect(events.page_view).not.toContain(field)
        expect(events.purchase).toContain(field)
      }
    }
  })

  it('never sends a birth date, a gender, searched words or a refund', () => {
    const destinations = result.ok ? (result.policy.sites[0]?.destinations ?? []) : []
    const fields = new Set(destinations.flatMap(({ events }) => Object.values(events).flat()))
    expect(fields.size).toBeGreaterThan(10)
    for (const field of ['person.birth_date', 'person.gender', 'search.query']) expect(fields).not.toContain(field)
    expect(destinations.map(({ events }) => events.refund)).toEqual([undefined, undefined])
  })
})
