/** A lake's files, as DuckDB reads them and as an S3 server keeps them. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import S3rver from '@20minutes/s3rver'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { COLUMNS, tenThousandths, type LakeRow } from '../../lake/row.ts'
import { queryLake } from '../../../test/support/lake.ts'
import { folderTarget } from './folder.ts'
import { parquetOf } from './parquet.ts'
import { s3Target } from './s3.ts'
import type { LakeTarget } from './target.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidegate-lake-test-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

const SITE = 'atelier-rivage'

function row(n: number, changes: Partial<LakeRow> = {}): LakeRow {
  return {
    row_id: `0.${n}.0123456789ab.0`,
    site: SITE,
    date: '2026-11-01',
    event: 'purchase',
    destination: 'tiktok',
    outcome: 'delivered',
    reason: null,
    consent_level: 'full',
    policy_digest: 'd'.repeat(64),
    occurred_at: '2026-11-01T10:59:00.000Z',
    ended_at: '2026-11-01T11:00:00.000Z',
    click_id: true,
    order_key: null,
    value: tenThousandths(0.1),
    currency: 'EUR',
    withdrawn: false,
    ...changes,
  }
}

async function write(target: LakeTarget, date: string, parts: readonly (readonly LakeRow[])[]): Promise<void> {
  for (const [part, rows] of parts.entries()) await target.stage({ site: SITE, date }, part, parquetOf(rows))
  await target.replace({ site: SITE, date }, parts.length)
}

const filesBelow = async (root: string) =>
  (await readdir(root, { recursive: true })).filter((name) => /\.(?:parquet|tmp)/.test(name)).toSorted()

describe('a lake in a folder', () => {
  it('gives the types of its columns: money is decimal, times are timestamps, what is not known is NULL', async () => {
    await write(folderTarget(folder), '2026-11-01', [
      [row(1), row(2, { value: null, occurred_at: null, click_id: null })],
    ])
    const types = await queryLake(folder, 'DESCRIBE SELECT * FROM LAKE')
    expect(Object.fromEntries(types.map((one) => [one['column_name'], one['column_type']]))).toMatchObject({
      value: 'DECIMAL(18,4)',
      occurred_at: 'TIMESTAMP',
      ended_at: 'TIMESTAMP',
      click_id: 'BOOLEAN',
      withdrawn: 'BOOLEAN',
      date: 'DATE',
      site: 'VARCHAR',
    })
    expect(await queryLake(folder, 'SELECT occurred_at, value FROM LAKE ORDER BY row_id')).toEqual([
      { occurred_at: '2026-11-01 10:59:00', value: '0.1000' },
      { occurred_at: null, value: null },
    ])
  })

  it('adds money up to the cent, where binary fractions do not', async () => {
    const values = [0.1, 0.2, 19.99, 1_000_000_000.01, 0.005]
    await write(folderTarget(folder), '2026-11-01', [
      values.map((value, n) => row(n, { value: tenThousandths(value) })),
    ])
    // By hand. 0.1 + 0.2 is 0.30000000000000004 in binary.
    expect(await queryLake(folder, 'SELECT sum(value) AS sum FROM LAKE')).toEqual([{ sum: '1000000020.3050' }])
  })

  it('is read only where it is asked for: of three days, the file of one', async () => {
    const target = folderTarget(folder)
    for (const date of ['2026-11-01', '2026-11-02', '2026-11-03']) await write(target, date, [[row(1, { date })]])
    const plan = await queryLake(folder, "EXPLAIN SELECT count(*) FROM LAKE WHERE date = '2026-11-02'")
    expect(JSON.stringify(plan)).toMatch(/Scanning Files: 1\/3/)
  })

  it('replaces a day as a whole: with fewer files, with none, and not at all until all of it is there', async () => {
    const target = folderTarget(folder)
    const count = async () => (await queryLake(folder, 'SELECT count(*)::INTEGER AS n FROM LAKE'))[0]?.['n']
    await write(target, '2026-11-01', [[row(1), row(2)], [row(3)]])
    await write(target, '2026-11-02', [[row(4, { date: '2026-11-02' })]])
    await writeFile(join(folder, `site=${SITE}/date=2026-11-01/notes.txt`), 'not ours')
    expect(await count()).toBe(4)

    await target.stage({ site: SITE, date: '2026-11-01' }, 0, parquetOf([row(9)]))
    expect(await count()).toBe(4)
    await target.discard()
    // A run that was killed takes nothing away; the next one does, though it has fewer files.
    await folderTarget(folder).stage({ site: SITE, date: '2026-11-01' }, 1, parquetOf([row(9)]))
    await write(target, '2026-11-01', [[row(1)]])
    await write(target, '2026-11-02', [])
    expect(await count()).toBe(1)
    expect(await filesBelow(folder)).toEqual([`site=${SITE}/date=2026-11-01/part-00000.parquet`])
    expect(await readFile(join(folder, `site=${SITE}/date=2026-11-01/notes.txt`), 'utf8')).toBe('not ours')
  })
})

it('two exports of a day at once leave what one of them has written, and the other says that it failed', async () => {
  const [one, other] = [folderTarget(folder), folderTarget(folder)]
  const day = { site: SITE, date: '2026-11-01' }
  await one.stage(day, 0, parquetOf([row(1), row(2)]))
  await other.stage(day, 0, parquetOf([row(3)]))
  await one.replace(day, 1)
  await expect(other.replace(day, 1)).rejects.toThrow('ENOENT')
  expect(await queryLake(folder, 'SELECT row_id FROM LAKE ORDER BY ALL')).toEqual(
    [row(1), row(2)].map(({ row_id }) => ({ row_id })),
  )
})

describe('a lake in a bucket', () => {
  it('has the same bytes as one in a folder, replaces a day, and says why it was refused', async () => {
    const server = new S3rver({
      port: 0,
      silent: true,
      directory: folder,
      configureBuckets: [{ name: 'lake', configs: [] }],
    })
    const { port } = await server.run()
    // The server's own key: it verifies signatures with it.
    const keys = {
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
      region: 'auto',
      endpoint: `http://127.0.0.1:${port}`,
    }
    const stored = async () => (await filesBelow(folder)).filter((name) => name.endsWith('_object'))
    try {
      const target = await s3Target({ bucket: 'lake', prefix: 'tidegate/é' }, keys)
      await write(target, '2026-11-01', [[row(1), row(2)], [row(3)]])
      expect(await stored()).toHaveLength(2)
      await write(target, '2026-11-01', [[row(1)]])
      await target.discard()
      const [name = '', ...more] = await stored()
      expect(more).toEqual([])
      expect(name).toContain(`tidegate/é/site=${SITE}/date=2026-11-01/part-00000.parquet`)
      expect(new Uint8Array(await readFile(join(folder, name)))).toEqual(parquetOf([row(1)]))

      const wrong = await s3Target({ bucket: 'lake', prefix: '' }, { ...keys, secretAccessKey: 'another' })
      await expect(write(wrong, '2026-11-01', [[row(1)]])).rejects.toThrow('403 SignatureDoesNotMatch')
      await wrong.discard()
    } finally {
      await server.close()
    }
  })
})

it('the schema for a stream of Cloudflare Pipelines, which has no decimals, is that of the rows', async () => {
  const types = { text: 'string', boolean: 'bool', timestamp: 'timestamp', ten_thousandths: 'int64' } as const
  const schema: { fields: readonly { name: string; type: string; required: boolean }[] } = JSON.parse(
    await readFile(fileURLToPath(new URL('../../../docs/lake-stream-schema.json', import.meta.url)), 'utf8'),
  )
  expect(schema.fields.map(({ name, type, required }) => ({ name, type, required }))).toEqual(
    COLUMNS.map(({ name, type, nullable }) => ({ name, type: types[type], required: !nullable })),
  )
})
