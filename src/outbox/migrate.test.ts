/** What earlier versions left, on real SQLite: what waited before there were lanes, and noes in a table of their own. */
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrate } from './migrate.ts'
import { storageOf } from './sqlite.fixture.ts'
import { Store } from './store.ts'
import { Sql, TABLES } from './tables.ts'

/** As 0.x made it, word for word. */
const BEFORE = `CREATE TABLE pending (
     destination TEXT NOT NULL,
     id INTEGER NOT NULL,
     accepted_at_ms INTEGER NOT NULL,
     events INTEGER NOT NULL,
     bodies TEXT NOT NULL,
     sheet TEXT NOT NULL,
     PRIMARY KEY (destination, id)
   ) WITHOUT ROWID`

const SHEET = '{"site":"shop","digest":"d","sets":[],"bases":[],"list":[]}'
/** Of the fourth parcel two of five were refused, and the rest was written anew. */
const ROWS = [
  ['tiktok', 3, 1_000, 2, '{"t":3}\n{"t":4}', SHEET],
  ['meta', 4, 1_000, 3, '{"m":1}\n{"m":2}\n{"m":5}', SHEET],
  ['meta', 7, 2_000, 1, '{"m":7}', SHEET],
  ['tiktok', 10, 3_000, 1, '{"t":9}', SHEET],
  ['meta', 9, 2_500, 1, '{"m":9}', SHEET],
] as const
const WAITING = {
  meta: ['{"m":1}\n{"m":2}\n{"m":5}', '{"m":7}', '{"m":9}'],
  tiktok: ['{"t":3}\n{"t":4}', '{"t":9}'],
}

/** As versions had it until noes lay beside what was sent. */
const NOES_BEFORE = `CREATE TABLE dedupe (key TEXT PRIMARY KEY, destinations TEXT NOT NULL, until_day INTEGER NOT NULL) WITHOUT ROWID;
   CREATE TABLE order_noes (key TEXT PRIMARY KEY, noes TEXT NOT NULL, until_day INTEGER NOT NULL) WITHOUT ROWID;
   INSERT INTO dedupe VALUES ('both', 'meta', 90), ('sent', 'meta tiktok', 91);
   INSERT INTO order_noes VALUES ('both', '{"tiktok":{}}', 95), ('refused', '{"meta":{}}', 92)`

let database = new DatabaseSync(':memory:')
beforeEach(() => {
  database = new DatabaseSync(':memory:')
  database.exec(BEFORE)
  for (const row of ROWS) database.prepare('INSERT INTO pending VALUES (?, ?, ?, ?, ?, ?)').all(...row)
})
afterEach(() => database.close())

/** As the shard starts. `dies`: before the statement of that number; the runtime takes back what was not committed. */
function start(dies = Infinity): boolean {
  for (const table of TABLES) database.exec(table)
  let statements = 0
  const storage = storageOf(database)
  const exec = (query: string, ...bindings: (string | number)[]) => {
    if (statements++ === dies) throw new Error('killed')
    return storage.exec(query, ...bindings)
  }
  database.exec('BEGIN')
  try {
    migrate(new Sql({ exec } as object as SqlStorage))
    database.exec('COMMIT')
    return true
  } catch (error) {
    database.exec('ROLLBACK')
    if (statements <= dies) throw error
    return false
  }
}

const rowsNow = () => database.prepare('SELECT * FROM pending ORDER BY destination, id').all()

function waiting(): Readonly<Record<string, readonly string[]>> {
  const store = new Store(new Sql(storageOf(database)))
  const bodiesFor = (id: string) =>
    store.nextBatch(id, { maxEvents: 1_000, maxBytes: 1e9 }).map(({ row }) => row.bodies)
  return Object.fromEntries([...store.waiting().keys()].map((id) => [id, bodiesFor(id)]))
}

describe('what waits since before there were lanes', () => {
  it('is taken over in its order, each row once, and new parcels come behind it', () => {
    start()
    expect(waiting()).toEqual(WAITING)
    const before = ROWS.map(([destination, , accepted_at_ms, events, bodies, sheet]) => ({
      destination,
      accepted_at_ms,
      events,
      bodies,
      sheet,
    }))
    const now = database.prepare('SELECT destination, accepted_at_ms, events, bodies, sheet FROM pending').all()
    expect(now).toHaveLength(ROWS.length)
    expect(now).toEqual(expect.arrayContaining(before))
    const fresh = { destination: 'meta', acceptedAtMs: 4_000, events: 1, bodies: '{"m":10}', sheet: SHEET }
    new Store(new Sql(storageOf(database))).putBack([fresh])
    expect(waiting()).toEqual({ ...WAITING, meta: [...WAITING.meta, '{"m":10}'] })
  })

  it('is taken over once: a second start changes nothing', () => {
    start()
    const first = rowsNow()
    start()
    expect(rowsNow()).toEqual(first)
  })

  it('is all there where the process is killed at any statement of it, and is taken over at the next start', () => {
    const before = rowsNow()
    let deaths = 0
    while (!start(deaths)) {
      deaths++
      expect(rowsNow()).toEqual(before)
    }
    expect(deaths).toBeGreaterThan(8)
    expect(waiting()).toEqual(WAITING)
  })
})

describe('noes that lay in a table of their own', () => {
  it('are taken over beside what was sent, killed at any statement or not, and the later day stays', () => {
    database.exec(NOES_BEFORE)
    let deaths = 0
    while (!start(deaths)) deaths++
    expect(deaths).toBeGreaterThan(8)
    start()
    const rows = database.prepare('SELECT key, destinations, until_day, noes FROM dedupe ORDER BY key').all()
    expect(rows).toEqual([
      { key: 'both', destinations: 'meta', until_day: 95, noes: '{"tiktok":{}}' },
      { key: 'refused', destinations: '', until_day: 92, noes: '{"meta":{}}' },
      { key: 'sent', destinations: 'meta tiktok', until_day: 91, noes: null },
    ])
    expect(database.prepare("SELECT name FROM sqlite_schema WHERE name = 'order_noes'").all()).toEqual([])
  })

  it('are added to those that were taken over before, where an earlier version ran once more in between', () => {
    database.exec(NOES_BEFORE)
    start()
    database.exec(`CREATE TABLE order_noes (key TEXT PRIMARY KEY, noes TEXT NOT NULL, until_day INTEGER NOT NULL) WITHOUT ROWID;
      INSERT INTO order_noes VALUES ('both', '{"meta":{}}', 95)`)
    start()
    const rows = database.prepare("SELECT noes FROM dedupe WHERE key = 'both'").all()
    expect(rows).toEqual([{ noes: '{"tiktok":{},"meta":{}}' }])
  })
})
