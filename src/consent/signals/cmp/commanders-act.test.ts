import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandersActReader, decodeCommandersAct } from './commanders-act.ts'

const read = (main: string, center?: string) =>
  commandersActReader.read({
    cookies: new Map([['TC_PRIVACY', main], ...(center === undefined ? [] : [['TC_PRIVACY_CENTER', center] as const])]),
  })
const center = (text: string) => commandersActReader.read({ cookies: new Map([['TC_PRIVACY_CENTER', text]]) })
const forward = (forwarded: unknown) => commandersActReader.read({ cookies: new Map(), forwarded })
const answer = (record: ReturnType<typeof read>, key: string) =>
  record?.ok === true ? record.choices.get(key) : 'unread'

const TIMES = '1790841600000,1790841600000,1806393600000'
const PARTIAL = `0@004|13|1008@2,5@1@${TIMES}@`
const OPT_OUT = '1@003@@@1790841600000@'

describe('the cookie of Commanders Act', () => {
  it('says nothing where the site does not use it', () => {
    expect(commandersActReader.read({ cookies: new Map() })).toBeUndefined()
  })

  it('consents to the listed categories and refuses all others', () => {
    const record = read(PARTIAL)
    expect(['2', '5', '3', '99'].map((category) => answer(record, category))).toEqual([true, true, false, false])
    expect(record).toMatchObject({ choiceMade: true, optOut: null, version: '004' })
  })

  it('asks nobody about the categories that are always on', () => {
    expect(answer(read(PARTIAL), '1')).toBeUndefined()
    expect(answer(read(`0@004|13|1008@1,2@1@${TIMES}@`), '1')).toBeUndefined()
  })

  it('is an opt-out of everything with status 1, whatever it lists', () => {
    for (const text of [OPT_OUT, '1@009@ALL@@1790841600000@', `1@004|13|1008@2,5@1@${TIMES}@`]) {
      const record = read(text)
      expect(record).toMatchObject({ ok: true, choiceMade: true })
      expect(answer(record, 'all')).toBe(false)
      expect(record?.ok === true && new Set(record.choices.values())).toEqual(new Set([false]))
    }
  })

  it('refuses everything with an opt-in to nothing', () => {
    expect(answer(read(`0@004|13|1008@@1@${TIMES}@`), 'all')).toBe(false)
  })

  it('says when the person answered and when that lapses', () => {
    expect(read(PARTIAL)).toMatchObject({ atMs: 1790841600000, expiresAtMs: 1806393600000 })
    expect(decodeCommandersAct(PARTIAL, 1806393600000)).toMatchObject({ expired: true })
    expect(decodeCommandersAct(PARTIAL, 1806393599999)).toMatchObject({ expired: false })
  })

  it.each([
    [
      'with ! between the fields, percent-encoded',
      '0%21010%7C19%7C5606%212%2C5%216%211769177040214%2C1769177040214%2C1784729040214%21',
      ['2', '5'],
      ['6'],
    ],
    [
      'as the documentation shows it, times apart',
      '0@002|12|3441@1%2C3@4@1592900933049@1592900933049',
      ['1', '3'],
      ['4'],
    ],
    ['as older documentation shows it, banner and site apart', '0@002@12@34@1%2C3@4@1592900933049', ['1', '3'], ['4']],
    ['from old banners, without times', '0@005@1%2C2%2C3@', ['1', '2', '3'], []],
    ['with the versions of the TCF', `0@007|2|2|224|114|5380@1@2,3@${TIMES}@`, ['1'], ['2', '3']],
  ])('is read %s', (_, text, categories, blockedOn) => {
    expect(decodeCommandersAct(text)).toMatchObject({ ok: true, optout: false, categories, blockedOn })
  })

  it('keeps the vendor string apart from the times', () => {
    expect(decodeCommandersAct(`${PARTIAL}_v__`)).toMatchObject({ vendorString: '_v__', created: 1790841600000 })
    expect(decodeCommandersAct('0@002|1|2@1@4@1592900933049@1592900933050@_v__@new')).toMatchObject({
      updated: 1592900933049,
      created: 1592900933050,
      vendorString: '_v__',
    })
  })

  it('cannot be read where ALL stands beside an opt-in', () => {
    expect(read('0@009@ALL@@1790841600000@')).toEqual({ ok: false })
  })

  it.each([
    [''],
    ['0'],
    ['1'],
    ['0@'],
    ['0@004'],
    [`2@004@2@1@${TIMES}@`],
    [`00@004@2@1@${TIMES}@`],
    [`@004@2@1@${TIMES}@`],
    [`0@@2@1@${TIMES}@`],
    [`0@004@2;3@1@${TIMES}@`],
    [`0@004@two@1@${TIMES}@`],
    [`0@002@12@2@1@${TIMES}@`],
    ['0@004@2@1@yesterday@'],
    [`0%004%2%1%${TIMES}%`],
    ['0|004|2|1|1790841600000|'],
    [`0@004@${'1,'.repeat(3_000)}@`],
  ])('cannot be read as %s', (text) => {
    expect(decodeCommandersAct(text)).toEqual({ ok: false })
    expect(read(text)).toEqual({ ok: false })
  })
})

describe('the cookie of the privacy center', () => {
  it('takes away what it does not list', () => {
    const record = read(PARTIAL, '5')
    expect([answer(record, '2'), answer(record, '5')]).toEqual([false, true])
  })

  it('adds nothing that the consent cookie does not list', () => {
    expect(answer(read(PARTIAL, '2,5,7'), '7')).toBe(false)
    expect(answer(read(OPT_OUT, '2'), '2')).toBe(false)
    expect(answer(read(OPT_OUT, '10001'), '10001')).toBe(false)
  })

  it('alone is no proof of a choice, but it can refuse', () => {
    expect(center('2%2C5')).toMatchObject({ choiceMade: false })
    for (const text of ['', '0']) expect(answer(center(text), 'all')).toBe(false)
    expect(center('yes')).toEqual({ ok: false })
  })
})

describe('the consent object that a page forwards', () => {
  const OBJECT = {
    meta: { version: '1.0', bannerVersion: '50', dateUpdated: 1790841600000, dateExpires: 1806393600000 },
    consent: {
      status: 'mixed',
      categories: {
        1: { status: 'on', required: true },
        2: { status: 'on' },
        3: { status: 'off' },
        4: { status: 'unset' },
      },
      vendors: { 2: { status: 'off' }, acm_89: { status: 'on', legIntStatus: 'off' } },
    },
  }

  it('answers for categories by number and for vendors by id', () => {
    expect(forward(OBJECT)).toEqual({
      ok: true,
      choiceMade: true,
      choices: new Map<string, boolean | null>([
        ['2', true],
        ['3', false],
        ['4', null],
        ['vendor:2', false],
        ['vendor:acm_89', true],
      ]),
      optOut: null,
      atMs: 1790841600000,
      expiresAtMs: 1806393600000,
      version: '50',
    })
  })

  it('is no choice while its status is unset', () => {
    expect(forward({ consent: { status: 'unset', categories: { 2: { status: 'on' } } } })).toMatchObject({
      choiceMade: false,
    })
  })

  it('refuses everything where all is off, also what the cookie or the object itself allows', () => {
    const forwarded = { consent: { status: 'all-off', categories: { 2: { status: 'on' } } } }
    expect(answer(forward(forwarded), '2')).toBe(false)
    const record = commandersActReader.read({ cookies: new Map([['TC_PRIVACY', PARTIAL]]), forwarded })
    expect(record?.ok === true && new Set(record.choices.values())).toEqual(new Set([false]))
  })

  it('does not undo a refusal in the cookie', () => {
    const record = commandersActReader.read({ cookies: new Map([['TC_PRIVACY', OPT_OUT]]), forwarded: OBJECT })
    expect(answer(record, '2')).toBe(false)
    expect(answer(record, 'vendor:acm_89')).toBe(false)
  })

  it('may be the text of the cookie instead', () => {
    expect(forward(PARTIAL)).toEqual(read(PARTIAL))
  })

  it.each([
    [null],
    [{}],
    [[]],
    [1],
    [{ consent: { status: 'on' } }],
    [{ consent: { status: 'mixed', categories: { 2: { status: true } } } }],
    [{ consent: { status: 'mixed', categories: { 2: true } } }],
    [{ consent: { status: 'mixed', vendors: [] } }],
  ])('cannot be read as %j', (forwarded) => {
    expect(forward(forwarded)).toEqual({ ok: false })
  })
})

describe('whatever is written in its place', () => {
  it('never throws and grants a category only with status 0 and its number on the list', () => {
    const piece = fc.constantFrom('0', '1', '@', '!', '|', ',', '2', '004', 'ALL', '1790841600000', '%40', '%')
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, (value) => {
        const record = read(value)
        expect(record?.ok).toBeTypeOf('boolean')
        if (answer(record, '2') !== true) return
        const decoded = decodeURIComponent(value)
        expect(decoded.startsWith('0')).toBe(true)
        expect(decoded.split(/[^\d]/)).toContain('2')
      }),
      { numRuns: 2_000 },
    )
    fc.assert(
      fc.property(fc.constantFrom('0', '1', '2', ''), fc.array(fc.nat({ max: 120 })), (status, categories) => {
        const granted = answer(read(`${status}@004|1|2@${categories.join(',')}@@${TIMES}@`), '7') === true
        expect(granted).toBe(status === '0' && categories.includes(7))
      }),
    )
    fc.assert(fc.property(fc.jsonValue(), (value) => typeof forward(value)?.ok === 'boolean'))
  })
})
