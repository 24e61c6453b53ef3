/**
 * A steady load: every request has its moment, whether or not the one before has been answered, and its latency counts from
 * that moment. What the gateway turns away, or does not answer, is sent again as a caller would.
 */
import { Agent, request as httpRequest } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { batchText, eventText, ID_MARK } from '../event-text.ts'
import type { Gateway } from '../gateway.ts'
import { oneOf, type Chance } from './chance.ts'
import type { FaultMaker } from './faults.ts'
import { PLATFORMS } from './faults.ts'
import type { Ledger, Told } from './ledger.ts'

const BATCH = 10
/** Share of the requests; the rest are single events that are new. */
const MIX = { batch: 0.12, refused: 0.08, duplicate: 0.08, withdrawal: 0.02 } as const
const EVENTS_PER_REQUEST = 1 - MIX.withdrawal + (BATCH - 1) * MIX.batch
/** Requests on the way at once: past it the load waits, and the latency shows it. */
const MAX_OPEN = 512
const TRIES = 20
const REQUEST_TIMEOUT_MS = 30_000
/** Orders whose copies and whose withdrawals may still be sent. */
const REMEMBERED = 1_000
/** One of so many new single events is one that a platform never likes, and no more of them in a run than a simulator notes. */
const NEVER_EVERY = 1_000
const MAX_NEVER = 200

export interface LoadDeps {
  readonly gateway: Pick<Gateway, 'port' | 'token'>
  readonly ledger: Ledger
  readonly faults: FaultMaker
  readonly chance: Chance
  readonly eventsPerSecond: number
}

/** What one window has seen. */
export interface Seen {
  readonly latenciesMs: number[]
  events: number
  turnedAway: number
  broken: number
}

export class SteadyLoad {
  readonly #deps: LoadDeps
  readonly #agent = new Agent({ keepAlive: true, maxSockets: MAX_OPEN })
  readonly #recent: string[] = []
  readonly #open = new Set<Promise<void>>()
  #seen: Seen = emptySeen()
  #ids = 0
  #never = 0

  constructor(deps: LoadDeps) {
    this.#deps = deps
  }

  /** What was seen since the last time. */
  takeSeen(): Seen {
    const seen = this.#seen
    this.#seen = emptySeen()
    return seen
  }

  async run(untilMs: number): Promise<void> {
    const everyMs = (1000 * EVENTS_PER_REQUEST) / this.#deps.eventsPerSecond
    for (let dueMs = performance.now(); dueMs < untilMs; dueMs += everyMs) {
      const early = dueMs - performance.now()
      if (early > 0) await sleep(early)
      while (this.#open.size >= MAX_OPEN) await Promise.race(this.#open)
      this.#start(dueMs)
    }
    await Promise.all(this.#open)
    this.#agent.destroy()
  }

  #start(dueMs: number): void {
    const sent = this.#next(dueMs).finally(() => this.#open.delete(sent))
    this.#open.add(sent)
  }

  async #next(dueMs: number): Promise<void> {
    const draw = this.#deps.chance()
    const { batch, refused, duplicate, withdrawal } = MIX
    if (draw < batch) return this.#post(this.#withIds(batchText(BATCH), BATCH), BATCH, dueMs)
    if (draw < batch + refused) return this.#post(this.#withIds(eventText({ consent: 'denied' }), 1), 1, dueMs)
    const known = this.#recent.length > 0
    if (known && draw < batch + refused + duplicate) return this.#postCopy(dueMs)
    if (known && draw < batch + refused + duplicate + withdrawal) return this.#withdraw()
    return this.#postNew(dueMs)
  }

  async #postNew(dueMs: number): Promise<void> {
    const text = this.#withIds(eventText(), 1)
    const id = this.#recent.at(-1)
    const { chance, faults } = this.#deps
    if (id !== undefined && this.#never < MAX_NEVER && chance() < 1 / NEVER_EVERY) {
      this.#never++
      await faults.never(oneOf(chance, PLATFORMS), `o-${id}`)
    }
    await this.#post(text, 1, dueMs)
  }

  #postCopy(dueMs: number): Promise<void> {
    const id = oneOf(this.#deps.chance, this.#recent)
    return this.#post(eventText().replaceAll(ID_MARK, id), 1, dueMs)
  }

  /** The person of an order that has just come: some of it still waits. */
  async #withdraw(): Promise<void> {
    const id = this.#recent.at(-1) ?? ''
    await this.#ask('DELETE', `/v1/persons/${encodeURIComponent(`jane.doe.${id}@example.com`)}`, '')
  }

  #withIds(text: string, events: number): string {
    const parts = text.split(ID_MARK)
    const marks = (parts.length - 1) / events
    const first = this.#ids
    this.#ids += events
    const idOf = (mark: number) =>
      `s${(first + Math.floor(mark / marks)).toString(36).padStart(ID_MARK.length - 1, '0')}`
    const written = parts.map((part, mark) => (mark === 0 ? part : idOf(mark - 1) + part)).join('')
    this.#recent.push(idOf(marks * events - 1))
    if (this.#recent.length > REMEMBERED) this.#recent.shift()
    return written
  }

  async #post(body: string, events: number, dueMs: number): Promise<void> {
    let again = false
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const answer = await this.#ask('POST', '/v1/events', body)
      if (answer !== undefined && answer.status < 300) {
        this.#seen.latenciesMs.push(performance.now() - dueMs)
        this.#seen.events += events
        this.#deps.ledger.told((JSON.parse(answer.text) as { results: Told[] }).results, again)
        return
      }
      if (answer === undefined) this.#seen.broken++
      else if (answer.status === 503 || answer.status === 429) this.#seen.turnedAway++
      else throw new Error(`the gateway answered ${answer.status}: ${answer.text.slice(0, 200)}`)
      again = true
      await sleep(1000 * (answer?.retryAfterSeconds ?? 1))
    }
    throw new Error(`the gateway did not take a request ${TRIES} times in a row`)
  }

  /** Undefined where no answer came. */
  async #ask(method: string, path: string, body: string): Promise<Answer | undefined> {
    const { promise, resolve } = Promise.withResolvers<Answer | undefined>()
    const { port, token } = this.#deps.gateway
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const options = { agent: this.#agent, host: '127.0.0.1', port, method, path, headers, timeout: REQUEST_TIMEOUT_MS }
    const request = httpRequest(options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', () => resolve(undefined))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString('utf8'),
          retryAfterSeconds: Math.min(5, Number(response.headers['retry-after'] ?? 1) || 1),
        }),
      )
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(undefined))
    request.end(body)
    return promise
  }
}

interface Answer {
  readonly status: number
  readonly text: string
  readonly retryAfterSeconds: number
}

function emptySeen(): Seen {
  return { latenciesMs: [], events: 0, turnedAway: 0, broken: 0 }
}
