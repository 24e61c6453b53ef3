/** Shards that are started, ended, asked and deployed in every order, on real SQLite: what was counted counts once. */
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { keysOfShard, NO_KEYS, shardOf, type KeyRange } from '../pipeline/parting.ts'
import type { HandOverAnswer, HandOverAsk } from './hand-over.ts'
import { KeyBook } from './key-book.ts'
import { ShardMove } from './shard-move.ts'
import { storageOf } from './sqlite.fixture.ts'
import { Sql, TABLES } from './tables.ts'

const SITE = 'shop'
/** So that a few keys are several pages. */
const PAGE_ROWS = 2
const MOST_SHARDS = 4
/** So that keys lie in lists, are due, and lie in their places. */
const GATHERED = 3
const WORTH_A_LIST = 1

interface Living {
  readonly move: ShardMove
  readonly keys: KeyBook
}

/** One shard: its storage stays, its object comes and goes with a policy. */
class Shard {
  readonly number: number
  readonly sql: Sql
  readonly #world: World
  readonly #database = new DatabaseSync(':memory:')
  #object: (Living & { alive: boolean }) | undefined

  constructor(number: number, world: World) {
    this.number = number
    this.#world = world
    this.sql = new Sql(storageOf(this.#database))
    for (const table of TABLES) this.#database.exec(table)
  }

  /** Ends the object wherever it stands; the next call starts another, with the policy of then. */
  end(): void {
    if (this.#object !== undefined) this.#object.alive = false
    this.holds = NO_KEYS
    this.#object = undefined
  }

  get move(): ShardMove {
    return this.#living().move
  }

  get keys(): KeyBook {
    return this.#living().keys
  }

  #living(): Living {
    if (this.#object !== undefined) return this.#object
    const keys = new KeyBook(this.sql, GATHERED, WORTH_A_LIST)
    const object: Living & { alive: boolean } = { alive: true, keys, move: this.#moveFor(keys, () => object.alive) }
    this.#object = object
    object.move.enter(SITE, this.#world.policy)
    return object
  }

  #moveFor(keys: KeyBook, isAlive: () => boolean): ShardMove {
    const deps = {
      sql: this.sql,
      shard: () => this.number,
      shardsEver: (now: number) => this.#shardsEver(now),
      ask: async (shard: number, ask: HandOverAsk) => {
        const answer = await this.#world.ask(shard, ask)
        if (!isAlive()) throw new Error('ended while it waited')
        return answer
      },
      transaction: (work: () => void) => work(),
      holdOnly: (range: KeyRange) => (this.holds = range),
      layKeys: (range: KeyRange) => keys.layRange(range),
      onMerged: () => undefined,
      settleHeld: () => Promise.resolve(),
      onComplete: () => undefined,
      onFailed: () => undefined,
      wake: () => undefined,
      wait: () => this.#world.wait(),
      now: () => 0,
    }
    return new ShardMove(deps, PAGE_ROWS)
  }

  holds: KeyRange = NO_KEYS

  #shardsEver(now: number): number {
    const known = Number(this.values("SELECT value FROM meta WHERE name = 'shards'")[0] ?? 0)
    if (now > known) this.sql.rows("INSERT OR REPLACE INTO meta (name, value) VALUES ('shards', ?)", String(now))
    return Math.max(now, known)
  }

  values(query: string, ...bindings: string[]): readonly unknown[] {
    return this.sql.rows(query, ...bindings).flatMap((row) => Object.values(row))
  }

  close(): void {
    this.end()
    this.#database.close()
  }
}

type Outcome = 'taken' | 'duplicate' | 'unavailable'

class World {
  policy = 1
  /** Calls that fail on their way, the next ones first. */
  failing: boolean[] = []
  wait: () => Promise<void> = () => Promise.resolve()
  readonly shards = Array.from({ length: MOST_SHARDS }, (_, number) => new Shard(number, this))

  async ask(shard: number, ask: HandOverAsk): Promise<HandOverAnswer> {
    await Promise.resolve()
    if (this.failing.shift() === true) throw new Error('lost before it came')
    const answer = this.#shard(shard).move.handOver(ask)
    await Promise.resolve()
    if (this.failing.shift() === true) throw new Error('lost on the way back')
    return structuredClone(answer)
  }

  #shard(number: number): Shard {
    const shard = this.shards[number]
    if (shard === undefined) throw new Error(`there is no shard ${number}`)
    return shard
  }

  /** By a Worker that parts by so many shards. */
  send(key: string, parted: number): Outcome {
    const shard = this.#shard(shardOf(key, parted))
    if (shard.move.takes(parted) !== true) return 'unavailable'
    const fresh = { keys: [key], destinations: 'meta', untilDay: 9, noes: new Map<string, string>() }
    return shard.keys.insert(fresh, true).length > 0 ? 'duplicate' : 'taken'
  }

  hold(key: string): boolean {
    const shard = this.#shard(shardOf(key, this.policy))
    if (shard.move.takes(this.policy) !== true) return false
    shard.sql.rows(`INSERT OR REPLACE INTO held VALUES (?, 0, 0, '[]', '{}', x'00')`, key)
    return true
  }

  async settle(): Promise<void> {
    this.failing = []
    for (const shard of this.shards) shard.end()
    for (let round = 0; round < 3; round++) {
      for (const { move } of this.shards.slice(0, this.policy)) await move.go()
    }
  }

  /** Its answer has come: the shard that may act on it lets it go. */
  release(key: string): boolean {
    const [owner] = this.holding(key)
    if (owner === undefined) return false
    this.#shard(owner).sql.rows('DELETE FROM held WHERE id = ?', key)
    return true
  }

  /** Shards that would let go of or end this held order. */
  holding(key: string): readonly number[] {
    return this.shards
      .filter(({ holds }) => holds.from <= key && key < holds.to)
      .filter((shard) => shard.values('SELECT 1 FROM held WHERE id = ?', key).length > 0)
      .map(({ number }) => number)
  }

  close(): void {
    for (const shard of this.shards) shard.close()
  }
}

let world = new World()
afterEach(() => {
  world.close()
  world = new World()
})

const keys = Array.from({ length: 24 }, (_, index) => {
  const start = Math.floor((index * 2 ** 32) / 24)
  return start.toString(16).padStart(8, '0').padEnd(32, '7')
})

type Step = (site: World, seen: { readonly taken: string[]; readonly held: Set<string> }) => unknown

const key = fc.constantFrom(...keys)
const shardCount = fc.integer({ min: 1, max: MOST_SHARDS })
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(key, shardCount).map(([one, parted]): Step => sendStep(one, parted)) },
  {
    weight: 6,
    arbitrary: key.map(
      (one): Step =>
        (site, seen) =>
          sendStep(one, site.policy)(site, seen),
    ),
  },
  {
    weight: 2,
    arbitrary: key.map((one): Step => (site, { held, taken }) => {
      if (!taken.includes(one) && site.hold(one)) held.add(one)
    }),
  },
  {
    weight: 2,
    arbitrary: shardCount.map(
      (shards): Step =>
        (site) =>
          (site.policy = shards),
    ),
  },
  {
    weight: 1,
    arbitrary: key.map((one): Step => (site, { held }) => {
      if (site.release(one)) held.delete(one)
    }),
  },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 0, max: MOST_SHARDS - 1 }).map(
      (n): Step =>
        (site) =>
          site.shards[n]?.end(),
    ),
  },
  {
    weight: 6,
    arbitrary: fc.integer({ min: 0, max: MOST_SHARDS - 1 }).map(
      (n): Step =>
        (site) =>
          site.shards[n]?.move.go(),
    ),
  },
  {
    // Begun and not waited for: others go on meanwhile, or end it.
    weight: 4,
    arbitrary: fc.integer({ min: 0, max: MOST_SHARDS - 1 }).map((n): Step => (site) => {
      void site.shards[n]?.move.go()
    }),
  },
  {
    weight: 2,
    arbitrary: fc.array(fc.boolean(), { maxLength: 8 }).map(
      (fails): Step =>
        (site) =>
          (site.failing = fails),
    ),
  },
)

function sendStep(one: string, parted: number): Step {
  return (site, { taken }) => {
    if (site.send(one, parted) === 'taken') taken.push(one)
  }
}

describe('a site whose number of shards changes', () => {
  it('counts every order once and keeps every held one in one place, whatever is changed, ended or lost on the way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 10, maxLength: 60 }), async (story) => {
        const site = new World()
        const seen = { taken: [] as string[], held: new Set<string>() }
        for (const step of story) await step(site, seen)
        await site.settle()
        const again = seen.taken.map((one) => site.send(one, site.policy))
        const holding = keys.map((one) => site.holding(one))
        const owners = keys.map((one) => (seen.held.has(one) ? [shardOf(one, site.policy)] : []))
        site.close()
        expect(seen.taken.length).toBe(new Set(seen.taken).size)
        expect(again).toEqual(seen.taken.map(() => 'duplicate'))
        expect(holding).toEqual(owners)
      }),
      { numRuns: 100 },
    )
  })

  it('takes nothing until all that was counted before has come, and says so', async () => {
    for (const one of keys) expect(world.send(one, 1)).toBe('taken')
    world.policy = 3
    for (const shard of world.shards) shard.end()
    // The old shard still lives by the old policy in a deployment that is under way: nobody hands over, nobody takes.
    world.failing = [true]
    await world.shards[1]?.move.go()
    expect(keys.map((one) => world.send(one, 3))).toEqual(keys.map(() => 'unavailable'))
    expect(keys.map((one) => world.send(one, 1))).toEqual(keys.map(() => 'unavailable'))
    await world.settle()
    expect(keys.map((one) => world.send(one, 3))).toEqual(keys.map(() => 'duplicate'))
  })

  it('knows a withdrawal that came before the first pull as the newer one, not as the older that was pulled', async () => {
    const [old, fresh] = world.shards
    if (old === undefined || fresh === undefined) throw new Error('there are shards')
    old.move.isMoving()
    old.sql.rows("INSERT INTO withdrawals VALUES ('p', 'meta', 5, 5), ('q', 'meta', 5, 5), ('r', 'meta', 5, 5)")
    old.sql.rows(`INSERT INTO snapshots VALUES ('s', 5, '{"old":true}'), ('t', 5, '{"old":true}')`)
    fresh.sql.rows("INSERT INTO withdrawals VALUES ('p', 'meta', 9, 9)")
    fresh.sql.rows(`INSERT INTO snapshots VALUES ('s', 9, '{"old":false}')`)
    world.policy = 2
    await world.settle()
    expect(fresh.values("SELECT key || at_ms || '/' || heard_ms FROM withdrawals ORDER BY key")).toEqual([
      'p9/9',
      'q5/5',
      'r5/5',
    ])
    expect(fresh.values('SELECT at_ms FROM snapshots ORDER BY key')).toEqual([9, 5])
  })

  it('lays what comes together with what it has in a list', async () => {
    const [old, fresh] = world.shards
    const one = keys[20] ?? ''
    old?.move.isMoving()
    old?.sql.rows("INSERT INTO dedupe (key, destinations, until_day) VALUES (?, 'tiktok', 9)", one)
    fresh?.keys.insert({ keys: [one], destinations: 'meta', untilDay: 9, noes: new Map() }, true)
    world.policy = 2
    await world.settle()
    expect(fresh?.keys.known([one])).toEqual([{ key: one, destinations: 'meta tiktok', noes: null }])
  })

  it('lets a held order go in one shard only, also when the number is changed back', async () => {
    const order = keys[20] ?? ''
    expect(world.hold(order)).toBe(true)
    for (const policy of [2, 3]) {
      world.policy = policy
      await world.settle()
      expect(world.holding(order)).toEqual([policy - 1])
    }
    expect(world.release(order)).toBe(true)
    world.policy = 1
    await world.settle()
    expect(world.holding(order)).toEqual([])
  })

  it('lets others have a turn between two pages', async () => {
    for (const one of keys) world.send(one, 1)
    world.policy = 2
    for (const shard of world.shards) shard.end()
    // Nobody comes back from waiting: what has been read by then was read in one go.
    world.wait = () => new Promise(() => {})
    void world.shards[1]?.move.go()
    await new Promise((resolve) => setImmediate(resolve))
    expect(world.shards[1]?.values('SELECT key FROM dedupe')).toHaveLength(PAGE_ROWS)
    world.wait = () => Promise.resolve()
    await world.settle()
    expect(keys.map((one) => world.send(one, 2))).toEqual(keys.map(() => 'duplicate'))
  })

  it('begins the pull anew where the other shard has lived by another number in between', async () => {
    for (const one of keys.slice(0, 20)) world.send(one, 1)
    world.policy = 2
    for (const shard of world.shards) shard.end()
    // It reads some pages and is then ended.
    world.failing = [...Array.from({ length: 9 }, () => false), true]
    await world.shards[1]?.move.go()
    world.policy = 1
    world.shards[0]?.end()
    world.shards[1]?.end()
    world.failing = []
    await world.shards[0]?.move.go()
    // Counted under one shard, in the stretch that had been read already.
    const { from, to } = keysOfShard(1, 2)
    const late = keys.find((one) => from <= one && one < to)
    if (late === undefined) throw new Error('there is such a key')
    const later = `${late.slice(0, 8)}${'8'.repeat(24)}`
    expect(world.send(later, 1)).toBe('taken')
    world.policy = 2
    await world.settle()
    expect(world.send(later, 2)).toBe('duplicate')
  })
})
