import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDemo, type Demo } from './server.ts'

/** Nothing listens there: the discard port. */
const NOBODY = 'http://127.0.0.1:9'
const GATEWAY = 'http://127.0.0.1:9'

let demo: Demo
beforeAll(async () => {
  demo = await startDemo({ port: 0, gatewayUrl: GATEWAY, simulatorsUrl: NOBODY })
})
afterAll(() => demo.close())

/** `fetch` tidies a path before it sends it; this sends it as it is written. */
function getRaw(path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(demo.url)
    const sent = request({ host: '127.0.0.1', port, path }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => (body += text))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

describe('the demo server', () => {
  it('listens on this machine only', () => {
    expect(demo.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })

  it.each(['/', '/product', '/basket', '/checkout', '/thanks', '/live', '/sources'])(
    'serves the page %s',
    async (path) => {
      const response = await fetch(`${demo.url}${path}`)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(await response.text()).toContain('<main id="main"')
    },
  )

  it.each(['/', '/product', '/basket', '/checkout', '/thanks'])('has the tag of this gateway on %s', async (path) => {
    const html = await (await fetch(`${demo.url}${path}`)).text()
    expect(html).toContain(`<script async src="${GATEWAY}/t.js"`)
  })

  it('serves everything that a page names', async () => {
    const html = await (await fetch(`${demo.url}/live`)).text()
    const named = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path)
    expect(named.length).toBeGreaterThan(3)
    const statuses = await Promise.all(named.map(async (path) => [path, (await fetch(`${demo.url}${path}`)).status]))
    expect(statuses.filter(([, status]) => status !== 200)).toEqual([])
  })

  it('lets no inline script run, of elsewhere the tag alone, and sends events to the gateway only', async () => {
    const response = await fetch(demo.url)
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain(`script-src 'self' ${GATEWAY}/t.js ${GATEWAY}/t/;`)
    expect(policy).toContain(`img-src 'self' ${GATEWAY}/p.gif;`)
    expect(policy).toContain(`connect-src 'self' ${GATEWAY};`)
    expect(policy).not.toContain('unsafe')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('has no inline script or style that its own policy would stop', async () => {
    for (const path of ['/', '/product', '/basket', '/checkout', '/thanks', '/live']) {
      const html = await (await fetch(`${demo.url}${path}`)).text()
      expect(html).not.toMatch(/<script(?![^>]*src=)|<style|\son[a-z]+=|\sstyle=/i)
    }
  })

  it.each([
    '/../server.ts',
    '/shop/../../server.ts',
    '/%2e%2e/server.ts',
    '/..%2fserver.ts',
    '/..\\server.ts',
    '//etc/passwd',
    '/server.ts',
    '/%00',
    '/__proto__',
  ])('serves nothing from outside its pages: %s', async (path) => {
    const { status, body } = await getRaw(path)
    expect(status).toBe(404)
    expect(body).toBe('not found')
  })

  it('takes no other method than GET and HEAD', async () => {
    const response = await fetch(demo.url, { method: 'POST', body: 'x' })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD')
  })

  it('tells the pages where the gateway is', async () => {
    const text = await (await fetch(`${demo.url}/config.js`)).text()
    expect(text).toBe(`export const GATEWAY_URL = "${GATEWAY}"\n`)
  })

  it('says nothing of the policy while the gateway is down', async () => {
    const response = await fetch(`${demo.url}/api/approval`)
    expect([response.status, await response.json()]).toEqual([200, { policy_approval: '' }])
  })

  it('says that the gateway and the simulators are down, instead of failing', async () => {
    const response = await fetch(`${demo.url}/api/live?after=nonsense`)
    expect(response.status).toBe(200)
    const down = { up: false, problem: 'unreachable' }
    const platform = { requests: down, events: down }
    expect(await response.json()).toEqual({ gateway: down, platforms: { tiktok: platform, meta: platform } })
  })
})

describe('a press on the page of sources', () => {
  const press = (body: unknown, type = 'application/json') =>
    fetch(`${demo.url}/api/source`, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) })
  const order = { source: 'shopify.webhook', action: 'order', order: '1000001', at_ms: Date.now(), agreed: true }

  it('says what was sent, and that the gateway does not answer', async () => {
    const tried = (await (await press(order)).json()) as { sent: { path: string }; answer?: unknown }
    expect(tried.sent.path).toBe('/hooks/shopify')
    expect(tried.answer).toBeUndefined()
  })

  it.each([
    ['a source that there is not', { ...order, source: 'x' }],
    ['an order that is no number', { ...order, order: '1"}' }],
    ['a refund where the format has none', { ...order, source: 'meta.tr', action: 'refund' }],
    ['more than a press holds', { ...order, pad: 'x'.repeat(5_000) }],
    ['nothing', null],
  ])('is refused for %s', async (_what, body) => {
    expect((await press(body)).status).toBe(400)
  })

  it('is taken as JSON alone, which another site’s page cannot send', async () => {
    expect((await press(order, 'text/plain')).status).toBe(415)
  })

  it('never shows the secret of the request', async () => {
    expect(await (await press({ ...order, source: 'ga4.mp' })).text()).not.toContain('demo-ga4-api-secret')
  })
})
