/**
 * One shard of the outbox: a Durable Object whose SQLite holds what was accepted until every destination has taken it.
 * `accept` answers after the transaction is made; the runtime's output gate keeps that answer back until it is on disk.
 */
import { DurableObject } from 'cloudflare:workers'
import { parseConfig, type Config, type Env } from '../config.ts'
import { Courier, newCourierMemory, type AttemptRecord, type CourierMemory } from '../delivery/courier.ts'
import { send } from '../delivery/send.ts'
import type { Destination } from '../destinations/destination.ts'
import { destinations } from '../destinations/registry.ts'
import { logAttempt, logDefect } from '../telemetry/log.ts'
import { judgeBody, resultsOf, verdictsOf, type Enrich, type Judged } from '../pipeline/accept.ts'
import { withBrowserFacts } from '../pipeline/browser-facts.ts'
import type { JudgeContext, Verdict } from '../pipeline/judge.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { Tally } from '../telemetry/tally.ts'
import { Intake } from './intake.ts'
import { readReceipts } from './receipts.ts'
import { Recent, type DecisionView } from './recent.ts'
import { Store } from './store.ts'
import { Sql } from './tables.ts'
import { encodeAnswer } from './wire.ts'
import type { BrowserFacts, FinalOutcome, Receipt, TakeAnswer, TakeRequest } from './types.ts'

const DAY_MS = 86_400_000
/** How long an alarm waits for its couriers before it leaves them to themselves and sets a watchdog. */
const ALARM_WAIT_MS = 1_000
/** If the object is evicted while a request is out, this much after its time limit somebody looks again. */
const WATCHDOG_SLACK_MS = 5_000
const SWEEP_ROWS = 5_000
const DEFECT: TakeAnswer = { kind: 'defect' }
const FULL: TakeAnswer = { kind: 'unavailable', retryAfterSeconds: 30 }

/** Counts since this object woke; gauges are read when asked. */
export interface OutboxGauges {
  /** event results: status → count */
  readonly events: Readonly<Record<string, number>>
  /** reason → events that were not taken */
  readonly refusals: Readonly<Record<string, number>>
  /** sanitised name → times it arrived */
  readonly unknownFields: Readonly<Record<string, number>>
  readonly rowsWritten: number
  readonly waiting: Readonly<Record<string, number>>
  readonly states: Readonly<Record<string, string>>
  /** destination → outcome → events */
  readonly ended: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** destination → attempt outcome → requests */
  readonly attempts: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/**
 * What a shard has counted and last decided. It outlives the object, which the runtime puts away after seconds without
 * work, and ends with the isolate: counters start again there, as Prometheus expects of them.
 */
interface ShardMemory {
  /** The storage that it is about: another storage under the same id begins anew. */
  readonly born: string
  readonly tally: Tally
  readonly recent: Recent | undefined
  readonly ended: Record<string, Record<string, number>>
  readonly attempts: Record<string, Record<string, number>>
  /** destination → how its courier fares */
  readonly couriers: Record<string, CourierMemory>
}

/** As many as the policy has shards. */
const MEMORIES = new Map<string, ShardMemory>()

function memoryOf(shard: string, born: string, config: Config): ShardMemory {
  const known = MEMORIES.get(shard)
  if (known?.born === born) return known
  const recent = config.liveView ? new Recent() : undefined
  const memory = { born, tally: new Tally(config.logLevel), recent, ended: {}, attempts: {}, couriers: {} }
  MEMORIES.set(shard, memory)
  return memory
}

export class Outbox extends DurableObject<Env> {
  readonly #config: Config
  readonly #sql: Sql
  readonly #store: Store
  readonly #couriers: ReadonlyMap<string, Courier>
  readonly #waiting: Map<string, number>
  readonly #memory: ShardMemory
  readonly #intake = new Intake({ settle: (requests) => this.#settle(requests), soon: (work) => setTimeout(work, 0) })
  /** A shard belongs to one site; it learns which from its first call. */
  #plan: SitePlan | undefined
  #alarmAtMs = Number.POSITIVE_INFINITY
  #sweptDay = 0

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#config = parseConfig(env)
    this.#sql = new Sql(ctx.storage.sql)
    this.#sql.createTables()
    this.#store = new Store(this.#sql)
    this.#memory = memoryOf(ctx.id.toString(), this.#store.bornAs(crypto.randomUUID()), this.#config)
    this.#waiting = this.#store.waiting()
    this.#couriers = new Map(destinations.map((destination) => [destination.id, this.#courierFor(destination)]))
    // After a crash no alarm may be left (workerd keeps them in memory): what waits is picked up by whoever wakes us.
    if (this.#waitingTotal() > 0) this.#wakeAt(Date.now() + this.#config.lingerMs)
  }

  /**
   * Resolves when the events are stored; the output gate keeps the answer back until they are on disk. Plain arguments
   * and JSON texts, because every call pays for taking an object apart and putting it together again.
   */
  async take(
    site: string,
    text: string,
    source: TakeRequest['source'],
    receivedAtMs: number,
    gpcHeader: string | null,
    facts: string | null,
  ): Promise<string> {
    this.#plan ??= this.#config.sites.get(site)
    const seen = facts === null ? {} : { facts: JSON.parse(facts) as BrowserFacts }
    return encodeAnswer(await this.#intake.take({ text, source, receivedAtMs, gpcHeader, ...seen }))
  }

  override async alarm(): Promise<void> {
    this.#alarmAtMs = Number.POSITIVE_INFINITY
    const runs = Promise.all(
      [...this.#couriers].filter(([id]) => this.#waitingFor(id) > 0).map(([, courier]) => courier.run()),
    )
    const finished = await Promise.race([runs.then(() => true), scheduler.wait(ALARM_WAIT_MS).then(() => false)])
    if (finished) {
      this.#sweepDaily()
      this.#wakeForRest()
      return
    }
    this.#wakeAt(Date.now() + this.#config.attemptTimeoutMs + WATCHDOG_SLACK_MS)
    this.ctx.waitUntil(runs.then(() => this.#wakeForRest()))
  }

  /** Throws when nothing can be stored. */
  probe(): { readonly ok: true } {
    this.#store.probe()
    return { ok: true }
  }

  gauges(): OutboxGauges {
    return {
      ...this.#memory.tally.counts(),
      rowsWritten: this.#sql.rowsWritten,
      waiting: Object.fromEntries(this.#waiting),
      states: Object.fromEntries([...this.#couriers].map(([id, courier]) => [id, courier.state])),
      ended: this.#memory.ended,
      attempts: this.#memory.attempts,
    }
  }

  /** What the developer's live page shows; undefined unless it is switched on. */
  decisions(): { readonly seq: number; readonly decisions: readonly DecisionView[] } | undefined {
    return this.#memory.recent?.withOutcomes(this.receipts(1_000))
  }

  receipts(limit: number): Receipt[] {
    return readReceipts(this.#store, limit, (destination) => {
      const state = this.#couriers.get(destination)?.state
      return state === 'retrying' || state === 'parked' ? state : 'waiting'
    })
  }

  /** One turn for a whole group: judge, store in one transaction, answer. */
  #settle(requests: readonly TakeRequest[]): readonly TakeAnswer[] {
    const plan = this.#plan
    if (plan === undefined || this.#waitingTotal() >= this.#config.outboxMaxEvents) return requests.map(() => FULL)
    const judged = requests.map((request) => this.#judge(request, plan))
    const stored = this.#storeAll(judged.flatMap(verdictsOf), plan)
    let from = 0
    return requests.map((request, index) => {
      const one = judged[index]
      if (one === undefined) return DEFECT
      const duplicates = stored.slice(from, (from += verdictsOf(one).length))
      return this.#answer(request, one, duplicates, plan)
    })
  }

  /** Undefined where judging met a defect: that is this body's own, and its neighbours in the group are stored. */
  #judge(request: TakeRequest, plan: SitePlan): Judged | undefined {
    const { facts } = request
    const enrich: Enrich = facts === undefined ? (event) => event : (event) => withBrowserFacts(event, facts)
    try {
      return judgeBody(request.text, plan, contextOf(request, this.#config), enrich)
    } catch (error) {
      logDefect('judge', error)
      return undefined
    }
  }

  #storeAll(events: readonly Verdict[], plan: SitePlan): readonly (readonly string[])[] {
    if (events.length === 0) return []
    const call = { site: plan.id, digest: plan.digest, receivedAtMs: Date.now(), events }
    const { duplicates, parcels } = this.ctx.storage.transactionSync(() => this.#store.accept(call))
    for (const parcel of parcels) this.#addWaiting(parcel.destination, parcel.events)
    if (parcels.length > 0) this.#wakeAt(Date.now() + this.#config.lingerMs)
    return duplicates
  }

  #answer(
    request: TakeRequest,
    judged: Judged,
    duplicates: readonly (readonly string[])[],
    plan: SitePlan,
  ): TakeAnswer {
    if (!judged.ok) return { kind: 'malformed', code: judged.code, errors: judged.errors }
    const results = resultsOf(judged, duplicates)
    this.#memory.tally.record(judged.parsed, results, { site: plan.id, source: request.source })
    this.#memory.recent?.add(judged.parsed, results, plan, contextOf(request, this.#config), request.source)
    return {
      kind: 'taken',
      results: JSON.stringify(results),
      allDuplicates: results.every(({ status }) => status === 'duplicate'),
    }
  }

  #courierFor(destination: Destination): Courier {
    return new Courier({
      destination,
      memory: (this.#memory.couriers[destination.id] ??= newCourierMemory()),
      store: this.#store,
      transaction: (work) => this.ctx.storage.transactionSync(work),
      post: async (site, bodies) => {
        const account = this.#config.account(site, destination.id)
        if (account === undefined) return undefined
        return send(destination.request(account, bodies), fetch, this.#config.attemptTimeoutMs, Date.now())
      },
      now: () => Date.now(),
      random: () => Math.random(),
      onAttempt: (attempt) => this.#countAttempt(attempt),
      onEnded: (outcome, events) => this.#countEnded(destination.id, outcome, events),
    })
  }

  #countAttempt(attempt: AttemptRecord): void {
    const counts = (this.#memory.attempts[attempt.destination] ??= {})
    counts[attempt.outcome] = (counts[attempt.outcome] ?? 0) + 1
    logAttempt(this.#config.logLevel, attempt)
  }

  #countEnded(destination: string, outcome: FinalOutcome, events: number): void {
    const counts = (this.#memory.ended[destination] ??= {})
    counts[outcome] = (counts[outcome] ?? 0) + events
    this.#addWaiting(destination, -events)
  }

  #waitingFor(destination: string): number {
    return this.#waiting.get(destination) ?? 0
  }

  #waitingTotal(): number {
    let total = 0
    for (const events of this.#waiting.values()) total += events
    return total
  }

  #addWaiting(destination: string, events: number): void {
    this.#waiting.set(destination, this.#waitingFor(destination) + events)
  }

  /** Comes back when the first destination that has something waiting may be tried again. */
  #wakeForRest(): void {
    const nowMs = Date.now()
    const times = [...this.#couriers]
      .filter(([id, courier]) => this.#waitingFor(id) > 0 && !courier.busy)
      .map(([, courier]) => Math.max(courier.notBeforeMs, nowMs + this.#config.lingerMs))
    if (times.length > 0) this.#wakeAt(Math.min(...times))
  }

  /** One alarm for all; setting it is a write, so it is set only when it must ring earlier than it would. */
  #wakeAt(atMs: number): void {
    if (atMs >= this.#alarmAtMs) return
    this.#alarmAtMs = atMs
    void this.ctx.storage.setAlarm(atMs)
  }

  /** Once a day, and again at once as long as there is more than one sweep takes. */
  #sweepDaily(): void {
    const nowMs = Date.now()
    const day = Math.floor(nowMs / DAY_MS)
    if (day === this.#sweptDay) return
    const before = nowMs - this.#config.receiptDays * DAY_MS
    const more = this.ctx.storage.transactionSync(() => this.#store.sweep(day, before, SWEEP_ROWS))
    if (more) this.#wakeAt(nowMs + this.#config.lingerMs)
    else this.#sweptDay = day
  }
}

function contextOf(request: TakeRequest, config: Config): JudgeContext {
  return { receivedAtMs: request.receivedAtMs, gpcHeader: request.gpcHeader, personKey: config.personKey }
}
