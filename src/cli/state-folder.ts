/** The state folder of `npm run serve` as files: which databases are in it, and whether what lies in one is whole. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import { BEGINNING, chainAfter, GENESIS, linkOf, type Link, type ReceiptCells } from '../outbox/receipt-chain.ts'
import { type Bilingual, type Terminal, UsageError } from './command.ts'

/** Under the state folder, and under a backup: a database for each shard, and one in which workerd keeps its alarms. */
export const OUTBOX = 'outbox'

/** Paths below `OUTBOX`; none where there is no such folder. */
export async function databasesIn(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, OUTBOX), { recursive: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  })
  return names.filter((name) => name.endsWith('.sqlite')).toSorted()
}

/** Off-site records have a folder of their own. */
export function isRecord(name: string): boolean {
  return name.startsWith('tidegate-offsite')
}

/** Above all that a shard has told its record between the copy of the one and that of the other. */
const SKIPPED_NUMBERS = 2 ** 32

/**
 * A record copied after its shard has taken rows which the shard's copy has yet to write: after a restore their numbers would be given
 * out again, and what stands under them would count as taken.
 */
export function skipFactNumbers(file: string): void {
  const database = new DatabaseSync(file)
  try {
    if (!hasTable(database, 'facts_out')) return
    const query = "UPDATE sqlite_sequence SET seq = seq + ? WHERE name = 'facts_out'"
    if (database.prepare(query).run(SKIPPED_NUMBERS).changes > 0) return
    database.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('facts_out', ?)").run(SKIPPED_NUMBERS)
  } catch {
    // Whatever is wrong with it, the check that follows says so.
  } finally {
    database.close()
  }
}

/** What a database holds, for people to compare; undefined in one that is no shard's. */
export interface Contents {
  readonly waiting: number
  readonly dedupe_keys: number
  readonly receipts: number
}

export type Looked = { readonly contents: Contents | undefined } | { readonly fault: Fault }
export type Fault = { readonly kind: 'damaged' } | { readonly kind: 'receipt'; readonly id: number }

/** By SQLite's own check, and by the chain of receipts. */
export function look(file: string): Looked {
  const database = new DatabaseSync(file)
  try {
    const [check] = database.prepare('PRAGMA integrity_check').all()
    if (check?.['integrity_check'] !== 'ok') return { fault: { kind: 'damaged' } }
    if (!hasTable(database, 'receipts')) return { contents: undefined }
    const broken = brokenReceipt(database)
    return broken === undefined ? { contents: contentsOf(database) } : { fault: { kind: 'receipt', id: broken } }
  } catch {
    return { fault: { kind: 'damaged' } }
  } finally {
    database.close()
  }
}

function hasTable(database: DatabaseSync, name: string): boolean {
  return database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !== undefined
}

/** In their places, or in lists (src/outbox/key-book.ts): of some both; an earlier version has no lists. */
function keysOf(database: DatabaseSync): string {
  const placed = 'SELECT key FROM dedupe'
  if (!hasTable(database, 'new_keys')) return placed
  return `${placed} UNION SELECT value FROM new_keys, json_each(new_keys.keys)`
}

function contentsOf(database: DatabaseSync): Contents {
  const number = (query: string) => Number(database.prepare(query).get()?.['n'] ?? 0)
  return {
    waiting: number('SELECT coalesce(sum(events), 0) AS n FROM pending'),
    dedupe_keys: number(`SELECT count(*) AS n FROM (${keysOf(database)})`),
    receipts: number('SELECT count(*) AS n FROM receipts'),
  }
}

/** The first receipt whose chain value is not that of its content and of the one before it. */
function brokenReceipt(database: DatabaseSync): number | undefined {
  let before = anchorOf(database)
  const query = 'SELECT id, at_ms, destination, outcome, code, sheets, chain FROM receipts ORDER BY id'
  for (const row of database.prepare(query).iterate() as Iterable<ReceiptCells & Link>) {
    // From before there was a chain.
    if (row.chain !== '' && row.chain !== chainAfter(before.chain, row)) return row.id
    before = linkOf(row)
  }
  return undefined
}

/** What the oldest receipt that is kept is chained to. */
function anchorOf(database: DatabaseSync): Link {
  const text = database.prepare("SELECT value FROM meta WHERE name = 'receipt_anchor'").get()?.['value']
  if (typeof text !== 'string') return BEGINNING
  const { id, chain } = JSON.parse(text) as Partial<Link>
  return { id: Number(id), chain: chain ?? GENESIS }
}

export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}

/** The backup's folder, and that of the state: `--state`, else where the gateway would look. `one`: said where there is not one. */
export function foldersFrom(args: readonly string[], { env }: Terminal, one: Bilingual) {
  const options = { state: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
  const [folder] = positionals
  if (folder === undefined || positionals.length > 1) throw new UsageError(one)
  return { folder, state: values.state ?? env['STATE_DIR'] ?? '.tidegate' }
}
