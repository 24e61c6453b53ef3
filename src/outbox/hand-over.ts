/**
 * What one shard hands over to another when the site has another number of them: pages of rows, in the order of their keys,
 * read at one end and merged at the other (docs/decisions/0023). The SQL of both is here.
 */
import { withNoes, type Noes } from '../pipeline/order-noes.ts'
import type { KeyRange } from '../pipeline/parting.ts'
import { idsIn } from './claims.ts'
import type { HeldRow } from './consent-book.ts'
import type { Place } from './parting-book.ts'
import type { Sql } from './tables.ts'

/** The number of shards that the asking one means, who it is, and up to where it has all that there was in that turn. */
export interface HandOverAsk {
  readonly site: string
  readonly shards: number
  readonly shard: number
  readonly turn: number | null
  readonly place: Place | null
}

export type HandOverAnswer =
  /** It means another number of shards: ask again later. */
  | { readonly kind: 'not_yet' }
  /** `place`: up to where this page goes; null where there is nothing more. */
  | (Page & { readonly kind: 'page'; readonly turn: number; readonly shardsEver: number })

export interface Page {
  readonly rows: PageRows
  readonly place: Place | null
}

/** `noes` is absent where an earlier version hands over. */
export type DedupeRow = { key: string; destinations: string; until_day: number; noes?: string | null }
type WithdrawalRow = { key: string; destination: string; at_ms: number; heard_ms: number }
type SnapshotRow = { key: string; at_ms: number; snapshot: string }

/** Rows of one table; the others are absent. */
export interface PageRows {
  readonly withdrawals?: readonly WithdrawalRow[]
  readonly snapshots?: readonly SnapshotRow[]
  readonly dedupe?: readonly DedupeRow[]
  readonly held?: readonly HeldRow[]
}

/** A page is in memory at both ends, and merged in one turn. */
export const PAGE_ROWS = 5_000
const PAGE_BYTES = 512 * 1024

/** In this order: an order that waits may be let go only where all withdrawals and keys are known. */
const TABLES: readonly Place['table'][] = ['withdrawals', 'snapshots', 'dedupe', 'held']

/** The rows after `place`: those of one table, as many as fit. */
export function readPage(sql: Sql, range: KeyRange, place: Place | null, limit: number): Page {
  const first = place === null ? 0 : TABLES.indexOf(place.table)
  for (const table of TABLES.slice(first)) {
    const rows = READ[table](sql, range, place?.table === table ? place.after : ['', ''], limit)
    const last = rows[table]?.at(-1)
    if (last !== undefined) return { rows, place: { table, after: keysOf(last) } }
  }
  return { rows: {}, place: null }
}

/** Held orders up to there are stored where they were handed to. */
export function letGoOfHeld(sql: Sql, { from, to }: KeyRange, place: Place | null): void {
  const [id = ''] = place?.after ?? []
  if (place?.table === 'held') sql.rows('DELETE FROM held WHERE id >= ? AND id < ? AND id <= ?', from, to, id)
}

type Read = (sql: Sql, range: KeyRange, after: readonly string[], limit: number) => PageRows

const READ: Readonly<Record<Place['table'], Read>> = {
  withdrawals(sql, _range, [key = '', destination = ''], limit) {
    const query = `SELECT key, destination, at_ms, heard_ms FROM withdrawals WHERE (key, destination) > (?, ?)
                   ORDER BY key, destination LIMIT ?`
    return { withdrawals: sql.rows<WithdrawalRow>(query, key, destination, limit) }
  },
  snapshots(sql, _range, [key = ''], limit) {
    const query = 'SELECT key, at_ms, snapshot FROM snapshots WHERE key > ? ORDER BY key LIMIT ?'
    return { snapshots: fitting(sql.each<SnapshotRow>(query, key, limit), ({ snapshot }) => snapshot.length) }
  },
  dedupe(sql, { from, to }, [key = ''], limit) {
    const query = `SELECT key, destinations, until_day, noes FROM dedupe WHERE key >= ? AND key > ? AND key < ?
                   ORDER BY key LIMIT ?`
    return { dedupe: sql.rows<DedupeRow>(query, from, key, to, limit) }
  },
  held(sql, { from, to }, [id = ''], limit) {
    const query = 'SELECT * FROM held WHERE id >= ? AND id > ? AND id < ? ORDER BY id LIMIT ?'
    return { held: fitting(sql.each<HeldRow>(query, from, id, to, limit), ({ sealed }) => sealed.byteLength) }
  },
}

/** As many as fit into a page, and one that is larger than that alone. */
function fitting<Row>(rows: Iterable<Row>, bytesOf: (row: Row) => number): Row[] {
  const page: Row[] = []
  let bytes = 0
  for (const row of rows) {
    page.push(row)
    bytes += bytesOf(row)
    if (bytes >= PAGE_BYTES) break
  }
  return page
}

function keysOf(row: WithdrawalRow | SnapshotRow | DedupeRow | HeldRow): readonly string[] {
  if ('id' in row) return [row.id]
  return 'destination' in row ? [row.key, row.destination] : [row.key]
}

/** Facts are merged: the same page may come twice, and pages in any order. Runs inside a transaction. */
export function mergePage(sql: Sql, { withdrawals = [], snapshots = [], dedupe = [], held = [] }: PageRows): void {
  if (withdrawals.length > 0) mergeWithdrawals(sql, withdrawals)
  for (const row of snapshots) mergeSnapshot(sql, row)
  mergeDedupe(sql, dedupe)
  for (const row of held) mergeHeld(sql, row)
}

function mergeWithdrawals(sql: Sql, rows: readonly WithdrawalRow[]): void {
  sql.rows(
    `INSERT INTO withdrawals (key, destination, at_ms, heard_ms)
     SELECT value ->> 'key', value ->> 'destination', value ->> 'at_ms', value ->> 'heard_ms' FROM json_each(?) WHERE true
     ON CONFLICT (key, destination) DO UPDATE SET at_ms = excluded.at_ms, heard_ms = max(heard_ms, excluded.heard_ms)
     WHERE excluded.at_ms > at_ms`,
    JSON.stringify(rows),
  )
}

function mergeSnapshot(sql: Sql, { key, at_ms, snapshot }: SnapshotRow): void {
  sql.rows(
    `INSERT INTO snapshots (key, at_ms, snapshot) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET at_ms = excluded.at_ms, snapshot = excluded.snapshot WHERE excluded.at_ms > at_ms`,
    key,
    at_ms,
    snapshot,
  )
}

/** The destinations of both, what either's buyer refused, and the later day; what is known already costs no row. */
export function mergeDedupe(sql: Sql, rows: readonly DedupeRow[]): void {
  if (rows.length === 0) return
  const query = 'SELECT key, destinations, until_day, noes FROM dedupe WHERE key IN (SELECT value FROM json_each(?))'
  const found = sql.rows<DedupeRow>(query, JSON.stringify(rows.map(({ key }) => key)))
  const known = new Map(found.map((row) => [row.key, row]))
  const changed = rows.map((row) => united(row, known.get(row.key))).filter((row) => row !== undefined)
  if (changed.length === 0) return
  sql.rows(
    `INSERT OR REPLACE INTO dedupe (key, destinations, until_day, noes)
     SELECT value ->> 'key', value ->> 'destinations', value ->> 'until_day', value ->> 'noes' FROM json_each(?)`,
    JSON.stringify(changed),
  )
}

/** Undefined where nothing in it is new. */
function united(row: DedupeRow, known: DedupeRow | undefined): DedupeRow | undefined {
  if (known === undefined) return row
  const had = idsIn(known.destinations)
  const more = idsIn(row.destinations).filter((id) => !had.includes(id))
  const noes = unitedNoes(row.noes, known.noes)
  if (more.length === 0 && row.until_day <= known.until_day && noes === known.noes) return undefined
  return {
    key: row.key,
    destinations: [...had, ...more].join(' '),
    until_day: Math.max(row.until_day, known.until_day),
    noes,
  }
}

/** The very same text where nothing in it is new. */
function unitedNoes(noes: string | null = null, known: string | null = null): string | null {
  if (noes === null || known === null) return noes ?? known
  return JSON.stringify(withNoes(JSON.parse(known) as Noes, JSON.parse(noes) as Noes))
}

function mergeHeld(sql: Sql, { id, until_ms, received_at_ms, keys, entry, sealed }: HeldRow): void {
  sql.rows(
    `INSERT INTO held (id, until_ms, received_at_ms, keys, entry, sealed) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO NOTHING`,
    id,
    until_ms,
    received_at_ms,
    keys,
    entry,
    sealed,
  )
}
