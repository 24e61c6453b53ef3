/** Parts of a shard, put together from its settings and its storage. */
import type { Config, Env } from '../config.ts'
import { Deliveries, type DeliveriesDeps } from '../delivery/deliveries.ts'
import { destinations } from '../destinations/registry.ts'
import { logDefect } from '../telemetry/log.ts'
import type { ConsentBook } from './consent-book.ts'
import { eventCode } from '../event-code.ts'
import { later } from '../later.ts'
import { offsiteStub } from '../offsite/offsite-stub.ts'
import type { AlarmClock } from './alarm-clock.ts'
import { FactsCourier } from './facts-courier.ts'
import { Fill } from './fill.ts'
import { Intake, type IntakeDeps } from './intake.ts'
import type { LedgerConfig, LedgerDesk, LedgerShard } from './ledger-desk.ts'
import { ShardMove } from './shard-move.ts'
import type { ShardMemory } from './shard-memory.ts'
import { shardNumber, shardStub } from './shard-stub.ts'
import type { Store } from './store.ts'
import type { Sql } from './tables.ts'
import { TakeBack, type TakeBackDeps } from './take-back.ts'

export type { FactsCourier, Fill, Intake, LedgerDesk, ShardMove, TakeBack }

export function intakeOf(config: Config, deliveries: Deliveries, settle: IntakeDeps['settle']): Intake {
  return new Intake({
    limits: { requests: config.intakeMaxRequests, characters: config.intakeMaxBytes },
    isTooLate: ({ receivedAtMs, sentAtMs = receivedAtMs }) => Date.now() - sentAtMs > config.takeTimeoutMs,
    settle,
    isBehind: () => deliveries.isBehind(),
    now: () => Date.now(),
    soon: (work, afterMs) => setTimeout(work, afterMs),
  })
}

/** `deliveries`: there are none yet when it is made. */
export function takeBackOf(
  from: Pick<TakeBackDeps, 'store' | 'letters' | 'book' | 'transaction'>,
  deliveries: () => Deliveries,
): TakeBack {
  return new TakeBack({
    ...from,
    isBusy: (destination) => deliveries().isBusy(destination),
    onWithdrawn: (destination, events) => deliveries().countEnded(destination, 'withdrawn', events),
    now: () => Date.now(),
  })
}

export interface FactsParts {
  readonly store: Store
  readonly memory: ShardMemory
  readonly alarm: AlarmClock
}

export function factsOf(
  { id, storage }: Pick<DurableObjectState, 'id' | 'storage'>,
  env: Env,
  config: Config,
  { store, memory, alarm }: FactsParts,
): FactsCourier {
  store.facts.rememberIn(memory.pages)
  return new FactsCourier({
    queue: store.facts,
    from: () => ({ shard: shardNumber(id.name) ?? 0, epoch: memory.born }),
    async give(batch) {
      const site = store.site() ?? ''
      await offsiteStub(config, env, site).take(site, JSON.stringify(batch), Date.now())
    },
    transaction: (work) => storage.transactionSync(work),
    onFailed: (error) => logDefect('facts', error),
    wake: (atMs) => alarm.at(atMs),
    lingerMs: config.lingerMs,
    now: () => Date.now(),
    random: () => Math.random(),
  })
}

/** `events`: how many deliveries wait. */
export function fillOf(config: Config, store: Store, events: () => number): Fill {
  return new Fill({
    maxEvents: config.outboxMaxEvents,
    maxBytes: config.outboxMaxBytes,
    events: () => events() + store.facts.waiting,
    measure: () => store.waitingBytes(),
    now: () => Date.now(),
  })
}

/** Given the runtime's own clock, chance and network. */
export function deliveriesOf(
  parts: Omit<DeliveriesDeps, 'destinations' | 'fetcher' | 'now' | 'random' | 'pause'>,
): Deliveries {
  return new Deliveries({
    ...parts,
    destinations,
    fetcher: (url, init) => fetch(url, init),
    now: () => Date.now(),
    random: () => Math.random(),
    pause: (ms) => scheduler.wait(ms),
  })
}

export interface MoveParts {
  readonly env: Env
  readonly config: Config
  /** `<site>/<shard>` */
  readonly name: string | undefined
  readonly sql: Sql
  readonly store: Store
  readonly book: ConsentBook
  readonly transaction: (work: () => void) => void
  readonly settleHeld: () => Promise<void>
  readonly onComplete: () => void
  readonly wake: (atMs: number) => void
}

export function moveOf({ env, config, name, sql, store, book, ...rest }: MoveParts): ShardMove {
  const shard = shardNumber(name)
  return new ShardMove({
    ...rest,
    sql,
    shard: () => shard,
    shardsEver: (now) => store.shardsEver(now),
    async ask(other, ask) {
      // What comes is laid together with what is there.
      await eventCode()
      return shardStub(config, env, ask.site, other).handOver(ask)
    },
    holdOnly: (range) => (book.holdOnly = range),
    layKeys: (range) => store.keys.layRange(range),
    onMerged: (withdrawn) => book.addWithdrawn(withdrawn, Date.now()),
    onFailed: (error) => logDefect('shard move', error),
    wait: (ms) => scheduler.wait(ms),
    now: () => Date.now(),
  })
}

/** No event waits for the ledger: its code is loaded when it is first asked for. One that could not be made is made anew. */
export function ledgerOf(sql: Sql, config: LedgerConfig, shard: LedgerShard): () => Promise<LedgerDesk> {
  let desk: Promise<LedgerDesk> | undefined
  const forget = (error: unknown): never => {
    desk = undefined
    throw error
  }
  return () => (desk ??= makeLedger(sql, config, shard).catch(forget))
}

async function makeLedger(sql: Sql, config: LedgerConfig, shard: LedgerShard): Promise<LedgerDesk> {
  const { LedgerDesk: Desk } = await later()
  return new Desk(sql, config, shard)
}
