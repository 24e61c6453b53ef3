/** The off-site record's tables. docs/storage-schema.md says what each holds and for how long; the docs check compares the two. */

export const RECORD_TABLES = [
  // Up to which row each shard's facts have been taken, and what they came to.
  `CREATE TABLE IF NOT EXISTS taken (
     shard INTEGER PRIMARY KEY,
     epoch TEXT NOT NULL,
     seq INTEGER NOT NULL,
     touches INTEGER NOT NULL,
     journeys INTEGER NOT NULL,
     open TEXT NOT NULL DEFAULT ''
   )`,
  // One row per journey, all its touches and steps in it as one text (src/offsite/journey-text.ts): a touch costs one row written.
  `CREATE TABLE IF NOT EXISTS journeys (
     key TEXT PRIMARY KEY,
     first_ms INTEGER NOT NULL,
     last_ms INTEGER NOT NULL,
     touches INTEGER NOT NULL,
     sold INTEGER NOT NULL,
     log TEXT NOT NULL
   ) WITHOUT ROWID`,
  // What journeys are written with: what alike touches have in common, and pages.
  `CREATE TABLE IF NOT EXISTS names (
     kind TEXT NOT NULL,
     name TEXT NOT NULL,
     number INTEGER NOT NULL,
     PRIMARY KEY (kind, name)
   ) WITHOUT ROWID`,
  // Which journey an order belongs to, as its event said it.
  `CREATE TABLE IF NOT EXISTS conversions (
     link TEXT PRIMARY KEY,
     at_ms INTEGER NOT NULL,
     journey TEXT NOT NULL,
     keys TEXT NOT NULL
   ) WITHOUT ROWID`,
  // What consenting visitors did in an hour, all together: no journey is in it.
  `CREATE TABLE IF NOT EXISTS hours (
     hour_ms INTEGER PRIMARY KEY,
     visits INTEGER NOT NULL,
     view_item INTEGER NOT NULL,
     add_to_cart INTEGER NOT NULL
   )`,
  // Who took their consent back: what comes late goes too.
  `CREATE TABLE IF NOT EXISTS forgotten (
     key TEXT PRIMARY KEY,
     at_ms INTEGER NOT NULL
   ) WITHOUT ROWID`,
  // The back office's orders, as the ledger has them (src/offsite/order-mirror.ts), by when they were sold.
  `CREATE TABLE IF NOT EXISTS orders (
     at_ms INTEGER NOT NULL,
     link TEXT NOT NULL,
     journey TEXT NOT NULL,
     status INTEGER NOT NULL,
     value INTEGER,
     net INTEGER,
     refunds TEXT NOT NULL,
     first_time INTEGER NOT NULL,
     declared TEXT NOT NULL,
     answered TEXT NOT NULL,
     region TEXT NOT NULL,
     by_name INTEGER NOT NULL,
     PRIMARY KEY (at_ms, link)
   ) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS order_names (
     name TEXT PRIMARY KEY,
     link TEXT NOT NULL,
     at_ms INTEGER NOT NULL
   ) WITHOUT ROWID`,
  // What platforms and people say: imported, a row for each day, Live, post, cost or answer.
  `CREATE TABLE IF NOT EXISTS imports (
     kind TEXT NOT NULL,
     day TEXT NOT NULL,
     key TEXT NOT NULL,
     file TEXT NOT NULL,
     row TEXT NOT NULL,
     PRIMARY KEY (kind, day, key)
   ) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS import_files (
     file TEXT PRIMARY KEY,
     name TEXT NOT NULL,
     at_ms INTEGER NOT NULL,
     rows INTEGER NOT NULL
   ) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS links (
     code TEXT PRIMARY KEY,
     link TEXT NOT NULL
   ) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS tests (
     id TEXT PRIMARY KEY,
     plan TEXT NOT NULL,
     readings TEXT NOT NULL
   ) WITHOUT ROWID`,
  // When the record was told of a plan, also of those that no test was made of.
  `CREATE TABLE IF NOT EXISTS told_plans (
     test TEXT NOT NULL,
     hash TEXT NOT NULL,
     seed INTEGER NOT NULL,
     design TEXT NOT NULL,
     first_day TEXT NOT NULL,
     last_day TEXT NOT NULL,
     told_ms INTEGER NOT NULL,
     told_by TEXT NOT NULL,
     PRIMARY KEY (test, hash)
   ) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS meta (
     name TEXT PRIMARY KEY,
     value TEXT NOT NULL
   ) WITHOUT ROWID`,
] as const

export const RECORD_TABLE_NAMES: readonly string[] = RECORD_TABLES.map((table) => /EXISTS (\w+)/.exec(table)?.[1] ?? '')
