/** The off-site analysis of a site in its policy: what it may say, what is wrong in it, what a change of it widens, what the review says. */
import { describe, expect, it } from 'vitest'
import { sentencesOf } from './change-words.ts'
import { compare, needsApproval } from './compare.ts'
import { policyOf } from './compare.fixture.ts'
import { compilePolicy } from './compile.ts'
import { errorsOf, KNOWN, SHOP } from './errors.fixture.ts'
import { faultsOfFrench } from './french.fixture.ts'
import { CLICK_IDS, demoPolicy, FACTS, GUARDED } from './review/compiled.fixture.ts'
import { reviewFiles } from './review/review.ts'
import type { CompiledAnalysis } from './types.ts'

const PLACE = '    url_parameters: []\n'
const ORDERS = '    orders: { time_zone: Europe/Paris }'
const SHORT = 'purposes: [analytics_storage], currency: EUR'

function withLines(lines: string): string {
  return SHOP.replace(PLACE, `${PLACE}${lines}\n`)
}

function compiled(lines: string): CompiledAnalysis | undefined {
  const result = compilePolicy(withLines(lines), KNOWN, (content) => content)
  if (!result.ok) throw new Error(result.errors.map(({ message }) => message.en).join('\n'))
  return result.policy.sites[0]?.analysis
}

describe('the analysis of a site', () => {
  it('needs purposes and a currency; journeys are kept for thirteen months, figures for twenty-five', () => {
    expect(compiled(`    analysis: { ${SHORT} }`)).toEqual({
      purposes: ['analytics_storage'],
      journeyDays: 395,
      recordDays: 760,
      windowDays: 30,
      direct: 'last_resort',
      currency: 'EUR',
      touches: [],
      codes: {},
    })
  })

  it('keeps its rules in their order and in small letters, its codes in capitals', () => {
    const written = compiled(`${ORDERS}
    analysis:
      ${SHORT.replace(', ', '\n      ')}
      touches:
        - { utm_source: Newsletter*, utm_medium: Mail, source: newsletter, kind: mail }
        - { referrer_host: blog.example, parameter: Ref, source: blog, kind: referral }
      codes: { zoe10: creators, Live5: tiktok }`)
    expect(written?.touches).toEqual([
      { utmSource: 'newsletter*', utmMedium: 'mail', source: 'newsletter', kind: 'mail' },
      { referrerHost: 'blog.example', parameter: 'ref', source: 'blog', kind: 'referral' },
    ])
    expect(written?.codes).toEqual({ LIVE5: 'tiktok', ZOE10: 'creators' })
  })
})

describe('a mistake in the analysis', () => {
  // ¦ stands before what the error points at.
  it.each([
    ['    ¦analysis: { currency: EUR }', 'purposes: is missing'],
    ['    analysis: { ¦purposes: [], currency: EUR }', 'must name at least one purpose'],
    ['    analysis: { purposes: [¦analytics_storag], currency: EUR }', 'did you mean `analytics_storage`?'],
    ['    analysis: { purposes: [analytics_storage], currency: ¦euro }', 'must be the code of a currency'],
    [`    analysis: { ${SHORT}, journey_days: ¦400 }`, 'is too large: at most 395'],
    [`    analysis: { ${SHORT}, journey_days: 20, window_days: ¦28 }`, 'looks 28 days back'],
    [`    analysis: { ${SHORT}, journey_days: ¦20 }`, 'looks 30 days back'],
    [`    analysis: { ${SHORT}, ¦journeys_days: 20 }`, 'did you mean `journey_days`?'],
    [`    analysis: { ${SHORT}, touches: [¦{ source: a, kind: mail }] }`, 'has no condition'],
    [`    analysis: { ${SHORT}, touches: [{ utm_source: a, source: a, kind: ¦mial }] }`, 'did you mean `mail`?'],
    [`    analysis: { ${SHORT}, touches: [{ utm_source: ¦"*a", source: a, kind: mail }] }`, 'only its end may be `*`'],
    [
      `    analysis: { ${SHORT}, touches: [{ referrer_host: ¦shop.example, source: a, kind: referral }] }`,
      'is the site’s own',
    ],
    [`    analysis: { ${SHORT}, ¦codes: { LEA: creators } }`, 'needs `orders`'],
    [
      `${ORDERS}\n    analysis: { ${SHORT}, codes: { LEA: creators, ¦Lea: creators } }`,
      '`Lea` is `LEA` in other letters',
    ],
    [`    analysis: { ${SHORT} }\n    sectors: [minors]`.replace('analysis', '¦analysis'), 'of a child no journey'],
  ])('%s', (marked, words) => {
    const text = withLines(marked)
    const before = text.slice(0, text.indexOf('¦')).split('\n')
    const found = errorsOf(text.replace('¦', '')).filter((error) => error.includes(words))
    const place = `${before.length}:${(before.at(-1) ?? '').length + 1}`
    expect(found).toEqual([expect.stringMatching(new RegExp(`^p\\.yaml:${place} `)) as unknown])
  })

  it('is a parameter of the short links among those that may leave', () => {
    const text = withLines(`    analysis: { ${SHORT} }`).replace('url_parameters: []', 'url_parameters: [tg]')
    expect(errorsOf(text).join()).toContain('`tg` carries the code of the gateway’s own short links')
  })
})

const KEPT: CompiledAnalysis = {
  purposes: ['ad_storage', 'analytics_storage'],
  journeyDays: 200,
  recordDays: 760,
  windowDays: 30,
  direct: 'last_resort',
  currency: 'EUR',
  touches: [],
  codes: { LEA10: 'creators' },
}

function changed(before: CompiledAnalysis | undefined, after: CompiledAnalysis | undefined) {
  const site = (analysis: CompiledAnalysis | undefined) => (analysis === undefined ? {} : { analysis })
  const changes = compare(policyOf({ site: site(before) }), policyOf({ site: site(after) }))
  const sentences = sentencesOf(changes, { destination: (id) => id })
  for (const { en, fr } of sentences) expect([en, ...faultsOfFrench({ en, fr })]).toEqual([en])
  return { signed: needsApproval(changes), text: sentences.map(({ en }) => en).join('\n') }
}

describe('a change of the analysis', () => {
  it.each<[string, Partial<CompiledAnalysis>, boolean, string]>([
    ['a purpose less', { purposes: ['analytics_storage'] }, true, 'without consent to `ad_storage`'],
    ['journeys kept for longer', { journeyDays: 395 }, true, 'from `200` to `395`'],
    ['journeys kept for less', { journeyDays: 90 }, false, 'from `200` to `90`'],
    ['another window', { windowDays: 7 }, false, 'from `30` to `7`'],
    ['a rule of touches', { touches: [{ utmSource: 'a', source: 'a', kind: 'mail' }] }, false, 'Nothing more is kept'],
    ['a code that is kept from now on', { codes: { LEA10: 'creators', ZOE10: 'creators' } }, true, '`ZOE10`'],
    [
      'a code by another name',
      { codes: { LEA10: 'tiktok' } },
      false,
      '`LEA10` declares `tiktok` instead of `creators`',
    ],
    ['a code less', { codes: {} }, false, 'No longer kept with orders: the promo codes `LEA10`'],
  ])('%s', (_title, change, signed, words) => {
    const found = changed(KEPT, { ...KEPT, ...change })
    expect(found.text).toContain(words)
    expect(found.signed).toBe(signed)
  })

  it('is told whole, and signed, where it is new; where it is gone it is only told', () => {
    expect(changed(undefined, KEPT)).toMatchObject({
      signed: true,
      text: expect.stringContaining('each for 200 days') as unknown,
    })
    expect(changed(KEPT, undefined)).toMatchObject({
      signed: false,
      text: expect.stringContaining('Nothing') as unknown,
    })
  })
})

describe('the review', () => {
  const demo = demoPolicy()
  const policy = { ...demo, sites: demo.sites.map((site) => ({ ...site, analysis: KEPT })) }
  const files = reviewFiles({ policy, recipients: FACTS, guarded: GUARDED, clickIds: CLICK_IDS })
  const fileOf = (name: string) => (files.find((file) => file.name === name)?.text ?? '').replaceAll('\u00A0', ' ')

  it.each([
    ['REVIEW.md', ['200 days for each journey', 'It never leaves', 'the CNIL exempts', '`LEA10`', '`ad_storage`']],
    ['REVIEW.fr.md', ['200 jours par parcours', 'Rien n’en sort', 'la CNIL n’exempte', '`LEA10`', '`ad_storage`']],
    ['record-of-processing.csv', ['Measuring what brought visits and orders', 'Journeys: 200 days, and at once on']],
    ['record-of-processing.fr.csv', ['Mesurer ce qui a amené les visites', 'Parcours : 200 jours, et aussitôt']],
  ])('says what is kept of journeys, whose, how long and that it stays: %s', (name, words) => {
    const text = fileOf(name)
    expect(words.filter((one) => !text.includes(one))).toEqual([])
  })
})
