/**
 * Under which names the orders of the site are known: the SQL of `order_names`, and the look at which keys are taken. Events of one
 * call are resolved one after the other, each knowing of those before it.
 */
import type { Verdict } from '../pipeline/judge.ts'
import {
  resolveOrder,
  type NameLookup,
  type NameRow,
  type OrderNames,
  type Resolution,
} from '../pipeline/order-names.ts'
import type { KeyBook } from './key-book.ts'
import type { Sql } from './tables.ts'

type StoredName = Record<string, SqlStorageValue> & { name: string; key: string; firm: number }

export class OrderNameBook {
  readonly #sql: Sql
  readonly #keys: Pick<KeyBook, 'lay'>
  /** Whether there is any name at all: where there is none, nobody looks. */
  #any: boolean

  constructor(sql: Sql, keys: Pick<KeyBook, 'lay'>) {
    this.#sql = sql
    this.#keys = keys
    this.#any = this.#hasAny()
  }

  /**
   * The same events, each with the key of its order. `unite`: these keys are of one order from now on; `isNew`: nobody had said so
   * before.
   */
  resolve(events: readonly Verdict[], unite: (key: string, other: string, isNew: boolean) => void): readonly Verdict[] {
    if (!events.some((event) => this.#isAsked(event))) return events
    const call = new Call()
    const resolved = events.map((event) => {
      if (!takesKey(event)) return event
      const { key, others, writes } = this.#resolve(event, call)
      for (const other of others) {
        unite(key, other, writes.length > 0)
        call.sameAs.set(other, key)
      }
      call.taken.add(key)
      return others.length === 0 ? withKey(event, key) : { ...event, dedupeKey: key, absorbs: others }
    })
    return call.sameAs.size === 0 ? resolved : resolved.map((event) => withKey(event, call.nowOf(event.dedupeKey)))
  }

  /** Forgets names whose time is over, at most `limit`. True when there may be more. */
  sweep(todayDay: number, limit: number): boolean {
    if (!this.#any) return false
    const gone = this.#sql.rows(
      'DELETE FROM order_names WHERE name IN (SELECT name FROM order_names WHERE until_day < ? LIMIT ?) RETURNING 1 AS gone',
      todayDay,
      limit,
    )
    this.#any = this.#hasAny()
    return gone.length === limit
  }

  #isAsked({ order }: Verdict): boolean {
    return order !== undefined && (order.hasAliases || this.#any)
  }

  #resolve(event: Verdict, call: Call): Resolution {
    const names = this.#isAsked(event) ? event.order?.names() : undefined
    if (names === undefined) return { key: event.dedupeKey, others: [], writes: [] }
    const resolution = resolveOrder(names, this.#lookup(call, names))
    this.write(resolution.writes, event.dedupeUntilDay)
    return resolution
  }

  #lookup(call: Call, { aliases }: OrderNames): NameLookup {
    return {
      named: (names) => (this.#any ? this.#named(names) : new Map()),
      taken: (keys) => (aliases.length === 0 ? new Set() : new Set([...this.#taken(keys), ...call.among(keys)])),
    }
  }

  #named(names: readonly string[]): ReadonlyMap<string, NameRow> {
    const query = 'SELECT name, key, firm FROM order_names WHERE name IN (SELECT value FROM json_each(?))'
    const rows = this.#sql.rows<StoredName>(query, JSON.stringify(names))
    return new Map(rows.map(({ name, key, firm }) => [name, { name, key, firm: firm === 1 }]))
  }

  /** Sent, waiting, or refused by its buyer. */
  #taken(keys: readonly string[]): readonly string[] {
    this.#keys.lay(keys)
    const query = `SELECT key FROM dedupe WHERE key IN (SELECT value FROM json_each(?1))
                   UNION SELECT id FROM held WHERE id IN (SELECT value FROM json_each(?1))`
    return this.#sql.rows<{ key: string }>(query, JSON.stringify(keys)).map(({ key }) => key)
  }

  /** Also a key that is another's by now, under which a line may wait, as a name of that. */
  write(rows: readonly NameRow[], untilDay: number): void {
    if (rows.length === 0) return
    this.#any = true
    this.#sql.rows(
      `INSERT OR REPLACE INTO order_names (name, key, firm, until_day)
       SELECT value ->> 'name', value ->> 'key', value ->> 'firm', ? FROM json_each(?)`,
      untilDay,
      JSON.stringify(rows),
    )
  }

  #hasAny(): boolean {
    return this.#sql.rows<{ n: number }>('SELECT EXISTS (SELECT 1 FROM order_names) AS n')[0]?.n === 1
  }
}

/** What the events of one call have taken so far. */
class Call {
  readonly taken = new Set<string>()
  readonly sameAs = new Map<string, string>()

  among(keys: readonly string[]): readonly string[] {
    return keys.filter((key) => this.taken.has(key))
  }

  /** Two orders may have been found to be one, and then to be a third. */
  nowOf(key: string): string {
    let now = key
    for (let next = this.sameAs.get(now); next !== undefined && next !== key; next = this.sameAs.get(now)) now = next
    return now
  }
}

/** What is refused for good leaves nothing behind by which a later copy would be known, but for a buyer's no. */
function takesKey({ deliveries, awaits, settles, noes }: Verdict): boolean {
  return deliveries.length > 0 || awaits !== undefined || settles !== undefined || noes !== undefined
}

function withKey(event: Verdict, key: string): Verdict {
  return key === event.dedupeKey ? event : { ...event, dedupeKey: key }
}
