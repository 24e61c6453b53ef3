/** The SQL of docs/analysis-sql.md, run by DuckDB over files of the command's own writer; sums are worked out here by hand. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AnalysisCell, AnalysisRow, AnalysisTable } from '../../analysis/table.ts'
import { folderTarget } from './folder.ts'
import { tableParquet } from './table-parquet.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidegate-analysis-sql-'))
  await write(credits(20, 4), '2026-10-01')
  await write(credits(30, 6), '2026-11-01')
  await write(media(), '2026-11-01')
})
afterAll(() => rm(folder, { recursive: true }))

async function write(table: AnalysisTable, month: string): Promise<void> {
  const target = folderTarget(join(folder, 'analysis', table.id))
  const span = { from: month, to: `${month.slice(0, 8)}28`, as_of: '2026-11-22T00:00:00Z' }
  await target.stage({ site: 'atelier-rivage', date: month }, 0, tableParquet(table, span))
  await target.replace({ site: 'atelier-rivage', date: month }, 1)
}

function credits(tiktok: number, unknown: number): AnalysisTable {
  const row = (kind: AnalysisRow['kind'], source: string, orders: number): AnalysisRow => ({
    kind,
    cells: [{ value: source }, { value: orders, n: orders }, { value: orders * 1_999, n: orders }],
  })
  const tooFew: AnalysisCell = { value: null, why: 'too_few' }
  return {
    id: 'credit_by_source',
    frame_id: 'f'.repeat(64),
    currency: 'EUR',
    columns: [
      { key: 'source', kind: 'name' },
      { key: 'credits', kind: 'credit' },
      { key: 'credited_value', kind: 'money' },
    ],
    rows: [
      row('row', 'tiktok', tiktok - 0.5),
      row('row', 'newsletter', 10.5),
      { kind: 'row', cells: [{ value: 'meta' }, tooFew, tooFew] },
      row('unknown', '(no_consent)', unknown),
      row('total', '(total)', tiktok + 10 + unknown),
    ],
    notes: [],
  }
}

/** One ad's day under two windows: its spend is one. */
function media(): AnalysisTable {
  const row = (day: string, id: string, window: string, spend: number): AnalysisRow => ({
    kind: 'row',
    cells: [day, 'tiktok', 'ad', id, window, 'paid', spend].map((value) => ({ value })),
  })
  return {
    id: 'media_days',
    currency: 'EUR',
    columns: [
      { key: 'day', kind: 'date' },
      ...(['source', 'level', 'id', 'window', 'paid'] as const).map((key) => ({ key, kind: 'name' as const })),
      { key: 'spend', kind: 'money' },
    ],
    rows: [
      row('2026-11-02', '1803', '7d_click_1d_view', 1_050),
      row('2026-11-02', '1803', '1d_click', 1_050),
      row('2026-11-02', '1804', '1d_click', 5),
    ],
    notes: [],
  }
}

it('is as the guide says it, statement by statement', async () => {
  const guide = await readFile('docs/analysis-sql.md', 'utf8')
  const section = /## DuckDB\n([\s\S]*?)\n## /.exec(guide)?.[1] ?? ''
  const statements = Array.from(section.matchAll(/```sql\n([\s\S]*?)```/g), ([, sql = '']) => sql.split(/;\s*\n/))
    .flat()
    .filter((sql) => sql.trim() !== '')
  const connection = await (await DuckDBInstance.create()).connect()
  const answers: unknown[][] = []
  for (const sql of statements) {
    const reader = await connection.runAndReadAll(sql.replaceAll("'lake/", `'${folder}/`))
    if (sql.trimStart().startsWith('SELECT')) answers.push(reader.getRowObjectsJson())
  }
  const types = await connection.runAndReadAll(
    'SELECT typeof(credited_value) AS m, typeof(span_from) AS d, typeof(credits_n) AS n FROM credit_by_source LIMIT 1',
  )
  connection.closeSync()
  expect(types.getRowObjectsJson()).toEqual([{ m: 'DECIMAL(18,4)', d: 'DATE', n: 'BIGINT' }])
  const [all, closes, compared, spend] = answers
  expect(all).toHaveLength(10)
  expect(all).toContainEqual(expect.objectContaining({ source: 'meta', credits: null, credits_why: 'too_few' }))
  // 19.5 × 19.99 = 389.805: to the cent.
  expect(all).toContainEqual(expect.objectContaining({ source: 'tiktok', credits: 19.5, credited_value: '389.8100' }))
  expect(closes).toEqual([
    { date: '2026-10-01', parts: 34, total: 34 },
    { date: '2026-11-01', parts: 46, total: 46 },
  ])
  expect(compared).toEqual([
    { source: 'meta', before: null, now: null },
    { source: 'newsletter', before: 10.5, now: 10.5 },
    { source: 'tiktok', before: 19.5, now: 29.5 },
  ])
  expect(spend).toEqual([{ day: '2026-11-02', source: 'tiktok', spend: '10.5500' }])
})
