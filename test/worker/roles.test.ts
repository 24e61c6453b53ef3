/** Who may ask what: the site's server, a person by a token with a role, and one whom Cloudflare Access has let through. */
import { env } from 'cloudflare:test'
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createApp } from '../../src/router.ts'
import { ROLES, type Role } from '../../src/auth/roles.ts'
import type { Env } from '../../src/config.ts'
import { BASE } from './gateway.ts'

const SECRET = 'a secret of at least thirty-two characters'
const TEAM = 'http://127.0.0.1:9'
const AUD = '32eafc7626e974616deaf0dc3ce63d7bcbed58a2731e84d06bc3cdf1b53c4228'
const GRANTS = 'marketing=anna@rivage.example,group:Growth%20team operator=ops@rivage.example'
const ACCESS = { TIDEGATE_ACCESS_TEAM: TEAM, TIDEGATE_ACCESS_AUD: AUD, TIDEGATE_ACCESS_ROLES: GRANTS }

const bound = (bindings: Partial<Env> = {}) => ({ ...env, TIDEGATE_TOKEN_SECRET: SECRET, ...bindings })

/** One gateway for all: keys that it has fetched it keeps. */
function gateway(bindings: Partial<Env> = {}) {
  const app = createApp()
  return async (path: string, headers: Record<string, string>, method = 'GET', body?: string) =>
    app.fetch(new Request(`${BASE}${path}`, { method, headers, ...(body !== undefined && { body }) }), bound(bindings))
}

function tokenOf(role?: string): Promise<string> {
  return new SignJWT(role === undefined ? {} : { role })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('tidegate')
    .setAudience('atelier-rivage')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(SECRET))
}

describe('a token with a role', () => {
  const ask = gateway()
  const statusOf = async (path: string, role?: string, method = 'GET', body?: string) => {
    const headers = { authorization: `Bearer ${await tokenOf(role)}`, 'content-type': 'application/json' }
    return (await ask(path, headers, method, body)).status
  }

  it.each<[string, readonly Role[]]>([
    ['/v1/dead-letters', ['operator']],
    ['/v1/parked', ['operator']],
    ['/v1/ledger/settings', ['finance', 'operator']],
    ['/v1/diagnostics', ['marketing', 'developer', 'operator']],
    ['/v1/receipts', ['legal', 'operator']],
    ['/v1/session', ROLES],
  ])('opens %s to %s and to nobody else', async (path, expected) => {
    const open = await Promise.all(ROLES.map(async (role) => ((await statusOf(path, role)) === 200 ? [role] : [])))
    expect(open.flat()).toEqual(expected)
    expect(await statusOf(path)).toBe(200)
    for (const role of ROLES.filter((one) => !expected.includes(one))) expect(await statusOf(path, role)).toBe(403)
  })

  it('posts no events, forgets no person and brings no orders, whichever role it is', async () => {
    for (const role of ROLES) {
      expect(await statusOf('/v1/events', role, 'POST', '{"events":[]}')).toBe(401)
      expect(await statusOf('/v1/consent', role, 'POST', '{}')).toBe(401)
      expect(await statusOf('/v1/persons/visitor:1', role, 'DELETE')).toBe(401)
      expect(await statusOf('/v1/ledger/orders', role, 'POST', '{"orders":[]}')).toBe(403)
      // Without the site's name nothing goes, whoever asks.
      expect(await statusOf('/v1/analysis/record', role, 'DELETE')).toBe(role === 'operator' ? 400 : 403)
    }
  })

  it('is no token where the role is none that there is', async () => {
    for (const role of ['admin', '', 'Operator']) expect(await statusOf('/v1/session', role)).toBe(401)
  })
})

describe('a person whom Cloudflare Access has let through', () => {
  let sign: (claims: JWTPayload, kid?: string) => Promise<string>
  let strange: (claims: JWTPayload) => Promise<string>
  let keys: object
  /** The team's server of keys, as the gateway meets it; what it asks for. */
  const asked: string[] = []
  let answer: () => Response

  beforeAll(async () => {
    const own = await generateKeyPair('RS256')
    const other = await generateKeyPair('RS256')
    keys = { keys: [{ ...(await exportJWK(own.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] }
    const signWith =
      (key: CryptoKey) =>
      (claims: JWTPayload, kid = 'one') =>
        new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(key)
    sign = signWith(own.privateKey)
    strange = signWith(other.privateKey)
    answer = () => Response.json(keys)
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (url) => {
      asked.push(url instanceof Request ? url.url : url.toString())
      return answer()
    })
  })
  afterEach(() => {
    asked.length = 0
  })

  const claims = (more: JWTPayload = {}): JWTPayload => {
    const now = Math.floor(Date.now() / 1000)
    const own = { aud: [AUD], email: 'Anna@rivage.example', iss: TEAM, sub: 'u-1', type: 'app' }
    return { ...own, iat: now, nbf: now, exp: now + 60, ...more }
  }
  const without = (name: string): JWTPayload =>
    Object.fromEntries(Object.entries(claims()).filter(([key]) => key !== name))
  const PAGE = { 'sec-fetch-site': 'same-origin' }

  it('has the roles that the setting gives to the address or the group', async () => {
    const ask = gateway(ACCESS)
    const told = async (more: JWTPayload) => {
      const response = await ask('/v1/session', { ...PAGE, 'cf-access-jwt-assertion': await sign(claims(more)) })
      return response.json<{ roles?: readonly string[]; site?: string; by?: string; email?: string }>()
    }
    expect(await told({})).toMatchObject({
      site: 'atelier-rivage',
      roles: ['marketing'],
      by: 'access',
      email: 'Anna@rivage.example',
    })
    expect((await told({ email: 'ops@rivage.example', custom: { groups: ['Growth team'] } })).roles).toEqual([
      'marketing',
      'operator',
    ])
    expect((await told({ email: 'nobody@rivage.example' })).roles).toBeUndefined()
    // Once for all of them.
    expect(asked).toEqual([`${TEAM}/cdn-cgi/access/certs`])
  })

  it.each<[string, () => Promise<string> | string]>([
    ['signed by somebody else', () => strange(claims())],
    ['for another application', () => sign(claims({ aud: ['another'] }))],
    ['of another team', () => sign(claims({ iss: 'https://another.cloudflareaccess.com' }))],
    ['that has expired', () => sign(claims({ exp: Math.floor(Date.now() / 1000) - 1 }))],
    ['without an expiry', () => sign(without('exp'))],
    ['of a service, which has no address', () => sign(without('email'))],
    ['under a key that is not the team’s', () => sign(claims(), 'two')],
    [
      'signed with another algorithm, the public key as its secret',
      () =>
        new SignJWT(claims())
          .setProtectedHeader({ alg: 'HS256', kid: 'one' })
          .sign(new TextEncoder().encode(JSON.stringify(keys))),
    ],
    ['that is none', () => 'nonsense'],
    ['that is too long', () => 'x'.repeat(9_000)],
  ])('is nobody with an assertion %s', async (_name, make) => {
    const response = await gateway(ACCESS)('/v1/session', { ...PAGE, 'cf-access-jwt-assertion': await make() })
    expect(response.status).toBe(401)
  })

  it('is nobody while the keys cannot be had, and somebody again once they can', async () => {
    const ask = gateway(ACCESS)
    const statusOf = async () =>
      (await ask('/v1/session', { ...PAGE, 'cf-access-jwt-assertion': await sign(claims()) })).status
    for (const broken of [
      () => new Response('no', { status: 500 }),
      () => Response.json({ ...keys, more: 'x'.repeat(70_000) }),
      () => new Response('not json'),
      () => Response.redirect('https://elsewhere.example/'),
    ]) {
      answer = broken
      expect(await statusOf()).toBe(401)
    }
    answer = () => Response.json(keys)
    expect(await statusOf()).toBe(200)
  })

  it('asks from our own pages alone: the cookie of Access comes with a stranger’s request too', async () => {
    const ask = gateway(ACCESS)
    const assertion = { 'cf-access-jwt-assertion': await sign(claims()) }
    expect((await ask('/v1/session', { ...assertion, origin: BASE })).status).toBe(200)
    for (const headers of [{}, { origin: 'https://stranger.example' }, { 'sec-fetch-site': 'cross-site' }])
      expect((await ask('/v1/session', { ...assertion, ...headers })).status).toBe(401)
  })

  it('is nobody at a gateway that has no such settings', async () => {
    const response = await gateway()('/v1/session', { ...PAGE, 'cf-access-jwt-assertion': await sign(claims()) })
    expect(response.status).toBe(401)
    expect(asked).toEqual([])
  })
})
