/** Who may send: servers with a token of the site, browsers from its origins. */
import { SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ORIGIN } from '../support/client.ts'
import { newOrder, sale, USER_AGENT } from '../support/events.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { runProgram } from '../support/program.ts'

const SITE = 'atelier-rivage'
const SECRET = 'a-secret-for-the-end-to-end-tests-only'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ TIDEGATE_TOKEN_SECRET: SECRET })
})
beforeEach(() => gateway.platforms.clear())
afterAll(() => gateway.stop())

describe('a server', () => {
  async function statusWith(token: string): Promise<number> {
    const { status, headers, body } = await gateway.fromServer(sale(newOrder()), { authorization: `Bearer ${token}` })
    if (status === 401) {
      expect(headers.get('content-type')).toBe('application/problem+json')
      expect(headers.get('www-authenticate')).toMatch(/^Bearer/)
      expect(body.code).toBe('token_missing_or_bad')
    }
    return status
  }

  const jwt = (audience = SITE, expires = '1h', issuer = 'tidegate') =>
    new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt('-2h')
      .setExpirationTime(expires)
  const key = (secret: string) => new TextEncoder().encode(secret)

  it('gets in with a token that `tidegate token` made, again and again', async () => {
    const made = await runProgram('src/cli/main.ts', ['token', '--site', SITE], { TIDEGATE_TOKEN_SECRET: SECRET })
    expect(made.code).toBe(0)
    expect(await statusWith(made.output.trim())).toBe(202)
    expect(await statusWith(made.output.trim())).toBe(202)
  })

  it('gets in with a token of the same claims that another library could have made', async () => {
    expect(await statusWith(await jwt().sign(key(SECRET)))).toBe(202)
  })

  it('does not get in with a token that has expired, is of another site or issuer, or of another secret', async () => {
    expect(await statusWith(await jwt(SITE, '-1h').sign(key(SECRET)))).toBe(401)
    expect(await statusWith(await jwt('another-site').sign(key(SECRET)))).toBe(401)
    expect(await statusWith(await jwt(SITE, '1h', 'somebody').sign(key(SECRET)))).toBe(401)
    expect(await statusWith(await jwt().sign(key('another-secret-of-enough-characters')))).toBe(401)
  })

  it('does not get in with a token that nobody signed, or that never expires, or of another algorithm', async () => {
    const claims = { iss: 'tidegate', aud: SITE, exp: Math.floor(Date.now() / 1000) + 3_600 }
    expect(await statusWith(new UnsecuredJWT(claims).encode())).toBe(401)
    const header = Buffer.from('{"alg":"none"}').toString('base64url')
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
    expect(await statusWith(`${header}.${payload}.c2lnbmVk`)).toBe(401)
    const eternal = new SignJWT().setProtectedHeader({ alg: 'HS256' }).setIssuer('tidegate').setAudience(SITE)
    expect(await statusWith(await eternal.sign(key(SECRET)))).toBe(401)
    const longer = new SignJWT(claims).setProtectedHeader({ alg: 'HS512' })
    expect(await statusWith(await longer.sign(key(SECRET.repeat(2))))).toBe(401)
  })

  it('does not get in with one character of the signature changed', async () => {
    const token = await jwt().sign(key(SECRET))
    const last = token.at(-5) === 'A' ? 'B' : 'A'
    expect(await statusWith(`${token.slice(0, -5)}${last}${token.slice(-4)}`)).toBe(401)
  })

  it.each(['', 'Bearer', 'Bearer ', 'Basic ZGV2OmRldg==', 'dev', `Bearer ${'a'.repeat(5_000)}`])(
    'does not get in with "%.30s"',
    async (authorization) => {
      const { status, body } = await gateway.fromServer(sale(newOrder()), { authorization })
      expect([status, body.code]).toEqual([401, 'token_missing_or_bad'])
    },
  )

  it('reads receipts with its token only', async () => {
    expect((await gateway.get('/v1/receipts')).status).toBe(401)
    expect(
      (await gateway.get('/v1/receipts', { authorization: `Bearer ${await jwt('another-site').sign(key(SECRET))}` }))
        .status,
    ).toBe(401)
    expect(
      (await gateway.get('/v1/receipts', { authorization: `Bearer ${await jwt().sign(key(SECRET))}` })).status,
    ).toBe(200)
  })
})

describe('a browser', () => {
  const headers = { 'user-agent': USER_AGENT }

  it.each([ORIGIN, 'http://127.0.0.1:4321', 'http://localhost:9'])(
    'may send from %s, and may read the answer',
    async (origin) => {
      const answer = await gateway.fromBrowser(sale(newOrder()), { ...headers, origin })
      expect(answer.status).toBe(202)
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
      expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
      expect(answer.headers.get('vary')).toMatch(/\borigin\b/i)
    },
  )

  it.each([
    'https://evil.example',
    'https://www.atelier-rivage.example.evil.example',
    'https://evil-www.atelier-rivage.example',
    'http://www.atelier-rivage.example',
    'https://www.atelier-rivage.example:8443',
    'https://atelier-rivage.example',
    'null',
    'http://127.0.0.1.evil.example:80',
    'http://127.0.0.1:80:80',
  ])('may not send from %s', async (origin) => {
    const answer = await gateway.fromBrowser(sale(newOrder()), { ...headers, origin })
    expect([answer.status, answer.body.code]).toEqual([403, 'origin_not_allowed'])
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    const preflight = await gateway.send('/e', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    })
    expect(preflight.status).toBe(403)
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('may not send without an origin, whatever token it has', async () => {
    const authorization = 'Bearer dev'
    const answer = await gateway.send('/e', {
      method: 'POST',
      headers: { 'content-type': 'text/plain', authorization },
      body: JSON.stringify(sale(newOrder())),
    })
    expect([answer.status, answer.body.code]).toEqual([403, 'origin_not_allowed'])
    await gateway.untilSettled()
    expect(await gateway.platforms.requests('tiktok')).toEqual([])
  })

  it.each(['text/plain', 'text/plain;charset=UTF-8', 'application/json', 'Application/JSON; charset=utf-8'])(
    'may send as %s',
    async (type) => {
      expect((await gateway.fromBrowser(sale(newOrder()), { ...headers, 'content-type': type })).status).toBe(202)
    },
  )

  it('may send many at once', async () => {
    const { status, body } = await gateway.fromBrowser({ events: [sale(newOrder()), sale(newOrder())] }, headers)
    expect([status, body.results?.length]).toEqual([202, 2])
  })

  it('is told by the preflight what it may send', async () => {
    const asked = {
      origin: ORIGIN,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    }
    const { status, headers: said, text } = await gateway.send('/e', { method: 'OPTIONS', headers: asked })
    expect([status, text]).toEqual([204, ''])
    expect(said.get('access-control-allow-origin')).toBe(ORIGIN)
    expect(said.get('access-control-allow-methods')).toMatch(/\bPOST\b/)
    expect(said.get('access-control-allow-headers')).toMatch(/content-type/i)
  })

  it('can read why it was refused, too', async () => {
    const answer = await gateway.fromBrowser('{', headers)
    expect([answer.status, answer.body.code]).toEqual([400, 'not_json'])
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN)
  })
})
