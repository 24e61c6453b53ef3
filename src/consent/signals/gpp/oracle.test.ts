/** Our decoder against the official library: thousands of strings that it wrote, and thousands that somebody broke. */
import { GppModel, Sections } from '@iabgpp/cmpapi'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeGpp, type Gpp } from './decode.ts'
import { sectionText, readFrame } from './header.ts'
import { readGpp, usOptOut } from './read.ts'
import { sectionNames, usLayoutOfId } from './sections.ts'
import { readUsSection } from './us-section.ts'

type Fields = Readonly<Record<string, unknown>>
type Oracle = { readonly ok: true; readonly sections: ReadonlyMap<number, Fields> } | { readonly ok: false }

const NAMES: readonly string[] = Sections.SECTION_ORDER
const US_NAMES = NAMES.filter((name) => name.startsWith('us') && name !== 'uspv1')

/** What decodeGpp tells of a section that the library names differently, or that is ours. */
const OURS = new Set(['Gpc', '_childNoConsent'])

function ask(text: string): Oracle {
  try {
    const model = new GppModel(text)
    const ids: readonly number[] = model.getSectionIds()
    return { ok: true, sections: new Map(ids.map((id) => [id, fieldsOf(model, sectionNames().get(id) ?? '')])) }
  } catch {
    return { ok: false }
  }
}

function fieldsOf(model: GppModel, name: string): Fields {
  const fields: unknown = model.getSection(name)
  return Object(fields)
}

/** Every field that the library has for a section, with its default. */
function schemaOf(name: string): Fields {
  const model = new GppModel()
  model.setFieldValue(name, name === 'uspv1' ? 'Notice' : firstNumberOf(name), name === 'uspv1' ? '-' : 1)
  return fieldsOf(model, name)
}

function firstNumberOf(name: string): string {
  return name.startsWith('tcf') ? 'CmpId' : 'MspaCoveredTransaction'
}

/** Random values for all fields of a section, as the library takes them. */
function fieldsArbitrary(name: string): fc.Arbitrary<Fields> {
  const twoBits = fc.integer({ min: 0, max: 2 })
  const values: Record<string, fc.Arbitrary<unknown>> = {}
  for (const [field, value] of Object.entries(schemaOf(name))) {
    if (field.endsWith('Version') || field === 'GpcSegmentType') continue
    if (Array.isArray(value)) values[field] = fc.array(twoBits, { minLength: value.length, maxLength: value.length })
    else if (field === 'MspaCoveredTransaction') values[field] = fc.integer({ min: 1, max: 2 })
    else values[field] = typeof value === 'boolean' ? fc.boolean() : twoBits
  }
  if (name === 'usnat') values['Version'] = fc.integer({ min: 1, max: 2 })
  const included = usLayoutOfId().get(idOf(name))?.subSection
  if (included === 'gpc') values['GpcSegmentIncluded'] = fc.boolean()
  if (included === 'sensitive') values['SensitiveDataConsentSegmentIncluded'] = fc.boolean()
  return fc.record(values)
}

function idOf(name: string): number {
  return [...sectionNames()].find(([, known]) => known === name)?.[0] ?? -1
}

const letter = fc.constantFrom('Y', 'N', '-')
const purposes = fc.array(fc.boolean(), { minLength: 24, maxLength: 24 })
const cmpId = fc.integer({ min: 0, max: 4095 })

const SECTION_ARBITRARIES: Readonly<Record<string, fc.Arbitrary<Fields>>> = {
  ...Object.fromEntries(US_NAMES.map((name) => [name, fieldsArbitrary(name)])),
  uspv1: fc.record({ Notice: letter, OptOutSale: letter, LspaCovered: letter }),
  tcfeuv2: fc.record({ CmpId: cmpId, PolicyVersion: fc.integer({ min: 4, max: 63 }), PurposeConsents: purposes }),
  tcfcav1: fc.record({ CmpId: cmpId, PurposesExpressConsent: purposes, PurposesImpliedConsent: purposes }),
}

/** Some sections with random values, as the library writes them. */
function writtenArbitrary(names: readonly string[], most: number): fc.Arbitrary<string> {
  return fc
    .subarray([...names], { maxLength: most })
    .chain((chosen) => fc.record(Object.fromEntries(chosen.map((name) => [name, arbitraryOf(name)]))))
    .map(write)
}

function arbitraryOf(name: string): fc.Arbitrary<Fields> {
  return SECTION_ARBITRARIES[name] ?? fc.constant({})
}

function write(sections: Readonly<Record<string, Fields>>): string {
  const model = new GppModel()
  for (const [name, fields] of Object.entries(sections)) {
    for (const [field, value] of Object.entries(fields)) model.setFieldValue(name, field, value)
  }
  return model.encode()
}

function expectSame(text: string, ours: Gpp, theirs: Oracle): void {
  if (!ours.ok || !theirs.ok) throw new Error(`refused: ${text}`)
  expect(ours.sectionIds).toEqual([...theirs.sections.keys()])
  for (const [id, fields] of theirs.sections) {
    expectSameSection(text, id, ours.sections[sectionNames().get(id) ?? ''] ?? {}, fields)
  }
}

function expectSameSection(text: string, id: number, ours: Fields, theirs: Fields): void {
  if (id === 2) expect(ours).toEqual({ ...pick(theirs, ['CmpId', 'PolicyVersion']), PurposeConsents: setOf(theirs) })
  else if (id === 5) expect(ours).toEqual(pick(theirs, ['CmpId']))
  else if (id === 6) expect(ours['raw']).toBe(Object.values(theirs).join(''))
  else expectSameUsSection(text, id, ours, theirs)
}

/** What is told is the library's value; and what is only read of the core is the library's whole core. */
function expectSameUsSection(text: string, id: number, ours: Fields, theirs: Fields): void {
  for (const [name, value] of Object.entries(ours)) if (!OURS.has(name)) expect(value).toEqual(theirs[name])
  expect(ours['Gpc']).toBe(theirs['Gpc'])
  const children: unknown = theirs['KnownChildSensitiveDataConsents']
  expect(ours['_childNoConsent']).toBe([children].flat().includes(1) ? true : undefined)
  const layout = usLayoutOfId().get(id)
  const section = layout && readUsSection(sectionText(readFrame(text), id) ?? '', layout)
  for (const [name, value] of section?.fields ?? []) expect(short(value, theirs[name])).toEqual(theirs[name])
  const beside = layout?.subSection === 'sensitive' ? ['SensitiveDataProcessing'] : ['GpcSegmentType', 'Gpc']
  expect([...(section?.fields.keys() ?? []), ...beside]).toEqual(expect.arrayContaining(Object.keys(theirs)))
}

/** The library cuts the lists of a version 1 that is written in the layout of version 2. */
function short(value: unknown, theirs: unknown): unknown {
  return Array.isArray(value) && Array.isArray(theirs) ? value.slice(0, theirs.length) : value
}

function setOf(theirs: Fields): readonly number[] {
  const consents: unknown = theirs['PurposeConsents']
  return Array.isArray(consents) ? consents.flatMap((given, index) => (given === true ? [index + 1] : [])) : []
}

function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, fields[name]]))
}

describe('a GPP string that the official library wrote', () => {
  it.each(US_NAMES)('has the same fields here and there: %s', (name) => {
    fc.assert(
      fc.property(writtenArbitrary([name], 1), (text) => expectSame(text, decodeGpp(text), ask(text))),
      { numRuns: 60 },
    )
  })

  it('has the same sections and fields here and there, whatever sections it joins', () => {
    fc.assert(
      fc.property(writtenArbitrary(NAMES, 8), (text) => expectSame(text, decodeGpp(text), ask(text))),
      { numRuns: 250 },
    )
  })

  it('is decoded with all its sections at once', () => {
    const all = fc.record(SECTION_ARBITRARIES).map(write)
    fc.assert(
      fc.property(all, (text) => expectSame(text, decodeGpp(text), ask(text))),
      { numRuns: 30 },
    )
  })

  it('opts out for a place unknown exactly where one of its US sections does', () => {
    fc.assert(
      fc.property(writtenArbitrary([...US_NAMES, 'uspv1'], 3), (text) => {
        const decoded = decodeGpp(text)
        const reading = readGpp(text)
        expect(reading).toMatchObject({ ok: true, unreadable: [], unknownSectionIds: [] })
        expect(usOptOut(reading, undefined)).toBe(decoded.ok && decoded.usAdvertisingOptOut)
      }),
      { numRuns: 250 },
    )
  })
})

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~.=+ \u0000é'
const POOL = [
  ...fc.sample(writtenArbitrary([...US_NAMES, 'uspv1'], 4), { numRuns: 60, seed: 20_261_121 }),
  ...fc.sample(writtenArbitrary(NAMES, 8), { numRuns: 20, seed: 20_261_122 }),
]
const POOL_HEADERS = new Set(POOL.map((text) => text.split('~')[0]))

const edit = fc.record({
  at: fc.nat(200),
  cut: fc.integer({ min: 0, max: 3 }),
  put: fc.string({ unit: fc.constantFrom(...ALPHABET.split('')), maxLength: 3 }),
})

const broken = fc
  .tuple(fc.constantFrom(...POOL), fc.array(edit, { minLength: 1, maxLength: 3 }), fc.option(fc.nat(80)))
  .map(([text, edits, end]) => edits.reduce(applyEdit, text).slice(0, end ?? undefined))
const noise = fc.string({ unit: fc.constantFrom(...ALPHABET.split('')), maxLength: 300 })
const hostile = fc.oneof(
  { weight: 6, arbitrary: broken },
  { weight: 1, arbitrary: noise },
  { weight: 1, arbitrary: noise.map((text) => `DB${text}`) },
  { weight: 1, arbitrary: fc.string({ maxLength: 100 }) },
)

function applyEdit(text: string, { at, cut, put }: { at: number; cut: number; put: string }): string {
  const from = at % (text.length + 1)
  return text.slice(0, from) + put + text.slice(from + cut)
}

/**
 * A header of n characters can make the library write out a range of the Fibonacci number of 6n bits, and 100 vendor ranges
 * make it work for seconds: it is asked only where neither can be. What is broken in a TC string is for the TCF reader.
 */
function isSafeForOracle(text: string): boolean {
  const header = text.split('~')[0] ?? ''
  const frame = readFrame(text)
  const hasTcf = frame.ok && frame.ids.some((id) => id === 2 || id === 5)
  return text.length <= 400 && (POOL_HEADERS.has(header) || header.length <= 8) && !hasTcf
}

/** Where we refuse what the library takes, and why. */
function isStricter(text: string): boolean {
  const [header = ''] = text.split('~')
  // The library cuts a header at its first dot.
  if (header.includes('.')) return true
  const frame = readFrame(text)
  return frame.ok && frame.ids.some((id, index) => isStricterSection(id, frame.texts[index] ?? ''))
}

function isStricterSection(id: number, section: string): boolean {
  // The library takes any four characters, and what follows them after a dot.
  if (id === 6) return !/^1[YN-]{3}$/i.test(section)
  const [core = '', ...subSections] = section.split('.')
  // A version that nobody has described yet: its fields may stand elsewhere. The library reads its bits all the same.
  const hasKnownVersion = core.startsWith('B') || (id === 7 && core.startsWith('C') && core.length >= 12)
  // The library looks at one sub-section; here any may opt out, and one that cannot be read may be an opt-out.
  return !hasKnownVersion || subSections.length > 1
}

describe('a GPP string that somebody broke', () => {
  it('never throws, and is never read where the official library cannot read it', () => {
    let compared = 0
    fc.assert(
      fc.property(hostile, (text) => {
        const ours = decodeGpp(text)
        const reading = readGpp(text, text)
        usOptOut(reading, text)
        if (!isSafeForOracle(text)) return
        const theirs = ask(text)
        compared++
        if (ours.ok && theirs.ok && !isStricter(text)) expectSame(text, ours, theirs)
        else if (ours.ok) expect(theirs.ok).toBe(true)
        else expect(theirs.ok && !isStricter(text)).toBe(false)
      }),
      { numRuns: 1_000 },
    )
    expect(compared).toBeGreaterThan(750)
  })
})
