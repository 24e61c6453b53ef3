import { GppModel } from '@iabgpp/cmpapi'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readGpp, usOptOut } from './read.ts'

type Fields = Readonly<Record<string, unknown>>

const NOT_OPTED_OUT = { SaleOptOut: 2, TargetedAdvertisingOptOut: 2 }

/** Written by the official library; sections without a GPC sub-section unless `Gpc` is set. */
function write(sections: Readonly<Record<string, Fields>>): string {
  const model = new GppModel()
  for (const [name, fields] of Object.entries(sections)) {
    for (const [field, value] of Object.entries(fields)) model.setFieldValue(name, field, value)
    if (model.hasField(name, 'Gpc')) model.setFieldValue(name, 'GpcSegmentIncluded', 'Gpc' in fields)
  }
  return model.encode()
}

describe('readGpp', () => {
  it('gives the TC string and the US Privacy string as they stand, and judges neither', () => {
    expect(readGpp('DBACNYA~CPXxRfA.YAAA~1yyn')).toEqual({
      ok: true,
      sectionIds: [2, 6],
      unknownSectionIds: [],
      unreadable: [],
      tcfeuv2: 'CPXxRfA.YAAA',
      uspv1: '1yyn',
      optOuts: new Map([['uspv1', true]]),
      gpc: null,
      knownChild: false,
    })
  })

  it.each(['SaleOptOut', 'SharingOptOut', 'TargetedAdvertisingOptOut'])('reads %s 1 as an opt-out', (field) => {
    const reading = readGpp(write({ usnat: { ...NOT_OPTED_OUT, SharingOptOut: 2, [field]: 1 } }))
    expect(reading).toMatchObject({ optOuts: new Map([['usnat', true]]), gpc: null })
  })

  it('reads 0 and 2 as no opt-out', () => {
    expect(readGpp(write({ usnat: NOT_OPTED_OUT }))).toMatchObject({ optOuts: new Map([['usnat', false]]) })
    expect(readGpp(write({ usva: { MspaCoveredTransaction: 2 } }))).toMatchObject({
      optOuts: new Map([['usva', false]]),
    })
  })

  it('tells GPC apart from the opt-out, and true from one section outweighs false from another', () => {
    const text = write({ usca: { SaleOptOut: 2, Gpc: true }, usco: { ...NOT_OPTED_OUT, Gpc: false } })
    const optOuts = new Map([
      ['usca', false],
      ['usco', false],
    ])
    expect(readGpp(text)).toMatchObject({ gpc: true, optOuts })
    expect(readGpp(write({ usco: { ...NOT_OPTED_OUT, Gpc: false } }))).toMatchObject({ gpc: false })
  })

  it('finds GPC in any sub-section: the second may hold it', () => {
    expect(readGpp('DBABJg~BAAAAEA.QA.YA')).toMatchObject({ gpc: true, unreadable: [] })
    expect(readGpp('DBABJg~BAAAAEA.QA.!')).toMatchObject({ unreadable: ['usco'] })
  })

  it('knows a child without consent at any age', () => {
    expect(readGpp(write({ usct: { KnownChildSensitiveDataConsents: [0, 2, 1] } }))).toMatchObject({ knownChild: true })
    expect(readGpp(write({ usct: { KnownChildSensitiveDataConsents: [0, 2, 2] } }))).toMatchObject({
      knownChild: false,
    })
    expect(readGpp(write({ usva: { KnownChildSensitiveDataConsents: 1 } }))).toMatchObject({ knownChild: true })
  })

  it('looks at the third age also where the national section says version 1 and has room for it', () => {
    // 12 characters: 6 bits of version, 50 of nothing, ages 00 00 01, then data 00 and covered 01.
    expect(readGpp('DBABLA~BAAAAAAAAARA')).toMatchObject({ unreadable: [], knownChild: true })
    expect(readGpp('DBABLA~BAAAAAAAAABA')).toMatchObject({ unreadable: [], knownChild: false })
  })

  it('reads what a person in Canada agreed to, each purpose on its own bit', () => {
    const purposes = (...agreed: number[]) => Array.from({ length: 24 }, (_, index) => agreed.includes(index + 1))
    const text = write({
      tcfcav1: { PurposesExpressConsent: purposes(1, 3, 24), PurposesImpliedConsent: purposes(2) },
    })
    expect(readGpp(text)).toMatchObject({ canada: { express: 0b1000_0000_0000_0000_0000_0101, implied: 0b10 } })
  })

  it.each(['BVVV', 'DVVVVVVVVWAA', '', ' ', 'B!', '.YA', 'BVVVVVVVVWA.'])(
    'names the section that is %j and keeps the others',
    (broken) => {
      // Sections 7 and 10: national and Colorado.
      const [header, , colorado] = write({ usnat: NOT_OPTED_OUT, usco: { SaleOptOut: 1 } }).split('~')
      expect(readGpp(`${header}~${broken}~${colorado}`)).toMatchObject({
        ok: true,
        unreadable: ['usnat'],
        optOuts: new Map([['usco', true]]),
      })
    },
  )

  it('does not take the value that means nothing for a no; an opt-out beside it still counts', () => {
    // Colorado: version, 3 notices, SaleOptOut and TargetedAdvertisingOptOut, 7 kinds, 1 child, 3 of MSPA; 2 bits each.
    expect(readGpp('DBABJg~BA4AAEA')).toMatchObject({ unreadable: ['usco'], optOuts: new Map() })
    expect(readGpp('DBABJg~BA0AAEA')).toMatchObject({ unreadable: ['usco'], optOuts: new Map([['usco', true]]) })
  })

  it('names a broken header as the reason, and reads nothing of the rest', () => {
    expect(readGpp('DBABLA~BVVVVVVVVWA~BVVVVVVVVWA')).toEqual({ ok: false, reason: 'section_count' })
    expect(readGpp('nonsense')).toEqual({ ok: false, reason: 'header' })
    expect(readGpp(7)).toEqual({ ok: false, reason: 'not_text' })
  })

  it('lists sections of laws that it does not know', () => {
    expect(readGpp('DBABYA~BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA')).toMatchObject({
      sectionIds: [1],
      unknownSectionIds: [1],
      unreadable: [],
    })
  })

  it('counts a section as unreadable that is in force and did not come', () => {
    const text = write({ usnat: NOT_OPTED_OUT })
    expect(readGpp(text, '7')).toMatchObject({ inForce: [7], unreadable: [] })
    expect(readGpp(text, '7_8_99')).toMatchObject({ unreadable: ['usca'], unknownSectionIds: [99] })
    expect(readGpp(text, '-1')).toMatchObject({ inForce: [], unreadable: [] })
    expect(readGpp(text, 'all')).toMatchObject({ unreadable: ['gpp_sid'] })
    expect(readGpp(text)).not.toHaveProperty('inForce')
  })
})

describe('usOptOut', () => {
  const out = { SaleOptOut: 1 }
  const inn = { SaleOptOut: 2 }

  it.each([
    ["the state's own section opts out", { usca: out }, 'CA', true],
    ["the state's own section does not", { usca: inn }, 'CA', false],
    ['a small-letter state is the same state', { usca: inn, usco: out }, 'ca', false],
    ['the national section stands in for a state without one', { usnat: out, usca: inn }, 'NV', true],
    ['the national section contradicts the state, and the refusal wins', { usnat: out, usca: inn }, 'CA', true],
    ["another state's section does not apply beside the own one", { usca: inn, usco: out }, 'CA', false],
    ["another state's section is all there is: we disagree about the place", { usco: out }, 'CA', true],
    ['any section counts where the state is unknown', { usnat: inn, usco: out }, undefined, true],
    ['none opts out', { usnat: inn, usco: inn }, undefined, false],
    ['the old US Privacy string applies in every state', { uspv1: { OptOutSale: 'Y' }, usva: inn }, 'VA', true],
    ['only sections of other continents came', { tcfcav1: { CmpId: 3 } }, 'CA', null],
    ['the US law does not apply', { uspv1: { OptOutSale: '-' } }, 'CA', null],
    ['GPC stands in a section of another state', { usco: { ...inn, Gpc: true }, usca: inn }, 'CA', true],
  ] as const)('where %s', (_title, sections, state, optOut) => {
    expect(usOptOut(readGpp(write(sections)), state)).toBe(optOut)
  })

  it('follows what the page says is in force', () => {
    const text = write({ usca: inn, usco: out })
    expect(usOptOut(readGpp(text, '8'), 'CA')).toBe(false)
    expect(usOptOut(readGpp(text, '8,10'), 'CA')).toBe(true)
  })

  it('says nothing of a string that it cannot read', () => {
    expect(usOptOut(readGpp('nonsense'), 'CA')).toBeNull()
    expect(usOptOut(readGpp('DBABBg~BVV'), 'CA')).toBeNull()
  })

  it("is true wherever the state's own section or the national one opts out, and never without an opt-out", () => {
    const names = ['usnat', 'usca', 'usva', 'usco', 'usut', 'usct', 'ustx', 'usmd', 'usky'] as const
    const states = fc.constantFrom('CA', 'VA', 'CO', 'TX', 'MD', 'KY')
    const choices = fc
      .subarray([...names])
      .chain((chosen) => fc.record(Object.fromEntries(chosen.map((name) => [name, fc.constantFrom(out, inn)]))))
    fc.assert(
      fc.property(choices, states, (sections, state) => {
        const own = `us${state.toLowerCase()}`
        for (const name of [own, 'usnat']) {
          expect(usOptOut(readGpp(write({ ...sections, [name]: out })), state)).toBe(true)
        }
        const none = Object.fromEntries(Object.keys(sections).map((name) => [name, inn]))
        expect(usOptOut(readGpp(write(none)), state)).toBe(Object.keys(none).length === 0 ? null : false)
      }),
      { numRuns: 100 },
    )
  })
})
