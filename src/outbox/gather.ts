/**
 * Group commit, Worker side: one call to a shard at a time; events that arrive while it is out share the next one.
 * A lone event waits for nobody. Many at once share a call and its commit, which is where the time of a single event
 * goes (bench/RESULTS.md). A group is led by the first request in it: the call is made in that request's context and
 * kept alive by its `waitUntil`, so that a caller who hangs up takes nobody else along.
 */
import type { AcceptAnswer, AcceptCall, AcceptEvent } from './types.ts'

/** From this many events on, a call is worth its own commit. */
const ALONE_EVENTS = 50
/** What does not fit into the group that is being gathered goes by itself. */
const GROUP_MAX_EVENTS = 500
/** A leader whose context was destroyed by the runtime never starts: after this long nobody waits for it. */
const ABANDONED_AFTER_MS = 10_000

interface Group {
  readonly startedAtMs: number
  readonly events: AcceptEvent[]
  answer: Promise<AcceptAnswer>
}

interface Lane {
  /** Settles, never rejects, when the call that is out has come back. */
  current: { readonly startedAtMs: number; readonly done: Promise<void> } | undefined
  gathering: Group | undefined
}

export interface GatherDeps {
  readonly accept: (call: AcceptCall) => Promise<AcceptAnswer>
  readonly waitUntil: (promise: Promise<unknown>) => void
}

export class Gather {
  readonly #lanes = new Map<string, Lane>()

  /** `shard` names the lane; lanes are as many as the policy has shards. Rejects when the shard could not store. */
  async accept(shard: string, call: AcceptCall, deps: GatherDeps): Promise<AcceptAnswer> {
    if (call.events.length >= ALONE_EVENTS) return deps.accept(call)
    const lane = this.#lane(shard, call.receivedAtMs)
    const group = lane.gathering
    if (group === undefined) return share(await this.#lead(lane, call, deps), 0, call.events.length)
    if (group.events.length + call.events.length > GROUP_MAX_EVENTS) return deps.accept(call)
    const from = group.events.length
    group.events.push(...call.events)
    return share(await group.answer, from, call.events.length)
  }

  #lane(shard: string, nowMs: number): Lane {
    const lane = this.#lanes.get(shard) ?? { current: undefined, gathering: undefined }
    if (isAbandoned(lane.current, nowMs)) lane.current = undefined
    if (isAbandoned(lane.gathering, nowMs)) lane.gathering = undefined
    this.#lanes.set(shard, lane)
    return lane
  }

  #lead(lane: Lane, call: AcceptCall, deps: GatherDeps): Promise<AcceptAnswer> {
    const before = lane.current
    if (before === undefined) return callNow(lane, call, deps)
    const events = [...call.events]
    const answer = before.done.then(() => {
      lane.gathering = undefined
      return callNow(lane, { ...call, events }, deps)
    })
    lane.gathering = { startedAtMs: call.receivedAtMs, events, answer }
    deps.waitUntil(answer.catch(() => undefined))
    return answer
  }
}

function callNow(lane: Lane, call: AcceptCall, deps: GatherDeps): Promise<AcceptAnswer> {
  const answer = deps.accept(call)
  const current = {
    startedAtMs: call.receivedAtMs,
    done: answer.then(
      () => undefined,
      () => undefined,
    ),
  }
  lane.current = current
  const release = current.done.then(() => {
    if (lane.current === current) lane.current = undefined
  })
  deps.waitUntil(release)
  return answer
}

function isAbandoned(started: { readonly startedAtMs: number } | undefined, nowMs: number): boolean {
  return started !== undefined && nowMs - started.startedAtMs > ABANDONED_AFTER_MS
}

function share(answer: AcceptAnswer, from: number, count: number): AcceptAnswer {
  return answer.ok ? { ok: true, duplicates: answer.duplicates.slice(from, from + count) } : answer
}
