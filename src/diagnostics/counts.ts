/**
 * What is counted of the events that pass, for the diagnostics: how often, and when first and last. Pure.
 * Names and codes only. No value of a person can come in: each caller gives names out of closed lists, or guarded ones.
 */

/** Each is a list of rows of at most three names. The comment says which. */
export const TABLES = {
  /** event, source */
  arrived: 200,
  /** what a caller called an event that we do not know (guarded), the event that may have been meant */
  unknown_events: 200,
  /** field (guarded): events that brought it */
  unknown_fields: 200,
  /** where an event was malformed: a path without indexes, what was wrong there */
  malformed: 200,
  /** event: how many were looked at closely */
  looked: 200,
  /** field, destination, event: arrived, and the policy does not let it out. Only of events looked at closely */
  denied: 1_000,
  /** problem, event. Only of events looked at closely */
  amounts: 200,
  /** currency of a purchase. Only of events looked at closely */
  currencies: 200,
  /** destination, event, match keys (see match-keys.ts) */
  sent: 1_000,
  /** destination, reason, event */
  refused: 1_000,
  /** destination, event */
  duplicates: 200,
  /** field, kind of personal data, destination */
  stopped: 200,
  /** field, reason, destination */
  unusable: 200,
  /** how far an event's time was from its arrival, source */
  timing: 200,
  /** destination, outcome */
  ended: 200,
  /** destination: orders of which two copies were sent before their names met */
  twice: 50,
  /** shop: times that its own API did not take our credentials */
  shops: 20,
  /** problem code, caller: requests refused before an event of theirs was looked at (door.ts) */
  door: 50,
  /** origin of a page that no site lists (origin-name.ts) */
  strangers: 20,
} as const satisfies Readonly<Record<string, number>>

export type TableName = keyof typeof TABLES
const NAMES = Object.keys(TABLES) as readonly TableName[]

/** What no longer fits into a table is counted under this name. */
export const OTHER = '(other)'

export interface Seen {
  count: number
  firstMs: number
  lastMs: number
}

export interface Row extends Readonly<Seen> {
  readonly a: string
  readonly b: string
  readonly c: string
}

type Leaves = Map<string, Seen>

/** Bounded: past `max` rows everything new is one row. Nested maps, because joining names would cost more than counting. */
class Table {
  readonly #max: number
  readonly #rows = new Map<string, Map<string, Leaves>>()
  #size = 0

  constructor(max: number) {
    this.#max = max
  }

  add(a: string, b: string, c: string, seen: Seen): void {
    const known = this.#rows.get(a)?.get(b)?.get(c)
    if (known !== undefined) return join(known, seen)
    if (this.#size >= this.#max && a !== OTHER) return this.add(OTHER, '', '', seen)
    this.#size++
    childOf(childOf(this.#rows, a), b).set(c, { ...seen })
  }

  /** The hot path's own way: one event, and nothing made where the row is known. */
  addOne(a: string, b: string, c: string, atMs: number): void {
    const known = this.#rows.get(a)?.get(b)?.get(c)
    if (known === undefined) return this.add(a, b, c, { count: 1, firstMs: atMs, lastMs: atMs })
    known.count++
    known.lastMs = atMs
  }

  rows(): Row[] {
    const rows: Row[] = []
    for (const [a, below] of this.#rows)
      for (const [b, leaves] of below) for (const [c, seen] of leaves) rows.push({ a, b, c, ...seen })
    return rows
  }
}

function childOf<Child>(map: Map<string, Map<string, Child>>, name: string): Map<string, Child> {
  const known = map.get(name)
  if (known !== undefined) return known
  const made = new Map<string, Child>()
  map.set(name, made)
  return made
}

function join(known: Seen, more: Seen): void {
  known.count += more.count
  known.firstMs = Math.min(known.firstMs, more.firstMs)
  known.lastMs = Math.max(known.lastMs, more.lastMs)
}

/** As it is stored and as it crosses from a shard: table → rows of names, count, first and last (epoch ms). */
export type PlainCounts = Partial<Record<TableName, readonly PlainRow[]>>
type PlainRow = readonly [a: string, b: string, c: string, count: number, firstMs: number, lastMs: number]

export class Counts {
  static readonly names: readonly TableName[] = NAMES
  readonly #tables = new Map<TableName, Table>()

  /** One more, seen at `atMs`. */
  one(table: TableName, atMs: number, a: string, b = '', c = ''): void {
    this.#table(table).addOne(a, b, c, atMs)
  }

  many(table: TableName, atMs: number, count: number, a: string, b = '', c = ''): void {
    this.#table(table).add(a, b, c, { count, firstMs: atMs, lastMs: atMs })
  }

  /** All of `plain` on top. What is not a table of this version is passed over. */
  merge(plain: PlainCounts): void {
    for (const name of NAMES)
      for (const [a, b, c, count, firstMs, lastMs] of plain[name] ?? [])
        this.#table(name).add(a, b, c, { count, firstMs, lastMs })
  }

  rows(table: TableName): readonly Row[] {
    return this.#tables.get(table)?.rows() ?? []
  }

  plain(): PlainCounts {
    const plain: PlainCounts = {}
    for (const [name, table] of this.#tables)
      plain[name] = table.rows().map(({ a, b, c, count, firstMs, lastMs }) => [a, b, c, count, firstMs, lastMs])
    return plain
  }

  #table(name: TableName): Table {
    const known = this.#tables.get(name)
    if (known !== undefined) return known
    const made = new Table(TABLES[name])
    this.#tables.set(name, made)
    return made
  }
}
