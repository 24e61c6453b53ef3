import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CODE_POINT } from '../../test/support/code-points.ts'
import { cleanUrl, DEFAULT_URL_PARAMETERS, type UrlMemo } from './url.ts'

const KEEP = new Set(DEFAULT_URL_PARAMETERS)
const clean = (raw: string) => cleanUrl(raw, KEEP)
const base64 = (value: string) => Buffer.from(value).toString('base64')

describe('cleanUrl', () => {
  it('keeps origin, path and kept parameters, and names what it left out', () => {
    expect(clean('https://shop.example/thanks?ttclid=E.C.P.abc&email=jane%40x.fr#top')).toEqual({
      url: 'https://shop.example/thanks?ttclid=E.C.P.abc',
      dropped: ['email'],
    })
  })

  it('drops a value that no address can hold', () => {
    for (const sign of ['\0', '\u007F', '\uD800', '<', '"'])
      expect(clean(`https://s.example/?utm_source=a${sign}b&utm_id=7`)?.url).toBe('https://s.example/?utm_id=7')
  })

  it('encodes what a browser leaves in a query and RFC 3986 has encoded', () => {
    expect(clean('https://s.example/?utm_campaign=noel2026|retargeting&utm_content={{ad.name}}')?.url).toBe(
      'https://s.example/?utm_campaign=noel2026%7Cretargeting&utm_content=%7B%7Bad.name%7D%7D',
    )
  })

  it.each([
    'jane.doe&#64;example.com',
    'jane.doe&%2364;example.com',
    'jane.doe%26commat%3Bexample.com',
    'jane.doe%2526%252364%253Bexample.com',
  ])('leaves nothing of an e-mail address that a code of HTML cuts in two: %s', (segment) => {
    const cleaned = clean(`https://s.example/compte/${segment.replace('#', '%23')}/merci`)
    expect(cleaned?.url).toBe('https://s.example/compte/_/merci')
  })

  it('leaves the value of a click id byte for byte as it came, and compares names without case', () => {
    expect(clean('https://s.example/?TTCLID=E.C.P.aBc%2Dd%7e_&sccid=Q')?.url).toBe(
      'https://s.example/?TTCLID=E.C.P.aBc%2Dd%7e_&sccid=Q',
    )
  })

  it('drops a kept parameter whose value is personal', () => {
    expect(clean('https://s.example/?utm_source=jane%2540x.fr&utm_id=7')).toEqual({
      url: 'https://s.example/?utm_id=7',
      dropped: ['utm_source'],
    })
    expect(clean('https://s.example/?utm_source=a;email=b')).toEqual({
      url: 'https://s.example/',
      dropped: ['utm_source'],
    })
  })

  it('drops a kept parameter whose value could break out of the address', () => {
    expect(clean('https://s.example/?utm_source=a"b&utm_term=a b')).toEqual({
      url: 'https://s.example/',
      dropped: ['utm_source', 'utm_term'],
    })
  })

  it.each([
    ['https://s.example/reset/jane%40x.fr', 'https://s.example/reset/_'],
    ['https://s.example/compte/0612345678/edit', 'https://s.example/compte/_/edit'],
    [`https://s.example/u/${base64('jane@x.fr')}`, 'https://s.example/u/_'],
    ['https://s.example/06/12/34/56/78', 'https://s.example/_'],
    ['https://s.example/a;jsessionid=1;email=x/b', 'https://s.example/a/b'],
    ['https://s.example/a%3Bemail=x/b', 'https://s.example/a/b'],
    ['https://jane:pw@s.example/', 'https://s.example/'],
    ['https://jane%40x.fr:pw@s.example/', 'https://s.example/'],
    ['HTTPS://S.EXAMPLE', 'https://s.example/'],
    ['https://s.example/%zz?ttclid=%zz', 'https://s.example/%zz?ttclid=%zz'],
    ['https://s.exa\nmple/a?utm_id=1\t2', 'https://s.example/a?utm_id=12'],
    ['http://127.0.0.1:8790/panier', 'http://127.0.0.1:8790/panier'],
  ])('%s becomes %s', (raw, url) => {
    expect(clean(raw)?.url).toBe(url)
  })

  it.each([
    'javascript:alert(1)',
    'mailto:jane@x.fr',
    'data:text/html,x',
    'file:///etc/passwd',
    'android-app://x.y',
    '',
    'shop.example/a',
    'https://',
    'http://203.0.113.7/a',
    'http://3405803783/',
    'http://[2001:db8::1]/',
    'https://0612345678.example/',
    `https://s.example/${'a'.repeat(5000)}`,
  ])('nothing of %s may leave', (raw) => {
    expect(clean(raw)).toBeUndefined()
  })

  it('does not print a name that is personal itself, too long or odd', () => {
    const names = ['jane@x.fr', 'jane%40x.fr', '0612345678', 'x'.repeat(41), 'a b', 'cart[note]', 'e-mail']
    expect(clean(`https://s.example/?${names.map((name) => `${name}=1`).join('&')}`)?.dropped).toEqual([
      ...Array.from({ length: 5 }, () => '(unprintable)'),
      'cart[note]',
      'e-mail',
    ])
  })

  it('gives at most 2,048 characters, and never half a parameter', () => {
    const long = clean(`https://s.example/?utm_source=${'a'.repeat(1500)}&utm_term=${'b'.repeat(1500)}&utm_id=7`)
    expect(long?.url).toBe(`https://s.example/?utm_source=${'a'.repeat(1500)}&utm_id=7`)
    expect(long?.dropped).toEqual(['utm_term'])
    expect(clean(`https://s.example/${'a'.repeat(3000)}`)?.url).toBe('https://s.example/_')
    expect(clean(`https://s.example/?${'x=1&'.repeat(5000)}`)?.dropped.length).toBeLessThanOrEqual(100)
  })

  it('never throws and gives nothing but a web address', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: CODE_POINT }), fc.webUrl({ withQueryParameters: true, withFragments: true })),
        (raw) => {
          const result = clean(raw)
          if (result === undefined) return
          expect(result.url).toMatch(/^https?:\/\/[^\s"<>]*$/)
          expect(result.url.length).toBeLessThanOrEqual(2048)
        },
      ),
    )
  })

  it('gives the same again when it is given its own result', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (raw) => {
        const once = clean(raw)?.url
        if (once !== undefined) expect(clean(once)?.url).toBe(once)
      }),
    )
  })

  it('never lets a planted e-mail, phone or IBAN through, wherever it stands and however it is written', () => {
    const planted = fc.constantFrom(
      'jane@x.fr',
      'jane.doe@mail.example.com',
      '+33612345678',
      '0612345678',
      'FR7630006000011234567890189',
    )
    const all = (value: string) =>
      Array.from(value, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')
    const encodings: readonly ((value: string) => string)[] = [
      (value) => value,
      encodeURIComponent,
      all,
      (value) => encodeURIComponent(all(value)),
      base64,
      (value) => encodeURIComponent(base64(value)),
      (value) => Buffer.from(value).toString('base64url'),
    ]
    const places: readonly ((value: string) => string)[] = [
      (value) => `https://s.example/account/${value}/edit?utm_id=1`,
      (value) => `https://s.example/${value}`,
      (value) => `https://s.example/a;u=${value}`,
      (value) => `https://s.example/a?utm_source=${value}&utm_id=1`,
      (value) => `https://s.example/a?ttclid=x-${value}`,
      (value) => `https://s.example/a?${value}=1`,
      (value) => `https://s.example/a?email=${value}#${value}`,
      (value) => `https://${value}@s.example/a`,
      (value) => `https://${value}.s.example/a`,
      (value) => `https://s.example/a?utm_source=${encodeURIComponent(`https://other.example/?e=${value}`)}`,
    ]
    fc.assert(
      fc.property(planted, fc.constantFrom(...encodings), fc.constantFrom(...places), (value, encode, place) => {
        const encoded = encode(value)
        const result = JSON.stringify(clean(place(encoded)) ?? '')
        expect(result).not.toContain(encoded)
        expect(result).not.toContain(value)
      }),
      { numRuns: 2000 },
    )
  })
})

const hosts = fc.oneof(
  fc.domain(),
  fc.constantFrom(
    'shop.example',
    'a--b.co',
    'xn--exmple-cua.fr',
    'xn--a.fr',
    '-a.com',
    'a-.com',
    '1.2.3.4',
    'a.0x1',
    'a.1',
    'localhost',
  ),
)
const paths = fc
  .array(
    fc.oneof(
      fc.stringMatching(/^[A-Za-z0-9_.~-]{0,10}$/),
      fc.constantFrom('.', '..', '%2e', '...', '.well-known', 'a b', 'é', ';a=1'),
    ),
    { maxLength: 5 },
  )
  .map((segments) => segments.map((segment) => `/${segment}`).join(''))

it('reads an address that the URL standard leaves as it is in the same way as the standard', () => {
  fc.assert(
    fc.property(fc.constantFrom('https', 'http'), hosts, paths, (scheme, host, path) => {
      const rest = `://${host}${path}?utm_source=a`
      // A scheme in capitals is for the standard to read.
      expect(clean(scheme + rest)).toEqual(clean(scheme.toUpperCase() + rest))
    }),
    { numRuns: 2_000 },
  )
})

it('keeps for one destination what another did not ask for, when both share what was read', () => {
  const memo: UrlMemo = []
  const raw = 'https://shop.example/?ttclid=E.C.P.abc&fbclid=IwAR0x&ttp=jane%40x.fr'
  expect(cleanUrl(raw, new Set(), memo)?.url).toBe('https://shop.example/')
  expect(cleanUrl(raw, new Set(['ttclid', 'ttp']), memo)).toEqual({
    url: 'https://shop.example/?ttclid=E.C.P.abc',
    dropped: ['fbclid', 'ttp'],
  })
  expect(cleanUrl(raw, new Set(['fbclid']), memo)?.url).toBe('https://shop.example/?fbclid=IwAR0x')
})
