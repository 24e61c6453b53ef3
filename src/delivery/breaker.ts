/**
 * Whether a destination may be tried: the circuit breaker. Open to all while things go well; after a failure left alone for
 * a while, then asked with one request at a time; parked where the credentials are refused, and asked with a small one.
 */
import type { AttemptOutcome } from '../destinations/destination.ts'
import { nextAttemptAt, RETRY } from '../outbox/retry.ts'
import { newAsideMemory, type AsideMemory } from './aside.ts'
import type { Cut } from './halving.ts'

/** `retrying` and `parked` are shown to people; both resume by themselves. */
export type CourierState = 'open' | 'retrying' | 'parked'

/** How a destination fares: kept when the shard is put away and wakes again. After a restart everything is tried at once. */
export interface CourierMemory extends AsideMemory {
  failures: number
  /** As many as it could last take in one request; undefined: as many as go into a batch. */
  reach: number | undefined
  /** Epoch ms before which it is left alone. */
  notBeforeMs: number
  state: CourierState
  /** A fingerprint of the credentials that were refused; never the token. */
  refusedCredentials: string
  /** Where halving was interrupted, one for each batch that was on its way. */
  cuts: readonly Cut[]
}

export function newCourierMemory(): CourierMemory {
  return {
    failures: 0,
    reach: undefined,
    notBeforeMs: 0,
    state: 'open',
    refusedCredentials: '',
    cuts: [],
    ...newAsideMemory(),
  }
}

export type Failure = Extract<AttemptOutcome, { kind: 'retry' | 'parked' }>

export interface BreakerDeps {
  readonly memory: CourierMemory
  /** A fingerprint of the credentials as they are now. */
  readonly credentials: () => string
  readonly now: () => number
  readonly random: () => number
}

/** So often a whole batch is tried again; then less and less of one, in case the platform cannot take so much at a time. */
const WHOLE_BATCHES = 3
/** Then a little more each time that it takes what it is given: a platform that is slow has its size found, and not forgotten. */
const GROWTH = 1.25

export class Breaker {
  readonly #deps: BreakerDeps

  constructor(deps: BreakerDeps) {
    this.#deps = deps
  }

  get state(): CourierState {
    return this.#deps.memory.state
  }

  get notBeforeMs(): number {
    return this.#deps.memory.notBeforeMs
  }

  /** Credentials that were refused and are others now are tried at once. */
  mayTry(): boolean {
    const { memory, now, credentials } = this.#deps
    if (now() >= memory.notBeforeMs) return true
    return memory.state === 'parked' && memory.refusedCredentials !== credentials()
  }

  /** Whether several requests may be out at once: not until the first has come back well. */
  get flows(): boolean {
    return this.#deps.memory.failures === 0
  }

  /** How many deliveries are sent to find out how things are; undefined: as many as go into a batch. */
  probeSize(maxEvents: number): number | undefined {
    const { reach, state } = this.#deps.memory
    if (state === 'parked') return 1
    return reach === undefined || reach >= maxEvents ? undefined : reach
  }

  /** It took as many as it was given to find out. */
  grew(): void {
    const { memory } = this.#deps
    if (memory.reach !== undefined) memory.reach = Math.ceil(memory.reach * GROWTH)
  }

  /** `events`: how many were in the request. */
  failed(outcome: Failure, events?: number): void {
    const { memory, credentials } = this.#deps
    memory.failures = Math.min(memory.failures + 1, 30)
    memory.state = outcome.kind === 'parked' ? 'parked' : 'retrying'
    memory.refusedCredentials = outcome.kind === 'parked' ? credentials() : ''
    memory.notBeforeMs = this.#nextAttemptAt(outcome)
    if (events !== undefined && outcome.kind === 'retry') this.#shrink(events)
  }

  #shrink(events: number): void {
    const { memory } = this.#deps
    if (memory.reach === undefined && memory.failures < WHOLE_BATCHES) return
    memory.reach = Math.max(1, Math.min(events, memory.reach ?? events) >> 1)
  }

  /** Another request of the same run has failed too: that is one failure, and the longer wait of the two. */
  failedToo(outcome: Failure): void {
    const { memory } = this.#deps
    memory.notBeforeMs = Math.max(memory.notBeforeMs, this.#nextAttemptAt(outcome))
  }

  recovered(): void {
    const { memory } = this.#deps
    memory.failures = 0
    memory.notBeforeMs = 0
    memory.state = 'open'
    memory.refusedCredentials = ''
  }

  #nextAttemptAt(outcome: Failure): number {
    const { memory, now, random } = this.#deps
    const retryAfterMs = outcome.kind === 'retry' ? outcome.retryAfterMs : undefined
    return nextAttemptAt(now(), memory.failures, RETRY, random(), retryAfterMs)
  }
}
