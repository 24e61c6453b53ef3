import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { complianzReader, decodeComplianz } from './complianz.ts'

const read = (cookies: Record<string, string>) => complianzReader.read({ cookies: new Map(Object.entries(cookies)) })
const forward = (forwarded: unknown) => complianzReader.read({ cookies: new Map(), forwarded })
const ANSWERED = { 'cmplz_banner-status': 'dismissed' }
const ACCEPTED = {
  cmplz_consented_services: '',
  cmplz_policy_id: '37',
  cmplz_marketing: 'allow',
  cmplz_statistics: 'allow',
  cmplz_preferences: 'allow',
  cmplz_functional: 'allow',
  ...ANSWERED,
}

describe('the cookies of Complianz', () => {
  it('say nothing where the site does not use it', () => {
    expect(complianzReader.read({ cookies: new Map() })).toBeUndefined()
  })

  it('grant the categories that were allowed', () => {
    expect(read(ACCEPTED)).toEqual({
      ok: true,
      choiceMade: true,
      choices: new Map([
        ['marketing', true],
        ['statistics', true],
        ['preferences', true],
      ]),
      optOut: null,
      version: '37',
    })
  })

  it('refuse the categories that were denied, and do not count what cannot be refused', () => {
    const record = read({ cmplz_marketing: 'deny', cmplz_statistics: 'deny', cmplz_functional: 'allow', ...ANSWERED })
    expect(record).toMatchObject({
      choices: new Map([
        ['marketing', false],
        ['statistics', false],
      ]),
    })
  })

  it('are no choice before the banner is dismissed', () => {
    const { 'cmplz_banner-status': _, ...open } = ACCEPTED
    expect(read(open)).toMatchObject({ choiceMade: false })
    expect(read({ ...ACCEPTED, 'cmplz_banner-status': 'show' })).toMatchObject({ choiceMade: false })
  })

  it.each([['yes'], ['true'], ['1'], ['ALLOW'], [' allow'], ['']])('take %j for no answer', (value) => {
    expect(decodeComplianz({ cmplz_marketing: value, ...ANSWERED })).toMatchObject({ ok: true, marketing: null })
  })

  it('answer for single services, which never answer for a category', () => {
    const services = '%7B%22tiktok%22%3Afalse%2C%22youtube%22%3Atrue%2C%22Marketing%22%3Atrue%7D'
    const record = read({ cmplz_consented_services: services, ...ANSWERED })
    expect(record?.ok === true && Object.fromEntries(record.choices)).toEqual({ tiktok: false, youtube: true })
  })

  it('take no value but true for a grant to a service', () => {
    const record = read({ cmplz_consented_services: '{"tiktok":"deny","facebook":1,"youtube":true}', ...ANSWERED })
    const services = { tiktok: false, facebook: false, youtube: true }
    expect(record?.ok === true && Object.fromEntries(record.choices)).toEqual(services)
  })

  it('cannot be read where the list of services is none', () => {
    expect(read({ ...ACCEPTED, cmplz_consented_services: '%7B' })).toEqual({ ok: false })
    expect(read({ ...ACCEPTED, cmplz_consented_services: '%5B%5D' })).toMatchObject({ ok: true })
  })
})

describe('what a page forwards of Complianz', () => {
  it('may be the cookies by name or the text of a Cookie header', () => {
    expect(forward(ACCEPTED)).toEqual(read(ACCEPTED))
    expect(
      forward(
        Object.entries(ACCEPTED)
          .map((pair) => pair.join('='))
          .join('; '),
      ),
    ).toEqual(read(ACCEPTED))
  })

  it('is a refusal where the same cookie comes with two values', () => {
    const record = forward('cmplz_marketing=allow; cmplz_marketing=deny; cmplz_banner-status=dismissed')
    expect(record?.ok === true && record.choices.get('marketing')).toBe(false)
  })

  it('does not undo a refusal in the cookies', () => {
    const cookies = new Map(Object.entries({ cmplz_marketing: 'deny', ...ANSWERED }))
    const record = complianzReader.read({ cookies, forwarded: ACCEPTED })
    expect(record?.ok === true && record.choices.get('marketing')).toBe(false)
  })

  it.each([[null], [''], ['marketing=allow'], [{}], [{ marketing: 'allow' }], [[]], [3], ['x'.repeat(5_000)]])(
    'cannot be read as %j',
    (forwarded) => {
      expect(forward(forwarded)).toEqual({ ok: false })
    },
  )
})

describe('whatever is written in its place', () => {
  it('never throws and grants marketing only where it says allow and the banner is dismissed', () => {
    const word = fc.oneof(fc.constantFrom('allow', 'deny', 'dismissed', ''), fc.jsonValue())
    fc.assert(
      fc.property(word, word, (marketing, status) => {
        const record = forward({ cmplz_marketing: marketing, 'cmplz_banner-status': status })
        const granted = record?.ok === true && record.choiceMade && record.choices.get('marketing') === true
        expect(granted).toBe(marketing === 'allow' && status === 'dismissed')
      }),
    )
    fc.assert(fc.property(fc.oneof(fc.string(), fc.jsonValue()), (value) => typeof forward(value)?.ok === 'boolean'))
  })
})
