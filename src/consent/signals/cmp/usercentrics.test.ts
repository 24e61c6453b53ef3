import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CmpRecord } from './cmp.ts'
import { decodeUsercentrics, usercentricsReader } from './usercentrics.ts'

const ANSWERED_MS = Date.parse('2026-10-01T10:00:00Z')

describe('what is stored by Usercentrics 2', () => {
  const settings = {
    id: 'synthetic',
    version: '1.0.0',
    services: [
      { id: 'S1a2b3c', status: true, history: [entry({ status: true, type: 'explicit', timestamp: ANSWERED_MS })] },
      { id: 'HkocEodjb7', status: false, name: 'Google Analytics', history: [] },
    ],
  }

  it('allows the services that are on once the person has interacted, by id and by name', () => {
    const record = forward({ uc_user_interaction: true, uc_settings: settings })
    expect(record).toEqual({
      ok: true,
      choiceMade: true,
      choices: new Map([
        ['s1a2b3c', true],
        ['hkoceodjb7', false],
        ['google analytics', false],
      ]),
      optOut: null,
      atMs: ANSWERED_MS,
      version: '1.0.0',
    })
  })

  it('is read as the JSON text that local storage holds, item by item or as a whole', () => {
    const items = { uc_user_interaction: 'true', uc_interaction_type: 'user', uc_settings: JSON.stringify(settings) }
    const services = { S1a2b3c: true, HkocEodjb7: false }
    expect(decodeUsercentrics(items)).toEqual({ ok: true, choiceMade: true, services })
    expect(decodeUsercentrics(JSON.stringify(items))).toEqual({ ok: true, choiceMade: true, services })
  })

  it.each([
    ['without an interaction', {}],
    ['with none yet', { uc_user_interaction: false }],
    ['with none yet, as text', { uc_user_interaction: 'false' }],
    ['with something else in its place', { uc_user_interaction: 1 }],
    ['by something that is not the person', { uc_user_interaction: true, uc_interaction_type: 'gpc' }],
  ])('is no answer %s', (_why, items) => {
    expect(forward({ ...items, uc_settings: settings })).toMatchObject({ ok: true, choiceMade: false })
    expect(forward(settings)).toMatchObject({ ok: true, choiceMade: false })
  })

  it('refuses where the last decision in the history does, and does not know a status that is none', () => {
    const services = [
      {
        id: 'a',
        status: true,
        history: [entry({ status: false, timestamp: 2e12 }), entry({ status: true, timestamp: 1e12 })],
      },
      { id: 'b', status: 'true' },
      { id: 'c', history: [1_790_841_600] },
      { id: 'd', status: true },
      { id: 'd', status: false },
    ]
    expect(decodeUsercentrics({ services })).toMatchObject({ services: { a: false, b: null, c: null, d: false } })
  })

  it('cannot tell its age where the time of one answer cannot be read, whatever stands beside it', () => {
    const at = (timestamp: unknown) => ({
      id: String(timestamp),
      status: true,
      history: [entry({ type: 'explicit', timestamp })],
    })
    for (const services of [
      [at('x'), at(ANSWERED_MS)],
      [at(ANSWERED_MS), at('x')],
    ]) {
      expect(forward({ services })).toMatchObject({ atMs: Number.NaN })
    }
  })

  it('wraps the strings of the standards, and tells what Google consent mode was told', () => {
    const record = forward({
      uc_tcf: JSON.stringify({ tcString: 'CPtc', acString: '2~89', timestamp: ANSWERED_MS }),
      uc_usprivacy: '1YY-',
      uc_gcm: { adStorage: 'granted', adUserData: 'denied', adsDataRedaction: true },
    })
    expect(record).toMatchObject({ wrapped: { tcf: 'CPtc', ac: '2~89', usprivacy: '1YY-' } })
    expect(record).toMatchObject({
      choices: new Map([
        ['gcm:ad_storage', true],
        ['gcm:ad_user_data', false],
      ]),
    })
  })
})

describe('what is stored by Usercentrics 3', () => {
  const details = {
    consent: {
      status: 'SOME_ACCEPTED',
      type: 'EXPLICIT',
      required: false,
      updatedAt: ANSWERED_MS,
      setting: { version: '12.1' },
    },
    services: {
      HkocEodjb7: { name: 'Google Analytics', essential: false, consent: { given: true, type: 'EXPLICIT' } },
      twMyStLkn: { name: 'Ads', essential: false, consent: { given: true, type: 'IMPLICIT' } },
      B1Hk_zoTX: { name: 'Remarketing', consent: { given: false, type: 'IMPLICIT' } },
      none: { name: 'None' },
    },
    categories: {},
  }

  it('allows what getConsentDetails calls an explicit grant', () => {
    expect(forward(details)).toMatchObject({ choiceMade: true, atMs: ANSWERED_MS, version: '12.1', optOut: null })
    expect(decodeUsercentrics(details)).toMatchObject({
      services: { HkocEodjb7: true, twMyStLkn: null, B1Hk_zoTX: false, none: null },
    })
  })

  it.each([
    [{ type: 'IMPLICIT' }],
    [{ type: undefined }],
    [{ required: true }],
    [{ isBot: true }],
    [{ isOutsideEu: true }],
  ])('is no answer with %j', (change) => {
    expect(forward({ ...details, consent: { ...details.consent, ...change } })).toMatchObject({ choiceMade: false })
  })

  it('reports Global Privacy Control', () => {
    const consent = { ...details.consent, gpcSignal: true }
    expect(forward({ ...details, consent })).toMatchObject({ optOut: true, viaGpc: true })
  })

  it('is read from ucData, with the interaction beside it', () => {
    const ucData = JSON.stringify({
      consent: { services: { HkocEodjb7: { name: 'GA', consent: true }, x: { consent: false } } },
      gcm: { adStorage: 'denied' },
    })
    expect(forward({ ucData, uc_user_interaction: 'true' })).toMatchObject({
      choiceMade: true,
      choices: new Map([
        ['hkoceodjb7', true],
        ['ga', true],
        ['x', false],
        ['gcm:ad_storage', false],
      ]),
    })
    expect(forward({ ucData })).toMatchObject({ choiceMade: false })
  })

  it.each([
    [ANSWERED_MS / 1000, ANSWERED_MS],
    ['2026-10-01T10:00:00.000Z', ANSWERED_MS],
    [1, Number.NaN],
    ['yesterday', Number.NaN],
  ])('dates from %j', (updatedAt, atMs) => {
    expect(forward({ ...details, consent: { ...details.consent, updatedAt } })).toMatchObject({ atMs })
  })

  it('says in one word that everything was refused, here and in local storage', () => {
    const consent = { status: 'ALL_DENIED', type: 'EXPLICIT' }
    expect(forward({ consent, services: {} })).toMatchObject({ choiceMade: true, allRefused: true })
    expect(forward({ ucData: { consent }, uc_user_interaction: true })).toMatchObject({ allRefused: true })
    expect(forward(details)).not.toHaveProperty('allRefused')
  })

  it('keeps what it told Google under gcmStatus', () => {
    const record = forward({ ucData: { gcmStatus: { gcmUpdate: { adStorage: 'denied' } } } })
    expect(record).toMatchObject({ choices: new Map([['gcm:ad_storage', false]]) })
  })
})

describe('whatever comes for Usercentrics', () => {
  it.each([
    [null],
    [7],
    [''],
    ['x'],
    [[]],
    [{}],
    [{ services: 'all' }],
    [{ services: [7] }],
    [{ services: [{ status: true }] }],
    [{ services: { a: true } }],
    [{ uc_settings: '{' }],
    [{ uc_settings: [] }],
    [{ uc_gcm: 7 }],
    [{ uc_tcf: 'CPtc.A' }],
    [{ uc_usprivacy: 7 }],
    [{ ucData: { consent: 1 } }],
    [{ services: Array.from({ length: 4_001 }, (_, i) => ({ id: `${i}`, status: true })) }],
    [`{"services":[]${' '.repeat(70_000)}}`],
  ])('is unreadable, case %#', (input) => {
    expect(decodeUsercentrics(input)).toEqual({ ok: false })
    expect(forward(input)).toEqual({ ok: false })
  })

  it('takes a service named __proto__ for a name', () => {
    const decoded = decodeUsercentrics('{"services":{"__proto__":{"consent":true}}}')
    expect(decoded.ok && Object.entries(decoded.services)).toEqual([['__proto__', true]])
    expect(decodeUsercentrics('{"services":[],"__proto__":{"uc_user_interaction":true}}')).toMatchObject({
      choiceMade: false,
    })
  })

  it('nothing forwarded is nothing said', () => {
    expect(usercentricsReader.read({ cookies: new Map() })).toBeUndefined()
  })

  it('never throws, and random input is never an answer', () => {
    const items = fc.dictionary(
      fc.constantFrom('uc_settings', 'ucData', 'uc_tcf', 'services', 'consent'),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.jsonValue(), items), (input) => {
        decodeUsercentrics(input)
        const record = forward(input)
        expect(record?.ok === true && record.choiceMade).toBe(false)
      }),
    )
  })
})

function entry(fields: object): object {
  return { action: 'onUpdateServices', language: 'fr', ...fields }
}

function forward(forwarded: unknown): CmpRecord | undefined {
  return usercentricsReader.read({ cookies: new Map(), forwarded })
}
