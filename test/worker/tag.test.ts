/** The files that pages load, as the gateway serves them. */
import files from '#browser'
import { exports } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'

const ALIAS = 'https://events.shop.example/t.js'
const pinned = (name: string): string => `https://events.shop.example/t/${name}`

describe('GET /t.js', () => {
  it('is the tag, cached for minutes, and not sent again to whoever has it', async () => {
    const first = await exports.default.fetch(ALIAS)
    expect(first.status).toBe(200)
    expect(first.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(first.headers.get('cache-control')).toMatch(/^public, max-age=600\b/)
    const etag = first.headers.get('etag') ?? ''
    expect(await first.text()).toBe(files.texts[files.tag])
    const again = await exports.default.fetch(ALIAS, { headers: { 'if-none-match': `"other", ${etag}` } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    const changed = await exports.default.fetch(ALIAS, { headers: { 'if-none-match': '"other"' } })
    expect(changed.status).toBe(200)
    await changed.text()
  })

  it('answers HEAD like GET, without the text', async () => {
    const head = await exports.default.fetch(ALIAS, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect(head.headers.get('etag')).toContain(files.tag)
  })

  it.each([
    ['gzip, deflate, br', 'gzip'],
    ['br;q=1.0, gzip;q=0.8', 'gzip'],
    ['gzip;q=0', null],
    ['identity', null],
  ])('zips for who accepts %s: %s', async (accepted, encoding) => {
    const response = await exports.default.fetch(ALIAS, { headers: { 'accept-encoding': accepted } })
    expect(response.headers.get('content-encoding')).toBe(encoding)
    expect(response.headers.get('vary')).toBe('accept-encoding')
    // fetch() has unzipped it.
    expect(await response.text()).toBe(files.texts[files.tag])
  })
})

describe('GET /t/<file>', () => {
  it('is there for good, under a name that says what is in it', async () => {
    for (const [name, text] of Object.entries(files.texts)) {
      const response = await exports.default.fetch(pinned(name))
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      expect(await response.text()).toBe(text)
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
      const hash = btoa(String.fromCharCode(...new Uint8Array(digest)))
        .replace('=', '')
        .replace(/[+/]/g, '-')
      expect(name.split('.').slice(1)).toEqual([hash, 'js'])
    }
  })

  it('says that a file it never had is not there, and lets nobody remember that', async () => {
    for (const name of ['tag.old.js', 'constructor', '..%2Ft.js']) {
      const response = await exports.default.fetch(pinned(name))
      expect([response.status, response.headers.get('cache-control')]).toEqual([404, 'no-store'])
      await response.text()
    }
  })
})
