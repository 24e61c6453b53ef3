/**
 * Who has had which event: the SQL of `dedupe` and `new_keys`. A key is a hash: in a tree each of a hundred new ones changes a page of its
 * own. So keys that come in company are written as a list first, and laid into the tree later, neighbours together
 * (docs/decisions/0074). What the tree has of a key is right; a list says something only of a key that the tree does not have.
 */
import type { ChangedRow, FreshKeys, ServedRow } from './claims.ts'
import { NOT_STORED, parted, type Sql } from './tables.ts'

/** A list is one row to write and one to take away: fewer keys are cheaper in their own places. */
const WORTH_A_LIST = 16
/** For each new key so many of those that are due: somewhat more than come, so that they do not become more and more. */
const LAID_FOR_EACH = 9 / 8

/** Keys of lists that were written one after the other. */
interface Gathered {
  /** By key what its list says of it: the day and the destinations, with spaces. */
  readonly said: Map<string, string>
  lastId: number
}

interface ListRow extends Record<string, SqlStorageValue> {
  id: number
  destinations: string
  until_day: number
  keys: string
  due: string
}

const NONE: Gathered = { said: new Map(), lastId: 0 }

export class KeyBook {
  readonly #sql: Sql
  /** So many are gathered before they are due; in memory, and read at a start, there are at most some more than twice as many. */
  readonly #most: number
  readonly #worthAList: number
  #gathered: Gathered = { said: new Map(), lastId: 0 }
  /** Gathered before those. `#due` are the keys of them that have not been laid into the tree, in order; the last ones are next. */
  #closed = NONE
  #due: string[] = []

  /** `most` 0: no lists are written, and those that there are laid into the tree at once. */
  constructor(sql: Sql, most: number, worthAList = Math.min(WORTH_A_LIST, most)) {
    this.#sql = sql
    this.#most = most
    this.#worthAList = worthAList
    this.#readLists()
    if (most === 0) this.layAll(0)
  }

  /** The rows that there are of these keys. */
  known(keys: readonly string[]): ServedRow[] {
    if (keys.length === 0) return []
    this.lay(keys)
    return this.#inTree(keys)
  }

  /** Of these keys those that are only in a list; whoever reads or changes rows of the tree asks for it first. */
  lay(keys: readonly string[], fromDay = 0): void {
    if (this.#isEmpty()) return
    const listed = Map.groupBy(keys, (key) => this.#gathered.said.get(key) ?? this.#closed.said.get(key) ?? '')
    for (const [said, some] of listed) this.#layAlike(some, said, fromDay)
  }

  /** The keys from one to before another. */
  layRange({ from, to }: { readonly from: string; readonly to: string }): void {
    const listed = [...this.#closed.said.keys(), ...this.#gathered.said.keys()]
    this.lay(listed.filter((key) => key >= from && key < to))
  }

  /**
   * Leaves no list, nor a key whose time was over before that day. Nothing is forgotten before all is written: where the disk has no room
   * for it, it throws and the lists stay.
   */
  layAll(fromDay: number): void {
    if (this.#isEmpty()) return
    for (const { said } of [this.#closed, this.#gathered]) this.lay([...said.keys()].toSorted(), fromDay)
    this.#sql.rows('DELETE FROM new_keys')
    this.#startAnew()
    this.#closed = NONE
    this.#due = []
  }

  /**
   * Keys for the same destinations and the same time. Returns the rows of those that lay there already, which stay as they are.
   * `isTurn`: nothing of this is taken back while the object lives (turn-transaction.ts), so that it may be remembered.
   */
  insert(fresh: FreshKeys, isTurn: boolean): ServedRow[] {
    const mayList = isTurn && this.#most > 0 && fresh.noes.size === 0
    return parted(fresh.keys).flatMap((keys) =>
      mayList && keys.length >= this.#worthAList
        ? this.#list({ ...fresh, keys })
        : this.#insertAtOnce({ ...fresh, keys }),
    )
  }

  #list({ keys, destinations, untilDay }: FreshKeys): ServedRow[] {
    const known = this.known(keys)
    const had = new Set(known.map(({ key }) => key))
    const added = had.size === 0 ? keys : keys.filter((key) => !had.has(key))
    if (added.length === 0) return known
    this.#layDue(Math.ceil(added.length * LAID_FOR_EACH))
    this.#writeList(added, destinations, untilDay)
    return known
  }

  #writeList(keys: readonly string[], destinations: string, untilDay: number): void {
    const id = this.#gathered.lastId + 1
    const query = 'INSERT INTO new_keys (id, destinations, until_day, keys, due) VALUES (?, ?, ?, ?, ?)'
    const due = JSON.stringify(this.#due.length === 0 ? [] : [this.#closed.lastId, this.#due.at(-1)])
    this.#sql.rows(query, id, destinations, untilDay, JSON.stringify(keys), due)
    this.#remember(id, `${untilDay} ${destinations}`, keys)
  }

  #remember(id: number, said: string, keys: readonly string[]): void {
    for (const key of keys) this.#gathered.said.set(key, said)
    this.#gathered.lastId = id
  }

  /** So many of the keys that are due, neighbours together; before a list is written, which says what is left. */
  #layDue(count: number): void {
    if (this.#due.length === 0 && this.#gathered.said.size >= this.#most) this.#close()
    if (this.#due.length === 0) return
    this.lay(this.#due.splice(-count))
    if (this.#due.length > 0) return
    this.#sql.rows('DELETE FROM new_keys WHERE id <= ?', this.#closed.lastId)
    this.#closed = NONE
  }

  /** From now on what has been gathered is due. */
  #close(): void {
    this.#closed = this.#gathered
    this.#startAnew()
    this.#due = [...this.#closed.said.keys()].toSorted()
  }

  #startAnew(): void {
    this.#gathered = { said: new Map(), lastId: this.#gathered.lastId }
  }

  #isEmpty(): boolean {
    return this.#closed.said.size + this.#gathered.said.size === 0
  }

  /**
   * `OR IGNORE`, for with `ON CONFLICT` SQLite keeps a copy of every page that the statement writes to (decision 0068), as with JSON
   * functions; it ignores what is no key at all, too.
   */
  #insertAtOnce({ keys, destinations, untilDay, noes }: FreshKeys): ServedRow[] {
    this.lay(keys)
    const columns = noes.size === 0 ? 'value, ?, ?, NULL' : '"key", ?, ?, value'
    const inserted = this.#sql.rows<{ key: string }>(
      `INSERT OR IGNORE INTO dedupe (key, destinations, until_day, noes) SELECT ${columns} FROM json_each(?)
       RETURNING key`,
      destinations,
      untilDay,
      JSON.stringify(noes.size === 0 ? keys : Object.fromEntries(keys.map((key) => [key, noes.get(key) ?? null]))),
    )
    if (inserted.length === keys.length) return []
    const fresh = new Set(inserted.map(({ key }) => key))
    const known = this.#inTree(keys.filter((key) => !fresh.has(key)))
    if (inserted.length + known.length !== keys.length) throw new Error(NOT_STORED)
    return known
  }

  /** `said`: what the list of all of them says; empty where they are in none. */
  #layAlike(keys: readonly string[], said: string, fromDay: number): void {
    const [untilDay, ...destinations] = said.split(' ')
    if (said === '' || Number(untilDay) < fromDay) return
    for (const part of parted(keys))
      this.#sql.rows(
        'INSERT OR IGNORE INTO dedupe (key, destinations, until_day) SELECT value, ?, ? FROM json_each(?)',
        destinations.join(' '),
        Number(untilDay),
        JSON.stringify(part),
      )
  }

  #inTree(keys: readonly string[]): ServedRow[] {
    return this.#sql.rows<ServedRow>(
      'SELECT dedupe.key, destinations, noes FROM json_each(?) CROSS JOIN dedupe ON dedupe.key = value',
      JSON.stringify(keys),
    )
  }

  change({ key, served, noes, untilDay }: ChangedRow): void {
    this.#sql.rows(
      'UPDATE dedupe SET destinations = ?, noes = ?, until_day = max(until_day, ?) WHERE key = ?',
      served.join(' '),
      noes === undefined ? null : JSON.stringify(noes),
      untilDay,
      key,
    )
  }

  /** What earlier lives of the object have gathered; what was due goes on where they stood, for lives may be short. */
  #readLists(): void {
    const lists = this.#sql.rows<ListRow>('SELECT id, destinations, until_day, keys, due FROM new_keys ORDER BY id')
    const [closedId = 0, last = ''] = JSON.parse(lists.at(-1)?.due ?? '[]') as [number?, string?]
    const { closed = [], gathered = [] } = Object.groupBy(lists, ({ id }) => (id <= closedId ? 'closed' : 'gathered'))
    for (const list of closed) this.#read(list)
    if (closed.length > 0) this.#close()
    this.#due = this.#due.filter((key) => key <= last)
    for (const list of gathered) this.#read(list)
  }

  #read({ id, destinations, until_day: untilDay, keys }: ListRow): void {
    this.#remember(id, `${untilDay} ${destinations}`, JSON.parse(keys) as string[])
  }
}
