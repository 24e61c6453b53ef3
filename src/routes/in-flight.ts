/**
 * How much of callers' bodies one isolate takes at once. An isolate has 128 MB, and a body costs many times its bytes from
 * reading to answer: its text, the copy on the way to the shard, what JSON makes of it, the deliveries that come out.
 * Small bodies go straight through. Large ones wait twice, for being read and for being judged: until then their bytes lie
 * in the socket. The two are apart because reading takes as long as the caller's line does, and judging is quick.
 */
import { WaitingLine, type Place } from './waiting-line.ts'

/** The request's own time: it relies on nothing that another request made. */
export interface RequestTime {
  readonly now: () => number
  readonly wait: (ms: number) => Promise<unknown>
  /** Calls again and again, until what it returns is called. */
  readonly every: (ms: number, work: () => void) => () => void
}

/** Bodies up to this size never wait; a caller with a larger one sends many events and can bear to. */
export const LARGE_BYTES = 32 * 1024
/** Of small bodies at once, unless the configuration says otherwise; what is more is asked to come back. */
export const SMALL_MAX_BYTES = 8 * 1024 * 1024
/** The part of it for browsers: an `Origin` is soon invented, and whoever sends slowly on purpose shall not hold up servers, which have shown a token. */
const BROWSERS_SHARE = 1 / 2
/**
 * Of large bodies being read, or read and waiting to be judged; in proportion where the configuration gives more. Browsers have a
 * line of their own, for the same reason.
 */
export const READING_MAX_BYTES = { server: 4 * 1024 * 1024, browser: 2 * 1024 * 1024 } as const
/**
 * Of large bodies on their way through the shard: a batch of a hundred events keeps its thread busy for tens of milliseconds, and
 * what couriers wait for comes after all that stands before it. Where such batches took no turns, nothing at all was delivered under
 * a lasting load; so more memory does not make it more.
 */
export const JUDGING_MAX_BYTES = 1024 * 1024
export const MAX_WAITING = 256
/** For both turns together: less than the half minute after which many callers give up. */
export const WAITS_AT_MOST_MS = 25_000
/** The runtime drops a request whose caller has gone without running its `finally`: what it held counts no longer. */
const HELD_AT_MOST_MS = 60_000

export interface Hold {
  readonly source: Source
  readonly bytes: number
  readonly untilMs: number
}

type Source = 'server' | 'browser'

/** One body on its way. Whatever came of it, `leave` ends it. */
export interface Stay {
  readonly large: boolean
  /** False where there is no room, for long enough: nothing was read. */
  readonly mayBeRead: () => boolean | Promise<boolean>
  /** False where the turn did not come in time. Only after it was read. */
  readonly mayBeJudged: () => boolean | Promise<boolean>
  readonly leave: () => void
}

export class InFlight {
  /** In the order of `untilMs`, since all are held equally long. */
  readonly #holds = new Set<Hold>()
  readonly #bytes = { server: 0, browser: 0 }
  readonly #smallMaxBytes: number
  readonly #reading: { readonly server: WaitingLine; readonly browser: WaitingLine }
  /** Whoever waits here has a place in another line: there is always one here as well. */
  readonly #judging: WaitingLine

  constructor(maxBytes = SMALL_MAX_BYTES) {
    const share = maxBytes / SMALL_MAX_BYTES
    const line = (bytes: number, maxPlaces: number) => new WaitingLine({ roomBytes: bytes * share, maxPlaces })
    this.#smallMaxBytes = maxBytes
    this.#reading = {
      server: line(READING_MAX_BYTES.server, MAX_WAITING),
      browser: line(READING_MAX_BYTES.browser, MAX_WAITING),
    }
    this.#judging = new WaitingLine({ roomBytes: JUDGING_MAX_BYTES * Math.min(share, 1), maxPlaces: 3 * MAX_WAITING })
  }

  arrive(bytes: number, source: Source, time: RequestTime): Stay {
    if (bytes <= LARGE_BYTES) return this.#smallStay(bytes, source, time)
    return new LargeStay(bytes, this.#reading[source], this.#judging, time)
  }

  #smallStay(bytes: number, source: Source, time: RequestTime): Stay {
    const hold = this.#hold(bytes, source, time.now())
    return {
      large: false,
      mayBeRead: () => hold !== undefined,
      mayBeJudged: () => true,
      leave: () => {
        if (hold !== undefined) this.#release(hold)
      },
    }
  }

  /** Undefined where there is no room. What is given must be released when the answer is there. */
  #hold(bytes: number, source: Source, nowMs: number): Hold | undefined {
    this.#forgetOld(nowMs)
    const { server, browser } = this.#bytes
    if (server + browser + bytes > this.#smallMaxBytes) return undefined
    if (source === 'browser' && browser + bytes > this.#smallMaxBytes * BROWSERS_SHARE) return undefined
    const hold = { source, bytes, untilMs: nowMs + HELD_AT_MOST_MS }
    this.#holds.add(hold)
    this.#bytes[source] += bytes
    return hold
  }

  #release(hold: Hold): void {
    if (this.#holds.delete(hold)) this.#bytes[hold.source] -= hold.bytes
  }

  #forgetOld(nowMs: number): void {
    for (const hold of this.#holds) {
      if (hold.untilMs > nowMs) return
      this.#release(hold)
    }
  }
}

const SIGN_OF_LIFE_MS = 500

class LargeStay implements Stay {
  readonly large = true
  readonly #bytes: number
  readonly #reading: WaitingLine
  readonly #judging: WaitingLine
  readonly #time: RequestTime
  readonly #deadlineMs: number
  readonly #places = new Map<WaitingLine, Place>()
  readonly #stopSigns: () => void

  constructor(bytes: number, reading: WaitingLine, judging: WaitingLine, time: RequestTime) {
    this.#bytes = bytes
    this.#reading = reading
    this.#judging = judging
    this.#time = time
    this.#deadlineMs = time.now() + WAITS_AT_MOST_MS
    this.#stopSigns = time.every(SIGN_OF_LIFE_MS, () => this.#giveSign())
  }

  mayBeRead(): Promise<boolean> {
    return this.#turnIn(this.#reading)
  }

  async mayBeJudged(): Promise<boolean> {
    const judged = await this.#turnIn(this.#judging)
    this.#leaveLine(this.#reading)
    return judged
  }

  leave(): void {
    this.#stopSigns()
    for (const line of this.#places.keys()) this.#leaveLine(line)
  }

  async #turnIn(line: WaitingLine): Promise<boolean> {
    const place = line.join(this.#bytes, this.#time.now())
    if (place === undefined) return false
    this.#places.set(line, place)
    for (;;) {
      const nowMs = this.#time.now()
      const position = line.ask(place, nowMs)
      if (position === 0) return true
      if (nowMs >= this.#deadlineMs) return false
      await this.#time.wait(Math.min(pauseMs(position), this.#deadlineMs - nowMs))
    }
  }

  #giveSign(): void {
    const nowMs = this.#time.now()
    for (const [line, place] of this.#places) line.keep(place, nowMs)
  }

  #leaveLine(line: WaitingLine): void {
    const place = this.#places.get(line)
    if (place !== undefined) line.leave(place)
    this.#places.delete(line)
  }
}

/** Who is next asks often; who has many before it need not. */
function pauseMs(position: number): number {
  return Math.min(10 * position, 250)
}
