/** Where the noes of orders lie, and what asking for them costs: on real SQLite, through the store. */
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Verdict } from '../pipeline/judge.ts'
import { heldAgainst, withNoes, type Noes } from '../pipeline/order-noes.ts'
import { mergePage } from './hand-over.ts'
import { migrate } from './migrate.ts'
import { storageOf } from './sqlite.fixture.ts'
import { Store } from './store.ts'
import { Sql, TABLES } from './tables.ts'
import { bodyOf } from '../pipeline/safe-json.fixture.ts'

let asked: string[] = []
let sql: Sql
let store: Store

beforeEach(create)

function create(): void {
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
}

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
    deliveries: [{ destination: 'meta', body: bodyOf({}), fields: '', level: 'full', basis: '', yes }],
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

  it('of an earlier day do not shorten the time for which what was sent afterwards is known', () => {
    accept(refused('a', 1, { dedupeUntilDay: 62 }))
    accept(sale('a', 5, { dedupeUntilDay: 90 }))
    accept(refused('b', 1, { dedupeUntilDay: 62 }), sale('b', 5, { dedupeUntilDay: 90 }))
    store.sweep(89, 0, 100)
    const again = accept(sale('a', 6), sale('b', 6))
    expect(again.duplicates).toEqual([['meta'], ['meta']])
  })

  it('stop and let through what a reader of each event by itself would, in whatever bodies and order the copies come', () => {
    fc.assert(
      fc.property(fc.array(fc.array(copy, { minLength: 1, maxLength: 5 }), { maxLength: 5 }), (bodies) => {
        create()
        const read = readerOfEach()
        for (const body of bodies) {
          const { events, duplicates } = accept(...body)
          expect(events.map((event, index) => ({ event, had: duplicates[index] }))).toEqual(read(body))
        }
      }),
      { numRuns: 300 },
    )
  })
})

const minute = fc.integer({ min: 0, max: 4 })
const noOf = fc.tuple(fc.constantFrom('meta', 'meta:full', 'tiktok', 'analysis'), minute).map((said) => noTo(...said))

/** Of one of two orders: by one destination or two, with a no or without, waiting for other copies or not. */
const copy = fc
  .record({
    key: fc.constantFrom('a', 'b'),
    minute,
    to: fc.subarray(['meta', 'tiktok']),
    noes: fc.option(noOf, { nil: undefined }),
    waits: fc.boolean(),
    fact: fc.boolean(),
  })
  .map(({ key, minute: at, to, noes, waits, fact }) => {
    const [delivery] = sale(key, at).deliveries
    return sale(key, at, {
      deliveries: to.flatMap((destination) => (delivery === undefined ? [] : [{ ...delivery, destination }])),
      ...(noes !== undefined && { noes }),
      ...(waits && to.length > 0 && { settles: true }),
      ...(fact && { fact: { k: 'order' } as Verdict['fact'] }),
    })
  })

/** Knows everything before it judges an event: first all noes heard before it, then what had been sent before its body, then who has it. */
function readerOfEach() {
  const noes = new Map<string, Noes>()
  const had = new Map<string, Set<string>>()
  return (body: readonly Verdict[]) => {
    const sent = new Set(had.keys())
    return body.map((received) => {
      const before = noes.get(received.dedupeKey)
      if (received.noes !== undefined) noes.set(received.dedupeKey, withNoes(before, received.noes))
      const heeded = before === undefined ? received : heldAgainst(received, before)
      const { settles, ...rest } = heeded
      const event: Verdict = settles === undefined || sent.has(received.dedupeKey) ? rest : heeded
      const takers = event.settles === undefined ? event.deliveries.map(({ destination }) => destination) : []
      const known = had.get(event.dedupeKey) ?? new Set()
      const again = takers.filter((taker) => known.has(taker))
      if (takers.length > 0) had.set(event.dedupeKey, new Set([...known, ...takers]))
      return { event, had: again }
    })
  }
}
