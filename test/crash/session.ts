/**
 * One state folder through many lives of the gateway. A cycle is: faults are ordered, callers send, the gateway is killed, started
 * again on the same state, callers repeat what was not answered, and when nothing waits any more the books are compared.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { SeenRequest } from '../../src/simulators/requests.ts'
import { Client, type Answer } from '../support/client.ts'
import { PLATFORMS, type Platform, type Platforms } from '../support/platforms.ts'
import type { Chance } from './chance.ts'
import { Door } from './door.ts'
import { readCounted, readEnds, readImported, readTouches, Requests } from './evidence.ts'
import { breaksOn, type Fault } from './faults.ts'
import { CrashGateway, type Armed } from './gateway.ts'
import { Ledger, type Sent, type Sums, type Told } from './ledger.ts'
import { loadOf, type Lane, type Load, type Step } from './load.ts'

export interface SessionOptions {
  /** Asked for at the beginning of each life. */
  readonly bundle: () => string
  readonly stateDir: string
  readonly platforms: Platforms
  readonly rates?: string | undefined
  readonly onPassed?: (place: string, visit: number) => void
  /** While the gateway is down, after it was killed. */
  readonly whileDown?: () => void
}

export interface CyclePlan {
  /** Part of every id of the cycle. */
  readonly name: string
  readonly chance: Chance
  /** The answers of the platforms' next requests, in turn. */
  readonly faults: Readonly<Record<Platform, readonly Fault[]>>
  /** So often each platform says "later" to the load's stubborn event, where it comes alone. */
  readonly stubbornTimes?: number
  /** Each life that is to be ended. */
  readonly deaths: readonly Death[]
  /** Whatever has not settled by then begins a new life, so that nobody waits for the next attempt; else the last life is as long as it takes. */
  readonly patienceMs?: number
}

/** At a point, or so many milliseconds after it was ready, whichever comes first. */
export interface Death {
  readonly at?: Armed
  readonly afterMs?: number
  /** Whose life it is, if not the next of the session's. */
  readonly bundle?: string
}

export interface CycleResult {
  /** The deaths that came about, as places (`after src/delivery/send.ts:28:22`) or `at random`: a point may not have been passed so often. */
  readonly died: readonly string[]
  readonly findings: readonly string[]
  /** Of the whole session so far. */
  readonly sums: Sums
}

/** A machine that is busy with other things answers late: what was told in time must not look as if it had not been. */
const ATTEMPT_TIMEOUT_MS = 2_000
const SETTLES_WITHIN_MS = 45_000
const POLL_MS = 15
const LOOK_AGAIN_MS = 200
const MOST_IMPATIENT_LIVES = 8
/** A life that is to end at a point is given so much more time to come there. */
const PATIENCE_AT_POINTS = 3
const IMMORTAL: Death = {}
/** Enough to find it by halving, and not for ever: sent again from the dead letters, it may be taken. */
const DISLIKED_TIMES = 12
/** A request that came no longer than this before a kill may have been answered, and the answer not written down. */
const UNSURE_BEFORE_KILL_MS = 5 * ATTEMPT_TIMEOUT_MS
/** What was on its way when a withdrawal was answered has come, or never comes, after this long. */
const UNDER_WAY_MS = ATTEMPT_TIMEOUT_MS + 2_000

export class Session {
  readonly #options: SessionOptions
  readonly #ledger = new Ledger()
  readonly #requests: Requests
  readonly #door = new Door()
  readonly #sent: Sent[] = []
  readonly #killsMs: number[] = []
  readonly #unsure = new Set<Platform>()
  readonly #findings: string[] = []
  /** A session has so many cycles: it is bounded. */
  readonly #orders: string[] = []
  /** Of whom the off-site record must know one touch each, and the rows that it must have. */
  readonly #visitors = new Set<string>()
  readonly #imported = new Set<string>()
  #withdrawn: string[] = []
  #newest: CrashGateway | undefined
  #last: CrashGateway | undefined
  #forgetDeath: () => void = () => {}

  constructor(options: SessionOptions) {
    this.#options = options
    this.#requests = new Requests(options.platforms)
  }

  get sales(): number {
    return this.#ledger.sales
  }

  async cycle(plan: CyclePlan): Promise<CycleResult> {
    const load = loadOf(plan.name, plan.chance, Date.now(), this.#orders)
    this.#orders.push(...load.orders)
    await this.#orderFaults(plan, load)
    const work = Promise.all(load.lanes.map((lane) => this.#walk(lane)))
    // A caller that gives up is reported when the books are compared.
    work.catch(() => {})
    const settled = this.#settle(work, SETTLES_WITHIN_MS + longestOf(plan))
    settled.catch(() => {})
    const died = await this.#lives(plan, settled)
    return { died, ...(await this.#compare()) }
  }

  async #orderFaults({ faults, stubbornTimes }: CyclePlan, { disliked, stubborn }: Load): Promise<void> {
    for (const platform of PLATFORMS) {
      const some = faults[platform]
      // A cycle may end before its last fault: the next one has it then.
      if ((await this.#options.platforms.faultsLeft(platform)) === 0) this.#unsure.delete(platform)
      if (some.some(({ unsure }) => unsure)) this.#unsure.add(platform)
      const orders = [
        ...(stubbornTimes === undefined ? [] : breaksOn(stubborn, stubbornTimes)),
        ...disliked.map((id) => ({ reject_event_id: id, times: DISLIKED_TIMES })),
        ...some.map(({ order }) => order),
      ]
      await this.#options.platforms.order(platform, ...orders)
    }
  }

  /** Ends as many lives as are planned, or until all is settled; then one more, until all is settled. */
  async #lives(plan: CyclePlan, settled: Promise<void>): Promise<string[]> {
    const died: string[] = []
    for (const death of deathsOf(plan)) {
      const gateway = await this.#live(death)
      const first = await Promise.race([gateway.ended.then(() => 'died'), settled.then(() => 'settled')])
      if (first === 'settled') {
        await this.#outlive(gateway, death)
        return died
      }
      died.push(death.at !== undefined && gateway.stood ? placeOf(death.at) : 'at random')
      this.#options.whileDown?.()
    }
    this.#last = await this.#live(IMMORTAL)
    await settled
    return died
  }

  /** The books are compared with a gateway that is not to die: it must not be armed. */
  async #outlive(gateway: CrashGateway, death: Death): Promise<void> {
    this.#forgetDeath()
    if (death.at !== undefined) await this.#end(gateway)
    this.#last = death.at === undefined ? gateway : await this.#live(IMMORTAL)
  }

  async #live({ at, afterMs, bundle }: Death): Promise<CrashGateway> {
    const { stateDir, platforms, rates, onPassed } = this.#options
    const gateway = new CrashGateway({
      bundle: bundle ?? this.#options.bundle(),
      stateDir,
      platformBase: platforms.url,
      attemptTimeoutMs: ATTEMPT_TIMEOUT_MS,
      rates,
      armed: at,
      onPassed: onPassed ?? (() => {}),
    })
    this.#newest = gateway
    void gateway.ended.then(() => this.#gone(gateway))
    const url = await gateway.ready
    if (url === undefined) return gateway
    for (const person of this.#withdrawn.splice(0)) this.#ledger.silentFrom(person, Date.now())
    this.#door.open(url)
    if (afterMs !== undefined) this.#dieAfter(gateway, afterMs)
    return gateway
  }

  #dieAfter(gateway: CrashGateway, ms: number): void {
    const timer = setTimeout(() => gateway.kill(), ms)
    this.#forgetDeath = () => clearTimeout(timer)
  }

  #gone(gateway: CrashGateway): void {
    this.#door.close()
    this.#killsMs.push(Date.now())
    // Lines of the runtime about itself are not ours.
    const said = gateway.output.filter((line) => !line.startsWith('workerd/'))
    this.#findings.push(...said.map((line) => `the gateway said: ${line}`))
  }

  /** The end of a cycle is a kill, too, but nothing was under way: it makes nothing unsure. */
  async #end(gateway: CrashGateway): Promise<void> {
    gateway.kill()
    await gateway.ended
    this.#killsMs.pop()
  }

  async #walk(lane: Lane): Promise<void> {
    for (const step of lane) await this.#take(step)
  }

  async #take(step: Step): Promise<void> {
    const ledger = this.#ledger
    if (step.kind !== 'events') {
      const answer = await this.#door.untilAnswered(step.request)
      this.#expect(answer, step.kind === 'too_large' ? [413] : [200, 202], step)
      if (step.kind === 'consent') for (const sale of step.sales) ledger.released(sale)
      if (step.kind === 'withdrawal') this.#withdraw(step.person)
      if (step.kind === 'look') await this.#lookAt(answer, step)
      if (step.kind === 'import') this.#imported.add(step.row)
      return
    }
    const ids = step.events.map(({ eventId }) => eventId)
    for (const { eventId, sale, person, worth } of step.events) ledger.send(eventId, sale, person, worth)
    const answer = await this.#door.untilAnswered(step.request, () => ledger.unanswered(ids))
    this.#expect(answer, [200, 202], step)
    ledger.answered(toldIn(answer, ids))
    for (const { visitor } of step.events) if (visitor !== undefined) this.#visitors.add(visitor)
  }

  async #lookAt({ body }: Answer, step: Step): Promise<void> {
    const id = body.parked?.[0]?.id
    if (id === undefined) return
    const one = { ...step.request, path: `${step.request.path}?id=${id}` }
    // Read again meanwhile, it may be gone.
    this.#expect(await this.#door.untilAnswered(one), [200, 404], step)
  }

  #withdraw(person: string): void {
    this.#withdrawn.push(person)
    this.#ledger.silentFrom(person, Date.now() + UNDER_WAY_MS)
  }

  #expect(answer: Answer, statuses: readonly number[], { request }: Step): void {
    if (!statuses.includes(answer.status))
      this.#findings.push(
        `${request.method} ${request.path} was answered ${answer.status}: ${answer.text.slice(0, 300)}`,
      )
  }

  /** Every caller is answered, and nothing waits. Deaths in between only make it take longer. */
  async #settle(work: Promise<unknown>, withinMs: number): Promise<void> {
    await work
    const deadline = Date.now() + withinMs
    // Shards are asked one after the other: what moves between them meanwhile is counted in none, but not twice in a row.
    let before = Number.NaN
    while (Date.now() < deadline) {
      const client = new Client(await this.#door.url())
      const waiting = await client.metric('tidegate_outbox_waiting').catch(() => Number.NaN)
      if (waiting === 0 && before === 0) return
      before = waiting
      await sleep(POLL_MS)
    }
    this.#findings.push(`after ${withinMs / 1000} s deliveries still wait`)
  }

  async #compare(): Promise<Pick<CycleResult, 'findings' | 'sums'>> {
    const gateway = this.#last
    const url = await gateway?.ready
    if (gateway === undefined || url === undefined) throw new Error('there is no gateway to ask')
    const { ends, findings } = await this.#allEnds(url)
    findings.push(...(await this.#compareRecord(url)))
    // In this order: a request that hung is written down, and counts, when it no longer hangs. What counts by now was written down.
    const counted = await readCounted(this.#options.platforms)
    this.#sent.push(...(await this.#requests.since((platform, request) => this.#isUnsure(platform, request))))
    const audit = this.#ledger.audit({ ends, counted, sent: this.#sent })
    await this.#end(gateway)
    const wrong = [...this.#findings.splice(0), ...findings, ...audit.findings]
    return { findings: wrong.length === 0 ? [] : [...wrong, this.#lastKills()], sums: audit.sums }
  }

  /** Lost is what has no end after all this time: nothing waited, but what is on its way into the outbox waits nowhere. */
  async #allEnds(url: string): Promise<Awaited<ReturnType<typeof readEnds>>> {
    const deadline = Date.now() + SETTLES_WITHIN_MS
    let read = await readEnds(url)
    while (this.#ledger.lacks(read.ends) && Date.now() < deadline) {
      await sleep(LOOK_AGAIN_MS)
      read = await readEnds(url)
    }
    return read
  }

  /** The off-site record: a touch of each visit and not two, a row of each import. What shards still have to tell it comes by itself. */
  async #compareRecord(url: string): Promise<string[]> {
    const deadline = Date.now() + SETTLES_WITHIN_MS
    let touches = await readTouches(url)
    while (touches < this.#visitors.size && Date.now() < deadline) {
      await sleep(POLL_MS)
      touches = await readTouches(url)
    }
    const imported = await readImported(url)
    const lost = [...this.#imported].filter((row) => imported.filter((id) => id === row).length !== 1)
    return [
      ...(touches === this.#visitors.size
        ? []
        : [`the off-site record has ${touches} touches of ${this.#visitors.size} visits`]),
      ...lost.map((row) => `the off-site record has not exactly one row of the import ${row}`),
    ]
  }

  #lastKills(): string {
    const times = this.#killsMs.slice(-8).map((killMs) => new Date(killMs).toISOString())
    return `the last kills were at ${times.join(', ')}`
  }

  #isUnsure(platform: Platform, { at_ms: atMs, answer }: SeenRequest): boolean {
    const killed = this.#killsMs.some((killMs) => killMs >= atMs && killMs - atMs < UNSURE_BEFORE_KILL_MS)
    return answer.dropped || killed || this.#unsure.has(platform)
  }

  /** Whatever happened: no process is left. */
  async close(): Promise<void> {
    this.kill()
    await this.#newest?.ended
  }

  kill(): void {
    this.#newest?.kill()
  }
}

/** With patience at its end again and again, the state is bounded all the same: the last life has all the time it needs. */
function deathsOf({ deaths, patienceMs }: CyclePlan): readonly Death[] {
  if (patienceMs === undefined) return deaths
  const bounded = deaths.map((death) => ({ afterMs: PATIENCE_AT_POINTS * patienceMs, ...death }))
  return [...bounded, ...Array.from({ length: MOST_IMPATIENT_LIVES }, () => ({ afterMs: patienceMs }))]
}

function longestOf({ deaths }: CyclePlan): number {
  return Math.max(0, ...deaths.map(({ afterMs }) => afterMs ?? 0))
}

export function placeOf({ moment, point }: Pick<Armed, 'moment' | 'point'>): string {
  return `${moment} ${point}`
}

const ALL_DUPLICATES = Object.fromEntries(PLATFORMS.map((platform) => [platform, 'duplicate']))

/** A webhook that is heard again is told so, without the destinations. */
function toldIn({ body }: Answer, ids: readonly string[]): Told[] {
  if (body.duplicate !== undefined) return ids.map((eventId) => ({ eventId, destinations: ALL_DUPLICATES }))
  return (body.results ?? []).flatMap(({ event_id, destinations }) =>
    event_id === null ? [] : [{ eventId: event_id, destinations }],
  )
}
