/**
 * One shard of the outbox: a Durable Object whose SQLite holds what was accepted until every destination has taken it.
 * `accept` answers after the transaction is made; the runtime's output gate keeps that answer back until it is on disk.
 */
import { DurableObject } from 'cloudflare:workers'
import { parseConfig, type Config, type Env } from '../config.ts'
import { eventCode, hasEventCode } from '../event-code.ts'
import type { Deliveries } from '../delivery/deliveries.ts'
import { logDefect } from '../telemetry/log.ts'
import { asStored, verdictsOf } from '../pipeline/accept.ts'
import type { Verdict } from '../pipeline/judge.ts'
import type { ConsentRecord } from '../pipeline/consent-record.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { policyGate, type Closed } from '../policy-gate.ts'
import { Judging } from './judging.ts'
import { migrate } from './migrate.ts'
import type { ExportAsk, ExportPage } from './receipt-export.ts'
import { NarrowedStore } from './narrowing.ts'
import { ReceiptProof } from './receipt-proof.ts'
import { findReceipts, type FindAsk, type FindPage } from './receipt-search.ts'
import { askedReceipts, type ReceiptsAnswer } from './asked-receipts.ts'
import type { DecisionView } from './recent.ts'
import type { ShardReport } from '../diagnostics/report.ts'
import { ConsentBook } from './consent-book.ts'
import { alarmOf } from './alarm-clock.ts'
import { ConsentDesk, type ConsentOutcome } from './consent-desk.ts'
import { DeadLetterDesk } from './dead-letter-desk.ts'
import { gaugesOf } from './gauges.ts'
import type { HandOverAnswer, HandOverAsk } from './hand-over.ts'
import { DiagnosticsDesk } from './diagnostics-desk.ts'
import { LakeDesk, type LakeAsk, type LakePage } from './lake-desk.ts'
import { sealKeyFrom, type SealKey } from './sealed.ts'
import type { Parcel } from './state.ts'
import { Store, type Stored } from './store.ts'
import { Retention } from './retention.ts'
import { attemptsInto, memoryOf, noteShopRefusal, type ShardMemory } from './shard-memory.ts'
import { deliveriesOf, factsOf, fillOf, intakeOf, ledgerOf, moveOf, takeBackOf } from './shard-parts.ts'
import type { FactsCourier, Fill, Intake, LedgerDesk, ShardMove, TakeBack } from './shard-parts.ts'
import { FULL, NOT_ITS_PART, retryAfter } from './room.ts'
import { Sql } from './tables.ts'
import { answerTo } from './taken-answer.ts'
import { turnTransaction } from './turn-transaction.ts'
import { keepTime } from './set-back.ts'
import { consentMs } from './waiters.ts'
import { decodeTake, encodeAnswer, shardsOf, type TakeCall } from './wire.ts'
import type { OutboxGauges, Probe, TakeAnswer, TakeRequest, Waiter } from './types.ts'

/** How long until a shard looks again whether the policy may be served; a new one comes with a new deployment. */
const APPROVAL_WAIT_MS = 300_000

export class Outbox extends DurableObject<Env> {
  readonly #config: Config
  readonly #sql: Sql
  readonly #store: Store
  readonly #proof: ReceiptProof
  readonly #book: ConsentBook
  readonly #judging: Judging
  readonly #dead: DeadLetterDesk
  readonly #takeBack: TakeBack
  readonly #desk: ConsentDesk
  readonly #deliveries: Deliveries
  readonly #memory: ShardMemory
  readonly #diagnostics: DiagnosticsDesk
  readonly #retention: Retention
  readonly #lake: LakeDesk
  readonly #ledgerDesk: () => Promise<LedgerDesk>
  readonly #facts: FactsCourier
  readonly #move: ShardMove
  readonly #stateOf = (destination: string) => this.#deliveries.stateOf(destination)
  readonly #alarm = alarmOf(this.ctx, () => this.alarm())
  readonly #fill: Fill
  readonly #intake: Intake
  /** A shard belongs to one site; it learns which from its first call. */
  #plan: SitePlan | undefined
  #sealKey: SealKey | undefined

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#config = parseConfig(env)
    this.#sql = new Sql(ctx.storage.sql)
    this.#sql.createTables()
    ctx.storage.transactionSync(() => migrate(this.#sql))
    this.#store = new Store(this.#sql, (...ended) => this.#dead.letters.keep(...ended), this.#config.outboxNewKeys)
    this.#dead = this.#makeDeadLetterDesk()
    this.#proof = new ReceiptProof(this.#sql, ctx.id.name, this.#config.receiptKey)
    this.#book = new ConsentBook(this.#sql, Date.now())
    this.#judging = new Judging(this.#config, this.#book)
    const transaction = <T>(work: () => T): T => ctx.storage.transactionSync(work)
    const from = { store: this.#store, letters: this.#dead.letters, book: this.#book, transaction }
    this.#takeBack = takeBackOf(from, () => this.#deliveries)
    this.#desk = this.#makeDesk()
    this.#memory = memoryOf(ctx.id.toString(), this.#store.bornAs(crypto.randomUUID()), this.#config)
    this.#diagnostics = new DiagnosticsDesk(this.#sql, this.#memory.watch, (work) => ctx.storage.transactionSync(work))
    this.#ledgerDesk = this.#makeLedger()
    const layKeys = (day: number) => transaction(() => this.#store.keys.layAll(day))
    this.#retention = new Retention({ ...from, layKeys })
    this.#facts = factsOf(ctx, env, this.#config, { store: this.#store, memory: this.#memory, alarm: this.#alarm })
    const outlet = { to: env.LAKE, alarm: this.#alarm }
    this.#lake = new LakeDesk(this.#sql, this.#book, ctx.id.name, outlet, () => this.#plan?.site.retention.consentDays)
    this.#move = moveOf({
      env,
      config: this.#config,
      name: this.#proof.name,
      sql: this.#sql,
      ...from,
      settleHeld: () => this.#desk.settleAll(),
      onComplete: () => this.#wakeForHeld(),
      wake: (atMs) => this.#alarm.at(atMs),
    })
    this.#belongTo(this.#store.site())
    this.#deliveries = this.#makeDeliveries()
    this.#fill = fillOf(this.#config, this.#store, () => this.#deliveries.total())
    this.#intake = intakeOf(this.#config, this.#deliveries, (requests) => this.#settle(requests))
    this.#wakeForHeld()
    // These alarms took the place of any that was set before: what is counted and not yet written must not wait for them.
    this.#wakeForDiagnostics()
  }

  /**
   * Resolves when the events are stored; the output gate keeps the answer back until they are on disk. One text each
   * way (wire.ts).
   */
  take(call: TakeCall): Promise<string> {
    return this.#takeIn(call, 0)
  }

  /** The bodies of several requests, an answer to each (routes/joint-calls.ts). Where storing fails it fails for all. */
  takeAll(calls: readonly TakeCall[]): Promise<readonly string[]> {
    const answers = Promise.all(calls.map((call, index) => this.#takeIn(call, index)))
    this.#intake.settleCompany()
    return answers
  }

  async #takeIn(call: TakeCall, index: number): Promise<string> {
    const { site, request } = decodeTake(call)
    if (index === 0) this.#memory.intakes.calls++
    // The first is whose call it is: the others may have waited for one in vain.
    this.#learn(site, index === 0 ? (request.sentAtMs ?? request.receivedAtMs) : undefined)
    const takes = this.#move.takes(shardsOf(call))
    if (takes !== true && !(await takes)) return encodeAnswer(NOT_ITS_PART)
    if (!hasEventCode()) await eventCode()
    const answer = await this.#intake.take(request)
    if (answer.kind === 'taken' && answer.waiters !== undefined) await this.#holdAll(answer.waiters)
    return encodeAnswer(answer)
  }

  /** Asked before a body for several shards is given to any of them: 0, or in how many seconds to come back. */
  async retryAfter(site: string, shards: number): Promise<number> {
    this.#learn(site)
    return retryAfter(shards, this.#move, this.#fill, this.#intake)
  }

  /** What a person answered (routes/consent.ts): `record` is a ConsentRecord as JSON. */
  async heedConsent(site: string, record: string): Promise<ConsentOutcome> {
    this.#learn(site)
    await eventCode()
    return this.#desk.heed(JSON.parse(record) as ConsentRecord).finally(() => this.#alarm.nextDay(Date.now()))
  }

  /** Looks at dead letters or sends them again (routes/dead-letters.ts): an ask and a page as JSON. */
  deadLetters(site: string, ask: string): Promise<string> {
    this.#learn(site)
    return eventCode().then(() => this.#dead.answer(ask))
  }

  /** The back office's orders, what is parked, what platforms say (routes/ledger.ts): an ask and its answer as JSON. */
  async ledger(site: string, ask: string): Promise<string> {
    this.#learn(site)
    const desk = await this.#ledgerDesk()
    return desk.answer(ask).finally(() => this.#alarm.nextDay(Date.now()))
  }

  /** Told by every call, and written down: an alarm must know it too. */
  #learn(site: string, callersMs?: number): void {
    keepTime(this.ctx, callersMs)
    if (this.#plan === undefined) this.#belongTo(this.#store.siteAs(site))
  }

  #belongTo(site: string | undefined): void {
    this.#plan = this.#config.sites.get(site ?? '')
    if (this.#plan !== undefined) this.#move.enter(this.#plan.id, this.#plan.site.shards)
  }

  /** What belongs to another shard of the site, page by page. */
  handOver(ask: HandOverAsk): HandOverAnswer {
    this.#learn(ask.site)
    return this.#move.handOver(ask)
  }

  /** The most shards that the site ever had, as far as this one knows; 0 where it has not been told its site. */
  shardsEver(): number {
    return this.#plan === undefined ? 0 : this.#store.shardsEver(this.#plan.site.shards)
  }

  /** Nothing waits in a shard that has not been told whose it is. */
  #knownPlan(): SitePlan {
    if (this.#plan === undefined) throw new Error('a shard of no site in the policy')
    return this.#plan
  }

  override async alarm(): Promise<void> {
    this.#alarm.rang()
    await eventCode()
    this.ctx.waitUntil(this.#move.go())
    await this.#desk.settleOverdue()
    this.#dead.letters.expire(Date.now())
    const closed = await policyGate(this.#config).closedAt(Date.now())
    if (closed !== undefined) return await this.#waitForApproval(closed)
    await this.#deliveries.run()
    await this.#keepHouse()
  }

  /** Nothing is delivered under a policy that nobody approved; what waits is kept. One that has expired still says how long. */
  #waitForApproval({ code }: Closed): Promise<void> | undefined {
    const isExpired = code === 'policy_expired'
    // What waits for a new policy waits no longer than the old one said.
    if (isExpired) this.#deliveries.expireOverdue()
    this.#wakeForHeld()
    this.#alarm.at(Date.now() + APPROVAL_WAIT_MS)
    return isExpired ? this.#sweepDaily() : undefined
  }

  /** Also while couriers are still out: a slow platform must not hold up retention, nor the day's head. */
  async #keepHouse(): Promise<void> {
    this.#diagnostics.saveWhenDue(Date.now())
    await this.#sweepDaily()
    await this.#proof.signDaily(Date.now()).catch((error: unknown) => logDefect('receipt head', error))
    this.ctx.waitUntil(Promise.all([this.#lake.stream(), this.#facts.run()]))
    this.#wakeForHeld()
    this.#wakeForDiagnostics()
    this.#alarm.nextDay(Date.now())
  }

  /** Throws when nothing can be stored. Whoever is asked for the first time begins to fetch what is its own. */
  probe(site: string, nowMs: number): Probe {
    this.#learn(site, nowMs)
    this.#store.probe()
    const [waiting, moving] = [this.#deliveries.waiting(), this.#move.isMoving()]
    return { moving, shardsEver: this.shardsEver(), fill: this.#fill.ratio(), waiting, factsStuck: this.#facts.stuck }
  }

  async gauges(): Promise<OutboxGauges> {
    const counted = { memory: this.#memory, alarm: this.#alarm, maxWaiting: this.#config.outboxMaxEvents }
    const kept = { sql: this.#sql, store: this.#store, dead: this.#dead, ledger: await this.#ledgerDesk() }
    return gaugesOf({ ...counted, ...kept, deliveries: this.#deliveries, fill: this.#fill })
  }

  /** What the developer's live page shows; undefined unless it is switched on. */
  async decisions(): Promise<{ readonly seq: number; readonly decisions: readonly DecisionView[] } | undefined> {
    return this.#memory.recent?.withOutcomes((await this.receipts(1_000)).receipts)
  }

  /** What was counted in the last so many days: a ShardReport as JSON. */
  diagnostics(days: number): string {
    const counted = this.#diagnostics.read(Date.now(), days)
    return JSON.stringify({ ...counted, states: this.#deliveries.states() } satisfies ShardReport)
  }

  receipts(limit: number, eventId?: string): Promise<ReceiptsAnswer> {
    return eventCode().then(() => askedReceipts(this.#store, { limit, eventId }, this.#stateOf))
  }

  /** A page of an export with its chain; null where the place that was asked for is none of it. */
  exportReceipts(ask: ExportAsk): Promise<ExportPage | null> {
    return this.#proof.page(ask, Date.now())
  }

  /** A page of rows for the event lake. */
  exportLake(ask: LakeAsk): Promise<LakePage> {
    return eventCode().then(() => this.#lake.page(ask))
  }

  /** A page of what is kept of one person or order. */
  findReceipts(ask: FindAsk): Promise<FindPage> {
    return eventCode().then(() => findReceipts(this.#sql, ask, this.#stateOf))
  }

  /** One turn for a whole group: judge, store in one transaction, answer. */
  #settle(requests: readonly TakeRequest[]): readonly TakeAnswer[] {
    const plan = this.#plan
    if (plan === undefined || this.#fill.isFull()) return requests.map(() => FULL)
    const judged = requests.map((request) => this.#judging.body(request, plan))
    const stored = this.#storeAll(judged.flatMap(verdictsOf), plan)
    let from = 0
    const answers = requests.map((request, index) => {
      const was = judged[index]
      if (was === undefined) return { kind: 'defect' } as const
      const part = [from, (from += verdictsOf(was).length)] as const
      const [duplicates, events] = [stored.duplicates.slice(...part), stored.events.slice(...part)]
      const one = asStored(was, events)
      this.#memory.watch.note(one, duplicates, plan, request, events)
      const context = this.#judging.contextOf(request)
      const body = { request, judged: one, duplicates, events }
      return answerTo(body, { plan, context, shard: this.ctx.id.name }, this.#memory)
    })
    this.#wakeForDiagnostics()
    return answers
  }

  #storeAll(events: readonly Verdict[], plan: SitePlan): Stored {
    if (events.length === 0) return { duplicates: [], events }
    const call = { site: plan.id, digest: plan.digest, receivedAtMs: Date.now(), events }
    const { parcels, ...stored } = turnTransaction(this.ctx, () => this.#store.accept(call, true))
    this.#countParcels(parcels)
    for (const destination of this.#store.takeTwice()) this.#memory.watch.noteTwice(destination, call.receivedAtMs)
    return stored
  }

  #countParcels(parcels: readonly Parcel[]): void {
    this.#deliveries.add(parcels)
    this.#fill.add(parcels)
    this.#facts.wake()
    if (parcels.length === 0) this.#lake.wake(Date.now())
  }

  #makeDesk(): ConsentDesk {
    return new ConsentDesk({
      book: this.#book,
      shardsEver: () => this.#store.shardsEver(this.#knownPlan().site.shards),
      record: (record) => this.#recordAnswer(record),
      sealKey: () => (this.#sealKey ??= sealKeyFrom(this.#config.personKeySecret)),
      transaction: (work) => this.ctx.storage.transactionSync(work),
      takeBack: (destinations, keys, atMs, level) => this.#takeBack.from(destinations, keys, atMs, level),
      judge: (copies, mayWait) => this.#judging.copies(copies, this.#knownPlan(), Date.now(), mayWait),
      consentMs: () => consentMs(this.#knownPlan()),
      store: (verdict) => this.#storeWaiter(verdict),
      forget: (keys) => this.#facts.forget(keys),
      now: () => Date.now(),
    })
  }

  /** Every shard knows the answer; one of them keeps it as proof. */
  #recordAnswer(record: ConsentRecord): void {
    const { id, digest } = this.#knownPlan()
    if (this.ctx.id.name === `${id}/0`) this.#store.recordAnswer(id, digest, record, Date.now())
  }

  async #holdAll(waiters: readonly Waiter[]): Promise<void> {
    for (const waiter of waiters) await this.#desk.hold(waiter)
    this.#wakeForHeld()
  }

  /** Runs inside the desk's transaction. */
  #storeWaiter(verdict: Verdict): void {
    const [plan, nowMs] = [this.#knownPlan(), Date.now()]
    const stored = this.#store.accept({ site: plan.id, digest: plan.digest, receivedAtMs: nowMs, events: [verdict] })
    this.#countParcels(stored.parcels)
    this.#memory.watch.noteReleased(stored.events[0] ?? verdict, plan, nowMs)
  }

  /** What a courier reads from: what was accepted under another policy comes as this one lets it. */
  #storeFor(destination: string): NarrowedStore {
    return new NarrowedStore({
      store: this.#store,
      plan: () => this.#plan,
      transaction: (work) => this.ctx.storage.transactionSync(work),
      now: () => Date.now(),
      onEnded: (outcome, events) => this.#deliveries.countEnded(destination, outcome, events),
    })
  }

  #makeLedger(): () => Promise<LedgerDesk> {
    return ledgerOf(this.#sql, this.#config, {
      plan: () => this.#plan,
      stateOf: this.#stateOf,
      transaction: (work) => this.ctx.storage.transactionSync(work),
      onShopRefused: (shop) => {
        noteShopRefusal(this.#memory, shop)
        this.#wakeForDiagnostics()
      },
    })
  }

  #makeDeadLetterDesk(): DeadLetterDesk {
    return new DeadLetterDesk({
      sql: this.#sql,
      maxBytes: this.#config.deadLettersMaxBytes,
      store: this.#store,
      plan: () => this.#plan,
      shardsEver: () => this.#store.shardsEver(this.#knownPlan().site.shards),
      withdrawn: (parts, destination) => this.#takeBack.among(parts, destination),
      isFull: () => this.#fill.isFull(),
      onRedriven: (destination, deliveries) => this.#deliveries.addAgain(destination, deliveries),
      transaction: (work) => this.ctx.storage.transactionSync(work),
      now: () => Date.now(),
    })
  }

  #makeDeliveries(): Deliveries {
    return deliveriesOf({
      config: this.#config,
      store: this.#store,
      storeFor: (destination) => this.#storeFor(destination),
      memory: this.#memory,
      plan: () => this.#plan,
      alarm: this.#alarm,
      transaction: (work) => this.ctx.storage.transactionSync(work),
      withdrawn: (parts, destination) => this.#takeBack.among(parts, destination),
      onAttempt: attemptsInto(this.#memory, this.#config, this.ctx.id.name),
      onBack: (destination) => {
        this.#takeBack.afterRun(destination)
        this.#lake.wake(Date.now())
      },
      keepAlive: (work) => this.ctx.waitUntil(work),
    })
  }

  #wakeForDiagnostics(): void {
    this.#alarm.at(this.#diagnostics.dueMs() ?? Number.POSITIVE_INFINITY)
  }

  /** For orders that wait for an answer, and for dead letters whose time is over. */
  #wakeForHeld(): void {
    for (const nextMs of [this.#book.nextOverdueMs(), this.#dead.letters.nextDueMs(Date.now())])
      if (nextMs !== undefined) this.#alarm.at(Math.max(nextMs, Date.now()))
  }

  async #sweepDaily(): Promise<void> {
    if (this.#plan === undefined || !this.#retention.isDue(Date.now())) return
    const ledger = await this.#ledgerDesk()
    const nowMs = Date.now()
    if (this.#retention.sweep(this.#plan.site.retention, ledger, nowMs)) this.#alarm.at(nowMs + this.#config.lingerMs)
  }
}
