/** Own short links: made by whoever has the site's token, followed by anybody, and never away from the site. */
import { reset } from 'cloudflare:test'
import { exports } from 'cloudflare:workers'
import { afterEach, describe, expect, it } from 'vitest'
import { BASE, get } from './gateway.ts'
import { keepJourneys } from './offsite.ts'
import { TOKEN } from './receipts.ts'

keepJourneys()

afterEach(reset)

const SHOP = 'https://www.atelier-rivage.example'
const LIVE = { code: 'r/l-0412', target: `${SHOP}/pack?variant=2#now`, source: 'tiktok', kind: 'live', name: 'Live' }

function ask(method: string, body?: object, query = ''): Promise<Response> {
  const headers = { ...TOKEN, 'content-type': 'application/json' }
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
  return exports.default.fetch(`${BASE}/v1/analysis/links${query}`, init)
}

async function follow(path: string, method = 'GET'): Promise<string> {
  const answer = await exports.default.fetch(`${BASE}/go/${path}`, { method, redirect: 'manual' })
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([302, 'no-store'])
  expect(answer.headers.getSetCookie()).toEqual([])
  return answer.headers.get('location') ?? ''
}

describe('a short link', () => {
  it('is made, listed and followed with its code in the address, and keeps what a platform put on it', async () => {
    const made = await ask('POST', LIVE)
    expect([made.status, await made.json()]).toEqual([
      200,
      { result: 'kept', link: { ...LIVE, made_at: expect.any(String) as unknown }, address: `${BASE}/go/r/l-0412` },
    ])
    const { links } = await (await ask('GET')).json<{ links: (typeof LIVE)[] }>()
    expect(links).toMatchObject([LIVE])
    expect(await follow('r/l-0412')).toBe(`${SHOP}/pack?variant=2&tg=r%2Fl-0412#now`)
    expect(await follow('R/L-0412/', 'HEAD')).toBe(`${SHOP}/pack?variant=2&tg=r%2Fl-0412#now`)
    const clicked = await follow('r/l-0412?ttclid=E.C.P.x&variant=9&tg=other')
    expect(clicked).toBe(`${SHOP}/pack?variant=2&ttclid=E.C.P.x&tg=r%2Fl-0412#now`)
  })

  it('that nobody made, or that was dropped, leads to the front page and nowhere else', async () => {
    const way = { ...LIVE, code: 'r/gone' }
    await ask('POST', way)
    expect(await (await ask('DELETE', undefined, '?code=r/gone')).json()).toEqual({ dropped: true })
    const codes = ['r/gone', 'nobody-made-it', 'https://evil.example', '%2F%2Fevil.example', 'A'.repeat(3_000)]
    for (const code of codes) expect(await follow(code)).toBe(`${SHOP}/`)
  })

  it.each([
    [{ ...LIVE, target: 'https://evil.example/' }, 400, 'target'],
    [{ ...LIVE, target: 'https://www.atelier-rivage.example@evil.example/' }, 400, 'target'],
    [{ ...LIVE, target: 'javascript:alert(1)' }, 400, 'target'],
    [{ ...LIVE, code: 'No Code' }, 400, 'code'],
    [{ ...LIVE, kind: 'lives' }, 400, 'kind'],
    [{ ...LIVE, creative: 'jane.doe@example.com' }, 400, 'creative'],
  ])('is not made of %j', async (body, status, path) => {
    const answer = await ask('POST', { ...body, code: body.code.replace('l-', 'x-') })
    const { errors } = await answer.json<{ errors: { path: string }[] }>()
    expect([answer.status, errors.map((error) => error.path)]).toEqual([status, [path]])
  })

  it('keeps its code: another one of the same code is refused, the same again is the same', async () => {
    await ask('POST', LIVE)
    expect(await (await ask('POST', LIVE)).json()).toMatchObject({ result: 'same' })
    expect((await ask('POST', { ...LIVE, target: `${SHOP}/other` })).status).toBe(409)
  })

  it('does not lead to an address that names somebody', async () => {
    const response = await ask('POST', { ...LIVE, target: `${SHOP}/?email=jane.doe%40example.com` })
    expect([response.status, await response.json()]).toMatchObject([400, { errors: [{ path: 'target' }] }])
  })

  it('is made and listed by a token of the site only', async () => {
    expect((await get('/v1/analysis/links')).status).toBe(401)
    expect((await exports.default.fetch(`${BASE}/v1/analysis/links`, { method: 'POST', body: '{}' })).status).toBe(401)
  })
})
