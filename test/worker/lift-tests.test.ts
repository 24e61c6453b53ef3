/** Tests of lift over HTTP: only what was sealed, and drawn before its start, is kept. */
import { exports } from 'cloudflare:workers'
import { reset } from 'cloudflare:test'
import { afterEach, describe, expect, it } from 'vitest'
import example from '../../examples/lift/plan.json'
import { sealed } from '../../src/analysis/lift/plan.ts'
import { sealedReading } from '../../src/analysis/lift/reading.ts'
import { BASE, get } from './gateway.ts'
import { keepLedger } from './ledger.ts'
import { askRecord, keepJourneys } from './offsite.ts'

keepLedger()
keepJourneys()
afterEach(() => reset())

const HEADERS = { authorization: 'Bearer dev', 'content-type': 'application/json' }

function post(body: string): Promise<Response> {
  return exports.default.fetch(`${BASE}/v1/analysis/tests`, { method: 'POST', headers: HEADERS, body })
}

async function keep(body: object): Promise<unknown> {
  return (await (await post(JSON.stringify(body))).json<{ result: string }>()).result
}

/** Begins in nine hundred years. */
const plan = sealed({
  ...example,
  drawn_on: '2998-12-31',
  start: '2999-01-01',
  end: '2999-01-28',
} as unknown as Parameters<typeof sealed>[0])

function readingOf(planHash: string) {
  return sealedReading({
    design: 'geo',
    plan_hash: planHash,
    input_hash: '',
    metric: 'orders',
    from: plan.start,
    to: plan.end,
    alpha: 0.1,
    estimate: { rel: 0, incremental: 0 },
    p: { space: 1 },
    smallest_p: 0.01,
    verdict: 'not_conclusive',
    why: 'within_chance',
    by_day: [],
    notes: [],
  })
}

describe('a test of lift', () => {
  it('is kept as it was sealed, before it begins, and with readings of its own', async () => {
    expect(await keep({ id: 'x', plan: { kind: 'tidegate_lift_plan' } })).toBe('plan_not_read')
    expect(await keep({ id: 'x', plan: { ...plan, treated: ['FR-75'] } })).toBe('plan_changed')
    expect(await keep({ id: 'x', plan })).toBe('kept')
    const reading = readingOf(plan.plan_hash)
    expect(await keep({ id: 'x', reading: { ...reading, verdict: 'lift' } })).toBe('reading_changed')
    expect(await keep({ id: 'x', reading: readingOf(example.plan_hash) })).toBe('reading_of_other_plan')
    expect(await keep({ id: 'x', reading })).toBe('kept')
    expect(await keep({ id: 'x', reading })).toBe('same')
    const told = await (await get('/v1/analysis/tests', HEADERS)).json<{ tests: { readings: unknown[] }[] }>()
    expect(told.tests.map(({ readings }) => readings)).toEqual([[reading]])
  })
  it('has the moment at which its plan was told, and the plans that were dropped beside it', async () => {
    const redrawn = (seed: number) => sealed({ ...plan, seed })
    expect(await keep({ id: 'first', plan })).toBe('kept')
    // Under the same name the first one stands; the other is written down all the same.
    expect(await keep({ id: 'first', plan: redrawn(2) })).toBe('plan_is_fixed')
    expect(await keep({ id: 'second', plan: redrawn(3) })).toBe('kept')
    expect(await keep({ id: 'second', reading: readingOf(redrawn(3).plan_hash) })).toBe('kept')
    type Told = { seed: number; by: string; before_first_day: boolean; read?: boolean }
    const { tests } = await (
      await get('/v1/analysis/tests', HEADERS)
    ).json<{
      tests: { id: string; told: Told; others: Told[] }[]
    }>()
    expect(tests.map(({ id, told }) => [id, told.by, told.before_first_day])).toEqual([
      ['first', 'server', true],
      ['second', 'server', true],
    ])
    const [first, second] = tests.map(({ others }) => new Map(others.map(({ seed, read }) => [seed, read])))
    expect(first).toEqual(
      new Map([
        [2, false],
        [3, true],
      ]),
    )
    expect(second).toEqual(
      new Map([
        [plan.seed, false],
        [2, false],
      ]),
    )
  })

  it('is refused where it is nested so deeply that it could not be shown again, and the others are shown', async () => {
    const nested = '['.repeat(100_000) + ']'.repeat(100_000)
    const refused = await post(`{"id":"deep","plan":{"kind":"a","list":${nested}}}`)
    expect([refused.status, (await refused.json<{ code: string }>()).code]).toEqual([400, 'too_deep'])
    expect(await keep({ id: 'flat', plan })).toBe('kept')
    const told = await (await get('/v1/analysis/tests', HEADERS)).json<{ tests: readonly { id: string }[] }>()
    expect(told.tests.map(({ id }) => id)).toEqual(['flat'])
  })

  it('is not kept where all of them together would be too much for one answer', async () => {
    const large = sealed({ ...plan, text: 'x'.repeat(250_000) } as unknown as Parameters<typeof sealed>[0])
    const results: string[] = []
    for (let test = 0; test < 40; test++)
      results.push((await askRecord<{ result: string }>({ kind: 'keep_test', id: `t-${test}`, plan: large })).result)
    expect(results.filter((result) => result === 'full').length).toBeGreaterThan(0)
    expect(results[0]).toBe('kept')
    expect((await get('/v1/analysis/tests', HEADERS)).status).toBe(200)
  })
})
