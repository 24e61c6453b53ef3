import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeShopify, shopifyReader } from './shopify.ts'

const read = (text: string) => shopifyReader.read({ cookies: new Map([['_tracking_consent', text]]) })
const forward = (forwarded: unknown) => shopifyReader.read({ cookies: new Map(), forwarded })
const answers = (text: string) => {
  const record = read(text)
  return record?.ok === true ? Object.fromEntries(record.choices) : undefined
}
const long = (cmp: object) =>
  encodeURIComponent(
    JSON.stringify({
      con: { CMP: cmp },
      v: '2.1',
      region: 'FRIDF',
      reg: 'GDPR',
      purposes: { p: true, a: true, m: true, t: true },
      display_banner: true,
      sale_of_data_region: false,
    }),
  )

describe('the consent cookie of Shopify', () => {
  it('says nothing where the shop has none', () => {
    expect(shopifyReader.read({ cookies: new Map() })).toBeUndefined()
  })

  it('carries one answer for each use', () => {
    const text = long({ a: '1', m: '0', p: '1', s: '' })
    expect(answers(text)).toEqual({ analytics: true, marketing: false, preferences: true })
    expect(read(text)).toMatchObject({ choiceMade: true, optOut: null, version: '2.1' })
  })

  it('is read from what a web pixel is told, too', () => {
    const privacy = { analyticsProcessingAllowed: true, marketingAllowed: true, saleOfDataAllowed: false }
    expect(forward(privacy)).toEqual({
      ok: true,
      choiceMade: true,
      choices: new Map<string, boolean | null>([
        ['marketing', true],
        ['analytics', true],
        ['preferences', null],
      ]),
      optOut: true,
    })
  })

  it('is half an answer where a web pixel is told nothing of the sale of data', () => {
    const half = forward({ marketingAllowed: true })
    expect(half?.ok === true && half.choices.get('marketing')).toBeNull()
    const no = forward({ marketingAllowed: false })
    expect(no?.ok === true && no.choices.get('marketing')).toBe(false)
  })

  it('is no choice where only the region allows it', () => {
    const text = long({ a: '', m: '', p: '', s: '' })
    expect(answers(text)).toEqual({ analytics: null, marketing: null, preferences: null })
    expect(read(text)).toMatchObject({ choiceMade: false })
    expect(decodeShopify(text)).toMatchObject({ marketing: null, choiceMade: false, region: 'FRIDF' })
  })

  it('reports a refused sale of data as an opt-out', () => {
    expect(read(long({ a: '1', m: '1', p: '1', s: '0' }))).toMatchObject({ optOut: true })
    expect(read(long({ a: '1', m: '1', p: '1', s: '1' }))).toMatchObject({ optOut: false })
  })

  it.each([[1], [true], ['true'], ['granted'], [['1']], [{}]])('takes %j for no answer', (value) => {
    expect(answers(long({ a: value, m: value, p: value, s: value }))?.['marketing']).toBeNull()
  })

  it('is read in its old shape, with one answer for all tracking', () => {
    expect(decodeShopify('{"con":{"GDPR":"1"},"v":"2.0"}')).toMatchObject({
      ok: true,
      marketing: true,
      choiceMade: true,
    })
    expect(answers('{"con":{"GDPR":"0"},"v":"2.0"}')).toMatchObject({ marketing: false, analytics: false })
    expect(read('{"con":{"CCPA":"0"},"v":"2.0"}')).toMatchObject({ optOut: true, choiceMade: false })
    expect(read('{"con":{"GDPR":""},"v":"2.0"}')).toMatchObject({ choiceMade: false })
  })

  it.each([
    ['3.AMPS_INBR_f_f_pBL0gReESdWelrypdLDbSg', { analytics: null, marketing: null, preferences: null }, false, null],
    [
      '3AMPS._USCA_f_f_3B03J3isR829Ctrs-auQCg_%7B%7D',
      { analytics: true, marketing: true, preferences: true },
      true,
      false,
    ],
    ['3Ampa.AMPS_FRIDF_t_f_x', { analytics: false, marketing: false, preferences: false }, true, null],
    ['3AMPs.AMPS_USCA_f_t_x', { analytics: true, marketing: true, preferences: true }, true, true],
  ])('is read in its short shape: %s', (text, expected, choiceMade, optOut) => {
    expect(answers(text)).toEqual(expected)
    expect(read(text)).toMatchObject({ choiceMade, optOut, version: '3' })
  })

  it.each([
    [''],
    ['%7B%22con%22%3A'],
    ['{}'],
    ['[]'],
    ['{"con":{"CMP":{"m":"1"}},"v":"9"}'],
    ['{"con":"CMP","v":"2.1"}'],
    ['3'],
    ['3AMPS_USCA'],
    ['3yes.AMPS_USCA'],
  ])('cannot be read as %s', (text) => {
    expect(decodeShopify(text)).toEqual({ ok: false })
    expect(read(text)).toEqual({ ok: false })
  })
})

describe('the other things that Shopify leaves', () => {
  it('are defaults of the region in _cmp_a, which answer nothing', () => {
    const cookies = new Map([['_cmp_a', '%7B%22purposes%22%3A%7B%22m%22%3Atrue%7D%7D']])
    expect(shopifyReader.read({ cookies })).toEqual({ ok: true, choiceMade: false, choices: new Map(), optOut: null })
  })

  it('are the answers of the page itself', () => {
    const visitor = { marketing: 'yes', analytics: 'no', preferences: '', sale_of_data: 'no' }
    expect(forward(visitor)).toMatchObject({
      choiceMade: true,
      optOut: true,
      choices: new Map([
        ['marketing', true],
        ['analytics', false],
        ['preferences', null],
      ]),
    })
    expect(forward({ marketing: '', analytics: '', preferences: '' })).toMatchObject({ choiceMade: false })
  })

  it('do not undo a refusal in the cookie', () => {
    const cookies = new Map([['_tracking_consent', long({ a: '0', m: '0', p: '0', s: '0' })]])
    const record = shopifyReader.read({
      cookies,
      forwarded: { marketing: 'yes', analytics: 'yes', preferences: 'yes' },
    })
    expect(record?.ok === true && [...record.choices.values()]).toEqual([false, false, false])
    expect(record).toMatchObject({ optOut: true })
  })
})

describe('whatever is written in its place', () => {
  it('never throws and grants only what is written as "1", as yes or as a capital', () => {
    const word = fc.oneof(fc.constantFrom('', '0', '1', 'yes', 1, true, null), fc.jsonValue())
    fc.assert(
      fc.property(word, fc.constantFrom('2.0', '2.1', '3', undefined), (m, v) => {
        const record = forward({ con: { CMP: { m } }, v })
        const granted = record?.ok === true && record.choices.get('marketing') === true
        expect(granted).toBe((m === '1' || m === 'yes') && (v === '2.0' || v === '2.1'))
      }),
    )
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(read(text)?.ok).toBeTypeOf('boolean')
        expect(answers(`3${text}`)?.['marketing'] === true).toBe(
          /^3[APSaps]*M[AMPSaps]*\./.test(`3${text}`) && read(`3${text}`)?.ok === true,
        )
      }),
    )
    fc.assert(fc.property(fc.jsonValue(), (value) => typeof forward(value)?.ok === 'boolean'))
  })
})
