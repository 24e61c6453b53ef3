import { describe, expect, it } from 'vitest'
import { decodeGpp } from './decode.ts'

/** Expected values: the specification's examples, and hand-counted bits by its tables. */
describe('decodeGpp', () => {
  it('reads the US Privacy section of the specification as a sale not opted out of', () => {
    const decoded = decodeGpp('DBACNYA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN')
    expect(decoded).toEqual({
      ok: true,
      sectionIds: [2, 6],
      sections: { tcfeuv2: { CmpId: 31, PolicyVersion: 2, PurposeConsents: [] }, uspv1: { raw: '1YNN' } },
      usAdvertisingOptOut: false,
    })
  })

  it('tells the national section of 2022 by its length, whatever comes after', () => {
    // Version 1; 24 of 2 bits with 01; the last pair of MspaServiceProviderMode is 10.
    const decoded = decodeGpp('DBABLA~BVVVVVVVVWA.YA')
    expect(decoded).toMatchObject({
      usAdvertisingOptOut: true,
      sections: { usnat: { KnownChildSensitiveDataConsents: [1, 1], MspaServiceProviderMode: 2, Gpc: true } },
    })
  })

  it('reads a national section that says version 1 in the layout of version 2, as consent tools write it', () => {
    // 6 bits of version; 9 notices and opt-outs; 16 kinds; 3 ages; then 10 01 01 10: data 2, covered 1, option 1, provider 2.
    const pairs = ['01'.repeat(4), '0000', '101010', '00'.repeat(16), '00'.repeat(3), '10010110', '00'].join('')
    expect(decodeGpp(`DBABLA~${textOf(`000001${pairs}`)}.QA`)).toMatchObject({
      sections: {
        usnat: {
          Version: 1,
          SaleOptOut: 2,
          KnownChildSensitiveDataConsents: [0, 0],
          PersonalDataConsents: 2,
          MspaCoveredTransaction: 1,
          MspaOptOutOptionMode: 1,
          MspaServiceProviderMode: 2,
          Gpc: false,
        },
      },
      usAdvertisingOptOut: false,
    })
  })

  it('passes over sections of laws that it does not know, and says null where no US section speaks', () => {
    expect(decodeGpp('DBABYA~BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA')).toEqual({
      ok: true,
      sectionIds: [],
      sections: {},
      usAdvertisingOptOut: null,
    })
    expect(decodeGpp('DBABTA~1---')).toMatchObject({ ok: true, usAdvertisingOptOut: null })
    expect(decodeGpp('')).toEqual({ ok: true, sectionIds: [], sections: {}, usAdvertisingOptOut: null })
  })

  it.each([
    ['DBABLA~', 'a section is blank'],
    ['DBABYA~ ', 'a section is blank, though nobody knows its law'],
    ['DBABLA~BVVVVVVVV', 'a section is too short'],
    ['DBABLA~BVVVVVVVVW!', 'a section is no base64url'],
    ['DBABLA~BVVVVVVVVWA.', 'a sub-section is empty'],
    ['DBABLA~DVVVVVVVVWAA', 'a section has a version that nobody has described'],
    ['DBABLA~CVVVVVVVVWA', 'a version 2 has the length of version 1'],
    ['DBABBg~CVVVVVVY', 'a state has a version that it does not have'],
    ['DBABTA~1YN', 'a US Privacy string is too short'],
    ['DBABTA~1YAN', 'a US Privacy string has another letter'],
    ['DBABMA~BPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA', 'a TC string is not of version 2'],
    ['DBABMA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAA', 'a TC string is too short'],
    ['DBABDA~CPXuQIAPXuQIAAfKABENB-CgAAAAAAAAAAAAAAAA', 'the Canadian section is not of version 1'],
  ])('refuses %j: %s', (text) => {
    expect(decodeGpp(text)).toEqual({ ok: false })
  })
})

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function textOf(bits: string): string {
  return (bits.match(/.{6}/g) ?? []).map((six) => BASE64URL[Number.parseInt(six, 2)]).join('')
}
