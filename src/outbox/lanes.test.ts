/** Where parcels lie, on real SQLite: through the store, as the shard uses it. */
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { Lanes } from './lanes.ts'
import type { Parcel } from './state.ts'
import { storageOf } from './sqlite.fixture.ts'
import { Store } from './store.ts'
import { Sql, TABLES } from './tables.ts'

const ALL = { maxEvents: 1_000, maxBytes: 1e9 }

function create() {
  const database = new DatabaseSync(':memory:')
  for (const table of TABLES) database.exec(table)
  const sql = new Sql(storageOf(database))
  return { database, sql, store: new Store(sql), restarted: () => new Store(sql) }
}

function parcel(destination: string, body: string): Parcel {
  return { destination, acceptedAtMs: 0, events: 1, bodies: body, sheet: '{"list":[]}' }
}

const bodiesFor = (store: Store, destination: string) => store.nextBatch(destination, ALL).map(({ row }) => row.bodies)

describe('the parcels of a destination', () => {
  it('come in the order in which they were taken, without those of the others, also after a restart', () => {
    const { store, restarted } = create()
    store.putBack([parcel('tiktok', 't1'), parcel('meta', 'm1'), parcel('tiktok', 't2'), parcel('meta', 'm2')])
    const after = restarted()
    after.putBack([parcel('meta', 'm3'), parcel('pinterest', 'p1'), parcel('tiktok', 't3')])
    for (const one of [after, restarted()]) {
      expect(['tiktok', 'meta', 'pinterest', 'snap'].map((id) => bodiesFor(one, id))).toEqual([
        ['t1', 't2', 't3'],
        ['m1', 'm2', 'm3'],
        ['p1'],
        [],
      ])
      expect(Object.fromEntries(one.waiting())).toEqual({ tiktok: 3, meta: 3, pinterest: 1 })
    }
  })

  it('are one range of ids, and no two destinations have the same, also where the first of them has nothing left', () => {
    const { database, sql, store, restarted } = create()
    store.putBack([parcel('tiktok', 't1'), parcel('meta', 'm1')])
    database.exec("DELETE FROM pending WHERE destination = 'tiktok'")
    restarted().putBack([parcel('snap', 's1'), parcel('tiktok', 't2'), parcel('meta', 'm2'), parcel('snap', 's2')])
    const rows = database.prepare('SELECT destination FROM pending ORDER BY id').all()
    expect(rows.map((row) => row['destination'])).toEqual(['snap', 'snap', 'meta', 'meta', 'tiktok'])
    const { all } = new Lanes(sql)
    expect(new Set([...all.values()].map(({ from }) => from)).size).toBe(3)
  })

  it('are numbered from the last one that waits: none is ever two', () => {
    const { store, restarted } = create()
    store.putBack([parcel('meta', 'm1'), parcel('meta', 'm2')])
    const [, second] = store.nextBatch('meta', ALL)
    restarted().putBack([parcel('meta', 'm3')])
    expect(restarted().nextBatch('meta', ALL, second?.row.id)).toMatchObject([{ row: { bodies: 'm3' } }])
  })

  it('are looked for without walking through those of another destination', () => {
    const { database, store } = create()
    store.putBack([...Array.from({ length: 500 }, (_, n) => parcel('tiktok', `t${n}`)), parcel('meta', 'm1')])
    const storage = storageOf(database)
    const scans: string[] = []
    let asked = 0
    const exec = (query: string, ...bindings: (string | number)[]) => {
      const plan = database.prepare(`EXPLAIN QUERY PLAN ${query}`).all(...bindings)
      if (plan.some(({ detail }) => String(detail).startsWith('SCAN pending'))) scans.push(query)
      asked++
      return storage.exec(query, ...bindings)
    }
    const watched = new Store(new Sql({ exec } as object as SqlStorage))
    expect(bodiesFor(watched, 'meta')).toEqual(['m1'])
    expect(watched.acceptedBefore('meta', 1, 0, 8)).toHaveLength(1)
    expect(watched.parcelsFor('meta', ['k'])).toEqual([])
    expect(watched.oldestAtMs(['meta'])).toEqual({ meta: 0 })
    expect(Object.fromEntries(watched.waiting())).toEqual({ tiktok: 500, meta: 1 })
    expect([scans, asked > 5]).toEqual([[], true])
  })
})
