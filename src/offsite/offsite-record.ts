/**
 * A site's off-site record: one Durable Object that keeps the journeys of consenting visitors, the orders of the back office beside
 * them, and what was imported. Shards tell it facts, each counted once; tables are worked out in it, and no journey ever leaves it.
 */
import { DurableObject } from 'cloudflare:workers'
import { parseConfig, type Config, type Env } from '../config.ts'
import { later } from '../later.ts'
import type { ChangesAnswer } from '../outbox/ledger-asks.ts'
import { alarmOf } from '../outbox/alarm-clock.ts'
import { keepTime } from '../outbox/set-back.ts'
import { shardStub } from '../outbox/shard-stub.ts'
import { Sql } from '../outbox/tables.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { logDefect } from '../telemetry/log.ts'
import type { OffsiteAsk } from './asks.ts'
import type { FactBatch } from './facts.ts'
import type { RecordDesk } from './record-desk.ts'
import { RECORD_TABLES } from './record-tables.ts'
import { upgradeRecord } from './record-upgrade.ts'

/** How often the ledger is read while something happens, and how long a table is content with what was read. */
const PULL_MS = 5 * 60_000
/** There is more than one go reads or forgets. */
const MORE_MS = 1_000

export class OffsiteRecord extends DurableObject<Env> {
  readonly #config: Config
  #made: RecordDesk | undefined
  readonly #alarm = alarmOf(this.ctx, () => this.alarm())

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#config = parseConfig(env)
    const sql = new Sql(ctx.storage.sql)
    for (const table of RECORD_TABLES) sql.rows(table)
    upgradeRecord(sql)
    // Nothing else of this object runs before that is done.
    void ctx.blockConcurrencyWhile(async () => {
      this.#alarm.stands(await ctx.storage.getAlarm(), Date.now())
      this.#made = await this.#makeDesk(sql)
    })
  }

  async #makeDesk(sql: Sql): Promise<RecordDesk> {
    const parts = await later()
    return new parts.RecordDesk({
      sql,
      plan: () => this.#plan(),
      personKey: this.#config.personKey,
      transaction: (work) => this.ctx.storage.transactionSync(work),
      askLedger: (after) => this.#changes(after),
      now: () => Date.now(),
    })
  }

  get #desk(): RecordDesk {
    if (this.#made === undefined) throw new Error('the record is not open')
    return this.#made
  }

  /** A FactBatch as JSON. Resolves when it is stored: whoever gives it may delete its own then. Twice counts once. */
  take(site: string, batch: string, callersMs?: number): void {
    // By a clock that stands still tables would be content with what was read before, and the next reading and forgetting would wait.
    keepTime(this.ctx, callersMs)
    this.#desk.belongTo(site)
    this.#desk.take(JSON.parse(batch) as FactBatch)
    this.#alarm.at(Date.now() + PULL_MS)
  }

  /** An OffsiteAsk and its answer, as JSON. */
  async ask(site: string, ask: string, callersMs?: number): Promise<string> {
    keepTime(this.ctx, callersMs)
    this.#desk.belongTo(site)
    this.#alarm.nextDay(Date.now())
    return JSON.stringify(await this.#desk.answer(JSON.parse(ask) as OffsiteAsk))
  }

  override async alarm(): Promise<void> {
    this.#alarm.rang()
    try {
      const next = await this.#desk.keepHouse()
      if (next === 'tomorrow') this.#alarm.nextDay(Date.now())
      else if (next !== 'never') this.#alarm.at(Date.now() + (next === 'more' ? MORE_MS : PULL_MS))
    } catch (error) {
      logDefect('off-site record', error)
      this.#alarm.at(Date.now() + PULL_MS)
    }
  }

  #plan(): SitePlan | undefined {
    return this.#config.sites.get(this.#desk.site ?? '')
  }

  async #changes(after: number): Promise<ChangesAnswer> {
    const site = this.#desk.site ?? ''
    const stub = shardStub(this.#config, this.env, site, 0)
    return JSON.parse(await stub.ledger(site, JSON.stringify({ kind: 'changes', after }))) as ChangesAnswer
  }
}
