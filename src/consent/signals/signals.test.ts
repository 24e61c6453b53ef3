import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ConsentRules, Finding } from '../types.ts'
import { decodeGcd } from './gcd.ts'
import { readSignals } from './index.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const RULES: ConsentRules = { maxAgeDays: 180, regimes: {}, gpcScope: 'all_us', destinations: {}, cookieNames: {} }
const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_'

/** Object() is typed any: a caller's bytes may be any JSON, whatever the readers' types expect. */
function readAll(input: unknown): readonly Finding[] {
  return readSignals(Object(input), { rules: RULES, nowMs: NOW })
}

function read(signal: string, input: unknown): Finding | undefined {
  return readAll(input).find((finding) => finding.signal === signal)
}

describe('state', () => {
  it('grants by the exact word only and denies by the exact word only', () => {
    const finding = read('state', { evidence: { state: { ad_storage: 'granted', ad_user_data: 'denied' } } })
    expect(finding).toEqual({
      signal: 'state',
      validity: 'valid',
      answers: { ad_storage: 'granted', ad_user_data: 'denied' },
      optOut: null,
    })
  })

  it.each([true, 1, 'yes', 'Granted', ' granted', 'GRANTED', null, {}, ['granted'], ''])(
    'takes %j for no answer and says so',
    (claim) => {
      const finding = read('state', { evidence: { state: { ad_storage: claim } } })
      expect(finding?.validity).toBe('invalid')
      expect(finding?.answers.ad_storage).toBeUndefined()
    },
  )

  it.each([null, 'granted', 1, ['granted']])('takes a state of %j as malformed', (state) => {
    expect(read('state', { evidence: { state } })).toMatchObject({ validity: 'invalid', answers: {} })
  })

  it("does not mind another vendor's keys, and does not read inherited ones", () => {
    const state: Record<string, unknown> = { ad_storage: 'granted', functionality_storage: 7 }
    Object.setPrototypeOf(state, { ad_user_data: 'granted' })
    expect(read('state', { evidence: { state } })).toMatchObject({
      validity: 'valid',
      answers: { ad_storage: 'granted' },
    })
    expect(read('state', { evidence: { state } })?.answers.ad_user_data).toBeUndefined()
  })

  it('is absent when nothing came', () => {
    expect(read('state', {})).toBeUndefined()
    expect(read('state', { evidence: { at: '2026-11-21T11:00:00Z' } })).toBeUndefined()
  })
})

describe('the time of the answer', () => {
  const validityAt = (at: unknown) => read('state', { evidence: { state: { ad_storage: 'granted' }, at } })?.validity

  it.each(['2026-11-21T11:58:00Z', '2026-11-21T12:58:00+01:00', '2026-11-21T12:09:59.999Z', '2026-05-26T12:00:00Z'])(
    '%s is current',
    (at) => {
      expect(validityAt(at)).toBe('valid')
    },
  )

  it('is optional: the caller then asserts the answer as current', () => {
    expect(validityAt(undefined)).toBe('valid')
  })

  it.each(['2026-05-24T12:00:00Z', '2024-02-29T00:00:00Z', '1970-01-01T00:00:00Z'])(
    '%s is older than the policy allows',
    (at) => {
      expect(validityAt(at)).toBe('expired')
    },
  )

  it.each([
    '2026-11-21T12:10:01Z',
    '2027-01-01T00:00:00Z',
    '2026-11-21T11:58:00',
    '2026-11-21',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-21T25:00:00Z',
    'yesterday',
    '',
    null,
    1_763_726_280,
    {},
    `2026-11-21T11:58:00.${'0'.repeat(500)}Z`,
  ])('%j is unreadable or in the future', (at) => {
    expect(validityAt(at)).toBe('invalid')
  })
})

describe('gpc', () => {
  it('is an opt-out from the header, or from the forwarded bit', () => {
    expect(read('gpc', { gpcHeader: '1' })).toMatchObject({ validity: 'valid', optOut: true, viaGpc: true })
    expect(read('gpc', { evidence: { signals: { gpc: true } } })).toMatchObject({ validity: 'valid', optOut: true })
    expect(read('gpc', { gpcHeader: null, evidence: { signals: { gpc: true } } })?.optOut).toBe(true)
    expect(read('gpc', { gpcHeader: '1', evidence: { signals: { gpc: false } } })?.optOut).toBe(true)
  })

  it('says nothing when it is off, and never grants', () => {
    for (const gpcHeader of ['0', '', ' '])
      expect(read('gpc', { gpcHeader })).toMatchObject({ validity: 'valid', answers: {}, optOut: null })
    expect(read('gpc', { evidence: { signals: { gpc: false } } })).toMatchObject({
      validity: 'valid',
      answers: {},
      optOut: null,
    })
    expect(read('gpc', { gpcHeader: null })).toBeUndefined()
  })

  it.each(['?1', 'true', 'yes'])('a header of %j is counted as unreadable', (gpcHeader) => {
    expect(read('gpc', { gpcHeader })).toMatchObject({ validity: 'invalid', optOut: null })
  })

  it.each([1, 'true', '1', null])('a forwarded bit of %j is counted as unreadable', (gpc) => {
    expect(read('gpc', { evidence: { signals: { gpc } } })?.validity).toBe('invalid')
  })
})

describe('gcs', () => {
  it('denies by 0, and grants by nothing', () => {
    expect(read('gcs', { evidence: { signals: { gcs: 'G100' } } })?.answers).toEqual({
      ad_storage: 'denied',
      analytics_storage: 'denied',
    })
    expect(read('gcs', { evidence: { signals: { gcs: 'G111' } } })).toMatchObject({ validity: 'valid', answers: {} })
    expect(read('gcs', { evidence: { signals: { gcs: 'G1--' } } })).toMatchObject({ validity: 'valid', answers: {} })
  })

  it.each(['G1', 'G1111', 'g111', 'G112', 'G11 1', 111, null])('%j is unreadable', (gcs) => {
    expect(read('gcs', { evidence: { signals: { gcs } } })?.validity).toBe('invalid')
  })
})

describe('gcd', () => {
  const answers = (gcd: string) => read('gcd', { evidence: { signals: { gcd } } })?.answers

  // The published table of letters: consent is a choice for n, r and v only; m, p, q, u are refusals; l and t say nothing.
  it.each([
    ['l', undefined],
    ['t', undefined],
    ['m', 'denied'],
    ['p', 'denied'],
    ['q', 'denied'],
    ['u', 'denied'],
    ['n', 'granted'],
    ['r', 'granted'],
    ['v', 'granted'],
  ])('letter %s is %s for every purpose', (letter, answer) => {
    const expected =
      answer === undefined
        ? {}
        : { ad_storage: answer, ad_user_data: answer, ad_personalization: answer, analytics_storage: answer }
    expect(answers(`13${letter}3${letter}3${letter}3${letter}5l1`)).toEqual(expected)
    expect(answers(`11${letter}1${letter}1${letter}1${letter}5`)).toEqual(expected)
  })

  it('grants for no letter of the alphabet whose update field is not 3', () => {
    const granting = Array.from(ALPHABET).filter((letter) => answers(`13${letter}3l3l3l5`)?.ad_storage === 'granted')
    expect(granting).toEqual(Array.from(ALPHABET).filter((_, value) => value % 4 === 3))
  })

  it('reads the four purposes in their order', () => {
    expect(answers('13v3u3v3u5l1')).toEqual({
      ad_storage: 'granted',
      analytics_storage: 'denied',
      ad_user_data: 'granted',
      ad_personalization: 'denied',
    })
  })

  it('reads the GPC flag as an opt-out', () => {
    expect(read('gcd', { evidence: { signals: { gcd: '13v3v3v3vdl1' } } })).toMatchObject({
      optOut: true,
      viaGpc: true,
    })
    expect(read('gcd', { evidence: { signals: { gcd: '13v3v3v3v5l1' } } })?.optOut).toBeNull()
  })

  it('loses its grants and keeps its refusals with an answer that is too old', () => {
    const finding = read('gcd', { evidence: { at: '2020-01-01T00:00:00Z', signals: { gcd: '13v3u3v3u5l1' } } })
    expect(finding).toMatchObject({ validity: 'expired', answers: { analytics_storage: 'denied' } })
  })

  it.each(['', '1', '13v3v3v3v', '23v3v3v3v5', '13v3v3v3v!', 13, null, `1${'3v'.repeat(500)}`])(
    '%j is unreadable',
    (gcd) => {
      expect(decodeGcd(gcd)).toEqual({ ok: false })
      expect(read('gcd', { evidence: { signals: { gcd } } })?.validity).toBe('invalid')
    },
  )
})

describe('what carriers put around a value', () => {
  it('does not hide a refusal, and does not make a grant', () => {
    const around = (gcd: string) => read('gcd', { evidence: { signals: { gcd } } })
    expect(around(' 13q3q3q3q5l1 ')?.answers).toMatchObject({ ad_storage: 'denied' })
    expect(around('"13v3v3v3v5l1"')?.validity).toBe('invalid')
    expect(read('gcs', { evidence: { signals: { gcs: ' "G100"' } } })?.answers).toMatchObject({ ad_storage: 'denied' })
  })
})

describe('every reader', () => {
  it('takes any JSON at any place without throwing', () => {
    const json = fc.option(fc.jsonValue(), { nil: undefined })
    const names = {
      gpc: json,
      gcs: json,
      gcd: json,
      tcf: json,
      ac: json,
      gpp: json,
      cookies: json,
      cmp: json,
      usprivacy: json,
    }
    const signals = fc.oneof(json, fc.record(names, { requiredKeys: [] }))
    const evidence = fc.oneof(json, fc.record({ state: json, at: json, signals }, { requiredKeys: [] }))
    fc.assert(
      fc.property(fc.record({ evidence, gpcHeader: json }, { requiredKeys: [] }), (input) => {
        for (const finding of readAll(input)) expect(Object.values(finding.answers)).not.toContain('granted')
      }),
    )
  })
})
