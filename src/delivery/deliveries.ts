/**
 * What of a shard waits for platforms: a courier for each destination, how much each has before it, and when to come back.
 * Nobody waits for another: each courier's end is its own, and so is its next attempt.
 */
import type { Config } from '../config.ts'
import type { Destination } from '../destinations/destination.ts'
import { sha256Hex } from '../hashing/sha256.ts'
import type { AlarmClock } from '../outbox/alarm-clock.ts'
import { countOutcome, type ShardMemory } from '../outbox/shard-memory.ts'
import type { Held, Parcel } from '../outbox/state.ts'
import type { Store } from '../outbox/store.ts'
import type { FinalOutcome } from '../outbox/types.ts'
import { WaitingCounts } from '../outbox/waiting.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { logDefect } from '../telemetry/log.ts'
import { newCourierMemory, type CourierState } from './breaker.ts'
import { ALL_OVERDUE_PAGES, Courier, type AttemptRecord, type CourierDeps } from './courier.ts'
import { holdsOf } from './holds.ts'
import { send, type Fetcher } from './send.ts'

export interface DeliveriesDeps {
  readonly destinations: readonly Destination[]
  readonly config: Pick<Config, 'account' | 'attemptTimeoutMs' | 'lingerMs' | 'personKey' | 'rates'>
  readonly store: Pick<Store, 'waiting'>
  /** What a courier reads from and ends in. */
  readonly storeFor: (destination: string) => CourierDeps['store']
  readonly memory: ShardMemory
  /** Undefined until the shard has been told whose it is. */
  readonly plan: () => SitePlan | undefined
  readonly alarm: AlarmClock
  readonly transaction: (work: () => void) => void
  readonly fetcher: Fetcher
  readonly withdrawn: (parts: readonly Held[], destination: string) => readonly Held[]
  readonly onAttempt: (attempt: AttemptRecord) => void
  /** A courier has nothing of this destination in hand any more. */
  readonly onBack: (destination: string) => void
  /** Keeps the object alive until then. */
  readonly keepAlive: (work: Promise<unknown>) => void
  readonly now: () => number
  readonly random: () => number
  readonly pause: (ms: number) => Promise<unknown>
}

/** How long an alarm waits for its couriers before it leaves them to themselves and sets a watchdog. */
const ALARM_WAIT_MS = 1_000
/** If the object is evicted while a request is out, this much after its time limit somebody looks again. */
const WATCHDOG_SLACK_MS = 5_000
/**
 * Requests that wait for the head of their answer at once, of all couriers together: Cloudflare lets six, and a seventh stands
 * in line behind them (https://developers.cloudflare.com/workers/platform/limits/#simultaneous-open-connections, read
 * 2026-11-22). Shared out, so that one platform that hangs leaves the others theirs.
 */
const IN_FLIGHT = 6
/** Three full batches: as many as are on their way at once. */
const BEHIND = 3_000

export class Deliveries {
  readonly #deps: DeliveriesDeps
  readonly #couriers: ReadonlyMap<string, Courier>
  readonly #waiting: WaitingCounts

  constructor(deps: DeliveriesDeps) {
    this.#deps = deps
    this.#waiting = new WaitingCounts(deps.store.waiting())
    this.#couriers = new Map(deps.destinations.map((destination) => [destination.id, this.#courierFor(destination)]))
    // After a crash no alarm may be left (workerd keeps them in memory): what waits is picked up by whoever wakes us.
    if (this.#waiting.total() > 0) this.#wakeSoon()
  }

  /** How many deliveries wait, for all destinations together. */
  total(): number {
    return this.#waiting.total()
  }

  waiting(): Readonly<Record<string, number>> {
    return this.#waiting.all()
  }

  states(): Record<string, CourierState> {
    return Object.fromEntries([...this.#couriers].map(([id, courier]) => [id, courier.state]))
  }

  stateOf(destination: string): 'waiting' | 'retrying' | 'parked' {
    const state = this.#couriers.get(destination)?.state
    return state === 'retrying' || state === 'parked' ? state : 'waiting'
  }

  /** Whether more waits for a destination than can be on its way to it, though it takes what it is given. */
  isBehind(): boolean {
    for (const [id, courier] of this.#couriers)
      if (courier.state === 'open' && this.#waiting.for(id) > BEHIND) return true
    return false
  }

  /** Whether a courier has parcels of this destination in hand. */
  isBusy(destination: string): boolean {
    return this.#couriers.get(destination)?.busy === true
  }

  /** These parcels have been stored. */
  add(parcels: readonly Parcel[]): void {
    for (const parcel of parcels) this.addTo(parcel.destination, parcel.events)
  }

  /** So many more wait for it. */
  addTo(destination: string, deliveries: number): void {
    this.#waiting.add(destination, deliveries)
    this.#wakeSoon()
  }

  /** So many that had been refused wait for it again. */
  addAgain(destination: string, deliveries: number): void {
    countOutcome(this.#deps.memory.ended, destination, 'redriven', deliveries)
    this.addTo(destination, deliveries)
  }

  countEnded(destination: string, outcome: FinalOutcome, events: number): void {
    const { memory, now } = this.#deps
    countOutcome(memory.ended, destination, outcome, events)
    memory.watch.noteEnded(destination, outcome, events, now())
    this.#waiting.add(destination, -events)
  }

  /** Lets every courier go that has something before it; comes back when all have, or after a second. Throws nothing. */
  async run(): Promise<void> {
    const waiting = [...this.#couriers].filter(([id]) => this.#waiting.for(id) > 0)
    const runs = Promise.all(waiting.map(([id, courier]) => this.#runOne(id, courier)))
    this.#deps.keepAlive(runs)
    await Promise.race([runs, this.#deps.pause(ALARM_WAIT_MS)])
    for (const [id, courier] of this.#couriers) this.#wakeFor(id, courier)
  }

  /** What waits for a new policy waits no longer than the old one said. */
  expireOverdue(): void {
    for (const courier of this.#couriers.values()) courier.expireOverdue(ALL_OVERDUE_PAGES)
  }

  async #runOne(id: string, courier: Courier): Promise<void> {
    // It is out already, since an earlier alarm: it is told that there is more.
    if (courier.busy) return courier.run()
    try {
      await courier.run()
    } catch (error) {
      logDefect('deliver', error)
      courier.broke()
    }
    try {
      this.#deps.onBack(id)
    } catch (error) {
      logDefect('take back', error)
    }
    this.#wakeFor(id, courier)
  }

  #wakeSoon(): void {
    const { alarm, config, now } = this.#deps
    alarm.at(now() + config.lingerMs)
  }

  /** Comes back when it may be tried again, or should have come back: a write, so only where something waits for it. */
  #wakeFor(id: string, courier: Courier): void {
    if (this.#waiting.for(id) === 0) return
    const { alarm, config, now } = this.#deps
    const nowMs = now()
    const watchdogMs = nowMs + config.attemptTimeoutMs + WATCHDOG_SLACK_MS
    alarm.at(courier.busy ? watchdogMs : Math.max(courier.dueMs, nowMs + config.lingerMs))
  }

  #courierFor(destination: Destination): Courier {
    const { id } = destination
    const { memory, storeFor, plan, transaction, config, fetcher, withdrawn, onAttempt } = this.#deps
    const { now, random, pause } = this.#deps
    return new Courier({
      destination,
      memory: (memory.couriers[id] ??= newCourierMemory()),
      store: storeFor(id),
      holds: holdsOf(() => plan()?.destinations.find(({ account }) => account.id === id)),
      maxInFlight: Math.max(1, Math.floor(IN_FLIGHT / this.#deps.destinations.length)),
      perSecond: () => (config.rates.get(id) ?? destination.requestsPerSecond) / (plan()?.site.shards ?? 1),
      transaction,
      post: async (site, bodies) => {
        const account = config.account(site, id)
        if (account === undefined) return undefined
        return send(destination.request(account, bodies), fetcher, config.attemptTimeoutMs, now())
      },
      credentials: () => this.#credentialsFor(id),
      now,
      random,
      pause,
      withdrawn: (parts) => withdrawn(parts, id),
      onAttempt,
      onEnded: (outcome, events) => this.countEnded(id, outcome, events),
    })
  }

  /** Keyed, and in memory only: it tells whether the token is another one now, and nothing else. */
  #credentialsFor(destination: string): string {
    const { config, plan } = this.#deps
    const account = config.account(plan()?.id ?? '', destination)
    if (account === undefined) return ''
    return config.personKey('credentials', sha256Hex(`${account.accountId} ${account.accessToken}`))
  }
}
