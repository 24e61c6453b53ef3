import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CmpRecord } from './cmp.ts'
import { decodeOneTrust, onetrustReader } from './onetrust.ts'

const DATESTAMP = 'datestamp=Thu+Oct+01+2026+10%3A00%3A00+GMT%2B0200+(Central+European+Summer+Time)'
const ALL_ON = 'groups=C0001%3A1%2CC0002%3A1%2CC0004%3A1'

describe("OneTrust's cookies", () => {
  it('allow the groups and vendors that are on once the person has answered', () => {
    const record = read({
      OptanonConsent: `${DATESTAMP}&version=202601.1.0&interactionCount=1&${ALL_ON}&genVendors=V2%3A0%2CV1%3A1%2C`,
    })
    expect(record).toMatchObject({ ok: true, choiceMade: true, optOut: null, version: '202601.1.0' })
    expect(choices(record)).toEqual({ c0001: true, c0002: true, c0004: true, v1: true, v2: false })
  })

  it('are no answer while the banner is open', () => {
    expect(read({ OptanonConsent: `interactionCount=0&${ALL_ON}` })).toMatchObject({ ok: true, choiceMade: false })
    expect(read({ OptanonConsent: ALL_ON })).toMatchObject({ ok: true, choiceMade: false })
    expect(read({ OptanonConsent: ALL_ON, OptanonAlertBoxClosed: 'true' })).toMatchObject({ choiceMade: false })
  })

  it('are an answer when the banner was closed, from then on', () => {
    const closed = { OptanonConsent: `${DATESTAMP}&${ALL_ON}`, OptanonAlertBoxClosed: '2026-09-30T10%3A00%3A00.000Z' }
    expect(read(closed)).toMatchObject({ choiceMade: true, atMs: Date.parse('2026-09-30T10:00:00Z') })
  })

  it('are no answer while a new one is awaited', () => {
    const text = `interactionCount=3&${ALL_ON}&AwaitingReconsent=true`
    expect(read({ OptanonConsent: text, OptanonAlertBoxClosed: '2026-09-30T10:00:00.000Z' })).toMatchObject({
      choiceMade: false,
    })
    expect(decodeOneTrust(text)).toMatchObject({ awaitingReconsent: true, treatAs: 'unknown' })
  })

  it('date from the receipt where it is older than the stamp that every page renews', () => {
    const receiptMs = Date.parse('2026-04-11T13:33:07.705Z')
    expect(read({ OptanonConsent: `${DATESTAMP}&interactionCount=1&${ALL_ON}` })).toMatchObject({
      atMs: Date.parse('2026-10-01T08:00:00Z'),
    })
    expect(read({ OptanonConsent: `${DATESTAMP}&crTime=${receiptMs}&${ALL_ON}` })).toMatchObject({ atMs: receiptMs })
    const west = 'datestamp=Mon+May+20+2024+17%3A22%3A44+GMT-0730+(%D0%92%D0%BE)'
    expect(read({ OptanonConsent: `${west}&${ALL_ON}` })).toMatchObject({ atMs: Date.parse('2024-05-21T00:52:44Z') })
    expect(read({ OptanonConsent: ALL_ON })).not.toHaveProperty('atMs')
  })

  it('have a time that nobody can read where one is written and is none, but for the stamp beside the closed banner', () => {
    const stamp = `datestamp=x&interactionCount=1&${ALL_ON}`
    expect(read({ OptanonConsent: stamp })).toMatchObject({ choiceMade: true, atMs: Number.NaN })
    const unreadable = { OptanonConsent: `${DATESTAMP}&interactionCount=1&${ALL_ON}`, OptanonAlertBoxClosed: 'x' }
    expect(read(unreadable)).toMatchObject({ atMs: Number.NaN })
    const closed = { OptanonConsent: stamp, OptanonAlertBoxClosed: '2026-09-30T10:00:00.000Z' }
    expect(read(closed)).toMatchObject({ atMs: Date.parse('2026-09-30T10:00:00Z') })
  })

  it('report Global Privacy Control although every group is on', () => {
    for (const flag of ['isGpcEnabled=1', 'browserGpcFlag=1', 'isGpcEnabled=0&isGpcEnabled=1']) {
      expect(read({ OptanonConsent: `${flag}&interactionCount=1&${ALL_ON}` })).toMatchObject({
        optOut: true,
        viaGpc: true,
      })
    }
  })

  it('take a sale that is off for an opt-out of the person, with and without the control', () => {
    for (const group of ['SPD_BG', 'SSPD_BG', 'OSSTA_BG']) {
      const record = read({ OptanonConsent: `browserGpcFlag=1&groups=C0004%3A1%2C${group}%3A0` })
      expect(record).toMatchObject({ optOut: true })
      expect(record).not.toHaveProperty('viaGpc')
    }
    expect(read({ OptanonConsent: 'groups=C0004%3A1%2CSPD_BG%3A1' })).toMatchObject({ optOut: false })
  })

  it('refuse targeting that is off under an older name, and do not allow it under one', () => {
    expect(choices(read({ OptanonConsent: 'groups=1%3A1%2C4%3A0' }))).toEqual({ '1': true, '4': false, c0004: false })
    expect(choices(read({ OptanonConsent: 'groups=1%3A1%2C4%3A1' }))).toEqual({ '1': true, '4': true })
    expect(decodeOneTrust('groups=1%3A1%2C4%3A1')).toMatchObject({ advertising: true })
  })

  it('count a parameter or a group that stands there twice at its strictest', () => {
    expect(decodeOneTrust('groups=C0004%3A1&groups=C0004%3A0')).toMatchObject({
      groups: { C0004: 0 },
      advertising: false,
    })
    expect(decodeOneTrust('groups=C0004%3A0%2CC0004%3A1')).toMatchObject({ groups: { C0004: 0 } })
    expect(decodeOneTrust('groups=C0004%3A1%2Cc0004%3A0')).toMatchObject({ advertising: false })
    expect(decodeOneTrust('groups=&interactionCount=0&interactionCount=5')).toMatchObject({ choiceMade: false })
    expect(decodeOneTrust('groups=&AwaitingReconsent=true&AwaitingReconsent=false')).toMatchObject({
      awaitingReconsent: true,
    })
  })

  it('take nothing but 1 for on', () => {
    const text = 'groups=A%3Atrue%2CB%3A2%2CC%2CD%3A%2CE%3A11%2CF%3A1'
    expect(decodeOneTrust(text)).toMatchObject({ groups: { A: 0, B: 0, C: 0, D: 0, E: 0, F: 1 } })
  })

  it('do not let an address in landingPath write parameters', () => {
    const path = encodeURIComponent('https://shop.example/?a=1&groups=C0004:1&interactionCount=9')
    for (const landingPath of [path, encodeURIComponent(path)]) {
      const decoded = decodeOneTrust(`landingPath=${landingPath}&interactionCount=0&groups=C0004%3A0`)
      expect(decoded).toMatchObject({ groups: { C0004: 0 }, choiceMade: false })
    }
  })

  it('are read when encoded as a whole, with the values encoded once or twice', () => {
    const whole = encodeURIComponent('isGpcEnabled=0&groups=C0001%3A1%2CC0004%3A1')
    expect(decodeOneTrust(whole)).toMatchObject({ groups: { C0001: 1, C0004: 1 }, advertising: true })
    expect(decodeOneTrust('groups=C0001%253A1%252CC0004%253A0')).toMatchObject({ groups: { C0001: 1, C0004: 0 } })
  })

  it('wrap the strings of TCF and GPP, also without a consent of their own', () => {
    const cookies = { 'eupubconsent-v2': 'CPtc', OTGPPConsent: 'DBABLA%7EBVQqAAAACgA.QA' }
    const wrapped = { tcf: 'CPtc', gpp: 'DBABLA~BVQqAAAACgA.QA' }
    expect(read(cookies)).toEqual({ ok: true, choiceMade: false, choices: new Map(), optOut: null, wrapped })
    expect(read({ ...cookies, OptanonConsent: ALL_ON })).toMatchObject({ wrapped })
  })
})

describe('what a page forwards of OneTrust', () => {
  it('is the text of the cookie, or the cookies by name', () => {
    const text = `interactionCount=1&${ALL_ON}`
    for (const forwarded of [text, { OptanonConsent: text }]) {
      expect(onetrustReader.read({ cookies: new Map(), forwarded })).toMatchObject({ ok: true, choiceMade: true })
    }
  })

  it('never allows more than the cookie beside it', () => {
    const cookies = new Map([['OptanonConsent', 'interactionCount=1&groups=C0004%3A0']])
    const forwarded = `interactionCount=1&${ALL_ON}`
    expect(choices(onetrustReader.read({ cookies, forwarded }))).toMatchObject({ c0004: false })
    expect(onetrustReader.read({ cookies: new Map([['OptanonConsent', '?']]), forwarded })).toEqual({ ok: false })
    const other = { 'eupubconsent-v2': 'C2' }
    expect(onetrustReader.read({ cookies: new Map([['eupubconsent-v2', 'C1']]), forwarded: other })).toEqual({
      ok: false,
    })
  })
})

describe('whatever comes for OneTrust', () => {
  it.each([
    [''],
    ['hello'],
    ['a=b'],
    ['%'],
    ['groups=%'],
    ['groups=C0004%3A1%'],
    [`${ALL_ON}${'x'.repeat(4_096)}`],
    ['&'.repeat(200)],
    [null],
    [7],
    [{}],
    [[]],
  ])('is unreadable as %j', (input) => {
    expect(decodeOneTrust(input)).toEqual({ ok: false })
    expect(onetrustReader.read({ cookies: new Map(), forwarded: input })).toEqual({ ok: false })
  })

  it('takes a group named __proto__ for a name', () => {
    const decoded = decodeOneTrust('groups=__proto__%3A1')
    expect(decoded.ok && Object.entries(decoded.groups)).toEqual([['__proto__', 1]])
  })

  it('nothing left is nothing said', () => {
    expect(onetrustReader.read({ cookies: new Map() })).toBeUndefined()
  })

  it('never throws, and random input is never an answer', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webQueryParameters(), fc.jsonValue()), (input) => {
        const record = onetrustReader.read({ cookies: new Map(), forwarded: input })
        if (record?.ok === true) expect(record.choiceMade && !JSON.stringify(input).includes('interaction')).toBe(false)
      }),
    )
  })

  it('allows a group only where it is on every time that it is named, after an answer', () => {
    const values = fc.array(fc.constantFrom('0', '1', '', '2', 'true'), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(values, fc.nat(2), fc.boolean(), (values, count, isAwaiting) => {
        const groups = values.map((value) => `C0004%3A${value}`).join('%2C')
        const record = read({
          OptanonConsent: `interactionCount=${count}&groups=${groups}&AwaitingReconsent=${isAwaiting}`,
        })
        const granted = record?.ok === true && record.choiceMade && record.choices.get('c0004') === true
        expect(granted).toBe(count > 0 && !isAwaiting && values.every((value) => value === '1'))
      }),
    )
  })
})

function read(cookies: Readonly<Record<string, string>>): CmpRecord | undefined {
  return onetrustReader.read({ cookies: new Map(Object.entries(cookies)) })
}

function choices(record: CmpRecord | undefined): Record<string, boolean | null> {
  if (record?.ok !== true) throw new Error('not readable')
  return Object.fromEntries(record.choices)
}
