import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeTrustArc, trustarcReader } from './trustarc.ts'

const read = (cookies: Record<string, string>) => trustarcReader.read({ cookies: new Map(Object.entries(cookies)) })
const forward = (forwarded: unknown) => trustarcReader.read({ cookies: new Map(), forwarded })
const levels = (cookies: Record<string, string>) => {
  const record = read(cookies)
  return record?.ok === true ? [1, 2, 3, 4].map((level) => record.choices.get(String(level))) : undefined
}

describe('the cookies of TrustArc', () => {
  it('say nothing where the site does not use it', () => {
    expect(trustarcReader.read({ cookies: new Map() })).toBeUndefined()
    expect(read({ notice_behavior: 'expressed,eu' })).toBeUndefined()
  })

  it('grant the permitted levels and refuse the others', () => {
    expect(levels({ cmapi_cookie_privacy: 'permit 1,2' })).toEqual([true, true, false, false])
    expect(levels({ cmapi_cookie_privacy: 'permit 1,3' })).toEqual([true, false, true, false])
    expect(levels({ cmapi_cookie_privacy: 'permit 1 required' })).toEqual([true, false, false, false])
    expect(read({ cmapi_cookie_privacy: 'permit 1,2,3' })).toMatchObject({ ok: true, choiceMade: true, optOut: null })
  })

  it.each([['permit_1|2|3'], ['permit%201%2C2%2C3'], ['permit+1,2,3'], ['permit 3,2,1']])('are read as %s', (text) => {
    expect(decodeTrustArc({ cmapi_cookie_privacy: text })).toMatchObject({ levels: [1, 2, 3], advertising: true })
  })

  it.each([
    [{ notice_gdpr_prefs: '0,1,2:' }, [true, true, true, false]],
    [{ notice_gdpr_prefs: '0|2:1a8b5228dd7ff0717196863a5d28ce6c' }, [true, false, true, false]],
    [{ notice_gdpr_prefs: '0::implied,eu' }, [true, false, false, false]],
    [{ notice_preferences: '2:' }, [true, true, true, false]],
    [{ notice_preferences: '0:' }, [true, false, false, false]],
  ])('count their levels from 0 in the older names: %j', (cookies, expected) => {
    expect(levels(cookies)).toEqual(expected)
  })

  it('permit only what every one of them permits', () => {
    const cookies = { cmapi_cookie_privacy: 'permit 1,2,3', notice_gdpr_prefs: '0,1:', notice_preferences: '2:' }
    expect(levels(cookies)).toEqual([true, true, false, false])
    expect(decodeTrustArc({ ...cookies, notice_preferences: '0:' })).toMatchObject({ levels: [1], advertising: false })
  })

  it('are no choice where the region lets the site assume consent', () => {
    const permitted = { cmapi_cookie_privacy: 'permit 1,2,3', notice_preferences: '2:' }
    expect(read({ ...permitted, notice_behavior: 'implied,us' })).toMatchObject({ choiceMade: false })
    expect(read({ ...permitted, notice_behavior: 'none' })).toMatchObject({ choiceMade: false })
    expect(read({ ...permitted, notice_behavior: 'expressed,eu' })).toMatchObject({ choiceMade: true })
  })

  it('are a refusal also where the region assumes consent', () => {
    const refused = { cmapi_cookie_privacy: 'permit 1 required', notice_behavior: 'implied,eu' }
    expect(read(refused)).toMatchObject({ choiceMade: true })
    expect(levels(refused)).toEqual([true, false, false, false])
  })

  it('report Global Privacy Control where the tool acted on it', () => {
    expect(read({ cmapi_cookie_privacy: 'permit 1 required', gpcishonored: 'true' })).toMatchObject({
      optOut: true,
      viaGpc: true,
    })
    expect(read({ gpcishonored: 'true' })).toMatchObject({ choiceMade: false, optOut: true, viaGpc: true })
    expect(read({ gpcishonored: 'false' })).toBeUndefined()
  })

  it.each([
    [{ cmapi_cookie_privacy: '' }],
    [{ cmapi_cookie_privacy: 'permit' }],
    [{ cmapi_cookie_privacy: 'permit all' }],
    [{ cmapi_cookie_privacy: 'permit 1,,3' }],
    [{ cmapi_cookie_privacy: 'do not permit 1,2,3' }],
    [{ cmapi_cookie_privacy: 'permit 1,2,3', notice_preferences: 'x' }],
    [{ notice_preferences: '1:1|2:1', cmapi_cookie_privacy: 'permit 13' }],
    [{ notice_gdpr_prefs: 'x'.repeat(5_000) }],
  ])('cannot be read as %j', (cookies) => {
    expect(decodeTrustArc(cookies)).toEqual({ ok: false })
    expect(read(cookies)).toEqual({ ok: false })
  })
})

describe('what a page forwards of TrustArc', () => {
  it('may be the text of its cookie or its cookies by name', () => {
    expect(forward('permit 1,2')).toEqual(read({ cmapi_cookie_privacy: 'permit 1,2' }))
    expect(forward({ notice_preferences: '2:' })).toEqual(read({ notice_preferences: '2:' }))
  })

  it('may be the decision that its own function gives, which counts where the person asserted it', () => {
    const decision = forward({ consentDecision: [1, 2, 3], source: 'asserted' })
    expect(decision?.ok === true && decision.choices.get('3')).toBe(true)
    expect(decision).toMatchObject({ choiceMade: true })
    expect(forward({ consentDecision: 3, source: 'implied' })).toMatchObject({ choiceMade: false })
    const none = forward({ consentDecision: 0, source: 'implied' })
    expect(none?.ok === true && none.choices.get('3')).toBeNull()
  })

  it('does not undo a refusal in the cookie', () => {
    const cookies = new Map([['cmapi_cookie_privacy', 'permit 1']])
    const record = trustarcReader.read({ cookies, forwarded: 'permit 1,2,3' })
    expect(record?.ok === true && record.choices.get('3')).toBe(false)
  })

  it.each([
    [null],
    [{}],
    [[]],
    [{ consentDecision: 'yes' }],
    [{ consentDecision: [1, '3'] }],
    [{ consentDecision: [] }],
  ])('cannot be read as %j', (forwarded) => {
    expect(forward(forwarded)).toEqual({ ok: false })
  })
})

describe('whatever is written in its place', () => {
  it('never throws and permits level 3 only where the cookie lists it', () => {
    const piece = fc.constantFrom('permit', ' ', '_', '1', '2', '3', ',', '|', ' required', ':', '%2C', '%')
    const text = fc.oneof(
      fc.string(),
      fc.array(piece).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, (value) => {
        const record = read({ cmapi_cookie_privacy: value })
        const granted = record?.ok === true && record.choices.get('3') === true
        if (granted)
          expect(decodeURIComponent(value)).toMatch(/^\s*permit[ _+](?:\d[,|])*3(?:[,|]\d)*(?:[ _]required)?\s*$/)
      }),
    )
    fc.assert(fc.property(fc.oneof(fc.string(), fc.jsonValue()), (value) => typeof forward(value)?.ok === 'boolean'))
  })
})
