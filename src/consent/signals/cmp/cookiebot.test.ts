import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CmpRecord } from './cmp.ts'
import { cookiebotReader, decodeCookiebot } from './cookiebot.ts'

const FIELDS = "stamp:'c3ludGhldGlj+w==',necessary:true,preferences:false,statistics:false,marketing:true"
const ACCEPTED = `{${FIELDS},method:'explicit',ver:3,utc:1790841600000,region:'fr'}`

describe("Cookiebot's cookie", () => {
  it('allows the categories that a person ticked', () => {
    expect(read(encoded(ACCEPTED))).toEqual({
      ok: true,
      choiceMade: true,
      choices: new Map([
        ['necessary', true],
        ['preferences', false],
        ['statistics', false],
        ['marketing', true],
      ]),
      optOut: null,
      atMs: 1790841600000,
      version: '3',
    })
  })

  it.each([
    ['the region asks for no consent', `{stamp:'-1',marketing:true,method:'implied',ver:1}`],
    ['the stamp is that of a region that is not asked', `{stamp:'-1',marketing:true,method:'explicit'}`],
    ['the stamp is a number', `{stamp:-1,marketing:true,method:'explicit'}`],
    ['the method is implied', `{stamp:'x',marketing:true,method:'implied'}`],
    ['an old cookie names no method', `{stamp:'x',marketing:true,ver:1}`],
    ['it is outside the region', '-1'],
    ['nobody answered', '0'],
  ])('is no answer where %s', (_why, text) => {
    expect(read(encoded(text))).toMatchObject({ ok: true, choiceMade: false })
  })

  it.each([
    ['1760765431', 1_760_765_431_000],
    ["'1790841600000'", 1_790_841_600_000],
    ['0', Number.NaN],
    ['1', Number.NaN],
    ['-1', Number.NaN],
    ["'abc'", Number.NaN],
    ['true', Number.NaN],
  ])('dates from utc:%s', (utc, atMs) => {
    expect(read(`{${FIELDS},method:'explicit',utc:${utc}}`)).toMatchObject({ choiceMade: true, atMs })
  })

  it('wraps the strings of its TCF edition, and not a packed list that only Cookiebot reads', () => {
    const tcf = (gacm: string) =>
      `{marketing:true,method:'explicit',stamp:'x',iab2:'CPtc.YAAA',gacm:'${gacm}',region:'de'}`
    expect(read(tcf('2~1.35~dv.9'))).toMatchObject({ wrapped: { tcf: 'CPtc.YAAA', ac: '2~1.35~dv.9' } })
    expect(read(tcf('2~AA==fmR2Lg=='))).toMatchObject({ wrapped: { tcf: 'CPtc.YAAA' } })
    expect(read("{marketing:true,iab2:''}")).not.toHaveProperty('wrapped')
  })

  it('counts a category that stands there twice at its strictest', () => {
    const twice = (a: boolean, b: boolean) => read(`{marketing:${a},marketing:${b},method:'explicit',stamp:'x'}`)
    expect(choice(twice(true, false), 'marketing')).toBe(false)
    expect(choice(twice(false, true), 'marketing')).toBe(false)
    expect(choice(twice(true, true), 'marketing')).toBe(true)
    expect(read("{marketing:true,method:'implied',method:'explicit',stamp:'x'}")).toEqual({ ok: false })
  })

  it('is read with spaces, double quotes and quoted names', () => {
    const text = '{ "stamp" : "x" , "marketing" : true , "method" : "explicit" }'
    expect(decodeCookiebot(text)).toMatchObject({ ok: true, marketing: true, choiceMade: true, statistics: null })
  })

  it.each([
    '{stamp:evil}',
    '{marketing:true};process.exit()',
    '{marketing:true}}',
    '{marketing:true,}',
    '{marketing:true',
    'marketing:true',
    '{marketing}',
    '{marketing:trueish}',
    '{marketing:True}',
    '{marketing:1}',
    "{marketing:'true'}",
    "{marketing:true,stamp:'a\\',method:'explicit'}",
    "{marketing:true,stamp:'a}",
    '{marketing:(()=>true)()}',
    '{marketing:true,a:{b:1}}',
    '{marketing:true,a:[1]}',
    '{marketing:true,a:-}',
    `{marketing:true,a:${'1'.repeat(16)}}`,
    `{marketing:true,${'a:1,'.repeat(70)}b:1}`,
    "{stamp:'x',method:'explicit'}",
    '{}',
    '',
    '%',
    '-2',
    ' '.repeat(5_000),
  ])('is unreadable as %s', (text) => {
    expect(decodeCookiebot(text)).toEqual({ ok: false })
    expect(read(text)).toEqual({ ok: false })
  })

  it('takes a field named __proto__ for a name', () => {
    expect(decodeCookiebot("{marketing:false,__proto__:'x'}")).toMatchObject({ ok: true, marketing: false })
    expect(decodeCookiebot(JSON.parse('{"__proto__":{"marketing":true,"method":"explicit"}}'))).toEqual({ ok: false })
  })
})

describe('what a page forwards of Cookiebot', () => {
  const consent = { necessary: true, marketing: true, method: 'explicit', stamp: 'x' }

  it('is the text of the cookie, the cookie by name, window.Cookiebot or its consent', () => {
    for (const forwarded of [ACCEPTED, { CookieConsent: encoded(ACCEPTED) }, { consent, hasResponse: true }, consent]) {
      const record = cookiebotReader.read({ cookies: new Map(), forwarded })
      expect(record).toMatchObject({ ok: true, choiceMade: true })
      expect(choice(record, 'marketing')).toBe(true)
    }
  })

  it('is no answer without a response, a method or a stamp of its own', () => {
    for (const forwarded of [
      { consent, hasResponse: false },
      { ...consent, method: null },
      { ...consent, stamp: '-1' },
    ]) {
      expect(cookiebotReader.read({ cookies: new Map(), forwarded })).toMatchObject({ ok: true, choiceMade: false })
    }
  })

  it('never allows more than the cookie beside it', () => {
    const cookies = new Map([['CookieConsent', "{marketing:false,method:'explicit',stamp:'x'}"]])
    expect(choice(cookiebotReader.read({ cookies, forwarded: consent }), 'marketing')).toBe(false)
    const unanswered = new Map([['CookieConsent', '0']])
    expect(choice(cookiebotReader.read({ cookies: unanswered, forwarded: consent }), 'marketing')).toBeNull()
  })

  it.each([
    [null],
    [7],
    [[]],
    [{}],
    [{ consent: 1 }],
    [{ marketing: 'true', method: 'explicit' }],
    [{ CookieConsent: 1 }],
  ])('is unreadable as %j', (forwarded) => {
    expect(cookiebotReader.read({ cookies: new Map(), forwarded })).toEqual({ ok: false })
  })
})

describe('whatever comes for Cookiebot', () => {
  it('nothing left is nothing said', () => {
    expect(cookiebotReader.read({ cookies: new Map() })).toBeUndefined()
  })

  it('never throws, and random input is never a grant', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      ',',
      ':',
      "'",
      '"',
      'true',
      'marketing',
      'method',
      'implied',
      '-',
      '1',
      ' ',
      '%27',
    )
    const near = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          near,
          near.map((text) => `{marketing:true,${text}}`),
          fc.jsonValue(),
        ),
        (input) => {
          const record = cookiebotReader.read({ cookies: new Map(), forwarded: input })
          expect(record?.ok === true && record.choiceMade).toBe(false)
        },
      ),
    )
  })

  it('allows marketing only with true, explicit and a stamp', () => {
    const value = fc.constantFrom('true', 'false', "'true'", '1', undefined)
    const method = fc.constantFrom('explicit', 'implied', 'Explicit', '')
    fc.assert(
      fc.property(value, method, fc.constantFrom('x', '-1'), (marketing, method, stamp) => {
        const field = marketing === undefined ? '' : `marketing:${marketing},`
        const record = read(encoded(`{${field}necessary:true,method:'${method}',stamp:'${stamp}'}`))
        const granted = record?.ok === true && record.choiceMade && record.choices.get('marketing') === true
        expect(granted).toBe(marketing === 'true' && method === 'explicit' && stamp === 'x')
      }),
    )
  })
})

function encoded(text: string): string {
  return text.replaceAll("'", '%27').replaceAll(',', '%2C')
}

function read(text: string): CmpRecord | undefined {
  return cookiebotReader.read({ cookies: new Map([['CookieConsent', text]]) })
}

function choice(record: CmpRecord | undefined, key: string): boolean | null | undefined {
  if (record?.ok !== true) throw new Error('not readable')
  return record.choices.get(key)
}
