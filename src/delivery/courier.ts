/**
 * Delivers one destination's parcels: takes batches, sends them, ends what ended, and says when to come back.
 * Destinations have a courier each, so that one that is down or slow holds up nobody else.
 */
import type { AttemptOutcome, Destination, PlatformAnswer } from '../destinations/destination.ts'
import { openParcel, type Held, type OpenParcel } from '../outbox/state.ts'
import type { Ended, Store } from '../outbox/store.ts'
import type { FinalOutcome } from '../outbox/types.ts'
import { Asides } from './aside.ts'
import { Breaker, type CourierMemory, type CourierState, type Failure } from './breaker.ts'
import { EndedLines } from './ended-lines.ts'
import { cutAt, cutOver, groupsOf, Halving, lastBeside, type Cut } from './halving.ts'
import type { Holds } from './holds.ts'
import { TokenBucket } from './rate.ts'

export interface CourierDeps {
  readonly destination: Destination
  readonly memory: CourierMemory
  readonly store: Pick<Store, 'nextBatch' | 'acceptedBefore' | 'lastId' | 'end'>
  readonly holds: Pick<Holds, 'of' | 'shortestMs'>
  /** How many requests may be out at once. */
  readonly maxInFlight: number
  /** How many requests may go in a second. */
  readonly perSecond: () => number
  /** Runs its argument in one transaction. */
  readonly transaction: (work: () => void) => void
  /** Sends event bodies to the platform; undefined where there are no credentials. */
  readonly post: (site: string, bodies: readonly string[]) => Promise<PlatformAnswer | undefined>
  /** A fingerprint of the credentials as they are now, never the token. */
  readonly credentials: () => string
  /** Of these deliveries, those whose person has withdrawn since: asked before every attempt. */
  readonly withdrawn: (parts: readonly Held[]) => readonly Held[]
  readonly now: () => number
  readonly random: () => number
  readonly pause: (ms: number) => Promise<unknown>
  readonly onAttempt: (attempt: AttemptRecord) => void
  readonly onEnded: (outcome: FinalOutcome, events: number) => void
}

/** One line of telemetry: counts and codes, never a value of an event. */
export interface AttemptRecord {
  readonly destination: string
  readonly events: number
  readonly outcome: AttemptOutcome['kind']
  readonly code: string
  readonly durationMs: number
  /** The policy under which the oldest of them was taken. */
  readonly digest: string
  readonly oldestAcceptedAtMs: number
  /** Which this is since the destination last took something: 1 is the first. */
  readonly tries: number
}

/** Batches in one go, and how long it may take more of them: with both, a run is bounded. */
const BATCHES_PER_RUN = 200
const RUN_MS = 60_000

/** Behind others that may stay longer, or while the platform is left alone, what is overdue is looked for this often. */
const OVERDUE_EVERY_MS = 60 * 60_000
/** Parcels in memory at once: each may be half a megabyte. */
const OVERDUE_ROWS = 8
/** Pages of that many in one go: whoever wants to hand in events waits no longer than that. The rest is for the next go. */
const OVERDUE_PAGES = 4
/** Where nobody can hand in events. */
export const ALL_OVERDUE_PAGES = 1_000

const TOO_OLD: Omit<Ended, 'sheets'> = { outcome: 'expired', code: 'event_too_old' }
const WAITED: Omit<Ended, 'sheets'> = { outcome: 'expired', code: 'waited_too_long' }
const NO_LONGER_ALLOWED: Omit<Ended, 'sheets'> = { outcome: 'expired', code: 'no_longer_in_policy' }

const ONE = { maxEvents: 1, maxBytes: 1 }
const NO_SHEET = { site: '', digest: '' }

type Batch = readonly OpenParcel[]

/** A batch in hand, and which of its deliveries go together. */
interface Taken {
  readonly batch: Batch
  readonly groups: readonly (readonly Held[])[]
}

/** One go of a courier. */
interface Run {
  readonly untilMs: number
  /**
   * The last parcel that waited when it began, or when it was told of more. What comes meanwhile gathers: where events come all
   * the time, a request and a commit for every few of them would cost the shard more than the events themselves.
   */
  toId: number
  /** Resolves when it is told of more, so that a slow answer to one request holds up no other. */
  told: PromiseWithResolvers<void>
  batchesLeft: number
  /** The last parcel that was taken. */
  afterId: number
  /** Whether anything was taken at all. */
  took: boolean
  /** The platform must be left alone, or something of ours is broken: nothing more goes out. */
  stopped: boolean
  defect: unknown
}

export class Courier {
  readonly #deps: CourierDeps
  readonly #breaker: Breaker
  readonly #asides: Asides
  readonly #bucket = new TokenBucket()
  /** The go that is under way. */
  #run: Run | undefined
  #lookedMs = 0
  /** The last parcel that this look at what is overdue has come to; undefined between two looks. */
  #lookedTo: number | undefined
  /** Nothing else waits until then but what was passed over. */
  #restUntilMs = 0

  constructor(deps: CourierDeps) {
    this.#deps = deps
    this.#breaker = new Breaker(deps)
    this.#asides = new Asides(deps)
  }

  get busy(): boolean {
    return this.#run !== undefined
  }

  get state(): CourierState {
    return this.#breaker.state
  }

  /** Epoch ms before which this destination is left alone. */
  get notBeforeMs(): number {
    return this.#breaker.notBeforeMs
  }

  /** Epoch ms at which there is something to do for it while anything waits: another attempt, or a look at what is overdue. */
  get dueMs(): number {
    if (this.#lookedTo !== undefined) return 0
    return Math.min(Math.max(this.notBeforeMs, this.#restUntilMs), this.#lookedMs + OVERDUE_EVERY_MS)
  }

  async run(): Promise<void> {
    if (this.#run !== undefined) return this.#tell(this.#run)
    this.expireOverdue()
    if (!this.#breaker.mayTry()) return
    this.#run = this.#newRun()
    try {
      await this.#deliverAll(this.#run)
    } finally {
      this.#run = undefined
    }
  }

  /** It is out: what has gathered since goes as well, where a request is free. */
  #tell(run: Run): void {
    run.toId = this.#lastId()
    run.told.resolve()
    run.told = Promise.withResolvers()
  }

  /** Something of ours broke in the run: it is left alone as after a failure, and the others go on. */
  broke(): void {
    this.#breaker.failed({ kind: 'retry', code: 'defect' })
  }

  #newRun(): Run {
    const untilMs = this.#deps.now() + RUN_MS
    const toId = this.#lastId()
    const told = Promise.withResolvers<void>()
    return {
      untilMs,
      toId,
      told,
      batchesLeft: BATCHES_PER_RUN,
      afterId: 0,
      took: false,
      stopped: false,
      defect: undefined,
    }
  }

  async #deliverAll(run: Run): Promise<void> {
    this.#restUntilMs = 0
    let probing = true
    while (probing) probing = await this.#probe(run)
    await this.#drain(run)
    if (await this.#tryAside(run)) await this.#drain(run)
    if (run.defect !== undefined) throw run.defect
  }

  /** A small request that finds out how things are; the rest of its parcels is taken anew. False where none is needed any more. */
  async #probe(run: Run): Promise<boolean> {
    const { memory, destination } = this.#deps
    const size = this.#breaker.probeSize(destination.batch.maxEvents)
    const { cuts } = memory
    const taken = size === undefined ? undefined : this.#take(run)
    const [first, ...rest] = taken?.groups ?? []
    if (taken === undefined || first === undefined) return false
    await this.#deliver(run, { batch: taken.batch, groups: [first.slice(0, size)] })
    run.afterId = 0
    if (run.stopped) memory.cuts = cuts
    else {
      if (rest.length > 0) this.#remember(cutAt([first.slice(size), ...rest]))
      this.#breaker.grew()
    }
    return !run.stopped
  }

  /** One of those that were passed over, alone, when all else has gone. False where there was none, or nothing may go out. */
  async #tryAside(run: Run): Promise<boolean> {
    const { destination, store } = this.#deps
    const due = this.#mayTake(run) ? this.#asides.takeDue() : undefined
    if (due === undefined) return false
    const batch = store.nextBatch(destination.id, ONE, due.parcel - 1).filter(({ row }) => row.id === due.parcel)
    const one = this.#expire(batch).find(due.is)
    if (one !== undefined) await this.#deliver(run, { batch, groups: [[one]] })
    else if (!batch.some(({ held }) => held.some(due.is))) due.isGone()
    run.afterId = 0
    return true
  }

  /** Takes one batch after the other, and has several on their way at once where there is so much. */
  async #drain(run: Run): Promise<void> {
    const flights = new Set<Promise<void>>()
    let taken = this.#takeUnlessBroken(run)
    while (taken !== undefined || flights.size > 0) {
      if (taken !== undefined) this.#launch(run, taken, flights)
      const most = this.#breaker.flows ? this.#deps.maxInFlight : 1
      if (flights.size >= most) await Promise.race(flights)
      else if (taken === undefined) await Promise.race([...flights, run.told.promise])
      taken = this.#takeUnlessBroken(run)
    }
  }

  /** Whatever breaks, the run is not over before all its requests have come back: what they hold is in nobody else's hands. */
  #takeUnlessBroken(run: Run): Taken | undefined {
    try {
      return this.#take(run)
    } catch (error) {
      run.stopped = true
      run.defect = error
      return undefined
    }
  }

  #launch(run: Run, taken: Taken, flights: Set<Promise<void>>): void {
    const flight = this.#deliver(run, taken)
      .catch((error: unknown) => {
        run.stopped = true
        run.defect = error
      })
      .finally(() => flights.delete(flight))
    flights.add(flight)
  }

  /** The next batch; undefined where there is none, or nothing more may go out. */
  #take(run: Run): Taken | undefined {
    const { destination, store } = this.#deps
    while (this.#mayTake(run)) {
      const waiting = store.nextBatch(destination.id, destination.batch, run.afterId)
      const next = waiting.filter(({ row }) => row.id <= run.toId)
      const first = next[0]?.row
      // Nothing is ever in two hands, whatever a store gives.
      if (first === undefined || first.id <= run.afterId) {
        if (this.#triesSuspectsAgain(run)) continue
        this.#restUntilMs = this.#lastId() > run.toId ? 0 : (this.#asides.nextMs() ?? 0)
        return undefined
      }
      const last = lastBeside(first.id, this.#deps.memory.cuts)
      const batch = next.filter(({ row }) => row.id <= last)
      const fresh = this.#expire(batch)
      // What is left of them has been written anew: it is read again.
      if (fresh.length === 0) continue
      run.afterId = batch.at(-1)?.row.id ?? run.afterId
      const free = fresh.filter((one) => !this.#asides.passesOver(one))
      if (free.length === 0) continue
      run.took = true
      return { batch, groups: groupsOf(free, this.#useCut(first.id)) }
    }
    this.#restUntilMs = 0
    return undefined
  }

  /** Nothing else waits than what was passed over to see whether the platform takes another: then there is no telling. */
  #triesSuspectsAgain(run: Run): boolean {
    if (run.took || !this.#asides.trySuspectsAgain()) return false
    run.afterId = 0
    return true
  }

  #lastId(): number {
    const { destination, store } = this.#deps
    return store.lastId(destination.id)
  }

  #mayTake(run: Run): boolean {
    return !run.stopped && run.batchesLeft-- > 0 && this.#deps.now() < run.untilMs
  }

  /** The cut in which this parcel lies is used up, and so is what lies before it: its parcels are gone. */
  #useCut(parcel: number): Cut | undefined {
    const { memory } = this.#deps
    const own = cutOver(parcel, memory.cuts)
    memory.cuts = memory.cuts.filter(({ from }) => from > parcel)
    return own
  }

  /** Ends what has been held as long as the policy says, wherever it stands in the line; looks once an hour. */
  expireOverdue(pages = OVERDUE_PAGES): void {
    const { destination, holds, now, store } = this.#deps
    const nowMs = now()
    if (this.busy || (this.#lookedTo === undefined && nowMs - this.#lookedMs < OVERDUE_EVERY_MS)) return
    this.#lookedMs = nowMs
    for (let page = 0; page < pages; page++) {
      const rows = store.acceptedBefore(destination.id, nowMs - holds.shortestMs(), this.#lookedTo ?? 0, OVERDUE_ROWS)
      this.#expire(rows.map((row) => openParcel(row)))
      this.#lookedTo = rows.length < OVERDUE_ROWS ? undefined : rows.at(-1)?.id
      if (this.#lookedTo === undefined) return
    }
  }

  /** What may not be sent any more ends here, with its reason; what is too old for the platform would spoil the whole batch. */
  #expire(batch: Batch): Held[] {
    const held = batch.flatMap((parcel) => parcel.held)
    const nowMs = this.#deps.now()
    if (held.every((one) => this.#overdueBy(one, nowMs) === undefined)) return held
    const byReason = Map.groupBy(held, (one) => this.#overdueBy(one, nowMs))
    const ended = new EndedLines(batch)
    for (const [reason, parts] of byReason) if (reason !== undefined) this.#finish(ended, parts, reason)
    return []
  }

  #overdueBy({ entry, acceptedAtMs }: Held, nowMs: number): Omit<Ended, 'sheets'> | undefined {
    const { destination, holds } = this.#deps
    if (entry.t < nowMs - destination.maxAgeMs) return TOO_OLD
    const holdMs = holds.of(entry.ev)
    if (holdMs === undefined) return NO_LONGER_ALLOWED
    return acceptedAtMs < nowMs - holdMs ? WAITED : undefined
  }

  /** Sends; halves what the platform refuses as a whole until the bad one stands alone. O(k log n) posts for k bad. */
  async #deliver(run: Run, { batch, groups }: Taken): Promise<void> {
    // A shard belongs to one site.
    const { site, digest } = batch[0]?.sheet ?? NO_SHEET
    // Lines are counted from the parcel as it was read, so a parcel that shrinks is shrunk from that again.
    const ended = new EndedLines(batch)
    const halving = new Halving(groups)
    let group = halving.next()
    while (group !== undefined) {
      await this.#turn()
      // Another request of this run may have been told to come later.
      if (run.stopped) return this.#remember(halving.cutBefore(group))
      const parts = this.#withoutWithdrawn(ended, group)
      const outcome = parts.length === 0 ? undefined : await this.#attempt(site, digest, parts)
      if (outcome?.kind === 'retry' && parts.length === 1 && parts.every((one) => this.#asides.failedAlone(one))) return
      if (outcome?.kind === 'retry' || outcome?.kind === 'parked') {
        this.#remember(halving.cutBefore(parts))
        return this.#stop(run, outcome, parts.length)
      }
      if (outcome !== undefined) this.#asides.answered(parts)
      if (outcome !== undefined && !run.stopped) this.#breaker.recovered()
      if (outcome?.kind === 'split' && parts.length > 1) halving.divide(parts, outcome.suspect)
      else if (outcome !== undefined) this.#settle(ended, parts, outcome)
      if (outcome?.kind === 'delivered') halving.delivered(parts)
      group = halving.next()
    }
  }

  /** So that halving goes on where it was: every interruption costs one request, not all of them again. */
  #remember(cut: Cut | undefined): void {
    const { memory } = this.#deps
    if (cut !== undefined) memory.cuts = [...memory.cuts, cut].toSorted((a, b) => a.from - b.from)
  }

  #stop(run: Run, outcome: Failure, events: number): void {
    if (run.stopped) this.#breaker.failedToo(outcome)
    else this.#breaker.failed(outcome, events)
    run.stopped = true
  }

  /** Waits until the rate has room for one more request. */
  async #turn(): Promise<void> {
    const { now, pause, perSecond } = this.#deps
    const waitMs = this.#bucket.take(now(), perSecond())
    if (waitMs > 0) await pause(waitMs)
  }

  /** Consent is looked at again before every attempt: what was taken back in the meantime ends here. */
  #withoutWithdrawn(ended: EndedLines, parts: readonly Held[]): readonly Held[] {
    const gone = new Set(this.#deps.withdrawn(parts))
    if (gone.size === 0) return parts
    this.#finish(ended, [...gone], { outcome: 'withdrawn', code: 'consent_withdrawn' })
    return parts.filter((one) => !gone.has(one))
  }

  async #attempt(site: string, digest: string, parts: readonly Held[]): Promise<AttemptOutcome> {
    const { destination, post, now, onAttempt } = this.#deps
    const startedMs = now()
    const answer = await post(
      site,
      parts.map(({ body }) => body),
    )
    const outcome: AttemptOutcome =
      answer === undefined ? { kind: 'parked', code: 'no_credentials' } : destination.classify(answer, parts.length)
    onAttempt({
      destination: destination.id,
      events: parts.length,
      outcome: outcome.kind,
      code: outcome.code,
      durationMs: now() - startedMs,
      digest,
      oldestAcceptedAtMs: Math.min(...parts.map(({ acceptedAtMs }) => acceptedAtMs)),
      tries: this.#deps.memory.failures + 1,
    })
    return outcome
  }

  #settle(ended: EndedLines, parts: readonly Held[], outcome: AttemptOutcome): void {
    if (outcome.kind === 'partial') {
      const bad = parts.filter((_, index) => outcome.rejected.has(index))
      const good = parts.filter((_, index) => !outcome.rejected.has(index))
      this.#finish(ended, good, { outcome: 'delivered', code: outcome.code })
      for (const [index, code] of outcome.rejected) {
        const one = parts[index]
        if (one !== undefined && bad.includes(one)) this.#finish(ended, [one], { outcome: 'rejected', code })
      }
      return
    }
    this.#finish(ended, parts, { outcome: outcome.kind === 'delivered' ? 'delivered' : 'rejected', code: outcome.code })
  }

  #finish(ended: EndedLines, parts: readonly Held[], result: Omit<Ended, 'sheets'>): void {
    if (parts.length === 0) return
    const { destination, store, transaction, now, onEnded } = this.#deps
    const sheets = ended.sheetsOf(parts)
    const parcels = ended.add(parts)
    transaction(() => store.end(destination.id, now(), parcels, { ...result, sheets, parts }))
    onEnded(result.outcome, parts.length)
  }
}
