/** The back office's orders, one row each: the SQL of `orders`. */
import { isHeard, type LedgerOrder } from '../event/ledger-order.ts'
import { parseLedgerOrder } from '../event/ledger-schema.ts'
import { partsOfAlias } from '../pipeline/dedupe.ts'
import { isShown } from '../pipeline/order-names.ts'
import type { LedgerOrderView } from '../reconciliation/wire.ts'
import type { EarlyRefunds } from './early-refunds.ts'
import type {
  CalledAnswer,
  ChangesAnswer,
  KnownAnswer,
  OrderKnown,
  OrdersAnswer,
  OrdersAsk,
  OrdersCursor,
  RefundsAsk,
  UpsertResult,
} from './ledger-asks.ts'
import { isImport, isSwept, mergeOrder, tidied, unitedRefunds, type KeptOrder, type MergeRules } from './order-merge.ts'
import type { Sql } from './tables.ts'

export interface OrderBookDeps {
  readonly sql: Sql
  /** By which what became of an order's events finds it. */
  readonly linkOf: (name: string) => string
  readonly early: EarlyRefunds
}

interface OrderRow extends Record<string, SqlStorageValue> {
  order_id: string
  at_ms: number
  heard_ms: number | null
  links: string
  line: string
}

export interface UpsertRules extends MergeRules {
  /** What was sold before then is not kept. */
  readonly sinceMs: number
  readonly dryRun: boolean
  /** Changes are numbered: the off-site record asks for them. */
  readonly numbered: boolean
}

const PAGE_ORDERS = 1_000
const PAGE_CHARACTERS = 2 * 1024 * 1024
/** Names that an order is ever heard by. */
const MAX_LINKS = 24
/** Orders of which something newer was heard that changed nothing: forgotten when the shard sleeps. */
const MAX_SEEN = 10_000
/** Files write the time of the shop, and the day of payment for that of the sale. */
const SAME_NAME_MS = 3 * 86_400_000

export class OrderBook {
  readonly #deps: OrderBookDeps
  /** order → the newest `updated_at` that changed nothing, and so was not worth a row. */
  readonly #seen = new Map<string, string>()
  #lastChange = 0

  constructor(deps: OrderBookDeps) {
    this.#deps = deps
  }

  known(ids: readonly string[]): KnownAnswer {
    const orders = this.#rows(ids).map((row) => {
      const line = JSON.parse(row.line) as KeptOrder
      return [row.order_id, knownOf(line, this.#newest(line))] as const
    })
    return { orders: Object.fromEntries(orders) }
  }

  called(name: string): CalledAnswer {
    const query = `SELECT order_id FROM orders INDEXED BY orders_by_name
      WHERE length(links) > 16 AND substr(links, 18, 16) = ? LIMIT 2`
    const [one, ...others] = this.#deps.sql.rows<{ order_id: string }>(query, this.#deps.linkOf(name))
    return one === undefined || others.length > 0 ? {} : one
  }

  /** The caller runs it in its transaction. */
  upsert(orders: readonly unknown[], rules: UpsertRules, nowMs: number): UpsertResult[] {
    const parsed = orders.map((order) => parseLedgerOrder(order))
    const lines = parsed.flatMap((one) => (one.ok ? [one.order] : []))
    const known = this.#knownRows(lines)
    return parsed.map((one) => (one.ok ? this.#upsertOne(one.order, known, rules, nowMs) : 'malformed'))
  }

  /** The caller runs it in its transaction. */
  addRefunds(came: RefundsAsk['refunds'], rules: UpsertRules, nowMs: number): UpsertResult[] {
    return came.flatMap(({ order_id: orderId, refund }) => {
      const [row] = this.#rows([orderId])
      if (row === undefined) {
        if (Number.isFinite(rules.sinceMs)) this.#deps.early.keep(this.#deps.linkOf(orderId), refund, nowMs)
        return []
      }
      // What is known of the order is said once more, with the refund.
      // Without its time: what was heard since and changed nothing is newer than the row.
      const { updated_at: _written, ...line } = JSON.parse(row.line) as KeptOrder
      return this.upsert([{ ...line, refunds: [refund] }], rules, nowMs)
    })
  }

  #upsertOne(order: LedgerOrder, known: KnownRows, rules: UpsertRules, nowMs: number): UpsertResult {
    if (Date.parse(order.at) < rules.sinceMs) return 'too_old'
    const link = this.#deps.linkOf(order.order_id)
    const early = this.#deps.early.of(link)
    const { aliases = [], ...told } = order
    const heard = early.length === 0 ? told : { ...told, refunds: unitedRefunds(early, told.refunds) ?? [] }
    const row = known.byId.get(order.order_id) ?? known.byName(order)
    const before = row === undefined ? undefined : (JSON.parse(row.line) as KeptOrder)
    const line = before === undefined ? tidied(heard) : this.#merged(before, heard, rules)
    if (line === undefined) return 'stale'
    if (early.length > 0 && !rules.dryRun) this.#deps.early.forget(link)
    const next = this.#rowOf(line, aliases, row, isHeard(order) ? nowMs : null)
    if (row !== undefined && before !== undefined && isSame(row, next, before, line)) return this.#same(line, rules)
    if (!rules.dryRun) this.#write(next, row, rules.numbered ? this.#nextChange(nowMs) : null)
    known.put(next, row?.order_id)
    return row === undefined ? 'new' : 'changed'
  }

  #merged(before: KeptOrder, heard: KeptOrder, rules: MergeRules): KeptOrder | undefined {
    const newest = this.#newest(before)
    const line = mergeOrder(newest === undefined ? before : { ...before, updated_at: newest }, heard, rules)
    return line === undefined ? undefined : { ...line, order_id: isImport(heard) ? before.order_id : heard.order_id }
  }

  #newest({ order_id: id, updated_at: updatedAt }: KeptOrder): string | undefined {
    const seen = this.#seen.get(id)
    return seen === undefined || (updatedAt !== undefined && updatedAt >= seen) ? updatedAt : seen
  }

  /** Shops say an order again and again, and mostly what changed is nothing that is kept here. */
  #same({ order_id: id, updated_at: updatedAt }: KeptOrder, { dryRun }: UpsertRules): 'same' {
    if (updatedAt === undefined || dryRun) return 'same'
    this.#seen.delete(id)
    this.#seen.set(id, updatedAt)
    const [oldest] = this.#seen.keys()
    if (this.#seen.size > MAX_SEEN && oldest !== undefined) this.#seen.delete(oldest)
    return 'same'
  }

  #rowOf(line: KeptOrder, aliases: readonly string[], row: OrderRow | undefined, heardMs: number | null): OrderRow {
    const { linkOf } = this.#deps
    const before = row === undefined ? [] : row.links.split(' ')
    const shown = aliases.flatMap(shownName)
    const name = line.name ?? (before.length > 1 ? undefined : shown[0])
    const names = name === undefined ? [] : [name]
    // That of its id first: it is firmer than a name that another order may have as its id. By the second, what people call
    // it, a file finds it: `orders_by_name`.
    const first = [line.order_id, ...names].map(linkOf)
    const links = new Set([...first, ...before, ...[...aliases, ...shown].map(linkOf)])
    return {
      order_id: line.order_id,
      at_ms: Date.parse(line.at),
      heard_ms: row?.heard_ms ?? heardMs,
      links: [...links].slice(0, MAX_LINKS).join(' '),
      line: JSON.stringify(line),
    }
  }

  /** Of a row that is there only what has changed: an index that is named is written again. */
  #write(next: OrderRow, row: OrderRow | undefined, changed: number | null): void {
    const { sql } = this.#deps
    this.#seen.delete(next.order_id)
    if (row?.order_id === next.order_id) {
      const { heard_ms: heardMs, links, line } = next
      const update = 'UPDATE orders SET heard_ms = ?, links = ?, line = ?, changed = ? WHERE order_id = ?'
      sql.rows(update, heardMs, links, line, changed, next.order_id)
      if (row.at_ms !== next.at_ms)
        sql.rows('UPDATE orders SET at_ms = ? WHERE order_id = ?', next.at_ms, next.order_id)
      return
    }
    // Until now it was known by its name alone.
    if (row !== undefined) sql.rows('DELETE FROM orders WHERE order_id = ?', row.order_id)
    sql.rows(
      'INSERT INTO orders (order_id, at_ms, heard_ms, links, line, changed) VALUES (?, ?, ?, ?, ?, ?)',
      next.order_id,
      next.at_ms,
      next.heard_ms,
      next.links,
      next.line,
      changed,
    )
  }

  #rows(ids: readonly string[]): OrderRow[] {
    const query = 'SELECT * FROM orders WHERE order_id IN (SELECT value FROM json_each(?))'
    return this.#deps.sql.rows<OrderRow>(query, JSON.stringify(ids))
  }

  /** Also those that are known by another name: files that have no ids name an order as people do. */
  #knownRows(orders: readonly LedgerOrder[]): KnownRows {
    const ids = orders.flatMap((one) => [one.order_id, ...(isImport(one) ? [bareName(one.order_id)] : bareNames(one))])
    const known = new KnownRows(this.#rows(ids), this.#deps.linkOf)
    const nameless = orders.filter((one) => isByName(one) && !known.byId.has(one.order_id))
    if (nameless.length > 0) known.named(this.#namesAround(nameless), (id) => this.#rows([id])[0])
    return known
  }

  #namesAround(orders: readonly LedgerOrder[]): readonly NamedRow[] {
    const times = orders.map(({ at }) => Date.parse(at))
    const links = orders.map((one) => this.#deps.linkOf(one.order_id))
    const query = `SELECT order_id, links FROM orders INDEXED BY orders_by_name WHERE length(links) > 16
      AND substr(links, 18, 16) IN (SELECT value FROM json_each(?)) AND at_ms BETWEEN ? AND ?`
    const [fromMs, toMs] = [Math.min(...times) - SAME_NAME_MS, Math.max(...times) + SAME_NAME_MS]
    return this.#deps.sql.rows<NamedRow>(query, JSON.stringify(links), fromMs, toMs)
  }

  /** The oldest sale first. */
  page({ fromMs, toMs, cursor }: OrdersAsk, noted: Noted): OrdersAnswer {
    const { atMs, orderId } = cursor ?? { atMs: fromMs, orderId: '' }
    const rows = this.#deps.sql.each<OrderRow>(
      `SELECT * FROM orders WHERE at_ms >= ? AND at_ms < ? AND (at_ms, order_id) > (?, ?) ORDER BY at_ms, order_id LIMIT ?`,
      atMs,
      toMs,
      atMs,
      orderId,
      PAGE_ORDERS + 1,
    )
    const page: OrderRow[] = []
    let characters = 0
    for (const row of rows) {
      const last = page.at(-1)
      if (last !== undefined && (page.length >= PAGE_ORDERS || characters >= PAGE_CHARACTERS))
        return { orders: viewsOf(page, noted), next: cursorOf(last) }
      page.push(row)
      characters += row.line.length
    }
    return { orders: viewsOf(page, noted), next: null }
  }

  /** Those after that change, as they are now. What was written before changes were numbered is numbered first. */
  changes(after: number, nowMs: number): ChangesAnswer {
    if (after === 0) this.#numberAll(nowMs)
    const rows: (OrderRow & { changed: number })[] = []
    let characters = 0
    const query = 'SELECT * FROM orders WHERE changed > ? ORDER BY changed LIMIT ?'
    for (const row of this.#deps.sql.each<OrderRow & { changed: number }>(query, after, PAGE_ORDERS)) {
      rows.push(row)
      characters += row.line.length
      if (characters >= PAGE_CHARACTERS) break
    }
    const orders = rows.map((row) => ({ ...(JSON.parse(row.line) as KeptOrder), links: row.links.split(' ') }))
    return { orders, next: rows.at(-1)?.changed ?? after }
  }

  #numberAll(nowMs: number): void {
    const { sql } = this.#deps
    const from = this.#nextChange(nowMs)
    const unnumbered = sql.rows<{ order_id: string }>('SELECT order_id FROM orders WHERE changed IS NULL')
    sql.rows(
      'UPDATE orders SET changed = ? + key FROM json_each(?) WHERE order_id = value',
      from,
      JSON.stringify(unnumbered.map(({ order_id: id }) => id)),
    )
    this.#lastChange = from + unnumbered.length
  }

  /** Rises also where the newest order has been forgotten since: it is made of the time. */
  #nextChange(nowMs: number): number {
    if (this.#lastChange === 0) {
      const query = 'SELECT coalesce(max(changed), 0) AS last FROM orders WHERE changed IS NOT NULL'
      this.#lastChange = this.#deps.sql.rows<{ last: number }>(query)[0]?.last ?? 0
    }
    return (this.#lastChange = Math.max(this.#lastChange + 1, nowMs * 1_000))
  }

  /** Forgets what was sold before then, at most `limit`. True when there may be more. */
  sweep(beforeMs: number, limit: number): boolean {
    const gone = this.#deps.sql.rows(
      `DELETE FROM orders WHERE order_id IN (SELECT order_id FROM orders WHERE at_ms < ? LIMIT ?) RETURNING 1 AS gone`,
      beforeMs,
      limit,
    )
    return gone.length === limit
  }
}

/** What else is noted of orders: by their ids and bare names, and by their links. */
export interface Noted {
  readonly parked: (names: readonly string[]) => ReadonlyMap<string, string>
  readonly atDoor: (links: readonly string[]) => ReadonlyMap<string, string>
}

/** By their links, so that no line is taken apart: a file may be imported beside a hundred thousand orders of the same days. */
interface NamedRow extends Record<string, SqlStorageValue> {
  order_id: string
  links: string
}

/** The rows of one ask, as they are after each of its orders. */
class KnownRows {
  readonly byId: Map<string, OrderRow>
  readonly #linkOf: (name: string) => string
  readonly #idsByLink = new Map<string, string | undefined>()
  #rowOf: (id: string) => OrderRow | undefined = () => undefined

  constructor(rows: readonly OrderRow[], linkOf: (name: string) => string) {
    this.#linkOf = linkOf
    this.byId = new Map(rows.map((row) => [row.order_id, row]))
  }

  named(rows: readonly NamedRow[], rowOf: (id: string) => OrderRow | undefined): void {
    this.#rowOf = rowOf
    for (const { order_id: id, links } of rows)
      for (const link of links.split(' '))
        // Parts of one basket share a name: it is none of theirs then.
        this.#idsByLink.set(link, this.#idsByLink.has(link) ? undefined : id)
  }

  byName(order: LedgerOrder): OrderRow | undefined {
    if (isImport(order)) {
      if (!isByName(order)) return undefined
      const bare = this.byId.get(bareName(order.order_id))
      if (bare !== undefined && Math.abs(bare.at_ms - Date.parse(order.at)) <= SAME_NAME_MS) return bare
      const id = this.#idsByLink.get(this.#linkOf(order.order_id))
      return id === undefined ? undefined : (this.byId.get(id) ?? this.#rowOf(id))
    }
    const row = bareNames(order)
      .map((name) => this.byId.get(name))
      .find((one) => one !== undefined)
    if (row === undefined || !isByName(JSON.parse(row.line) as KeptOrder)) return undefined
    // What another order is called may be the id of this one.
    return Math.abs(row.at_ms - Date.parse(order.at)) <= SAME_NAME_MS ? row : undefined
  }

  put(row: OrderRow, insteadOf: string | undefined): void {
    if (insteadOf !== undefined) this.byId.delete(insteadOf)
    this.byId.set(row.order_id, row)
  }
}

/** From a file that has no id of the order but what people call it. */
function isByName({ order_id: id, name, source }: KeptOrder): boolean {
  return isImport({ source }) && (name === undefined || bareName(name) === bareName(id))
}

/** A page may have said it in the place of the order's id: the checkout's token, the reference. */
function shownName(alias: string): readonly string[] {
  const said = partsOfAlias(alias)
  return isShown(said) ? [said[1]] : []
}

function bareName(name: string): string {
  return name.replace(/^#/, '')
}

function bareNames({ name }: LedgerOrder): readonly string[] {
  return name === undefined ? [] : [bareName(name)]
}

function isSame(row: OrderRow, next: OrderRow, before: KeptOrder, line: KeptOrder): boolean {
  const { updated_at: _before, ...known } = before
  const { updated_at: _line, ...told } = line
  const sameRow = row.links === next.links && row.heard_ms === next.heard_ms && row.order_id === next.order_id
  return sameRow && JSON.stringify(tidied(known)) === JSON.stringify(tidied(told))
}

function knownOf(line: KeptOrder, updatedAt: string | undefined): OrderKnown {
  return {
    ...(updatedAt !== undefined && { updated_at: updatedAt }),
    source: line.source,
    refunds: (line.refunds ?? []).map(({ id }) => id),
    total: line.money.total,
    ...(line.current !== undefined && { current: line.current.total }),
    ...(line.cancelled_at !== undefined && { cancelled: true as const }),
    ...(line.excluded_by !== undefined && { excluded: true as const }),
    payment: line.payment,
    ...(isHeard(line) && { heard: true as const }),
    ...(isSwept(line) && { swept: true as const }),
  }
}

function viewsOf(rows: readonly OrderRow[], noted: Noted): LedgerOrderView[] {
  const lines = rows.map((row) => JSON.parse(row.line) as KeptOrder)
  const parked = noted.parked(lines.flatMap((line) => [line.order_id, ...bareNames(line)]))
  const atDoor = noted.atDoor(rows.flatMap(({ links }) => links.split(' ')))
  return rows.map((row, index) => viewOf(row, lines[index] as KeptOrder, parked, atDoor))
}

function viewOf(
  row: OrderRow,
  line: KeptOrder,
  parked: ReadonlyMap<string, string>,
  atDoor: ReadonlyMap<string, string>,
): LedgerOrderView {
  const links = row.links.split(' ')
  const parkedAs = [line.order_id, ...bareNames(line)].map((name) => parked.get(name)).find(Boolean)
  const refusedAs = links.map((link) => atDoor.get(link)).find(Boolean)
  return {
    ...line,
    links,
    ...(row.heard_ms !== null && { heard_at: new Date(row.heard_ms).toISOString() }),
    ...(parkedAs !== undefined && { parked: parkedAs }),
    ...(refusedAs !== undefined && { refused_at_door: refusedAs }),
  }
}

function cursorOf({ at_ms: atMs, order_id: orderId }: OrderRow): OrdersCursor {
  return { atMs, orderId }
}
