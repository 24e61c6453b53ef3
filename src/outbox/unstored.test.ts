/** A row that SQLite leaves out must not be taken for one that was there already: on real SQLite, through the store. */
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { Verdict } from '../pipeline/judge.ts'
import { storageOf } from './sqlite.fixture.ts'
import { Store } from './store.ts'
import { Sql, TABLES } from './tables.ts'
import { bodyOf } from '../pipeline/safe-json.fixture.ts'

/** SQLite stores NaN as NULL, which the column refuses. */
const NO_DAY = Number.NaN

function create() {
  const database = new DatabaseSync(':memory:')
  for (const table of TABLES) database.exec(table)
  return new Store(new Sql(storageOf(database)))
}

function sale(key: string, changed: Partial<Verdict> = {}): Verdict {
  return {
    eventId: key,
    name: 'purchase',
    occurredAtMs: 0,
    dedupeKey: key,
    dedupeUntilDay: 20_000,
    personKeys: [],
    deliveries: [{ destination: 'meta', body: bodyOf({}), fields: '', level: 'full', basis: '' }],
    refused: {},
    ...changed,
  }
}

const accept = (store: Store, ...events: Verdict[]) =>
  store.accept({ site: 'shop', digest: 'd', receivedAtMs: 0, events }).duplicates

describe('a group of which a row cannot be stored', () => {
  it('fails: an event without its dedupe key would be counted again', () => {
    expect(() => accept(create(), sale('one'), sale('two', { dedupeUntilDay: NO_DAY }))).toThrow('not stored')
  })

  it('fails: a no that is not kept would let the next copy of the order go', () => {
    const noes = { meta: { full: { via: 'server', heardMs: 0 } } } as const
    const refused = { order: {}, noes, deliveries: [], dedupeUntilDay: NO_DAY } as unknown as Partial<Verdict>
    expect(() => accept(create(), sale('one', refused))).toThrow('not stored')
  })

  it('is told from one that comes again, in part or as a whole', () => {
    const store = create()
    expect(accept(store, sale('one'), sale('two'))).toEqual([[], []])
    expect(accept(store, sale('two'), sale('three'), sale('one'))).toEqual([['meta'], [], ['meta']])
  })
})
