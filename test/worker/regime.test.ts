/** Which law a page is told of, by the connection of its visitor. */
import { env } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/router.ts'
import { BASE, ORIGIN } from './gateway.ts'

const BINDINGS = { ...env, TIDEGATE_COUNTRY_HEADER: 'x-country' }

function ask(headers: Record<string, string>, host = BASE): Promise<Response> {
  return Promise.resolve(createApp().fetch(new Request(`${host}/v1/regime`, { headers }), BINDINGS))
}

describe('GET /v1/regime', () => {
  it.each([
    ['FR', 'opt_in'],
    ['US', 'opt_out'],
    ['XX', 'opt_in'],
    ['', 'opt_in'],
  ])('of a connection from "%s" says %s', async (country, regime) => {
    const response = await ask({ origin: ORIGIN, 'x-country': country })
    expect(await response.json()).toEqual({ regime })
  })

  it('is told where the gateway has the shop’s own name, for browsers send no origin then, and not to who asks elsewhere without', async () => {
    const own = await ask({ 'x-country': 'US' }, ORIGIN)
    expect([await own.json(), own.headers.get('vary')]).toEqual([{ regime: 'opt_out' }, 'Origin'])
    expect(own.headers.get('access-control-allow-origin')).toBeNull()
    expect((await ask({ 'x-country': 'US' })).status).toBe(403)
    expect((await ask({ origin: 'null', 'x-country': 'US' }, ORIGIN)).status).toBe(403)
  })

  it('is for the pages of the site alone, and kept by nobody but the browser', async () => {
    const { headers } = await ask({ origin: ORIGIN, 'x-country': 'US' })
    expect(headers.get('access-control-allow-origin')).toBe(ORIGIN)
    expect([headers.get('cache-control'), headers.get('vary')]).toEqual(['private, max-age=3600', 'Origin'])
    const stranger = await ask({ origin: 'https://evil.example', 'x-country': 'US' })
    expect([stranger.status, stranger.headers.get('access-control-allow-origin')]).toEqual([403, null])
  })
})
