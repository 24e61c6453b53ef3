/** New dedupe keys in lists and in their places, on real SQLite: whoever asks hears the same as if every key lay in its place at once. */
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { KeyBook } from './key-book.ts'
import { storageOf } from './sqlite.fixture.ts'
import { Sql, TABLES } from './tables.ts'

const GATHERED = 6
const WORTH_A_LIST = 2
const LAST_DAY = 20

/** A table and the object over it, which comes and goes. */
class Shard {
  readonly sql: Sql
  readonly #database = new DatabaseSync(':memory:')
  readonly #most: number
  book: KeyBook

  constructor(most: number) {
    this.#most = most
    for (const table of TABLES) this.#database.exec(table)
    this.sql = new Sql(storageOf(this.#database))
    this.book = this.#open()
  }

  startAnew(most = this.#most): void {
    this.book = this.#open(most)
  }

  #open(most = this.#most): KeyBook {
    return new KeyBook(this.sql, most, WORTH_A_LIST)
  }

  /** Claims them for a destination; the answer says who has had them before. */
  claim(keys: readonly string[], destination: string, untilDay: number): unknown {
    const fresh = { keys, destinations: destination, untilDay, noes: new Map<string, string>() }
    const known = this.book.insert(fresh, true)
    for (const { key, destinations } of known) {
      const served = destinations.split(' ')
      if (served.includes(destination)) continue
      this.book.change({ key, served: [...served, destination], noes: undefined, untilDay })
    }
    return inOrder(known)
  }

  forget(day: number): void {
    this.sql.rows('DELETE FROM dedupe WHERE until_day < ?', day)
    this.book.layAll(day)
  }

  places(): unknown {
    return this.sql.rows('SELECT key, destinations, until_day, noes FROM dedupe ORDER BY key')
  }

  count(table: 'new_keys' | 'dedupe'): number {
    return this.sql.rows<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)[0]?.n ?? 0
  }
}

function inOrder(rows: readonly { key: string; destinations: string }[]): unknown {
  return rows.map(({ key, destinations }) => `${key}: ${destinations}`).toSorted()
}

type Step = (shard: Shard) => unknown

const key = fc.integer({ min: 0, max: 60 }).map((number) => `key ${number}`)
const claim = fc
  .record({
    keys: fc.uniqueArray(key, { minLength: 1, maxLength: 8 }),
    destination: fc.constantFrom('meta', 'tiktok'),
    untilDay: fc.integer({ min: 1, max: LAST_DAY }),
  })
  .map(
    ({ keys, destination, untilDay }): Step =>
      (shard) =>
        shard.claim(keys, destination, untilDay),
  )
const refusal = fc.tuple(key, fc.integer({ min: 1, max: LAST_DAY })).map(([one, untilDay]): Step => (shard) => {
  const fresh = { keys: [one], destinations: '', untilDay, noes: new Map([[one, '{}']]) }
  return inOrder(shard.book.insert(fresh, true))
})
const look = fc.uniqueArray(key, { maxLength: 5 }).map(
  (keys): Step =>
    (shard) =>
      inOrder(shard.book.known(keys)),
)
const steps = fc.oneof(
  { weight: 12, arbitrary: claim },
  { weight: 2, arbitrary: refusal },
  { weight: 3, arbitrary: look },
  { weight: 2, arbitrary: fc.constant<Step>((shard) => shard.startAnew()) },
  { weight: 1, arbitrary: fc.constant<Step>((shard) => shard.book.layRange({ from: 'key 2', to: 'key 4' })) },
)

const claimed = (from: number, count: number) => Array.from({ length: count }, (_, index) => `key ${from + index}`)

describe('keys that are written as lists first', () => {
  it('are known as those are that lie in their places at once, whatever is asked, changed or started anew', () => {
    fc.assert(
      fc.property(fc.array(steps, { minLength: 1, maxLength: 60 }), fc.nat({ max: LAST_DAY + 1 }), (story, day) => {
        const [lists, places] = [new Shard(GATHERED), new Shard(0)]
        expect(story.map((step) => step(lists))).toEqual(story.map((step) => step(places)))
        for (const shard of [lists, places]) shard.forget(day)
        expect(lists.places()).toEqual(places.places())
        expect(lists.count('new_keys')).toBe(0)
      }),
      { numRuns: 500 },
    )
  })

  it('are one row for all that came together, until there are enough of them to be laid into their places', () => {
    const shard = new Shard(GATHERED)
    shard.claim(claimed(0, 5), 'meta', 9)
    expect([shard.count('new_keys'), shard.count('dedupe')]).toEqual([1, 0])
    shard.claim(claimed(5, 2), 'meta', 9)
    expect([shard.count('new_keys'), shard.count('dedupe')]).toEqual([2, 0])
    shard.claim(claimed(7, 4), 'meta', 9)
    expect([shard.count('new_keys'), shard.count('dedupe')]).toEqual([3, 5])
    shard.claim(claimed(11, 4), 'meta', 9)
    // All seven that were due are laid, and their lists gone; of the last eight there are lists.
    expect([shard.count('new_keys'), shard.count('dedupe')]).toEqual([2, 7])
  })

  it('lie in their places at once where they come alone, or where what is written may be taken back', () => {
    const shard = new Shard(GATHERED)
    shard.claim(['alone'], 'meta', 9)
    shard.book.insert({ keys: claimed(0, 6), destinations: 'meta', untilDay: 9, noes: new Map() }, false)
    expect([shard.count('new_keys'), shard.count('dedupe')]).toEqual([0, 7])
  })

  it('never take up more than twice what is gathered, and what came last', () => {
    const shard = new Shard(GATHERED)
    for (let from = 0; from < 600; from += 3) {
      shard.claim(claimed(from, 3), 'meta', 9)
      expect(shard.count('new_keys') * 3).toBeLessThanOrEqual(2 * GATHERED + 3)
    }
    expect(shard.count('dedupe')).toBeGreaterThan(580)
  })

  it('take up no more where each life of the object is too short to lay all that is due', () => {
    const shard = new Shard(GATHERED)
    for (let from = 0; from < 600; from += 3) {
      shard.claim(claimed(from, 3), 'meta', 9)
      shard.startAnew()
      expect(shard.count('new_keys') * 3).toBeLessThanOrEqual(2 * GATHERED + 2 * 3)
    }
    expect(shard.count('dedupe')).toBeGreaterThan(580)
  })

  it('are not laid all at once by a commit that brings only copies', () => {
    const shard = new Shard(GATHERED)
    shard.claim(claimed(0, 5), 'meta', 9)
    shard.claim(claimed(5, 2), 'meta', 9)
    shard.claim(claimed(7, 2), 'meta', 9)
    const before = shard.count('dedupe')
    shard.claim(claimed(7, 2), 'meta', 9)
    expect(shard.count('dedupe') - before).toBeLessThanOrEqual(2)
  })

  it('stay in their lists, and known, where the disk has no room to lay them', () => {
    const shard = new Shard(GATHERED)
    shard.claim(claimed(0, 5), 'meta', 9)
    const full = vi.spyOn(shard.sql, 'rows').mockImplementation(() => {
      throw new Error('database or disk is full: SQLITE_FULL')
    })
    expect(() => shard.book.layAll(0)).toThrow('SQLITE_FULL')
    full.mockRestore()
    expect([shard.count('new_keys'), shard.count('dedupe')]).toEqual([1, 0])
    expect(shard.claim(claimed(3, 3), 'meta', 9)).toEqual(['key 3: meta', 'key 4: meta'])
  })

  it('are laid into their places at the start of an object that writes no lists', () => {
    const shard = new Shard(GATHERED)
    shard.claim(claimed(0, 5), 'meta', 9)
    shard.startAnew(0)
    expect([shard.count('new_keys'), shard.count('dedupe')]).toEqual([0, 5])
  })
})
