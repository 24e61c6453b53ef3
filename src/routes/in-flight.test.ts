import { describe, expect, it } from 'vitest'
import {
  InFlight,
  JUDGING_MAX_BYTES,
  LARGE_BYTES,
  MAX_WAITING,
  READING_MAX_BYTES,
  SMALL_MAX_BYTES,
  WAITS_AT_MOST_MS,
  type RequestTime,
  type Stay,
} from './in-flight.ts'
import { SILENT_AT_MOST_MS } from './waiting-line.ts'

const MIB = 1024 * 1024
const MINUTE_MS = 60_000
const READ_AT_ONCE = READING_MAX_BYTES.server / MIB
const JUDGED_AT_ONCE = JUDGING_MAX_BYTES / MIB

interface Timer {
  atMs: number
  readonly everyMs?: number
  readonly run: () => void
  readonly owner: object
}

/** One clock for all requests, and timers that belong to the request that asked for them. */
class World {
  nowMs = 0
  readonly #timers = new Set<Timer>()
  readonly #dropped = new WeakSet()

  /** A request's own time; `drop` is the runtime putting it away: none of its timers rings any more. */
  request(): { readonly time: RequestTime; readonly drop: () => void } {
    const owner = {}
    const add = (timer: Omit<Timer, 'owner'>) => {
      const kept = { ...timer, owner }
      this.#timers.add(kept)
      return () => void this.#timers.delete(kept)
    }
    const time: RequestTime = {
      now: () => this.nowMs,
      wait: (ms) => new Promise<void>((run) => void add({ atMs: this.nowMs + ms, run })),
      every: (everyMs, run) => add({ atMs: this.nowMs + everyMs, everyMs, run }),
    }
    return { time, drop: () => void this.#dropped.add(owner) }
  }

  get timers(): number {
    return this.#timers.size
  }

  async pass(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms
    for (;;) {
      const next = [...this.#timers].toSorted((a, b) => a.atMs - b.atMs)[0]
      if (next === undefined || next.atMs > untilMs) break
      this.nowMs = next.atMs
      this.#ring(next)
      await settled()
    }
    this.nowMs = untilMs
    await settled()
  }

  #ring(timer: Timer): void {
    if (timer.everyMs === undefined || this.#dropped.has(timer.owner)) this.#timers.delete(timer)
    else timer.atMs += timer.everyMs
    if (!this.#dropped.has(timer.owner)) timer.run()
  }
}

async function settled(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve()
}

type Stage = 'waits' | 'reads' | 'waits to be judged' | 'is judged' | 'busy' | 'gone'

/** A request as the routes make it: wait, read, wait, be judged, leave. */
class Caller {
  stage: Stage = 'waits'
  readonly stay: Stay
  readonly drop: () => void

  constructor(world: World, inFlight: InFlight, bytes = MIB, source: 'server' | 'browser' = 'server') {
    const { time, drop } = world.request()
    this.drop = drop
    this.stay = inFlight.arrive(bytes, source, time)
    void this.#enter()
  }

  async #enter(): Promise<void> {
    this.stage = (await this.stay.mayBeRead()) ? 'reads' : 'busy'
  }

  async read(): Promise<void> {
    this.stage = 'waits to be judged'
    this.stage = (await this.stay.mayBeJudged()) ? 'is judged' : 'busy'
  }

  leave(): void {
    this.stage = 'gone'
    this.stay.leave()
  }
}

function scene() {
  const world = new World()
  const inFlight = new InFlight()
  const callers = (count: number, bytes = MIB, source: 'server' | 'browser' = 'server') =>
    Array.from({ length: count }, () => new Caller(world, inFlight, bytes, source))
  return { world, inFlight, callers }
}

function countOf(callers: readonly Caller[], stage: Stage): number {
  return callers.filter((caller) => caller.stage === stage).length
}

describe('large bodies', () => {
  it('are read and judged a few at a time, in the order in which they came, until all 64 have been', async () => {
    const { world, callers } = scene()
    const all = callers(64)
    const judged: Caller[] = []
    for (let step = 0; step < 200 && judged.length < 64; step++) {
      await world.pass(100)
      expect(all.filter(({ stage }) => stage === 'reads' || stage === 'waits to be judged').length).toBeLessThanOrEqual(
        READ_AT_ONCE,
      )
      expect(countOf(all, 'is judged')).toBeLessThanOrEqual(JUDGED_AT_ONCE)
      for (const caller of all) {
        if (caller.stage === 'is judged') {
          judged.push(caller)
          caller.leave()
        } else if (caller.stage === 'reads') void caller.read()
      }
    }
    expect(judged).toEqual(all)
    expect(world.timers).toBe(0)
  })

  it('keep no small body waiting', async () => {
    const { world, inFlight, callers } = scene()
    callers(MAX_WAITING)
    await world.pass(0)
    const small = inFlight.arrive(LARGE_BYTES, 'server', world.request().time)
    expect([small.mayBeRead(), small.mayBeJudged()]).toEqual([true, true])
  })

  it('are asked to come back when their turn does not come in time, and their places are free again', async () => {
    const { world, callers } = scene()
    const slow = callers(READ_AT_ONCE)
    const [late] = callers(1)
    await world.pass(WAITS_AT_MOST_MS - 1)
    expect([countOf(slow, 'reads'), late?.stage]).toEqual([READ_AT_ONCE, 'waits'])
    await world.pass(1)
    expect(late?.stage).toBe('busy')
    late?.leave()
    slow[0]?.leave()
    const [next] = callers(1)
    await world.pass(0)
    expect(next?.stage).toBe('reads')
  })

  it('wait no longer than that for both turns together', async () => {
    const { world, callers } = scene()
    const judged = callers(JUDGED_AT_ONCE)
    await world.pass(0)
    await Promise.all(judged.map((caller) => caller.read()))
    const [late] = callers(1)
    await world.pass(10_000)
    void late?.read()
    await world.pass(WAITS_AT_MOST_MS - 10_000 - 1)
    expect([countOf(judged, 'is judged'), late?.stage]).toEqual([JUDGED_AT_ONCE, 'waits to be judged'])
    await world.pass(1)
    expect(late?.stage).toBe('busy')
  })

  it('are asked to come back at once when very many wait already', async () => {
    const { world, callers } = scene()
    const all = callers(MAX_WAITING + 1)
    await world.pass(0)
    expect(all.map(({ stage }) => stage).indexOf('busy')).toBe(MAX_WAITING)
    expect([countOf(all, 'reads'), countOf(all, 'busy')]).toEqual([READ_AT_ONCE, 1])
  })

  it('of browsers do not hold up those of servers', async () => {
    const { world, callers } = scene()
    callers(MAX_WAITING, MIB, 'browser')
    const [server] = callers(1)
    await world.pass(0)
    expect(server?.stage).toBe('reads')
  })

  it('let the next in soon after the one before it has left', async () => {
    const { world, callers } = scene()
    const reading = callers(READ_AT_ONCE)
    const [next] = callers(1)
    await world.pass(5_000)
    expect(next?.stage).toBe('waits')
    reading[0]?.leave()
    await world.pass(10)
    expect(next?.stage).toBe('reads')
  })

  it('make room for the next to be read when their turn to be judged has come', async () => {
    const { world, callers } = scene()
    const all = callers(READ_AT_ONCE + JUDGED_AT_ONCE + 1)
    await world.pass(0)
    await Promise.all(all.slice(0, JUDGED_AT_ONCE).map((caller) => caller.read()))
    await world.pass(1_000)
    expect([countOf(all, 'is judged'), countOf(all, 'reads'), countOf(all, 'waits')]).toEqual([
      JUDGED_AT_ONCE,
      READ_AT_ONCE,
      1,
    ])
  })

  it('of requests that the runtime dropped do not count for long, wherever they were', async () => {
    const { world, callers } = scene()
    const judged = callers(JUDGED_AT_ONCE)
    await world.pass(0)
    await Promise.all(judged.map((caller) => caller.read()))
    const reading = callers(READ_AT_ONCE)
    const waiting = callers(3)
    const [live] = callers(1)
    await world.pass(1_000)
    for (const caller of [...judged, ...reading, ...waiting]) caller.drop()
    await world.pass(SILENT_AT_MOST_MS + 250)
    expect(live?.stage).toBe('reads')
    void live?.read()
    await world.pass(SILENT_AT_MOST_MS)
    expect(live?.stage).toBe('is judged')
  })
})

describe('small bodies', () => {
  const take = (inFlight: InFlight, nowMs = 0, source: 'server' | 'browser' = 'server'): Stay =>
    inFlight.arrive(LARGE_BYTES, source, { now: () => nowMs, wait: () => Promise.resolve(), every: () => () => {} })

  it('are at most so many bytes at once, and there is room again for what has left', () => {
    const inFlight = new InFlight()
    const stays = Array.from({ length: SMALL_MAX_BYTES / LARGE_BYTES }, () => take(inFlight))
    expect(stays.map((stay) => stay.mayBeRead())).not.toContain(false)
    const one = take(inFlight)
    expect(one.mayBeRead()).toBe(false)
    one.leave()
    stays[0]?.leave()
    stays[0]?.leave()
    expect([take(inFlight).mayBeRead(), take(inFlight).mayBeRead()]).toEqual([true, false])
  })

  it('of browsers, who show no token, leave half of the room to servers', () => {
    const inFlight = new InFlight()
    const half = SMALL_MAX_BYTES / LARGE_BYTES / 2
    const browsers = Array.from({ length: half }, () => take(inFlight, 0, 'browser'))
    expect(browsers.map((stay) => stay.mayBeRead())).not.toContain(false)
    expect(take(inFlight, 0, 'browser').mayBeRead()).toBe(false)
    const servers = Array.from({ length: half }, () => take(inFlight))
    expect(servers.map((stay) => stay.mayBeRead())).not.toContain(false)
    browsers[0]?.leave()
    expect(take(inFlight, 0, 'browser').mayBeRead()).toBe(true)
  })

  it('of a request that the runtime dropped count for a minute and no longer', () => {
    const inFlight = new InFlight()
    Array.from({ length: SMALL_MAX_BYTES / LARGE_BYTES }, () => take(inFlight))
    expect(take(inFlight, MINUTE_MS - 1).mayBeRead()).toBe(false)
    expect(take(inFlight, MINUTE_MS).mayBeRead()).toBe(true)
  })
})
