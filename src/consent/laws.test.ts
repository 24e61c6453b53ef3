/** Laws of the consent engine, as properties. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import vectors from '../../test/vectors/consent.json'
import type { ConsentEvidence, ConsentSignals } from '../event/types.ts'
import { decide, type ConsentNeed } from './decide.ts'
import { resolveConsent, type ConsentInput } from './resolve.ts'
import { readSignals } from './signals/index.ts'
import { PURPOSES, type ConsentRules, type Finding } from './types.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const LEVELS = { none: 0, limited: 1, full: 2 }

const answer = fc.constantFrom('granted', 'denied', 'unset', true, null)
const state = fc.dictionary(fc.constantFrom(...PURPOSES), answer)
const gcdText = fc
  .tuple(
    fc.constantFrom('1', '3', '2', 'd'),
    fc.array(fc.constantFrom('l', 'm', 'n', 'p', 'q', 'r', 't', 'u', 'v', 'Z', '_'), { minLength: 4, maxLength: 4 }),
    fc.constantFrom('5', 'd'),
  )
  .map(([separator, letters, flags]) => `1${letters.map((letter) => separator + letter).join('')}${flags}`)
const at = fc.constantFrom('2026-11-21T11:00:00Z', '2020-01-01T00:00:00Z', 'soon')
/** Real strings of each kind, valid and not, from the vectors. */
const texts = (kind: string) =>
  fc.constantFrom(
    ...vectors.flatMap(({ kind: other, input }) => (other === kind && typeof input === 'string' ? [input] : [])),
  )
const cookie = fc.oneof(
  ...(
    [
      ['euconsent-v2', 'tcf'],
      ['OptanonConsent', 'onetrust'],
      ['CookieConsent', 'cookiebot'],
      ['cookieyes-consent', 'cookieyes'],
      ['tarteaucitron', 'tarteaucitron'],
      ['klaro', 'klaro'],
      ['TC_PRIVACY', 'commandersact'],
      ['didomi_token', 'didomi'],
      ['_tracking_consent', 'shopify'],
      ['cc_cookie', 'vanilla-cookieconsent'],
    ] as const
  ).map(([name, kind]) => texts(kind).map((value) => `${name}=${value}`)),
  fc.constantFrom('OptanonAlertBoxClosed=2026-11-01T10:00:00.000Z', 'cmplz_marketing=allow', 'other=1'),
)
const cookies = fc.array(cookie, { maxLength: 4 }).map((list) => list.join('; '))
const signals = fc.record(
  {
    gpc: fc.boolean(),
    gcs: fc.constantFrom('G111', 'G100', 'G1--', 'x'),
    gcd: gcdText,
    tcf: texts('tcf'),
    ac: texts('ac'),
    gpp: texts('gpp'),
    usprivacy: texts('usp'),
    cookies,
  },
  { requiredKeys: [] },
)
const evidence: fc.Arbitrary<ConsentEvidence> = fc.record({ state, at, signals }, { requiredKeys: [] })
const place = fc.constantFrom('FR', 'US', 'AU', 'XX', 'GB').map((country) => ({ client: { country } }))
const need: fc.Arbitrary<ConsentNeed> = fc.record({
  destination: fc.constant('meta'),
  purposes: fc.constantFrom<ConsentNeed['purposes'][]>(['ad_user_data'], [...PURPOSES], ['ad_storage', 'ad_user_data']),
  onOptOut: fc.constantFrom<ConsentNeed['onOptOut'][]>('drop', 'limited'),
})
const rules: fc.Arbitrary<ConsentRules> = fc.record({
  maxAgeDays: fc.constant(180),
  regimes: fc.constant<ConsentRules['regimes']>({ AU: 'none' }),
  gpcScope: fc.constantFrom<ConsentRules['gpcScope'][]>('mandated_states', 'all_us', 'worldwide'),
  destinations: fc.constantFrom<ConsentRules['destinations'][]>(
    { meta: { tools: { klaro: ['meta'], tarteaucitron: ['gtag'], didomi: ['facebook'] }, acProvider: 89 } },
    { meta: { tools: {}, tcfVendor: 755 } },
  ),
  cookieNames: fc.constant<ConsentRules['cookieNames']>({}),
})

const levelOf = (input: ConsentInput, theRules: ConsentRules, theNeed: ConsentNeed): number =>
  LEVELS[decide(resolveConsent(input, theRules, NOW), theNeed).permit?.level ?? 'none']

describe('laws of consent', () => {
  it('a further signal that grants nothing never widens', () => {
    const silent = fc.oneof(
      fc.record({ gpc: fc.boolean() }),
      fc.record({ gcs: fc.constantFrom('G111', 'G100', 'G1--', '', 'garbage') }),
      fc.record({ gcd: fc.constantFrom('13l3l3l3l1l1', '13p3p3p3p5l1', '13u3u3u3u5l1', '13t3t3t3tdl1', 'garbage') }),
    )
    fc.assert(
      fc.property(evidence, place, rules, need, silent, (before, where, theRules, theNeed, added) => {
        const [key = ''] = Object.keys(added)
        fc.pre(before.signals === undefined || !(key in before.signals))
        const after: ConsentEvidence = { ...before, signals: { ...before.signals, ...added } }
        const input = { ...where, evidence: after }
        expect(levelOf(input, theRules, theNeed)).toBeLessThanOrEqual(
          levelOf({ ...where, evidence: before }, theRules, theNeed),
        )
      }),
    )
  })

  it('a GPC header never widens', () => {
    fc.assert(
      fc.property(
        evidence,
        place,
        rules,
        need,
        fc.oneof(fc.string(), fc.constant('1')),
        (before, where, theRules, theNeed, gpcHeader) => {
          const input = { ...where, evidence: before }
          expect(levelOf({ ...input, gpcHeader }, theRules, theNeed)).toBeLessThanOrEqual(
            levelOf(input, theRules, theNeed),
          )
        },
      ),
    )
  })

  it('taking a grant away never widens where consent is required', () => {
    fc.assert(
      fc.property(evidence, rules, need, fc.constantFrom(...PURPOSES), (before, theRules, theNeed, purpose) => {
        fc.pre(before.state?.[purpose] === 'granted')
        const { [purpose]: _, ...rest } = before.state ?? {}
        const where = { client: { country: 'FR' } }
        const without = levelOf({ ...where, evidence: { ...before, state: rest } }, theRules, theNeed)
        expect(without).toBeLessThanOrEqual(levelOf({ ...where, evidence: before }, theRules, theNeed))
      }),
    )
  })

  it('without any evidence nothing leaves where consent is required', () => {
    fc.assert(
      fc.property(rules, need, fc.constantFrom('FR', 'XX', 'BR', ''), (theRules, theNeed, country) => {
        expect(levelOf({ client: { country } }, theRules, theNeed)).toBe(0)
      }),
    )
  })

  /** What a signal says by itself, beside the time that the event carries for all. */
  const findingsOf = (
    name: keyof ConsentSignals,
    before: ConsentEvidence,
    theRules: ConsentRules,
  ): readonly Finding[] =>
    readSignals(
      { evidence: { signals: { [name]: before.signals?.[name] }, ...(before.at !== undefined && { at: before.at }) } },
      { rules: theRules, nowMs: NOW },
    )
  const says = (finding: Finding, answer: 'granted' | 'denied') =>
    [finding.answers, ...Object.values(finding.destinations ?? {})].some((answers) =>
      Object.values(answers).includes(answer),
    )
  const withAndWithout = (before: ConsentEvidence, name: keyof ConsentSignals, where: ConsentInput) => {
    const { [name]: _, ...rest } = before.signals ?? {}
    return [
      { ...where, evidence: before },
      { ...where, evidence: { ...before, signals: rest } },
    ] as const
  }

  it('a further signal widens only where it grants, and one that is taken away only where it refused or was unreadable', () => {
    let widened = 0
    let narrowed = 0
    fc.assert(
      fc.property(evidence, place, rules, need, fc.nat(), (before, where, theRules, theNeed, pick) => {
        const names = Object.keys(before.signals ?? {}) as (keyof ConsentSignals)[]
        const name = names[pick % Math.max(1, names.length)]
        fc.pre(name !== undefined)
        const [withIt, withoutIt] = withAndWithout(before, name, where)
        const change = levelOf(withIt, theRules, theNeed) - levelOf(withoutIt, theRules, theNeed)
        const findings = findingsOf(name, before, theRules)
        if (change > 0) {
          widened++
          // Additional consent grants by way of the TC string beside it, which may be the one in a cookie.
          const byTcString = name === 'ac' || name === 'tcf' || (name === 'cookies' && before.signals?.ac !== undefined)
          const grants = findings.some(
            (one) => one.validity === 'valid' && one.choiceMade !== false && says(one, 'granted'),
          )
          expect(grants || byTcString).toBe(true)
        }
        if (change < 0) {
          narrowed++
          expect(
            findings.some(
              (one) => one.validity === 'invalid' || one.optOut === true || one.knownChild || says(one, 'denied'),
            ),
          ).toBe(true)
        }
      }),
      { numRuns: 1_500 },
    )
    expect(widened).toBeGreaterThan(0)
    expect(narrowed).toBeGreaterThan(0)
  })

  it('the order of the cookies changes nothing', () => {
    fc.assert(
      fc.property(fc.array(cookie, { maxLength: 12 }), place, rules, need, (list, where, theRules, theNeed) => {
        const level = (header: string) =>
          levelOf({ ...where, evidence: { signals: { cookies: header } } }, theRules, theNeed)
        expect(level(list.toReversed().join('; '))).toBe(level(list.join('; ')))
      }),
      { numRuns: 500 },
    )
  })

  it('the order of the keys changes nothing', () => {
    const reversed = (value: object) => Object.fromEntries(Object.entries(value).toReversed())
    fc.assert(
      fc.property(evidence, place, rules, need, (given, where, theRules, theNeed) => {
        const turned = reversed({
          ...given,
          ...(given.state && { state: reversed(given.state) }),
          ...(given.signals && { signals: reversed(given.signals) }),
        })
        expect(levelOf({ ...where, evidence: turned }, theRules, theNeed)).toBe(
          levelOf({ ...where, evidence: given }, theRules, theNeed),
        )
      }),
    )
  })

  it('what is kept of an answer, and judged by later, permits what the answer did, and nothing more', () => {
    const broken = fc
      .tuple(evidence, fc.boolean())
      .map(([given, malformed]) => (malformed ? { ...given, malformed } : given))
    fc.assert(
      fc.property(broken, rules, need, fc.constantFrom('FR', 'GB'), (given, theRules, theNeed, country) => {
        const client = { country }
        const { findings } = resolveConsent({ client, evidence: given }, theRules, NOW)
        const kept = structuredClone(findings)
        expect(levelOf({ client, earlier: kept, earlierAtMs: NOW }, theRules, theNeed)).toBe(
          levelOf({ client, evidence: given }, theRules, theNeed),
        )
      }),
      { numRuns: 1_000 },
    )
  })

  it('a limited permit is never given where consent is required', () => {
    fc.assert(
      fc.property(evidence, rules, need, fc.constantFrom('FR', 'XX', 'GB'), (given, theRules, theNeed, country) => {
        expect(levelOf({ client: { country }, evidence: given }, theRules, theNeed)).not.toBe(LEVELS.limited)
      }),
    )
  })

  it('nothing but the four exact words opens an opt-in country, and nothing throws', () => {
    const json = fc.jsonValue()
    const anything = fc.oneof(
      json,
      fc.record(
        { state: fc.oneof(json, fc.dictionary(fc.constantFrom(...PURPOSES), json)), at: json, signals: json },
        { requiredKeys: [] },
      ),
    )
    fc.assert(
      fc.property(anything, json, json, json, rules, (given, client, personCountry, gpcHeader, theRules) => {
        // Object() is typed any: a caller's bytes may be any JSON.
        const input: ConsentInput = Object({ evidence: given, client, personCountry, gpcHeader })
        const decision = decide(resolveConsent(input, { ...theRules, regimes: {} }, NOW), {
          destination: 'meta',
          purposes: [...PURPOSES],
          onOptOut: 'limited',
        })
        expect(decision.permit).toBeUndefined()
      }),
      { numRuns: 500 },
    )
  })
})
