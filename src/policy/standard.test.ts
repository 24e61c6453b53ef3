/** The library and the sectors, against the real destinations: what a site gets without writing it, and what it loses. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseDocument, stringify } from 'yaml'
import { knownDestinations } from '../cli/known-destinations.ts'
import { destinations } from '../destinations/registry.ts'
import { EVENT_NAMES, type EventName } from '../event/types.ts'
import { compilePolicy } from './compile.ts'
import { formatPolicyError } from './errors.ts'
import { STANDARD_EVENTS } from './standard-events.ts'
import { STANDARD_FIELD_GROUPS } from './standard-fields.ts'
import { STANDARD_RECIPIENTS } from './standard-recipients.ts'
import { termsOf } from './terms.ts'
import type { CompiledPolicy } from './types.ts'

const KNOWN = knownDestinations(destinations)
const WORDS = { en: 'words', fr: 'mots' }
const COMMITMENTS = ['page', 'browser', 'order_facts', 'contact_hashed', 'name_hashed']

interface Changes {
  readonly top?: object
  readonly site?: object
  readonly tiktok?: object
  /** Undefined takes Meta out. */
  readonly meta?: object | undefined
}

function textOf({ top = {}, site = {}, tiktok = {}, ...others }: Changes = {}): string {
  const advertising = {
    token_secret: 'TOKEN',
    purposes: ['ad_storage', 'ad_user_data', 'ad_personalization'],
    on_opt_out: 'drop',
  }
  const groups = (id: string) => [...COMMITMENTS, id === 'meta' ? 'postal_hashed' : 'postal_readable', `${id}_ids`]
  return stringify({
    version: 1,
    extends: 'tidegate/standard@1',
    ...top,
    sites: {
      shop: {
        controller: { name: 'Shop', contact: 'shop.example' },
        hosts: ['shop.example'],
        origins: [],
        default_country: 'FR',
        shards: 1,
        consent: { max_age_days: 180, gpc_scope: 'all_us', regimes: {} },
        url_parameters: ['ttclid', 'utm_source', 'utm_campaign', 'utm_term', 'utm_content', 'variant', 'SKU'],
        events: { defaults: { owner: 'Marketing' }, ...Object.fromEntries(EVENT_NAMES.map((event) => [event, {}])) },
        destinations: {
          tiktok: {
            account: 'A1',
            ...advertising,
            transfers: WORDS,
            allow: { commitments: groups('tiktok') },
            ...tiktok,
          },
          ...('meta' in others && others.meta === undefined
            ? {}
            : { meta: { account: 'A2', ...advertising, allow: { commitments: groups('meta') }, ...others.meta } }),
        },
        ...site,
      },
    },
  })
}

const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex')

function resultOf(changes: Changes) {
  return compilePolicy(textOf(changes), KNOWN, sha256Hex)
}

function compiled(changes: Changes = {}): CompiledPolicy {
  const result = resultOf(changes)
  if (!result.ok) throw new Error(result.errors.map((error) => formatPolicyError('p.yaml', error, 'en')).join('\n'))
  return result.policy
}

function errorsOf(changes: Changes): readonly string[] {
  const result = resultOf(changes)
  return result.ok ? [] : result.errors.map(({ message }) => message.en)
}

function tiktokOf(policy: CompiledPolicy, event: EventName) {
  const destination = policy.sites[0]?.destinations.find(({ id }) => id === 'tiktok')
  return destination === undefined ? new Map<string, never>() : termsOf(policy, destination, event)
}

describe('the library', () => {
  it('is taken only where the policy says so', () => {
    expect(errorsOf({ top: { extends: undefined } })).toContain('no field group `page`')
    expect(errorsOf({})).toEqual([])
  })

  it('has words for every event in both languages', () => {
    expect(Object.keys(STANDARD_EVENTS)).toEqual([...EVENT_NAMES])
    for (const { definition, page, trigger } of Object.values(STANDARD_EVENTS))
      for (const { en, fr } of [definition, page, trigger]) expect([en.length > 3, fr.length > 3]).toEqual([true, true])
  })

  it('writes French with the spaces that French has', () => {
    const texts = JSON.stringify([STANDARD_EVENTS, STANDARD_FIELD_GROUPS, STANDARD_RECIPIENTS].map(frenchOf))
    expect(texts.match(/[^\u00A0][:;?!»](?= )|«[^\u00A0]/g)).toBeNull()
    expect(texts).not.toMatch(/[a-zà-ü]'[a-zà-ü]/i)
  })

  it('gives every group a basis, a purpose and a note', () => {
    const grants = [...tiktokOf(compiled(), 'purchase').values()]
    expect(grants.length).toBeGreaterThan(15)
    for (const grant of grants)
      expect(grant).toMatchObject({
        legalBasis: 'consent',
        retentionDays: 7,
        note: { en: expect.stringMatching(/./) as unknown },
      })
  })

  it('gives way to a group of the same name', () => {
    const own = {
      fields: ['order.id'],
      purpose: 'ad_user_data',
      legal_basis: 'contract',
      treatment: 'as_is',
      retention_days: 2,
    }
    const policy = compiled({ top: { field_groups: { order_facts: own } }, meta: undefined })
    expect(tiktokOf(policy, 'purchase').get('order.id')).toMatchObject({ legalBasis: 'contract', retentionDays: 2 })
    expect(tiktokOf(policy, 'purchase').has('order.value')).toBe(false)
  })

  it('names the recipients, and leaves to the site what the platforms do not say', () => {
    const [meta, tiktok] = compiled().sites[0]?.destinations ?? []
    expect(meta?.document.recipient.en).toContain('Meta Platforms Ireland Limited')
    expect(tiktok?.document.recipient.en).toContain('TikTok Technology Limited')
    expect(errorsOf({ tiktok: { transfers: undefined } })).toEqual(['`tiktok` has no `transfers`'])
  })
})

function frenchOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => (key === 'fr' ? [inner] : frenchOf(inner)))
}

describe('a line with terms of its own', () => {
  it('takes of the group what it names, and changes what it says', () => {
    const line = {
      group: 'contact_hashed',
      fields: ['person.email'],
      retention_days: 3,
      condition: { countries: ['FR', 'BE'], with_field: 'person.external_id' },
      note: { en: 'Customers only.', fr: 'Clients seulement.' },
    }
    const terms = tiktokOf(compiled({ tiktok: { allow: { purchase: ['page', line] } } }), 'purchase')
    expect([...terms.keys()]).toEqual(['page.referrer', 'page.url', 'person.email'])
    expect(terms.get('person.email')).toEqual({
      group: 'contact_hashed',
      treatment: 'hashed',
      purpose: 'ad_user_data',
      legalBasis: 'consent',
      retentionDays: 3,
      condition: { countries: ['BE', 'FR'], withField: 'person.external_id' },
      note: { en: 'Customers only.', fr: 'Clients seulement.' },
    })
  })
})

describe('who else answers', () => {
  it('is Meta as joint controller by its terms, and whom the site names in its place', () => {
    const [site] = compiled().sites
    const jointOf = (id: string) => site?.destinations.find((one) => one.id === id)?.document.joint?.en
    expect(jointOf('meta')).toContain('Meta Platforms Ireland Limited, for collection and transmission')
    expect(jointOf('tiktok')).toContain('Jurisdiction Specific Terms')
  })

  it('is whoever runs the machine: to be named where the site names nobody', () => {
    expect(compiled().sites[0]?.document.processors?.fr).toContain('à nommer ici')
    const processors = { en: 'Cloudflare, Inc.', fr: 'Cloudflare, Inc.' }
    expect(compiled({ site: { processors } }).sites[0]?.document.processors).toEqual(processors)
  })

  it('hears nothing untrue of security: no consent where silence is enough, receipts with their ids', () => {
    const { en, fr } = compiled().sites[0]?.document.security ?? { en: '', fr: '' }
    expect(`${en} ${fr}`).not.toMatch(/only with consent|seulement avec consentement|no values|aucune valeur\./)
    expect(en).toContain('until the person objects')
    expect(fr).toContain('tant que la personne ne s’est pas opposée')
  })
})

describe('a sector', () => {
  it('takes away every word for the article, and the paths and campaign words of addresses', () => {
    const policy = compiled({ site: { sectors: ['health'] } })
    const [site] = policy.sites
    expect([...tiktokOf(policy, 'purchase').keys()].filter((field) => field.startsWith('order.'))).toEqual([
      'order.currency',
      'order.id',
      'order.value',
    ])
    expect(site).toMatchObject({ urlPaths: 'cut', urlParameters: ['ttclid'] })
    expect(site?.document.parametersRemovedBySector).toEqual([
      'SKU',
      'utm_campaign',
      'utm_content',
      'utm_source',
      'utm_term',
      'variant',
    ])
    expect(site?.document.removedBySector).toEqual([
      'order.items.brand',
      'order.items.category',
      'order.items.id',
      'order.items.name',
      'order.items.price',
      'order.items.quantity',
    ])
  })

  it('names the parameters of addresses that it cuts, and none where nothing was written', () => {
    const [site] = compiled({ site: { sectors: ['health'], url_parameters: ['sku', 'utm_campaign', 'ttclid'] } }).sites
    expect(site?.document.parametersRemovedBySector).toEqual(['sku', 'utm_campaign'])
    const [bare] = compiled({ site: { sectors: ['health'], url_parameters: ['ttclid'] } }).sites
    expect(bare?.document).not.toHaveProperty('parametersRemovedBySector')
  })

  it('takes away events that say the sensitive thing themselves: an appointment at a doctor’s', () => {
    const [site] = compiled({ site: { sectors: ['health'] } }).sites
    expect(site?.document.eventsRemovedBySector).toEqual(['generate_lead', 'contact', 'schedule', 'submit_application'])
    for (const { events } of site?.destinations ?? []) expect(Object.keys(events)).not.toContain('schedule')
  })

  it('leaves of a child’s order nothing but its value', () => {
    const policy = compiled({ site: { sectors: ['minors'] }, meta: undefined })
    expect([...tiktokOf(policy, 'purchase').keys()]).toEqual([
      'order.currency',
      'order.value',
      'page.referrer',
      'page.url',
    ])
    expect(policy.sites[0]?.urlParameters).toEqual([])
    expect(policy.sites[0]?.eventIds).toBe('hidden')
  })

  it('keeps of an address’s parameters the platforms’ own click ids: a site names the others as it likes', () => {
    const written = ['product', 'q', 'category', 'utm_source', 'utm_medium', 'utm_id', 'gclid', 'TTCLID', 'fbclid']
    for (const sector of ['health', 'finance', 'adult', 'politics', 'religion', 'unions']) {
      const [site] = compiled({ site: { sectors: [sector], url_parameters: written } }).sites
      expect(site?.urlParameters).toEqual(['TTCLID', 'fbclid'])
    }
    const [none] = compiled({ site: { url_parameters: written } }).sites
    expect(none?.urlParameters).toHaveLength(written.length)
    expect(none?.document).not.toHaveProperty('parametersRemovedBySector')
  })

  it('takes nothing where there is none', () => {
    const [site] = compiled().sites
    expect(site).toMatchObject({ urlPaths: 'kept', document: { sectors: [], removedBySector: [] } })
    expect(site?.document).not.toHaveProperty('eventsRemovedBySector')
    expect(site).not.toHaveProperty('eventIds')
  })
})

describe('a line under which a platform would take nothing', () => {
  const meta = (allow: object) => errorsOf({ meta: { allow } })

  it('is an error, said once where it holds for every event', () => {
    expect(meta({ commitments: ['browser', 'order_facts'] })).toEqual(['meta takes no event without `page.url`'])
    const found = resultOf({ meta: { allow: { commitments: ['browser', 'order_facts'] } } })
    expect(found.ok ? [] : found.errors.map(({ path, suggestion }) => [path, suggestion])).toEqual([
      ['sites.shop.destinations.meta.allow', { en: 'allow the group `page`', fr: 'autorisez le groupe `page`' }],
    ])
  })

  it('is named with its event where it is about one', () => {
    expect(meta({ purchase: ['page', 'browser'], sign_up: ['page', 'browser'] })).toEqual([
      'meta takes no `purchase` without `order.value`',
      'meta takes no `purchase` without `order.currency`',
    ])
    expect(meta({ purchase: ['page', 'browser', 'order_total'] })).toEqual([])
    expect(meta({ sign_up: ['page', { group: 'browser', fields: ['client.user_agent'] }, 'postal_hashed'] })).toEqual([
      expect.stringMatching(/^meta takes no event without one of `person\.email`, `person\.phone`/),
    ])
  })

  it('is one whose fields a sector takes away', () => {
    expect(errorsOf({ site: { sectors: ['minors'] } })[0]).toBe('meta takes no event without `client.user_agent`')
  })

  it('is a limited send of what Meta refuses, where no event would be taken', () => {
    const limited = (groups: readonly string[]) => errorsOf({ meta: { on_opt_out: 'limited', limited: groups } })
    expect(limited(['order_facts'])[0]).toBe('meta takes no event without `page.url`')
    expect(limited(['page', 'browser'])).toEqual([])
  })

  it('is none of TikTok’s, which demands nothing', () => {
    expect(errorsOf({ tiktok: { allow: { purchase: ['page'] } } })).toEqual([])
  })
})

describe('docs/policy.md', () => {
  const page = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8')
  const [whole = '', line = ''] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text)

  it('shows a policy that is whole, as it says, and a line that may stand in it', () => {
    expect(compilePolicy(whole, KNOWN, sha256Hex)).toMatchObject({ ok: true })
    const document = parseDocument(whole)
    document.setIn(['sites', 'my-shop', 'destinations', 'meta', 'allow'], parseDocument(line).get('allow'))
    // One line: what else a platform demands may stand in another.
    const anyLine = KNOWN.map((known) => ({ ...known, lacking: () => [] }))
    expect(compilePolicy(String(document), anyLine, sha256Hex)).toMatchObject({ ok: true })
  })
})
