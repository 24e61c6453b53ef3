/** `/v1/analysis/…` as its callers see it, with the record behind it: a repeat of an import changes nothing, a later file corrects. */
import { reset } from 'cloudflare:test'
import { exports } from 'cloudflare:workers'
import { afterEach, describe, expect, it } from 'vitest'
import type { MediaDay } from '../../src/offsite/rows.ts'
import { BASE } from './gateway.ts'
import { TOKEN } from './receipts.ts'

afterEach(() => reset())

const FILE = 'a'.repeat(64)

function fetched(path: string, body?: unknown, headers: Record<string, string> = TOKEN): Promise<Response> {
  const own = { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) }
  const asked = { headers: own, ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }) }
  return exports.default.fetch(`${BASE}/v1/analysis/${path}`, asked)
}

const post = async (rows: readonly unknown[], path = 'imports', file = FILE): Promise<unknown> =>
  (await fetched(path, { file, name: 'ads.csv', rows })).json()

function adDay(n: number, changes: Partial<MediaDay> = {}): MediaDay {
  return {
    kind: 'media',
    source: 'tiktok',
    level: 'ad',
    day: '2026-11-20',
    id: String(1_800 + n),
    currency: 'EUR',
    spend: 1_000 + n,
    metrics: { impressions: 100 * n },
    paid: true,
    ...changes,
  }
}

describe('/v1/analysis/imports', () => {
  it('takes 500 rows at once, the same again as nothing new, and a later file in place of an earlier one', async () => {
    const rows = Array.from({ length: 500 }, (_, n) => adDay(n))
    expect(await post(rows, 'imports?dry_run=1')).toMatchObject({ new: 500, changed: 0, same: 0 })
    expect(await post(rows)).toEqual({ new: 500, changed: 0, same: 0, malformed: 0, errors: [] })
    expect(await post(rows)).toMatchObject({ new: 0, changed: 0, same: 500 })
    const later = [adDay(1, { spend: 9_999 }), adDay(2), adDay(3, { window: '1d_click' }), adDay(4, { paid: false })]
    expect(await post(later, 'imports', 'b'.repeat(64))).toMatchObject({ new: 2, changed: 1, same: 1 })
    const kept = await (await fetched('imports?rows=media&from=2026-11-20&to=2026-11-20')).json<{ rows: MediaDay[] }>()
    expect(kept.rows.find(({ id }) => id === '1801')).toMatchObject({ spend: 9_999 })
    expect(kept.rows).toHaveLength(502)
    const { files } = await (await fetched('imports')).json<{ files: { name: string; rows: number }[] }>()
    expect(files.map(({ name, rows: count }) => [name, count])).toEqual([
      ['ads.csv', 4],
      ['ads.csv', 500],
    ])
  })

  it('names rows that do not fit by their path, and takes the others', async () => {
    const answer = await post([
      adDay(1),
      adDay(2, { claimed_orders: 3 }),
      { ...adDay(3), currency: 'EUX' },
      { ...adDay(4), metrics: { hearts: 1 } },
      { kind: 'live', source: 'tiktok', id: '8', starts_at: '2026-11-20T20:00:00Z', ends_at: '2026-11-20T19:00:00Z' },
    ])
    expect(answer).toMatchObject({ new: 1, malformed: 4 })
    expect((answer as { errors: { path: string }[] }).errors.map(({ path }) => path)).toEqual([
      'rows.1.window',
      'rows.2.currency',
      'rows.3.metrics',
      'rows.4.ends_at',
    ])
  })

  it('takes no day that has not come, whoever sends it, but costs that begin later; a credit it takes and tells', async () => {
    const [now, next] = [0, 400].map((days) => new Date(Date.now() + days * 86_400_000).toISOString())
    const [today = '', toCome = ''] = [now?.slice(0, 10), next?.slice(0, 10)]
    const answer = await post([
      adDay(1, { day: toCome }),
      adDay(2, { day: today, spend: -1_234 }),
      { kind: 'verification', source: 'tiktok', vendor: 'ias', day: toCome, viewable: 1 },
      { kind: 'survey', order_id: '1001', source: 'friend', at: next },
      { kind: 'cost', line: 'goods', from: toCome, share: 0.3 },
      adDay(3, { day: today, currency: 'JPY', spend: 1_234.5 }),
    ])
    expect(answer).toMatchObject({ new: 2, malformed: 4 })
    const { errors, warnings } = answer as Record<'errors' | 'warnings', { path: string }[]>
    expect(errors.map(({ path }) => path)).toEqual(['rows.0.day', 'rows.2.day', 'rows.3.at', 'rows.5.spend'])
    expect(warnings).toEqual([{ path: 'rows.1.spend', message: 'is below zero: taken as a credit' }])
  })

  it('keeps nobody: a name loses its e-mails and numbers and counts all the same, an id that holds one is refused', async () => {
    const live = { kind: 'live', source: 'tiktok', starts_at: '2026-11-20T19:00:00Z', ends_at: '2026-11-20T20:00:00Z' }
    const rows = [
      adDay(1, { name: 'for jane.doe@example.com', creator: '+33 6 12 34 56 78', campaign: 'Noël 2026' }),
      { kind: 'survey', order_id: 'jane.doe@example.com', source: 'friend', at: '2026-11-20T10:00:00Z' },
      { kind: 'post', source: 'tiktok', id: 'jane.doe@example.com', published_at: '2026-11-20T10:00:00Z' },
      { ...live, id: '8', name: 'jane.doe@example.com' },
    ]
    const name = 'export of jane.doe@example.com.csv'
    const answer = await (await fetched('imports', { file: FILE, name, rows })).json<{ errors: { path: string }[] }>()
    expect(answer).toMatchObject({ new: 2, malformed: 2 })
    expect(answer.errors.map(({ path }) => path)).toEqual(['rows.1.order_id', 'rows.2.id'])
    const shown = await Promise.all(
      ['files', 'media', 'live', 'post', 'survey'].map(async (kind) => (await fetched(`imports?rows=${kind}`)).text()),
    )
    expect(shown.join('')).not.toMatch(/jane|06 ?12|6 12 34/)
    expect(JSON.parse(shown[1] ?? '')).toMatchObject({ rows: [{ name: 'for _', creator: '_', campaign: 'Noël 2026' }] })
  })

  it('takes no plan of a test that names somebody, for a plan is kept for good', async () => {
    const plan = { design: 'geo', hash: 'd'.repeat(64), rules: { together: [['FR-75', 'FR-92']] } }
    const asked = async (more: object) => (await fetched('tests', { id: 'brume', plan: { ...plan, ...more } })).json()
    expect(await asked({ by: ['jane.doe@example.com'] })).toMatchObject({ code: 'wrong_rows' })
    expect(await (await fetched('tests')).text()).not.toContain('brume')
    // It has no seal, and is refused for that alone.
    expect(await asked({})).toEqual({ result: 'plan_not_read' })
  })

  it('shows what buyers answered without whose order it was', async () => {
    await post([{ kind: 'survey', order_id: '100123', source: 'friend', at: '2026-11-20T10:11:12Z' }])
    const shown = await (await fetched('imports?rows=survey')).json()
    expect(shown).toEqual({ rows: [{ kind: 'survey', source: 'friend', at: '2026-11-20' }] })
  })

  it('refuses what is no part of a file, strangers, and questions that it does not understand', async () => {
    const codeOf = async (response: Promise<Response>) => (await (await response).json<{ code: string }>()).code
    const body = { file: FILE, name: 'ads.csv', rows: [adDay(1)] }
    const many = { ...body, rows: Array.from({ length: 501 }, (_, n) => adDay(n)) }
    expect([
      await codeOf(fetched('imports', body, { authorization: 'Bearer none' })),
      await codeOf(fetched('imports', many)),
      await codeOf(fetched('imports', { ...body, file: 'ads' })),
      await codeOf(fetched('imports?dry_run=yes', body)),
      await codeOf(fetched('imports?rows=journeys')),
      await codeOf(fetched('tables/journeys')),
      await codeOf(fetched('tables/business_summary?from=2026-11-31')),
      await codeOf(fetched('tables/business_summary?model=best')),
    ]).toEqual([
      'token_missing_or_bad',
      'wrong_rows',
      'wrong_rows',
      'wrong_query',
      'wrong_query',
      'no_such_table',
      'wrong_query',
      'wrong_query',
    ])
    expect(await (await fetched('state')).json()).toMatchObject({ imports: 0, journeys: 0, currency: 'EUR' })
  })
})
