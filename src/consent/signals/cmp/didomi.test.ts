import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CmpRecord } from './cmp.ts'
import { decodeDidomi, didomiReader } from './didomi.ts'

/** The example in Didomi's help page "Didomi Cookies: storage", read 2026-11-21. */
const PUBLISHED =
  'eyJ1c2VyX2lkIjoiMTc4NDExNGMtZjhiMy02NTkwLWE2ZGYtYjlmYjI0MGJkZWE1IiwiY3JlYXRlZCI6IjIwMjEtMDMtMTdUMTY6NDY6MzIuMzQ0WiIsInVwZGF0ZWQiOiIyMDIxLTAzLTE3VDE2OjQ2OjMyLjM0NFoiLCJ2ZW5kb3JzIjp7ImVuYWJsZWQiOlsiYW1hem9uIiwiZ29vZ2xlIiwiYzpyZXNlYXV4c28tVkZlcEtyTFIiLCJjOnBhcnRlbmFpcmUtWDlTRFdrZzIiLCJjOnBlcnNvbm5hbGktWDNWY3h6UkQiLCJjOmdvb2dsZWFuYS1oN0tjM2U3WSIsImM6cHVibGljaXRlLXRGUkY0ZDM5Il19LCJwdXJwb3NlcyI6eyJlbmFibGVkIjpbInA0ZW05YThtIiwicGFydGVuYWlyZS1jQXNEZThqQyIsIkNMLVQxUmdtNyIsIk05TlJISmUzRyIsInE0emxKcWRjRCJdfSwidmVuZG9yc19saSI6eyJlbmFibGVkIjpbImdvb2dsZSJdfSwidmVyc2lvbiI6Mn0='
const TIKTOK = 'c:tiktok-kzauqlz9'
const UPDATED = '2026-10-01T10:00:05.000Z'

describe('a Didomi token', () => {
  it('is read as the example that Didomi publishes', () => {
    expect(decodeDidomi(PUBLISHED)).toEqual({
      ok: true,
      version: 2,
      created: '2021-03-17T16:46:32.344Z',
      updated: '2021-03-17T16:46:32.344Z',
      vendorsEnabled: [
        'amazon',
        'google',
        'c:reseauxso-VFepKrLR',
        'c:partenaire-X9SDWkg2',
        'c:personnali-X3VcxzRD',
        'c:googleana-h7Kc3e7Y',
        'c:publicite-tFRF4d39',
      ],
      vendorsDisabled: [],
      purposesEnabled: ['p4em9a8m', 'partenaire-cAsDe8jC', 'CL-T1Rgm7', 'M9NRHJe3G', 'q4zlJqdcD'],
      purposesDisabled: [],
      tiktok: null,
    })
    expect(answer(cookie(PUBLISHED), 'google')).toBe(true)
  })

  it('allows a vendor that is enabled together with the purposes', () => {
    const record = cookie(token({ vendors: { enabled: ['c:tiktok-KZAUQLZ9'] }, purposes: { enabled: ['cookies'] } }))
    expect(record).toMatchObject({ ok: true, choiceMade: true, atMs: Date.parse(UPDATED), version: '2' })
    expect(answer(record, TIKTOK)).toBe(true)
    expect(answer(record, 'purpose:cookies')).toBe(true)
  })

  it('refuses a vendor that is enabled while a purpose is refused, and leaves its own switch to the policy', () => {
    const record = cookie(
      token({ vendors: { enabled: ['c:tiktok-KZAUQLZ9'] }, purposes: { enabled: ['cookies'], disabled: ['ads'] } }),
    )
    expect(answer(record, TIKTOK)).toBe(false)
    expect(answer(record, `vendor:${TIKTOK}`)).toBe(true)
    expect(answer(record, 'purpose:ads')).toBe(false)
  })

  it('does not allow a vendor of which no purpose is known to be allowed', () => {
    expect(answer(cookie(token({ vendors: { enabled: ['c:tiktok-KZAUQLZ9'] } })), TIKTOK)).toBeNull()
  })

  it('takes legitimate interest for no grant, and an objection to it for a refusal', () => {
    const li = cookie(token({ vendors_li: { enabled: ['google'] }, purposes_li: { enabled: ['ads'] } }))
    expect(li).toMatchObject({ ok: true, choiceMade: false })
    expect(answer(li, 'google')).toBeUndefined()
    const objected = {
      vendors: { enabled: ['google'] },
      purposes: { enabled: ['ads'] },
      vendors_li: { disabled: ['google'] },
    }
    expect(answer(cookie(token(objected)), 'google')).toBe(false)
  })

  it('takes an objection to a purpose for a refusal of every vendor, whatever Didomi computed of consent', () => {
    const consented = { vendors: { enabled: ['google'] }, purposes: { enabled: ['ads'] } }
    const record = cookie(token({ ...consented, purposes_li: { disabled: ['stats'] } }))
    expect(answer(record, 'google')).toBe(false)
    expect(answer(record, 'vendor:google')).toBe(true)
    const status = forward({
      vendors: { consent: { enabled: ['google'] }, global_consent: { enabled: ['google'] } },
      purposes: { consent: { enabled: ['ads'] }, legitimate_interest: { disabled: ['stats'] } },
    })
    expect(answer(status, 'google')).toBe(false)
  })

  it.each([
    [{ updated: 'x' }, Number.NaN],
    [{ updated: 0 }, Number.NaN],
    [{ updated: undefined, created: 'x' }, Number.NaN],
    [{ updated: undefined, created: '2026-10-01' }, Date.UTC(2026, 9, 1)],
  ])('dates from %j', (times, atMs) => {
    expect(cookie(token(times))).toMatchObject({ atMs })
  })

  it('is no answer before the person has given one', () => {
    expect(cookie(token({}))).toMatchObject({ ok: true, choiceMade: false, choices: new Map() })
  })

  it('refuses where two spellings of one vendor disagree', () => {
    const record = cookie(token({ vendors: { enabled: ['c:X'], disabled: ['C:x'] }, purposes: { enabled: ['p'] } }))
    expect(answer(record, 'c:x')).toBe(false)
  })

  it('is read with its padding percent-encoded, and in the alphabet of URLs', () => {
    expect(decodeDidomi(PUBLISHED.replace('=', '%3D')).ok).toBe(true)
    const text = token({ vendors: { enabled: ['c:é?>-1'] } })
    expect(decodeDidomi(text.replaceAll('+', '-').replaceAll('/', '_')).ok).toBe(true)
  })

  it.each([
    ['not base64', '%%%'],
    ['not JSON', btoa('{"user_id":')],
    ['not a token', btoa('{"a":1}')],
    ['not an object', btoa('[]')],
    ['lists that are none', token({ vendors: { enabled: 'google' } })],
    ['ids that are none', token({ purposes: { disabled: [{}] } })],
    ['empty', ''],
    ['too long', 'A'.repeat(5_000)],
  ])('is unreadable: %s', (_why, text) => {
    expect(decodeDidomi(text)).toEqual({ ok: false })
    expect(cookie(text)).toEqual({ ok: false })
  })

  it('takes a vendor named __proto__ for a name', () => {
    const text = btoa('{"user_id":"x","vendors":{"enabled":["__proto__"]},"purposes":{"enabled":["p"]}}')
    expect(answer(cookie(text), '__proto__')).toBe(true)
    expect(decodeDidomi(btoa('{"user_id":"x","__proto__":{"vendors":{"enabled":["a"]}}}'))).toMatchObject({
      vendorsEnabled: [],
    })
  })
})

describe('the Didomi consent string', () => {
  const dcs = 'CGVtIGVtIGVtIAAAAAAAAAAAAAAAAAAA.sig'

  it('is never taken for a TC string, and hides what a token from before says', () => {
    const allowed = token({ vendors: { enabled: ['google'] }, purposes: { enabled: ['ads'] } })
    const cookies = new Map([
      ['didomi_dcs', dcs],
      ['didomi_token', allowed],
    ])
    expect(didomiReader.read({ cookies })).toEqual({ ok: false })
    expect(decodeDidomi(dcs)).toEqual({ ok: false })
  })

  it('gives way to what the page forwards of it', () => {
    const read = didomiReader.read({
      cookies: new Map([['didomi_dcs', dcs]]),
      forwarded: { vendors: { disabled: ['google'] } },
    })
    expect(answer(read, 'google')).toBe(false)
    expect(read).not.toHaveProperty('wrapped')
  })
})

describe('what a page forwards of Didomi', () => {
  it('counts as getUserStatus gives it: what Didomi computed of the purposes decides', () => {
    const record = forward({
      vendors: {
        consent: { enabled: ['google', TIKTOK, 'untold'], disabled: ['facebook'] },
        legitimate_interest: { enabled: ['other'] },
        global_consent: { enabled: ['google'], disabled: [TIKTOK] },
      },
      purposes: { consent: { enabled: ['ads'], disabled: ['stats'] } },
      consent_string: 'CQ',
      addtl_consent: '2~89',
      updated: UPDATED,
    })
    expect(record).toMatchObject({ choiceMade: true, wrapped: { tcf: 'CQ', ac: '2~89' }, atMs: Date.parse(UPDATED) })
    const answers = ['google', TIKTOK, 'facebook', 'untold', 'other'].map((id) => answer(record, id))
    expect(answers).toEqual([true, false, false, null, undefined])
  })

  it('counts as getCurrentUserStatus gives it: a choice only under the GDPR and where something is on', () => {
    const status = { vendors: { google: { id: 'google', enabled: true } }, purposes: { ads: { enabled: false } } }
    expect(forward({ ...status, regulation: 'gdpr' })).toMatchObject({ ok: true, choiceMade: true })
    expect(answer(forward({ ...status, regulation: 'gdpr' }), 'google')).toBe(true)
    expect(forward({ ...status, regulation: 'cpra' })).toMatchObject({ choiceMade: false })
    expect(forward(status)).toMatchObject({ choiceMade: false })
    const allOff = forward({ regulation: 'gdpr', vendors: { google: { enabled: false } }, purposes: {} })
    expect(allOff).toMatchObject({
      choiceMade: false,
      choices: new Map([
        ['google', false],
        ['vendor:google', false],
      ]),
    })
  })

  it('never allows more than the cookie beside it', () => {
    const on = { vendors: { enabled: ['google'] }, purposes: { enabled: ['ads'] } }
    const cookies = new Map([
      ['didomi_token', token({ vendors: { disabled: ['google'] }, purposes: { enabled: ['ads'] } })],
    ])
    expect(answer(didomiReader.read({ cookies, forwarded: on }), 'google')).toBe(false)
  })

  it.each([[null], [7], [[]], [{}], [{ vendors: 1 }], [{ vendors: { google: 'yes' } }], ['CGVtIA']])(
    'is unreadable as %j',
    (forwarded) => {
      expect(didomiReader.read({ cookies: new Map(), forwarded })).toEqual({ ok: false })
    },
  )
})

describe('whatever comes for Didomi', () => {
  it('nothing left is nothing said', () => {
    expect(didomiReader.read({ cookies: new Map() })).toBeUndefined()
  })

  it('never throws, and random input is never a grant', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json().map(btoaOf), fc.jsonValue()), (input) => {
        decodeDidomi(input)
        const record = didomiReader.read({ cookies: new Map(), forwarded: input })
        if (record?.ok === true && record.choiceMade) expect(JSON.stringify(input)).toMatch(/enabled|disabled/)
      }),
    )
  })

  it('a vendor in no consent list is never allowed', () => {
    const ids = fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c'))
    const lists = fc.record({ enabled: ids, disabled: ids }, { requiredKeys: [] })
    const shape = fc.record(
      { vendors: lists, purposes: lists, vendors_li: lists, purposes_li: lists },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(shape, (lists) => {
        const record = cookie(token(lists))
        for (const id of ['a', 'b', 'c']) {
          const consented = lists.vendors?.enabled?.includes(id) === true && (lists.purposes?.enabled?.length ?? 0) > 0
          const refused = [lists.vendors, lists.vendors_li].some((list) => list?.disabled?.includes(id) === true)
          const purposeRefused = [lists.purposes, lists.purposes_li].some((list) => (list?.disabled?.length ?? 0) > 0)
          expect(answer(record, id) === true).toBe(consented && !refused && !purposeRefused)
        }
      }),
    )
  })
})

function cookie(text: string): CmpRecord | undefined {
  return didomiReader.read({ cookies: new Map([['didomi_token', text]]) })
}

function forward(forwarded: unknown): CmpRecord | undefined {
  return didomiReader.read({ cookies: new Map(), forwarded })
}

function token(fields: object): string {
  return btoaOf(
    JSON.stringify({ user_id: 'u', created: '2026-10-01T10:00:00.000Z', updated: UPDATED, version: 2, ...fields }),
  )
}

function btoaOf(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

function answer(record: CmpRecord | undefined, key: string): boolean | null | undefined {
  if (record?.ok !== true) throw new Error('not readable')
  return record.choices.get(key)
}
