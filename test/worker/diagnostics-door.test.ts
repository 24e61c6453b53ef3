/** `GET /v1/diagnostics` tells of requests that are refused before an event of theirs is looked at. */
import { reset } from 'cloudflare:test'
import { exports } from 'cloudflare:workers'
import { afterEach, describe, expect, it } from 'vitest'
import { sale } from './events.ts'
import { CANARIES, diagnostics, found } from './findings.ts'
import { BASE, ORIGIN, post } from './gateway.ts'

afterEach(reset)

describe('requests that are turned away', () => {
  const e = (init: RequestInit) => exports.default.fetch(`${BASE}/e`, { method: 'POST', ...init })
  const text = { 'content-type': 'text/plain' }
  /** The isolate counts on through all tests: what was added by one. */
  async function added(code: string, turnAway: () => Promise<unknown>) {
    const counts = async () =>
      new Map((await found(code)).map(({ severity, subject, count }) => [JSON.stringify({ severity, subject }), count]))
    const before = await counts()
    await turnAway()
    return [...(await counts())].flatMap(([key, count]) =>
      count === before.get(key) ? [] : [{ ...JSON.parse(key), count: count - (before.get(key) ?? 0) }],
    )
  }

  it('are told with the origin that the policy must list, an error where it is of the site’s own domain', async () => {
    const origin = 'https://m.atelier-rivage.example'
    expect(
      await added('origin_not_allowed', async () => {
        expect((await e({ headers: { ...text, origin }, body: '{}' })).status).toBe(403)
      }),
    ).toEqual([{ severity: 'error', subject: { side: 'own', origin }, count: 1 }])
    const one = (await diagnostics()).findings.find(({ subject }) => subject['origin'] === origin)
    expect(one?.words.en.title).toBe(`Pages of ${origin} are turned away (403): the policy does not list this origin`)
    expect(one?.words.fr.advice).toContain('«\u00A0origins\u00A0»')
  })

  it('are told also where the browser asks first and then sends nothing', async () => {
    const headers = { origin: 'https://other.example', 'access-control-request-method': 'POST' }
    const [one] = await added('origin_not_allowed', async () => {
      expect((await e({ method: 'OPTIONS', headers })).status).toBe(403)
    })
    // The isolate counts for all test files: others may have been turned away before.
    const named: unknown = expect.stringContaining('https://other.example')
    expect(one).toMatchObject({ severity: 'warning', subject: { side: 'other', origins: named } })
    const { since, origins } = (await diagnostics()).refused_requests
    // The isolate may have begun to count under another test's clock.
    expect(Date.parse(since)).toBeLessThanOrEqual(Date.now() + 3_600_000)
    expect(origins).toContainEqual(expect.objectContaining({ origin: 'https://other.example', count: 1 }))
  })

  it('are told apart: a page without a name, and no page at all', async () => {
    const sides = async (headers: Record<string, string>) =>
      (await added('origin_not_allowed', () => e({ headers: { ...text, ...headers }, body: '{}' }))).map(
        ({ subject, severity }) => [subject.side, severity],
      )
    expect(await sides({ origin: 'null' })).toEqual([['opaque', 'warning']])
    expect(await sides({})).toEqual([['none', 'info']])
  })

  it.each([
    ['token_refused', 401, 'server', () => post(sale('1'), { authorization: 'Bearer wrong' })],
    ['body_unreadable', 400, 'server', () => post('{"event":')],
    ['body_unreadable', 400, 'browser', () => e({ headers: { ...text, origin: ORIGIN }, body: 'null' })],
    ['body_too_large', 413, 'server', () => post('x'.repeat(1_048_577))],
    ['content_type_refused', 415, 'server', () => post(sale('1'), { 'content-type': 'text/xml' })],
    [
      'content_type_refused',
      415,
      'browser',
      () => e({ headers: { origin: ORIGIN, 'content-type': 'text/xml' }, body: '{}' }),
    ],
  ])('are told by what was wrong with them: %s, %i, %s', async (code, status, caller, turnAway) => {
    const told = await added(code, async () => {
      expect((await turnAway()).status).toBe(status)
    })
    expect(told).toMatchObject([{ severity: 'error', subject: { caller }, count: 1 }])
  })

  it('are not told twice where it is the events that are wrong', async () => {
    expect(await added('body_unreadable', () => post(sale('1', { order: { id: '1', value: 'much' } })))).toEqual([])
    expect((await found('event_malformed')).length).toBe(1)
  })

  it('hold no value of a person, wherever it is put, and no more than twenty origins', async () => {
    for (const value of CANARIES.filter((one) => /^[ -~]*$/.test(one)))
      await e({ headers: { ...text, origin: `https://${value}.example` }, body: value })
    for (let n = 0; n < 40; n++) {
      const name = String.fromCharCode(97 + (n % 26)).repeat(1 + Math.floor(n / 26))
      await e({ headers: { ...text, origin: `https://${name}.example` }, body: '{}' })
    }
    const report = await diagnostics()
    expect(report.refused_requests.origins.length).toBeLessThanOrEqual(21)
    expect(report.refused_requests.origins.map(({ origin }) => origin)).toContain('(other)')
    const seen = JSON.stringify(report).toLowerCase()
    for (const part of ['serin', 'canari', '39984217', '411111111111', '2004101005']) expect(seen).not.toContain(part)
  })
})
