import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cookieyesReader, decodeCookieYes } from './cookieyes.ts'

const read = (text: string) => cookieyesReader.read({ cookies: new Map([['cookieyes-consent', text]]) })
const forward = (forwarded: unknown) => cookieyesReader.read({ cookies: new Map(), forwarded })
const answer = (text: string, category: string) => {
  const record = read(text)
  return record?.ok === true ? record.choices.get(category) : undefined
}

const ACCEPTED =
  'consentid:c3k,consent:yes,action:yes,necessary:yes,functional:yes,analytics:yes,performance:yes,advertisement:yes,other:yes,lastRenewedDate:1790841600000'
const REFUSED = 'consentid:c3k,consent:no,action:yes,necessary:yes,functional:no,analytics:no,advertisement:no,other:no'
const OPEN = 'consentid:c3k,consent:,action:,necessary:,functional:,analytics:,performance:,advertisement:,other:'

describe('the cookie of CookieYes', () => {
  it('says nothing where the site does not use it', () => {
    expect(cookieyesReader.read({ cookies: new Map() })).toBeUndefined()
  })

  it('grants the categories that were accepted', () => {
    expect(read(ACCEPTED)).toMatchObject({ ok: true, choiceMade: true, optOut: null })
    expect(answer(ACCEPTED, 'advertisement')).toBe(true)
    expect(answer(ACCEPTED, 'analytics')).toBe(true)
  })

  it('refuses the categories that were refused', () => {
    expect(read(REFUSED)).toMatchObject({ choiceMade: true })
    expect(answer(REFUSED, 'advertisement')).toBe(false)
    expect(answer(REFUSED, 'performance')).toBeNull()
  })

  it('is no choice before the person acts', () => {
    expect(read(OPEN)).toMatchObject({ choiceMade: false })
    expect(answer(OPEN, 'advertisement')).toBeNull()
  })

  it('is no choice where the site assumed consent', () => {
    expect(read(ACCEPTED.replace('action:yes', 'action:no'))).toMatchObject({ choiceMade: false })
    expect(read('necessary:yes,advertisement:yes')).toMatchObject({ choiceMade: false })
  })

  it('believes the refusal where the whole and a category contradict each other', () => {
    expect(answer(REFUSED.replace('advertisement:no', 'advertisement:yes'), 'advertisement')).toBe(false)
    expect(answer(`${ACCEPTED},advertisement:no`, 'advertisement')).toBe(false)
    expect(read(`${ACCEPTED},action:no`)).toMatchObject({ choiceMade: false })
  })

  it('refuses everything where the whole is refused, whatever the site calls its categories', () => {
    expect(read('consent:no,action:yes,necessary:yes,ads_of_ours:no')).toMatchObject({ allRefused: true })
    expect(read('consent:no,action:,necessary:yes')).not.toHaveProperty('allRefused')
    expect(read(ACCEPTED)).not.toHaveProperty('allRefused')
  })

  it('does not take the date on which the site asked everybody anew for the time of the answer', () => {
    expect(decodeCookieYes(ACCEPTED)).toMatchObject({ lastRenewedDate: 1790841600000 })
    expect(read(ACCEPTED)).not.toHaveProperty('atMs')
  })

  it.each([
    ['consent%3Ayes%2Caction%3Ayes%2Cadvertisement%3Ayes'],
    ['consent%253Ayes%252Caction%253Ayes%252Cadvertisement%253Ayes'],
  ])('is read when it was percent-encoded: %s', (text) => {
    expect(answer(text, 'advertisement')).toBe(true)
  })

  it.each([[''], ['yes'], ['consentid:x'], ['action'], [',action:yes'], ['%E0%A4%A'], [`action:${'y'.repeat(4_100)}`]])(
    'cannot be read as %j',
    (text) => {
      expect(decodeCookieYes(text)).toEqual({ ok: false })
      expect(read(text)).toEqual({ ok: false })
    },
  )
})

describe('what a page forwards of CookieYes', () => {
  it('may be the cookie, or the object of its own function', () => {
    expect(forward(ACCEPTED)).toEqual(read(ACCEPTED))
    const consent = { activeLaw: 'gdpr', categories: { necessary: true, advertisement: true, analytics: false } }
    const answered = forward({ ...consent, isUserActionCompleted: true })
    expect(answered).toMatchObject({ choiceMade: true })
    expect(answered?.ok === true && Object.fromEntries(answered.choices)).toMatchObject({
      advertisement: true,
      analytics: false,
    })
    expect(forward({ ...consent, isUserActionCompleted: false })).toMatchObject({ choiceMade: false })
  })

  it.each([[null], [7], [[]], [{}], [{ categories: 'all' }]])('cannot be read as %j', (forwarded) => {
    expect(forward(forwarded)).toEqual({ ok: false })
  })
})

describe('whatever is written in its place', () => {
  it('never throws and grants advertising only where action and category both say yes', () => {
    const piece = fc.constantFrom('action', 'advertisement', ':', ',', 'yes', 'no', 'consent', '%3A', '%', ' ')
    const text = fc.oneof(
      fc.string(),
      fc.array(piece).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, (value) => {
        const record = read(value)
        if (record?.ok !== true || !record.choiceMade || record.choices.get('advertisement') !== true) return
        const pairs = decodeURIComponent(value)
          .split(',')
          .map((pair) => pair.replaceAll(' ', ''))
        expect(pairs).toContain('action:yes')
        expect(pairs).toContain('advertisement:yes')
      }),
    )
    fc.assert(fc.property(fc.jsonValue(), (value) => typeof forward(value)?.ok === 'boolean'))
  })
})
