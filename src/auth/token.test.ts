import { SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { TOKEN_ISSUER, tokenVerifier } from './token.ts'

const encoder = new TextEncoder()
const SECRET = encoder.encode('a secret of at least thirty-two characters')
const NOW_MS = Date.UTC(2026, 10, 22)
const NOW = NOW_MS / 1000
const SITES = ['shop', 'blog']

const production = tokenVerifier(SECRET, SITES, true)
const development = tokenVerifier(SECRET, SITES, false)

interface Claims {
  readonly issuer?: string
  readonly audience?: string | string[]
  readonly expires?: number | undefined
  readonly notBefore?: number
}

function tokenOf(claims: Claims = {}, secret = SECRET, algorithm = 'HS256'): Promise<string> {
  const { issuer = TOKEN_ISSUER, audience = 'shop', notBefore } = claims
  const expires = 'expires' in claims ? claims.expires : NOW + 60
  const token = new SignJWT().setProtectedHeader({ alg: algorithm }).setIssuer(issuer).setAudience(audience)
  if (expires !== undefined) token.setExpirationTime(expires)
  if (notBefore !== undefined) token.setNotBefore(notBefore)
  return token.sign(secret)
}

const siteOf = (token: string, nowMs = NOW_MS) => production.siteOf(`Bearer ${token}`, nowMs)

describe('a server’s token', () => {
  it('speaks for the one site in its audience', async () => {
    expect(await siteOf(await tokenOf())).toBe('shop')
    expect(await siteOf(await tokenOf({ audience: 'blog' }))).toBe('blog')
  })

  it('is taken whatever the case of "Bearer" (RFC 9110 section 11.1)', async () => {
    expect(await production.siteOf(`bearer ${await tokenOf()}`, NOW_MS)).toBe('shop')
  })

  it.each<[string, () => Promise<string> | string]>([
    ['signed with another secret', () => tokenOf({}, encoder.encode('another secret of thirty-two characters!!'))],
    ['signed with another algorithm', () => tokenOf({}, encoder.encode('x'.repeat(64)), 'HS512')],
    [
      'signed by the right secret with an algorithm that is not ours',
      () => tokenOf({}, new Uint8Array([...SECRET, ...new Uint8Array(64)]), 'HS512'),
    ],
    ['unsigned, "alg": "none"', () => new UnsecuredJWT({ aud: 'shop', iss: TOKEN_ISSUER, exp: NOW + 60 }).encode()],
    ['for another site', () => tokenOf({ audience: 'elsewhere' })],
    ['for a list of sites', () => tokenOf({ audience: ['shop', 'blog'] })],
    ['for a list with ours in it', () => tokenOf({ audience: ['shop', 'elsewhere'] })],
    ['of another issuer', () => tokenOf({ issuer: 'somebody' })],
    ['that never expires', () => tokenOf({ expires: undefined })],
    ['that has expired', () => tokenOf({ expires: NOW - 1 })],
    ['that is not valid yet', () => tokenOf({ notBefore: NOW + 30 })],
    ['with a changed payload', async () => (await tokenOf()).replace(/\.([^.]{4})/, '.AAAA')],
    ['without its signature', async () => (await tokenOf()).replace(/[^.]*$/, '')],
    ['that is too long', async () => `${await tokenOf()}${'A'.repeat(3_000)}`],
    ['that is the development token', () => 'dev'],
    ['that is empty', () => ''],
  ])('%s is nobody’s', async (_what, make) => {
    expect(await siteOf(await make())).toBeUndefined()
  })

  it.each([null, '', 'dev', 'Basic ZGV2', 'Bearer', 'Bearer  dev', 'Bearer dev dev', 'Bearer ünïcode'])(
    '%j is no token',
    async (header) => {
      expect(await production.siteOf(header, NOW_MS)).toBeUndefined()
      expect(await development.siteOf(header, NOW_MS)).toBeUndefined()
    },
  )

  it('is forgotten when it expires, also where it was seen before', async () => {
    const token = await tokenOf({ expires: NOW + 60 })
    expect(await siteOf(token, NOW_MS)).toBe('shop')
    expect(await siteOf(token, NOW_MS + 59_000)).toBe('shop')
    expect(await siteOf(token, NOW_MS + 60_000)).toBeUndefined()
    expect(await siteOf(token, NOW_MS + 61_000)).toBeUndefined()
  })

  it('is still told from others after more tokens than are remembered', async () => {
    for (let i = 0; i < 150; i++) expect(await siteOf(await tokenOf({ expires: NOW + 60 + i }))).toBe('shop')
    expect(await siteOf(await tokenOf({ audience: 'blog' }))).toBe('blog')
  })

  it('"dev" speaks for the first site in development', async () => {
    expect(await development.siteOf('Bearer dev', NOW_MS)).toBe('shop')
  })
})
