/** The outbox's tables. docs/storage-schema.md says what each holds and for how long; the docs check compares the two. */

export const PENDING = `CREATE TABLE IF NOT EXISTS pending (
     destination TEXT NOT NULL,
     id INTEGER PRIMARY KEY,
     accepted_at_ms INTEGER NOT NULL,
     events INTEGER NOT NULL,
     bodies TEXT NOT NULL,
     sheet TEXT NOT NULL
   )`

export const TABLES = [
  // One row per event, sent or refused by its buyer; its index holds those of which there is both (order-no-book.ts): rows written are
  // what Cloudflare bills.
  `CREATE TABLE IF NOT EXISTS dedupe (
     key TEXT PRIMARY KEY,
     destinations TEXT NOT NULL,
     until_day INTEGER NOT NULL,
     noes TEXT
   ) WITHOUT ROWID`,
  // One row per commit with many new keys, which are laid into `dedupe` later (src/outbox/key-book.ts).
  `CREATE TABLE IF NOT EXISTS new_keys (
     id INTEGER PRIMARY KEY,
     destinations TEXT NOT NULL,
     until_day INTEGER NOT NULL,
     keys TEXT NOT NULL,
     due TEXT NOT NULL
   )`,
  // One row per name of an order; what has no other name than its id writes none (src/outbox/order-name-book.ts).
  `CREATE TABLE IF NOT EXISTS order_names (
     name TEXT PRIMARY KEY,
     key TEXT NOT NULL,
     firm INTEGER NOT NULL,
     until_day INTEGER NOT NULL
   ) WITHOUT ROWID`,
  // One row per commit and destination: a parcel of deliveries. Clustered by destination, for its ids are a range (lanes.ts). By
  // its rowid: to find its place in an index, SQLite reads the bodies of every row that it passes.
  PENDING,
  // One row per attempt that ended deliveries, or per commit that refused some.
  `CREATE TABLE IF NOT EXISTS receipts (
     id INTEGER PRIMARY KEY,
     at_ms INTEGER NOT NULL,
     destination TEXT NOT NULL,
     outcome TEXT NOT NULL,
     code TEXT NOT NULL,
     sheets TEXT NOT NULL,
     chain TEXT NOT NULL DEFAULT ''
   )`,
  // One row per day with traffic, and per export: where the chain of receipts stood when it was signed.
  `CREATE TABLE IF NOT EXISTS receipt_heads (
     id INTEGER PRIMARY KEY,
     at_ms INTEGER NOT NULL,
     chain TEXT NOT NULL,
     jws TEXT NOT NULL
   )`,
  // What a platform refused for good, kept for a person to mend and send again (src/outbox/dead-letters.ts). When keys move
  // between shards it stays: every shard that there ever was is asked for its own, and its dedupe keys are not here.
  `CREATE TABLE IF NOT EXISTS dead_letters (
     id INTEGER PRIMARY KEY,
     destination TEXT NOT NULL,
     event TEXT NOT NULL,
     code TEXT NOT NULL,
     at_ms INTEGER NOT NULL,
     accepted_at_ms INTEGER NOT NULL,
     events INTEGER NOT NULL,
     bytes INTEGER NOT NULL,
     bodies TEXT NOT NULL,
     sheet TEXT NOT NULL
   )`,
  // What people answered: read by every event of somebody who has (src/outbox/consent-book.ts).
  `CREATE TABLE IF NOT EXISTS withdrawals (
     key TEXT NOT NULL,
     destination TEXT NOT NULL,
     at_ms INTEGER NOT NULL,
     heard_ms INTEGER NOT NULL,
     PRIMARY KEY (key, destination)
   ) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS snapshots (
     key TEXT PRIMARY KEY,
     at_ms INTEGER NOT NULL,
     snapshot TEXT NOT NULL
   ) WITHOUT ROWID`,
  // Orders that wait for the answer of their browser, encrypted.
  `CREATE TABLE IF NOT EXISTS held (
     id TEXT PRIMARY KEY,
     until_ms INTEGER NOT NULL,
     received_at_ms INTEGER NOT NULL,
     keys TEXT NOT NULL,
     entry TEXT NOT NULL,
     sealed BLOB NOT NULL
   ) WITHOUT ROWID`,
  // One row per hour with traffic: what was counted in it (src/diagnostics/counts.ts).
  `CREATE TABLE IF NOT EXISTS diagnostics (
     hour INTEGER PRIMARY KEY,
     counts TEXT NOT NULL
   )`,
  // One row per order of the back office (src/outbox/order-book.ts). The index costs a row more when an order is new, and
  // spares reading a year to see a day.
  `CREATE TABLE IF NOT EXISTS orders (
     order_id TEXT PRIMARY KEY,
     at_ms INTEGER NOT NULL,
     heard_ms INTEGER,
     links TEXT NOT NULL,
     line TEXT NOT NULL,
     changed INTEGER
   ) WITHOUT ROWID`,
  'CREATE INDEX IF NOT EXISTS orders_by_time ON orders (at_ms)',
  // By what people call it, the second of its links, where that is not its id: what a file calls an order is looked up here,
  // and not among all the orders of those days.
  'CREATE INDEX IF NOT EXISTS orders_by_name ON orders (substr(links, 18, 16)) WHERE length(links) > 16',
  // Refunds whose order the ledger has not heard of yet (src/outbox/early-refunds.ts).
  `CREATE TABLE IF NOT EXISTS early_refunds (
     link TEXT NOT NULL,
     refund_id TEXT NOT NULL,
     at_ms INTEGER NOT NULL,
     refund TEXT NOT NULL,
     PRIMARY KEY (link, refund_id)
   ) WITHOUT ROWID`,
  // What came from where it should and could not be used, encrypted, until somebody has mended it (src/outbox/parked-book.ts).
  `CREATE TABLE IF NOT EXISTS parked (
     id TEXT PRIMARY KEY,
     at_ms INTEGER NOT NULL,
     source TEXT NOT NULL,
     code TEXT NOT NULL,
     paths TEXT NOT NULL,
     order_id TEXT NOT NULL,
     sealed BLOB NOT NULL,
     keys TEXT NOT NULL DEFAULT '[]'
   )`,
  // Orders that somebody spoke of who was not believed (src/outbox/door-book.ts).
  `CREATE TABLE IF NOT EXISTS door_refusals (
     link TEXT NOT NULL,
     code TEXT NOT NULL,
     day INTEGER NOT NULL,
     PRIMARY KEY (link, code)
   ) WITHOUT ROWID`,
  // What a platform says that it received: one row per part of an imported report (src/outbox/platform-book.ts).
  `CREATE TABLE IF NOT EXISTS platform_reports (
     id TEXT PRIMARY KEY,
     destination TEXT NOT NULL,
     file TEXT NOT NULL,
     imported_ms INTEGER NOT NULL,
     from_ms INTEGER NOT NULL,
     to_ms INTEGER NOT NULL,
     rows TEXT NOT NULL
   )`,
  // What the site's off-site record has yet to be told (src/outbox/facts-queue.ts): one row for a commit.
  `CREATE TABLE IF NOT EXISTS facts_out (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     facts TEXT NOT NULL
   )`,
  `CREATE TABLE IF NOT EXISTS meta (
     name TEXT PRIMARY KEY,
     value TEXT NOT NULL
   ) WITHOUT ROWID`,
] as const

/** What `OR IGNORE` left out, and no row was there already: the group must not count as stored. */
export const NOT_STORED = 'not stored'

/** Counts the rows written and read through it: what Cloudflare bills and the benchmark prints. */
export class Sql {
  rowsWritten = 0
  /** Without those of `each`: pages of receipts and exports, which no event causes. */
  rowsRead = 0
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  createTables(): void {
    for (const table of TABLES) this.#sql.exec(table)
  }

  /** A text that the object keeps under a name of its own, in the table `meta`. */
  kept(name: string): string | undefined {
    return this.rows<{ value: string }>('SELECT value FROM meta WHERE name = ?', name)[0]?.value
  }

  keep(name: string, value: string): void {
    this.rows('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)', name, value)
  }

  drop(name: string): void {
    this.rows('DELETE FROM meta WHERE name = ?', name)
  }

  /** Row by row, only as far as they are asked for: for reading what may be much. */
  each<Row extends Record<string, SqlStorageValue>>(query: string, ...bindings: SqlStorageValue[]): Iterable<Row> {
    return this.#sql.exec<Row>(query, ...bindings)
  }

  rows<Row extends Record<string, SqlStorageValue>>(query: string, ...bindings: SqlStorageValue[]): Row[] {
    const cursor = this.#sql.exec<Row>(query, ...bindings)
    const rows = cursor.toArray()
    this.rowsWritten += cursor.rowsWritten
    this.rowsRead += cursor.rowsRead
    return rows
  }
}

/** Rows were laid together into a text that is longer than SQLite lets a value be. */
export function isTooLong(error: unknown): boolean {
  return error instanceof Error && error.message.includes('too big')
}

/** A group of requests may hold many more small events than one value of 2 MB; an event takes at most some 600 bytes of it. */
const EVENTS_PER_VALUE = 2_000

/** In lists short enough for one value of SQLite. Nearly always this is the list itself. */
export function parted<One>(list: readonly One[]): (readonly One[])[] {
  if (list.length <= EVENTS_PER_VALUE) return [list]
  const count = Math.ceil(list.length / EVENTS_PER_VALUE)
  return Array.from({ length: count }, (_, part) => list.slice(part * EVENTS_PER_VALUE, (part + 1) * EVENTS_PER_VALUE))
}
