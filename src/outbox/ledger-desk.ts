/** The ledger of a site's orders, and what reconciliation needs beside it: answers what the Worker asks. Not on the hot path. */
import type { PersonKeyMaker } from '../hashing/person-key.ts'
import { sha256Hex } from '../hashing/sha256.ts'
import { orderLink } from '../pipeline/order-link.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { DoorBook } from './door-book.ts'
import { EarlyRefunds } from './early-refunds.ts'
import { heldLines } from './held-lines.ts'
import type { KnownAnswer, LedgerAsk, LinesAnswer, LinesAsk } from './ledger-asks.ts'
import { safeName, safeOrder, safePlatformRow, safeRefund } from './ledger-names.ts'
import { listedFacts } from './listed-facts.ts'
import { OrderBook } from './order-book.ts'
import { orderLines } from './order-lines.ts'
import { ParkedBook } from './parked-book.ts'
import { personKeysIn, type KeyContext } from './parked-persons.ts'
import { PlatformBook } from './platform-book.ts'
import { sealKeyFrom, type SealKey } from './sealed.ts'
import type { Sql } from './tables.ts'

export interface LedgerConfig {
  readonly parkedMaxBytes: number
  readonly personKey: PersonKeyMaker
  readonly personKeySecret: string
}

export interface LedgerShard {
  /** Undefined while the shard does not know its site. */
  readonly plan: () => SitePlan | undefined
  readonly stateOf: (destination: string) => 'waiting' | 'retrying' | 'parked' | 'dead'
  readonly transaction: <T>(work: () => T) => T
  readonly onShopRefused: (shop: string) => void
}

const DAY_MS = 86_400_000

export class LedgerDesk {
  readonly #sql: Sql
  readonly #config: LedgerConfig
  readonly #shard: LedgerShard
  readonly #orders: OrderBook
  readonly #early: EarlyRefunds
  readonly #parked: ParkedBook
  readonly #door: DoorBook
  readonly #platforms: PlatformBook
  #sealKey: SealKey | undefined

  constructor(sql: Sql, config: LedgerConfig, shard: LedgerShard) {
    this.#sql = sql
    this.#config = config
    this.#shard = shard
    this.#early = new EarlyRefunds(sql)
    this.#orders = new OrderBook({ sql, linkOf: (name) => this.#linkOf(name), early: this.#early })
    this.#parked = new ParkedBook({
      sql,
      maxBytes: config.parkedMaxBytes,
      sealKey: () => (this.#sealKey ??= sealKeyFrom(config.personKeySecret)),
      nameOf: ({ source, method, url, text }, thinOrder = '') =>
        config.personKey('parked', sha256Hex(`${source}\n${thinOrder || `${method} ${url}\n${text}`}`)),
      keysOf: ({ text, order_id: orderId }) => personKeysIn(text, orderId, this.#keyContext()),
      safeName: (name) => safeName(name, this.#hashOf),
      transaction: shard.transaction,
    })
    this.#door = new DoorBook(sql)
    this.#platforms = new PlatformBook(sql, (text) => sha256Hex(text).slice(0, 32))
  }

  /** How much of the room for what cannot be used is taken. */
  get parkedFill(): number {
    return this.#parked.fill
  }

  /** JSON both ways: cheaper than taking objects apart, and plain on both sides. */
  async answer(ask: string): Promise<string> {
    return JSON.stringify(await this.#answer(JSON.parse(ask) as LedgerAsk))
  }

  #answer(ask: LedgerAsk): object | Promise<object> {
    const { transaction } = this.#shard
    const nowMs = Date.now()
    switch (ask.kind) {
      case 'known':
        return this.#known(ask.order_ids)
      case 'called':
        return this.#orders.called(ask.name)
      case 'upsert': {
        const analysis = this.#shard.plan()?.site.analysis
        const orders = ask.orders.map((order) => listedFacts(safeOrder(order, this.#hashOf), analysis))
        return { results: transaction(() => this.#orders.upsert(orders, this.#rules(nowMs, ask.dryRun), nowMs)) }
      }
      case 'refunds': {
        const refunds = ask.refunds.map(({ order_id: id, refund }) => ({
          order_id: safeName(id, this.#hashOf),
          refund: safeRefund(refund, this.#hashOf),
        }))
        return { results: transaction(() => this.#orders.addRefunds(refunds, this.#rules(nowMs), nowMs)) }
      }
      case 'orders':
        return this.#orders.page(ask, {
          parked: (names) => this.#parked.among(names),
          atDoor: (links) => this.#door.among(links),
        })
      case 'changes':
        return transaction(() => this.#orders.changes(ask.after, nowMs))
      case 'lines':
        return this.#lines(ask)
      case 'park':
        return this.#parked.park(ask)
      case 'parked':
        return this.#parked.list(ask)
      case 'show':
        return this.#parked.show(ask.id)
      case 'take':
        return this.#parked.take(ask)
      case 'release':
        return this.#parked.release(ask)
      case 'forget':
        return this.#parked.forget(ask)
      case 'door':
        this.#door.note(this.#linkOf(ask.order), ask.code, nowMs)
        return {}
      case 'shop_refused':
        this.#shard.onShopRefused(ask.shop)
        return {}
      case 'report':
        return this.#platforms.keep({ ...ask, rows: ask.rows.map((row) => safePlatformRow(row, this.#hashOf)) }, nowMs)
      case 'platform':
        return this.#platforms.page(ask)
    }
  }

  /** What is held stands before all that has been judged. */
  #lines(ask: LinesAsk): LinesAnswer {
    const page = orderLines(this.#sql, ask, this.#shard.stateOf)
    if (ask.cursor !== null) return page
    const destinations = this.#shard.plan()?.destinations.map(({ destination }) => destination.id) ?? []
    return { ...page, lines: [...heldLines(this.#sql, ask, destinations), ...page.lines] }
  }

  /** Answered by the names that were asked for. */
  #known(ids: readonly string[]): KnownAnswer {
    const kept = ids.map((id) => safeName(id, this.#hashOf))
    const { orders } = this.#orders.known(kept)
    const found = ids.flatMap((id, index) => {
      const order = orders[kept[index] ?? '']
      return order === undefined ? [] : [[id, order] as const]
    })
    return { orders: Object.fromEntries(found) }
  }

  #keyContext(): KeyContext {
    const plan = this.#shard.plan()
    const { personKey } = this.#config
    return { site: plan?.id ?? '', defaultCountry: plan?.site.defaultCountry ?? '', personKey }
  }

  readonly #hashOf = (name: string): string => {
    const site = this.#shard.plan()?.id ?? ''
    return this.#config.personKey('order-name', sha256Hex(`${site}\n${name}`))
  }

  #linkOf(name: string): string {
    const site = this.#shard.plan()?.id ?? ''
    return orderLink(site, name, this.#config.personKey)
  }

  /** A site whose policy keeps no ledger has none: nothing is young enough for it. */
  #rules(nowMs: number, dryRun = false) {
    const orders = this.#shard.plan()?.site.orders
    const sinceMs = orders === undefined ? Number.POSITIVE_INFINITY : nowMs - orders.ledgerDays * DAY_MS
    const numbered = this.#shard.plan()?.site.analysis !== undefined
    return { purchaseWhen: orders?.purchaseWhen ?? 'paid', sinceMs, dryRun, numbered } as const
  }

  /** Forgets what is over, at most `limit` of each kind; the caller runs it in its transaction. True when there may be more. */
  sweep(nowMs: number, limit: number): boolean {
    const plan = this.#shard.plan()
    // Of a shard that does not know its site nothing is deleted; of a site that keeps no ledger any more, all of it is over.
    if (plan === undefined) return false
    const beforeMs = nowMs - (plan.site.orders?.ledgerDays ?? 0) * DAY_MS
    const more = [
      this.#orders.sweep(beforeMs, limit),
      this.#early.sweep(nowMs, limit),
      this.#platforms.sweep(beforeMs, limit),
      this.#parked.sweep(nowMs, limit),
      this.#door.sweep(nowMs, limit),
    ]
    return more.includes(true)
  }
}
