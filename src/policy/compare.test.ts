/** What counts as widening, and in which sentence it is told. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EVENT_NAMES } from '../event/types.ts'
import { sentencesOf } from './change-words.ts'
import { compare, needsApproval, type Change, type Direction } from './compare.ts'
import { digested, grantOf, leaves, policyOf, SITE } from './compare.fixture.ts'
import { LEGAL_BASES, SECTORS, type Grant } from './document.ts'
import { TREATMENTS } from './fields.ts'
import type { CompiledPolicy } from './types.ts'

const NAMES = { destination: (id: string) => ({ tiktok: 'TikTok', meta: 'Meta' })[id] ?? id }
const BASE = policyOf()

function directions(after: CompiledPolicy, before = BASE): Direction[] {
  return compare(before, after).map(({ direction }) => direction)
}

function said(after: CompiledPolicy, before = BASE): { en: string[]; fr: string[] } {
  const sentences = sentencesOf(compare(before, after), NAMES)
  return { en: sentences.map(({ en }) => en), fr: sentences.map(({ fr }) => fr) }
}

describe('a change', () => {
  const cases: readonly (readonly [string, CompiledPolicy, Direction])[] = [
    ['a new host', policyOf({ site: { hosts: ['shop.example', 'other.example'] } }), 'widens'],
    ['a new origin', policyOf({ site: { origins: ['https://shop.example', 'https://x.example'] } }), 'widens'],
    ['a kept address parameter', policyOf({ site: { urlParameters: ['q', 'utm_source'] } }), 'widens'],
    ['a cut address parameter', policyOf({ site: { urlParameters: [] } }), 'narrows'],
    ['paths that are cut', policyOf({ site: { urlPaths: 'cut' } }), 'narrows'],
    ['a purpose that is no longer needed', policyOf({ destination: { purposes: ['ad_storage'] } }), 'widens'],
    [
      'a purpose that is needed too',
      policyOf({ destination: { purposes: ['ad_storage', 'ad_user_data', 'ad_personalization'] } }),
      'narrows',
    ],
    ['another account', policyOf({ destination: { accountId: 'A2' } }), 'widens'],
    ['a limited send after an opt-out', policyOf({ destination: { onOptOut: 'limited' } }), 'widens'],
    ['another secret as the token', policyOf({ destination: { tokenSecret: 'OTHER' } }), 'widens'],
    ['more shards', policyOf({ site: { shards: 2 } }), 'technical'],
    ['answers that hold longer', policyOf({ site: { consent: { ...SITE.consent, maxAgeDays: 365 } } }), 'widens'],
    ['answers that hold shorter', policyOf({ site: { consent: { ...SITE.consent, maxAgeDays: 90 } } }), 'narrows'],
    ['a stricter law', policyOf({ site: { consent: { ...SITE.consent, regimes: { US: 'opt-in' } } } }), 'narrows'],
    ['a looser law', policyOf({ site: { consent: { ...SITE.consent, regimes: { BR: 'opt-out' } } } }), 'widens'],
    ['GPC everywhere', policyOf({ site: { consent: { ...SITE.consent, gpcScope: 'worldwide' } } }), 'narrows'],
    [
      'withdrawals forgotten sooner',
      policyOf({ site: { retention: { receiptsDays: 395, consentDays: 30 } } }),
      'widens',
    ],
    [
      'receipts kept for less long',
      policyOf({ site: { retention: { receiptsDays: 30, consentDays: 395 } } }),
      'narrows',
    ],
    ['a sector', policyOf({ site: { document: { ...SITE.document, sectors: ['health'] } } }), 'narrows'],
    ['other words', policyOf({ site: { document: { ...SITE.document, people: { en: 'a', fr: 'b' } } } }), 'wording'],
    [
      'processors named',
      policyOf({ site: { document: { ...SITE.document, processors: { en: 'a', fr: 'b' } } } }),
      'wording',
    ],
    [
      'a parameter that a sector cuts',
      policyOf({ site: { document: { ...SITE.document, parametersRemovedBySector: ['sku'] } } }),
      'narrows',
    ],
    ['another role', policyOf({ policy: { approval: { ...BASE.approval, roles: ['dpo', 'legal'] } } }), 'widens'],
    ['a later last day', policyOf({ policy: { approval: { ...BASE.approval, validUntil: '2027-07-01' } } }), 'widens'],
    [
      'an earlier last day',
      policyOf({ policy: { approval: { ...BASE.approval, validUntil: '2027-06-29' } } }),
      'narrows',
    ],
    ['a site that is gone', policyOf({ policy: { sites: [] } }), 'narrows'],
  ]
  it.each(cases)('%s', (_what, after, direction) => {
    expect(directions(after)).toEqual([direction])
    const { en, fr } = said(after)
    expect([...en, ...fr].join()).not.toMatch(/cannot judge|ne sait pas juger|undefined|\[object/)
  })

  it('of a key that nobody has thought of widens, at every level', () => {
    const site = BASE.sites[0]
    if (site === undefined) throw new Error('there is a site')
    const [destination] = site.destinations
    if (destination === undefined) throw new Error('there is a destination')
    const strange = { strange: 1 }
    const changed: CompiledPolicy[] = [
      { ...BASE, ...strange },
      { ...BASE, approval: { ...BASE.approval, ...strange } },
      { ...BASE, sites: [{ ...site, ...strange }] },
      { ...BASE, sites: [{ ...site, consent: { ...site.consent, ...strange } }] },
      { ...BASE, sites: [{ ...site, document: { ...site.document, ...strange } }] },
      { ...BASE, sites: [{ ...site, destinations: [{ ...destination, ...strange }] }] },
      { ...BASE, grants: BASE.grants.map((grant) => ({ ...grant, ...strange })) },
    ]
    for (const after of changed) {
      const changes = compare(BASE, digested(after))
      expect(changes.map(({ direction }) => direction)).toContain('widens')
      expect(sentencesOf(changes, NAMES)[0]?.en).toContain('strange')
    }
  })

  it('that hides a second site or recipient behind the name of the first one widens', () => {
    const [site] = BASE.sites
    if (site === undefined) throw new Error('there is a site')
    expect(directions({ ...BASE, sites: [site, site] })).toEqual(['widens'])
    const doubled = { ...site, destinations: [...site.destinations, ...site.destinations] }
    expect(directions({ ...BASE, sites: [doubled] })).toEqual(['widens'])
  })

  it('of what is written and never read is still not silent', () => {
    const after = digested({ ...BASE, grants: [...BASE.grants, grantOf({ group: 'unused' })] })
    expect(directions(after)).toEqual(['widens'])
  })
})

const EVENTS = EVENT_NAMES.slice(0, 2)
const FIELDS = ['person.email', 'person.phone', 'order.value']
const COUNTRIES = ['FR', 'US']
const someCountries = fc.subarray(COUNTRIES).map((list) => list.toSorted())
const condition = fc.record(
  { countries: someCountries, exceptCountries: someCountries, withField: fc.constantFrom(...FIELDS) },
  { requiredKeys: [] },
)
const grant = fc.record(
  {
    group: fc.constantFrom('one', 'two'),
    treatment: fc.constantFrom(...TREATMENTS),
    legalBasis: fc.constantFrom(...LEGAL_BASES),
    retentionDays: fc.constantFrom(1, 7, 30),
    condition,
    note: fc.constantFrom({ en: 'a', fr: 'b' }, { en: 'c', fr: 'd' }),
  },
  { requiredKeys: [] },
)
const events = someOf(EVENTS, someOf(FIELDS, grant))
const policies = fc
  .record({
    allowed: someOf(['tiktok', 'meta'], events),
    shards: fc.constantFrom(1, 2),
    maxAgeDays: fc.constantFrom(90, 180),
  })
  .map(({ allowed, shards, maxAgeDays }) =>
    policyOf({
      allowed,
      site: { shards, consent: { ...SITE.consent, maxAgeDays } },
    }),
  )

/** Any of these keys, in any order. A dictionary would draw its few keys again and again, each time with a value to throw away. */
function someOf<Value>(keys: readonly string[], value: fc.Arbitrary<Value>): fc.Arbitrary<Record<string, Value>> {
  const members = fc.tuple(...keys.map((key) => fc.tuple(fc.constant(key), value)))
  return fc
    .tuple(fc.shuffledSubarray([...keys.keys()]), members)
    .map(([chosen, all]) => Object.fromEntries(chosen.flatMap((at) => all.slice(at, at + 1))))
}

const CIRCUMSTANCES = [...COUNTRIES, undefined].flatMap((country) =>
  [[], ['person.email'], FIELDS].map((present) => ({ country, present })),
)

function everyLeaving(policy: CompiledPolicy): Map<string, Grant> {
  const found = new Map<string, Grant>()
  for (const destination of ['tiktok', 'meta'])
    for (const event of EVENTS)
      for (const field of FIELDS)
        for (const facts of CIRCUMSTANCES) {
          const terms = leaves(policy, { destination, event, field }, facts)
          if (terms !== undefined) found.set(JSON.stringify([destination, event, field, facts]), terms)
        }
  return found
}

describe('for any two policies', () => {
  it('where something may leave that did not, or more openly, a change widens', () => {
    fc.assert(
      fc.property(policies, policies, (before, after) => {
        const [old, now] = [everyLeaving(before), everyLeaving(after)]
        const more = [...now].some(([at, terms]) => {
          const was = old.get(at)
          return was === undefined || (was.treatment === 'hashed' && terms.treatment !== 'hashed')
        })
        const widens = compare(before, after).some(({ direction }) => direction === 'widens')
        expect(widens || !more).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  it('a condition narrows only where nobody meets the new one who did not meet the old', () => {
    const onCondition = fc
      .option(condition, { nil: undefined })
      .map((it) =>
        policyOf({ allowed: { tiktok: { purchase: { 'person.email': it === undefined ? {} : { condition: it } } } } }),
      )
    fc.assert(
      fc.property(onCondition, onCondition, (before, after) => {
        const old = everyLeaving(before)
        const more = [...everyLeaving(after).keys()].some((at) => !old.has(at))
        if (more) expect(directions(after, before)).toContain('widens')
      }),
      { numRuns: 400 },
    )
  })

  it('another digest is never silent, and the same one always is', () => {
    fc.assert(
      fc.property(policies, policies, (before, after) => {
        const changes = compare(before, after)
        expect(changes.length === 0).toBe(before.digest === after.digest)
        expect(compare(before, before)).toEqual([])
        expect(sentencesOf(changes, NAMES).length === 0).toBe(changes.length === 0)
      }),
      { numRuns: 100 },
    )
  })

  it('every change is in the text: its event, its field, and what it was and is', () => {
    const lists = fc.record({
      hosts: fc.shuffledSubarray(['a.example', 'b.example', 'c.example']),
      urlParameters: fc.shuffledSubarray(['one', 'two', 'three']),
      regimes: someOf(['AR', 'BR', 'IN'], fc.constantFrom('none', 'opt-out', 'opt-in')),
      sectors: fc.shuffledSubarray([...SECTORS]),
    })
    const sites = fc.tuple(policies, lists).map(([policy, { hosts, urlParameters, regimes, sectors }]) =>
      digested({
        ...policy,
        sites: policy.sites.map((site) => ({
          ...site,
          hosts,
          urlParameters,
          consent: { ...site.consent, regimes },
          document: { ...site.document, sectors },
        })),
      }),
    )
    fc.assert(
      fc.property(sites, sites, (before, after) => {
        const changes = compare(before, after)
        const sentences = sentencesOf(changes, NAMES)
        for (const change of changes) {
          const parts = partsOf(change)
          const told = sentences.some(
            ({ direction, en, fr }) =>
              direction === change.direction && parts.every((part) => en.includes(part) && fr.includes(part)),
          )
          expect([told, parts]).toEqual([true, parts])
        }
      }),
      { numRuns: 120 },
    )
  })

  it('taking fields and events away needs no approval', () => {
    const keep = fc.func(fc.boolean())
    fc.assert(
      fc.property(policies, keep, (before, isKept) => {
        const after = digested({
          ...before,
          fieldSets: before.fieldSets.map((set) =>
            Object.fromEntries(Object.entries(set).filter(([field]) => isKept(field))),
          ),
        })
        expect(needsApproval(compare(before, after))).toBe(false)
      }),
      { numRuns: 100 },
    )
  })
})

/** What a sentence about it must hold, in both languages. */
function partsOf({ what, event, key, before, after }: Change): readonly string[] {
  const lists = ['hosts', 'urlParameters', 'sectors']
  const values = lists.includes(what)
    ? [before, after].flatMap((list) => (Array.isArray(list) ? list.map(String) : []))
    : []
  return [event ?? [], key ?? [], values].flat().map((part) => `\`${part}\``)
}
