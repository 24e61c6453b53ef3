/** Where the noes of orders lie, and what asking for them costs: on real SQLite, through the store. */
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Verdict } from '../pipeline/judge.ts'
import type { Noes } from '../pipeline/order-noes.ts'
import { mergePage } from './hand-over.ts'
import { migrate } from './migrate.ts'
import { storageOf } from './sqlite.fixture.ts'
import { Store } from './store.ts'
import { Sql, TABLES } from './tables.ts'

let asked: string[] = []
let sql: Sql
let store: Store

beforeEach(() => {
  const database = new DatabaseSync(':memory:')
  for (const table of TABLES) database.exec(table)
  const storage = storageOf(database)
  const exec = (query: string, ...bindings: (string | number)[]) => {
    asked.push(query)
    return storage.exec(query, ...bindings)
  }
  sql = new Sql({ exec } as object as SqlStorage)
  migrate(sql)
  store = new Store(sql)
  asked = []
})

/** What somebody said of an order at this minute, by the page. */
const noTo = (destination: string, minute: number): Noes => ({
  [destination]: { browser: { atMs: minute * 60_000, heardMs: minute * 60_000, said: 'd---' } },
})

function sale(key: string, minute: number, changed: Partial<Verdict> = {}): Verdict {
  const yes = { atMs: minute * 60_000, via: 'server', heardMs: minute * 60_000 }
  return {
    eventId: `${key} ${minute}`,
    name: 'purchase',
    occurredAtMs: 0,
    dedupeKey: key,
    dedupeUntilDay: 20_000,
    personKeys: [],
    deliveries: [{ destination: 'meta', body: '{}', fields: '', level: 'full', basis: '', yes }],
    refused: {},
    order: { hasAliases: false, names: () => undefined, yes },
    ...changed,
  }
}

const refused = (key: string, minute: number, changed: Partial<Verdict> = {}) =>
  sale(key, minute, { deliveries: [], refused: { meta: 'consent_denied' }, noes: noTo('meta', minute), ...changed })

const accept = (...events: Verdict[]) => store.accept({ site: 'shop', digest: 'd', receivedAtMs: 0, events })
const accepted = (...events: Verdict[]) => accept(...events).events.map(({ deliveries }) => deliveries.length)
const rows = () => sql.rows('SELECT key, destinations, noes FROM dedupe ORDER BY key')
const refusedOf = (destination: string) => {
  const batch = store.nextBatch(destination, { maxEvents: 1_000, maxBytes: 1e9 })
  const waiting = batch.flatMap(({ held }) => held)
  return store.refusedSince(waiting, destination).map(({ entry }) => entry.k?.o)
}

describe('the noes of orders', () => {
  it('cost another order nothing: with a thousand of them in the shard the same statements are run as without', () => {
    accept(sale('first', 1))
    const without = [...asked]
    accept(...Array.from({ length: 1_000 }, (_, number) => refused(`refused ${number}`, 1)))
    asked = []
    expect(accepted(sale('second', 1))).toEqual([1])
    expect(asked).toEqual(without)
  })

  it('are one row with what was sent, and a refused copy that comes again writes none', () => {
    accept(refused('a', 1), sale('b', 1), refused('b', 2))
    const before = rows()
    expect(before).toMatchObject([
      { key: 'a', destinations: '', noes: JSON.stringify(noTo('meta', 1)) },
      { key: 'b', destinations: 'meta', noes: JSON.stringify(noTo('meta', 2)) },
    ])
    asked = []
    accept(refused('a', 1), refused('b', 2))
    expect(rows()).toEqual(before)
    expect(asked.filter((query) => query.startsWith('UPDATE'))).toEqual([])
  })

  it('stop an older yes and no later one, in a group with orders of which nothing is known', () => {
    accept(refused('a', 5), refused('b', 5))
    expect(accepted(sale('new', 1), sale('a', 1), sale('b', 9), sale('newer', 1))).toEqual([1, 0, 1, 1])
    expect(rows().map(({ destinations }) => destinations)).toEqual(['', 'meta', 'meta', 'meta'])
  })

  it('stop a sale that would wait for other copies, and what the off-site record would be told', () => {
    accept(refused('a', 5, { noes: { ...noTo('meta', 5), ...noTo('analysis', 5) } }))
    const fact = { k: 'order' } as Verdict['fact']
    const [waits] = accept(sale('a', 1, { settles: true })).events
    const [told] = accept(sale('a', 1, { fact, deliveries: [] })).events
    expect([waits?.settles, waits?.deliveries, told?.fact]).toEqual([undefined, [], undefined])
  })

  it('are found for what waits, and only for that: of its destination, said later', () => {
    accept(sale('a', 1), sale('b', 5), sale('c', 1), sale('d', 1))
    expect(refusedOf('meta')).toEqual([])
    accept(
      refused('a', 3),
      refused('b', 3),
      refused('other', 3),
      sale('c', 3, { deliveries: [], noes: noTo('tiktok', 3) }),
    )
    expect(refusedOf('meta')).toEqual(['a'])
  })

  it('are found for what waits under a key that has become another’s since, over several steps and round in a circle', () => {
    accept(sale('a', 1), sale('b', 1), sale('c', 1))
    sql.rows(
      "INSERT INTO order_names (name, key, firm, until_day) VALUES ('a', 'b', 0, 1), ('b', 'd', 0, 1), ('d', 'a', 0, 1)",
    )
    accept(sale('d', 1), refused('d', 3))
    expect(refusedOf('meta')).toEqual(['a', 'b', 'd'])
  })

  it('stay where another shard hands over the same key, whichever of the two knows more', () => {
    accept(refused('a', 3), sale('b', 1))
    const noes = JSON.stringify(noTo('tiktok', 4))
    const came = { destinations: 'tiktok', until_day: 20_001 }
    // The first comes from a version that has no noes there.
    mergePage(sql, {
      dedupe: [
        { key: 'a', ...came },
        { key: 'b', ...came, noes },
      ],
    })
    mergePage(sql, { dedupe: [{ key: 'a', destinations: '', until_day: 1, noes }] })
    expect(rows()).toEqual([
      { key: 'a', destinations: 'tiktok', noes: JSON.stringify({ ...noTo('meta', 3), ...noTo('tiktok', 4) }) },
      { key: 'b', destinations: 'meta tiktok', noes },
    ])
  })
})
