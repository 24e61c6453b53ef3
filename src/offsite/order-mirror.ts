/**
 * The back office's orders in the record: what the ledger of the site's first shard has, read page by page from where the last page
 * ended, by the number of its last change. The SQL of `orders` and `order_names`; without a ledger, what their events said.
 */
import { FIRST_TIME, ORDER_STATUSES } from '../analysis/columns.ts'
import type { ChangesAnswer } from '../outbox/ledger-asks.ts'
import type { Sql } from '../outbox/tables.ts'
import type { JourneyFact } from './facts.ts'
import { UNKNOWN } from './journey-book.ts'
import type { LedgerOrderView } from '../reconciliation/wire.ts'
import { orderRow, type OrderRow, type OrderRules } from './order-row.ts'

type OrderFact = Extract<JourneyFact, { k: 'order' }>

interface NameRow extends Record<string, SqlStorageValue> {
  name: string
  link: string
  at_ms: number
}

export interface OrderMirrorDeps {
  readonly sql: Sql
  readonly ask: (after: number) => Promise<ChangesAnswer>
  readonly journeyOfOrder: (links: readonly string[]) => string | undefined
  /** What the buyer answered when asked where they had heard of the site, under any of these names: name → source. */
  readonly answersOf: (names: readonly string[]) => ReadonlyMap<string, string>
  /** True where somebody was forgotten under one of these names of an order: then nobody has answered for it. */
  readonly forgottenUnder: (links: readonly string[]) => boolean
  readonly linkOf: (name: string) => string
  readonly transaction: (work: () => void) => void
  /** Orders have changed. */
  readonly onChange: () => void
}

/** Pages of one pull: whoever waits for it waits so long. */
const PAGES_PER_PULL = 200
/** Files write the time of the shop, and the day of payment for that of the sale. */
const SAME_NAME_MS = 3 * 86_400_000

export class OrderMirror {
  readonly #deps: OrderMirrorDeps

  constructor(deps: OrderMirrorDeps) {
    this.#deps = deps
  }

  /** Reads what has changed; under another policy all of it anew, for an order's value is what the policy says. True where there is more. */
  async pull(rules: OrderRules, digest: string): Promise<boolean> {
    const { sql, ask, transaction, onChange } = this.#deps
    const kept = sql.kept('ledger')?.split(' ')
    let after = kept?.[0] === digest ? Number(kept[1]) : 0
    for (let page = 0; page < PAGES_PER_PULL; page++) {
      const { orders, next } = await ask(after)
      if (next === after) return false
      after = next
      transaction(() => {
        onChange()
        for (const order of orders) this.#put(orderRow(order, rules), order)
        sql.keep('ledger', `${digest} ${after}`)
      })
    }
    return true
  }

  /** The order of that link is that journey's; what is not known yet asks when it comes. */
  join(link: string, journey: string): void {
    const { sql } = this.#deps
    const name = this.#names([link])[0]
    if (name === undefined) return
    sql.rows('UPDATE orders SET journey = ? WHERE at_ms = ? AND link = ?', journey, name.at_ms, name.link)
  }

  /** Of a site that keeps no ledger: the sale is what its event says. The first time that it is heard of is when it was. */
  keep({ order: link, atMs, value, currency }: OrderFact, tables: string): void {
    const known = this.#names([link])[0]
    if (known !== undefined) return
    const row: OrderRow = {
      link,
      atMs,
      status: ORDER_STATUSES.indexOf('paid'),
      value: currency === tables ? (value ?? null) : null,
      net: null,
      refunds: [],
      firstTime: FIRST_TIME.notSaid,
      declared: '',
      region: '',
      byName: false,
    }
    this.#insert(row, UNKNOWN, '')
    this.#name([link], row)
  }

  #put(row: OrderRow, order: LedgerOrderView): void {
    const { sql, journeyOfOrder } = this.#deps
    const { links } = order
    for (const old of this.#replaced(row, links))
      sql.rows('DELETE FROM orders WHERE at_ms = ? AND link = ?', old.at_ms, old.link)
    this.#name(links, row)
    this.#insert(row, journeyOfOrder(links) ?? UNKNOWN, this.#answerTo(order, row))
  }

  /** A survey may call the order by its id or as people do; a name that is another order's is not asked for. */
  #answerTo({ order_id: id, name = id, links }: LedgerOrderView, { link, atMs }: OrderRow): string {
    const { answersOf, forgottenUnder, linkOf } = this.#deps
    const names = [id, name].flatMap((one) => [one, one.replace(/^#/, ''), `#${one}`])
    for (const [said, source] of answersOf([...new Set(names)])) {
      const [owner] = this.#names([linkOf(said)])
      if (owner?.link === link && owner.at_ms === atMs) return forgottenUnder(links) ? '' : source
    }
    return ''
  }

  /** Its own row of another moment, and one by which a file had called it before its id was known. */
  #replaced(row: OrderRow, links: readonly string[]): readonly NameRow[] {
    const others = this.#names(links).filter(({ link, at_ms: atMs }) => link !== row.link || atMs !== row.atMs)
    const distinct = [...new Map(others.map((one) => [`${one.link} ${one.at_ms}`, one])).values()]
    return distinct.filter((one) => one.link === row.link || (!row.byName && this.#wasByName(one, row, links)))
  }

  #wasByName({ link, at_ms: atMs }: NameRow, row: OrderRow, links: readonly string[]): boolean {
    if (!links.includes(link) || Math.abs(atMs - row.atMs) > SAME_NAME_MS) return false
    const query = 'SELECT by_name FROM orders WHERE at_ms = ? AND link = ?'
    return this.#deps.sql.rows<{ by_name: number }>(query, atMs, link)[0]?.by_name === 1
  }

  /** An answer came after its order. */
  answer(link: string, source: string): void {
    const name = this.#names([link])[0]
    if (name === undefined) return
    this.#deps.sql.rows('UPDATE orders SET answered = ? WHERE at_ms = ? AND link = ?', source, name.at_ms, name.link)
  }

  /** Nobody answers for these orders any more. Gives back all names of each, for what an answer calls it may be any of them. */
  forgetAnswers(links: readonly string[]): readonly string[] {
    const { sql } = this.#deps
    const names = new Set(links)
    for (const { link, at_ms: atMs } of this.#names(links)) {
      sql.rows("UPDATE orders SET answered = '' WHERE at_ms = ? AND link = ? AND answered <> ''", atMs, link)
      const query = 'SELECT name FROM order_names WHERE link = ? AND at_ms = ?'
      for (const { name } of sql.rows<{ name: string }>(query, link, atMs)) names.add(name)
    }
    return [...names]
  }

  #insert(row: OrderRow, journey: string, answered: string): void {
    this.#deps.sql.rows(
      `INSERT OR REPLACE INTO orders (at_ms, link, journey, status, value, net, refunds, first_time, declared, answered, region, by_name)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      row.atMs,
      row.link,
      journey,
      row.status,
      row.value,
      row.net,
      row.refunds.length === 0 ? '' : JSON.stringify(row.refunds),
      row.firstTime,
      row.declared,
      answered,
      row.region,
      row.byName ? 1 : 0,
    )
  }

  /** A name that several orders share is the first one's; that of an id is its own order's. */
  #name(links: readonly string[], { link, atMs }: OrderRow): void {
    const known = new Map(this.#names(links).map((row) => [row.name, row]))
    const wanted = links.filter((name) => {
      const has = known.get(name)
      return has === undefined || (has.link === link ? has.at_ms !== atMs : name === link)
    })
    if (wanted.length === 0) return
    this.#deps.sql.rows(
      'INSERT OR REPLACE INTO order_names (name, link, at_ms) SELECT value, ?, ? FROM json_each(?)',
      link,
      atMs,
      JSON.stringify(wanted),
    )
  }

  #names(links: readonly string[]): readonly NameRow[] {
    const query = 'SELECT name, link, at_ms FROM order_names WHERE name IN (SELECT value FROM json_each(?))'
    return this.#deps.sql.rows<NameRow>(query, JSON.stringify(links))
  }

  /** When the oldest that is kept was sold. */
  firstMs(): number | undefined {
    return this.#deps.sql.rows<{ at_ms: number }>('SELECT at_ms FROM orders ORDER BY at_ms LIMIT 1')[0]?.at_ms
  }

  /** Forgets what was sold before then, at most so many. True when there may be more. */
  sweep(beforeMs: number, limit: number): boolean {
    const { sql } = this.#deps
    const gone = sql.rows(
      'DELETE FROM orders WHERE (at_ms, link) IN (SELECT at_ms, link FROM orders WHERE at_ms < ? LIMIT ?) RETURNING 1 AS gone',
      beforeMs,
      limit,
    )
    const names = sql.rows(
      'DELETE FROM order_names WHERE name IN (SELECT name FROM order_names WHERE at_ms < ? LIMIT ?) RETURNING 1 AS gone',
      beforeMs,
      limit,
    )
    return gone.length === limit || names.length === limit
  }
}
