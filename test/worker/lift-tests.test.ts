/** `/v1/analysis/tests`: what is kept for good must be such that it can be read again. */
import { exports } from 'cloudflare:workers'
import { reset } from 'cloudflare:test'
import { afterEach, describe, expect, it } from 'vitest'
import { BASE, get } from './gateway.ts'
import { keepLedger } from './ledger.ts'
import { askRecord, keepJourneys } from './offsite.ts'

keepLedger()
keepJourneys()

afterEach(() => reset())

const AUTHORIZED = { authorization: 'Bearer dev' }

function post(body: string): Promise<Response> {
  const headers = { ...AUTHORIZED, 'content-type': 'application/json' }
  return exports.default.fetch(`${BASE}/v1/analysis/tests`, { method: 'POST', headers, body })
}

const SPAN = 'from=2026-11-01&to=2026-11-20'

describe('a plan', () => {
  it('that is nested so deeply that it could not be shown again is refused, and the others are shown', async () => {
    const nested = '['.repeat(100_000) + ']'.repeat(100_000)
    const refused = await post(`{"id":"deep","plan":{"kind":"a","list":${nested}}}`)
    expect([refused.status, (await refused.json<{ code: string }>()).code]).toEqual([400, 'too_deep'])
    expect(await (await post('{"id":"flat","plan":{"kind":"a"}}')).json()).toEqual({ result: 'kept' })
    const { tests } = await (await get('/v1/analysis/tests', AUTHORIZED)).json<{ tests: readonly { id: string }[] }>()
    expect(tests.map(({ id }) => id)).toEqual(['flat'])
  })

  it('that says of itself that it is one of ours and is none breaks no table', async () => {
    await post(
      '{"id":"hollow","plan":{"kind":"tidegate_lift_plan","design":"geo","start":"2026-11-02","end":"2026-11-03"}}',
    )
    await post('{"id":"hollow","reading":{"kind":"tidegate_lift_reading","metric":"orders","spend":{}}}')
    for (const table of ['lift_tests', 'business_summary']) {
      const response = await get(`/v1/analysis/tables/${table}?${SPAN}`, AUTHORIZED)
      expect([table, response.status]).toEqual([table, 200])
    }
  })

  it('is not kept where all of them together would be too much for one answer', async () => {
    const plan = { text: 'x'.repeat(250_000) }
    const results: string[] = []
    for (let test = 0; test < 40; test++)
      results.push((await askRecord<{ result: string }>({ kind: 'keep_test', id: `t-${test}`, plan })).result)
    expect(results.filter((result) => result === 'full').length).toBeGreaterThan(0)
    expect(results[0]).toBe('kept')
    expect((await get('/v1/analysis/tests', AUTHORIZED)).status).toBe(200)
  })
})
