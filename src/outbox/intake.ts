/**
 * Group commit: bodies that arrive while the shard is busy are judged in one turn and stored in one transaction.
 * A turn of its own would cost each body a cold start of all the code it runs through, and each commit a disk write:
 * together they are most of the time of a single event (docs/decisions/0008).
 */
import type { TakeAnswer, TakeRequest } from './types.ts'

interface Waiting {
  readonly request: TakeRequest
  readonly answer: (answer: TakeAnswer) => void
  readonly failed: (reason: unknown) => void
}

export interface IntakeDeps {
  /** Judges and stores all of them in one transaction, and gives an answer to each. */
  readonly settle: (requests: readonly TakeRequest[]) => readonly TakeAnswer[]
  /** Bodies, and characters of them, in memory at once: past this the caller is told to come back. */
  readonly limits: { readonly requests: number; readonly characters: number }
  /** Nobody waits for its answer any more: it must not be stored after the caller was told that it was not. */
  readonly isTooLate: (request: TakeRequest) => boolean
  /** Much waits for platforms that take what they are given. */
  readonly isBehind: () => boolean
  readonly now: () => number
  /** Calls back after so many milliseconds, at the earliest once the bodies that are already at the door have come in. */
  readonly soon: (work: () => void, afterMs: number) => void
}

/** So much shares a turn and a commit well enough: it waits for no more (docs/decisions/0083). */
const ENOUGH_CHARACTERS = 384 * 1024
/** Bodies judged together are in memory together, each many times its size. */
const GROUP_CHARACTERS = 1024 * 1024
/**
 * Where bodies come in company, the next group is given this long to gather: a larger group costs less per event, and
 * under load less waiting too. A body that comes alone, after another that did, waits for nobody.
 */
const GATHER_MS = 2
/**
 * Where what was taken goes out more slowly than it comes in, for want of the thread: then each group is given this long, and
 * what couriers wait for gets its turns in between.
 */
const YIELD_MS = 30
/** A turn that comes so much too late: the thread has more to do than it can. Remembered for some groups. */
const LATE_MS = 5
const LATE_REMEMBERED = 0.95
const ROOM_SOON_SECONDS = 1

export class Intake {
  readonly #deps: IntakeDeps
  #waiting: Waiting[] = []
  #characters = 0
  #crowded = false
  #lateMs = 0

  constructor(deps: IntakeDeps) {
    this.#deps = deps
  }

  /** In how many seconds there may be room; 0 where there is some. */
  retryAfter(size = 0): number {
    const { requests, characters } = this.#deps.limits
    const full = this.#waiting.length >= requests || this.#characters + size > characters
    return full ? ROOM_SOON_SECONDS : 0
  }

  /** Resolves when the group has been stored; rejects with what storing it threw. */
  take(request: TakeRequest): Promise<TakeAnswer> {
    const size = request.text.length
    const retryAfterSeconds = this.retryAfter(size)
    if (retryAfterSeconds > 0) return Promise.resolve({ kind: 'unavailable', retryAfterSeconds })
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, answer: resolve, failed: reject })
      this.#characters += size
      const yields = this.#yields()
      if (this.#waiting.length === 1) this.#flushIn(this.#gatherMs(yields))
      if (this.#characters > (yields ? GROUP_CHARACTERS : ENOUGH_CHARACTERS)) this.#flush()
    })
  }

  /** Those that came in one call have gathered already: they wait for no more. */
  settleCompany(): void {
    if (this.#waiting.length > 1 && !this.#yields()) this.#flush()
  }

  #yields(): boolean {
    return this.#lateMs > LATE_MS && this.#deps.isBehind()
  }

  #flushIn(ms: number): void {
    const dueMs = this.#deps.now() + ms
    this.#deps.soon(() => {
      this.#lateMs = Math.max(this.#lateMs * LATE_REMEMBERED, this.#deps.now() - dueMs)
      this.#flush()
    }, ms)
  }

  #gatherMs(yields: boolean): number {
    if (yields) return YIELD_MS
    return this.#crowded ? GATHER_MS : 0
  }

  #flush(): void {
    const { late = [], inTime: group = [] } = Object.groupBy(this.#waiting, ({ request }) =>
      this.#deps.isTooLate(request) ? 'late' : 'inTime',
    )
    for (const { answer } of late) answer(NOT_STORED)
    this.#waiting = []
    this.#characters = 0
    if (group.length === 0) return
    this.#crowded = group.length > 1
    try {
      const answers = this.#deps.settle(group.map(({ request }) => request))
      group.forEach(({ answer }, index) => answer(answers[index] ?? NOT_STORED))
    } catch (error) {
      for (const { failed } of group) failed(error)
    }
  }
}

const NOT_STORED: TakeAnswer = { kind: 'unavailable', retryAfterSeconds: 5 }
