/** `tidegate backup` of a gateway whose shard hands facts over to the off-site record meanwhile. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RECORD_TABLES } from '../offsite/record-tables.ts'
import { runTidegate } from './run.ts'

const SHARD = 'tidegate-outbox/shard.sqlite'
const RECORD = 'tidegate-offsite/record.sqlite'

/** As in src/outbox/tables.ts, which knows a Durable Object's SQLite only. */
const SHARD_TABLES = ['CREATE TABLE facts_out (seq INTEGER PRIMARY KEY AUTOINCREMENT, facts TEXT NOT NULL)']

const folder = mkdtempSync(join(tmpdir(), 'tidegate-backup-'))
const said: string[] = []
afterAll(() => rmSync(folder, { recursive: true }))

function database(name: string, tables: readonly string[], ...queries: readonly string[]): void {
  const file = join(folder, 'state/outbox', name)
  mkdirSync(join(file, '..'), { recursive: true })
  const made = new DatabaseSync(file)
  for (const query of [...tables, ...queries]) made.exec(query)
  made.close()
}

function tidegate(...args: readonly string[]) {
  return runTidegate(args, {
    stdin: (async function* () {})(),
    stdout: (text) => void said.push(text),
    stderr: (text) => void said.push(text),
    env: { LANG: 'C' },
    nowMs: () => Date.parse('2026-11-22T10:00:00Z'),
    randomId: () => '0000002a-0000-4000-8000-000000000000',
  })
}

describe('a backup taken while a shard tells the off-site record', () => {
  beforeAll(async () => {
    // The shard's copy ends with row 3; the record has been told up to 9 when its own turn comes.
    database(SHARD, SHARD_TABLES, ...[1, 2, 3].map((row) => `INSERT INTO facts_out (facts) VALUES ('[${row}]')`))
    database(
      RECORD,
      RECORD_TABLES,
      "INSERT INTO taken (shard, epoch, seq, touches, journeys) VALUES (0, 'one', 9, 0, 0)",
    )
    await tidegate('backup', join(folder, 'copy'), '--state', join(folder, 'state'))
    mkdirSync(join(folder, 'restored'))
    await tidegate('restore', join(folder, 'copy'), '--state', join(folder, 'restored'))
  })

  it('copies the shards first: what goes over meanwhile is in one of the copies at least', () => {
    const saved = said.join('').split('\n').slice(0, 2)
    expect(saved).toEqual([expect.stringContaining(SHARD), expect.stringContaining(RECORD)])
  })

  it('numbers what comes after a restore above all that the record has taken, and keeps the number of what waits', () => {
    expect(readdirSync(join(folder, 'restored/outbox')).toSorted()).toEqual(['tidegate-offsite', 'tidegate-outbox'])
    const restored = new DatabaseSync(join(folder, 'restored/outbox', SHARD))
    restored.exec("INSERT INTO facts_out (facts) VALUES ('[4]')")
    const rows = restored.prepare('SELECT seq FROM facts_out ORDER BY seq').all()
    restored.close()
    expect(rows.slice(0, 3).map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(rows.at(-1)?.['seq']).toBeGreaterThan(9)
  })
})

describe('a backup that cannot be made', () => {
  const damaged = join(folder, 'damaged')
  const backup = async (language: string): Promise<{ code: unknown; output: string }> => {
    said.length = 0
    const code = await tidegate('backup', join(folder, `copy-${language}`), '--state', damaged, '--lang', language)
    return { code, output: said.join('') }
  }

  it('says which database, why, and that what it has written is no backup', async () => {
    mkdirSync(join(damaged, 'outbox/tidegate-outbox'), { recursive: true })
    writeFileSync(join(damaged, 'outbox', SHARD), 'no database, and longer than its header would be'.repeat(10))
    // SQLITE_NOTADB (26): https://sqlite.org/rescode.html
    expect(await backup('en')).toEqual({
      code: 1,
      output: `${SHARD}: file is not a database. ${join(folder, 'copy-en')} is no complete backup: delete it\n`,
    })
    expect(await backup('fr')).toEqual({
      code: 1,
      output: `${SHARD} : ce n’est pas une base de données. ${join(folder, 'copy-fr')} n’est pas une sauvegarde complète : supprimez-le\n`,
    })
  })
})
