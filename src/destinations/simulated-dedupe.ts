/**
 * How a simulated platform counts each event once. Both platforms keep the first of two events with the same source,
 * name and id for 48 hours, counted from the first. Bounded: the oldest keys and the oldest events are forgotten.
 */
import type { Channel, CountedEvent } from './simulator.ts'

const WINDOW_MS = 48 * 3_600_000
const MAX_KEYS = 1_000_000
const MAX_EVENTS = 20_000

export interface Arrival {
  readonly source: string
  readonly event: string
  readonly eventId: string | undefined
  readonly eventTime: number | undefined
  readonly channel: Channel
  readonly receivedAtMs: number
  readonly payload: Record<string, unknown>
}

export interface EventCounter {
  readonly arrive: (arrival: Arrival) => void
  readonly counted: () => { readonly count: number; readonly events: readonly CountedEvent[] }
  readonly clear: () => void
}

/** What is remembered of a first event for 48 hours. `counted` is let go when the event is no longer shown. */
interface First {
  readonly receivedAtMs: number
  readonly channel: Channel
  counted: CountedEvent | undefined
}

/** `mergeWithinMs`: a copy from the other channel adds what the first lacks when it comes this soon after it. */
export function createEventCounter(mergeWithinMs: number): EventCounter {
  const firsts = new Map<string, First>()
  let shown: First[] = []
  let count = 0

  return {
    arrive(arrival) {
      const key = keyOf(arrival)
      const first = key === undefined ? undefined : firsts.get(key)
      if (first !== undefined && arrival.receivedAtMs - first.receivedAtMs < WINDOW_MS) {
        meetFirst(first, arrival, mergeWithinMs)
        return
      }
      const fresh = { receivedAtMs: arrival.receivedAtMs, channel: arrival.channel, counted: toCounted(arrival) }
      if (key !== undefined) remember(firsts, key, fresh)
      shown.push(fresh)
      count += 1
      if (shown.length >= 2 * MAX_EVENTS) shown = letGo(shown)
    },
    counted: () => ({ count, events: shown.slice(-MAX_EVENTS).flatMap(({ counted }) => counted ?? []) }),
    clear() {
      firsts.clear()
      shown = []
      count = 0
    },
  }
}

function letGo(shown: readonly First[]): First[] {
  for (const first of shown.slice(0, -MAX_EVENTS)) first.counted = undefined
  return shown.slice(-MAX_EVENTS)
}

/** Without an id there is nothing to compare: it counts. */
function keyOf({ source, event, eventId }: Arrival): string | undefined {
  return eventId === undefined ? undefined : `${source}\n${event}\n${eventId}`
}

function remember(firsts: Map<string, First>, key: string, first: First): void {
  firsts.delete(key)
  firsts.set(key, first)
  if (firsts.size <= MAX_KEYS) return
  for (const oldest of firsts.keys()) {
    firsts.delete(oldest)
    return
  }
}

function meetFirst({ receivedAtMs, channel, counted }: First, later: Arrival, mergeWithinMs: number): void {
  if (counted === undefined) return
  counted.copies += 1
  const soon = later.receivedAtMs - receivedAtMs <= mergeWithinMs
  if (later.channel === channel || !soon) return
  counted.merged = true
  addMissing(counted.payload, later.payload, MERGE_DEPTH)
}

/** user.email is two deep; nothing that platforms merge is deeper than this. */
const MERGE_DEPTH = 4

function addMissing(into: Record<string, unknown>, from: Record<string, unknown>, depth: number): void {
  for (const [key, value] of Object.entries(from)) {
    const existing = into[key]
    if (existing === undefined) into[key] = value
    else if (depth > 0 && isPlainObject(existing) && isPlainObject(value)) addMissing(existing, value, depth - 1)
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function toCounted(arrival: Arrival): CountedEvent {
  return {
    source: arrival.source,
    event: arrival.event,
    event_id: arrival.eventId ?? null,
    event_time: arrival.eventTime ?? null,
    channel: arrival.channel,
    received_at_ms: arrival.receivedAtMs,
    copies: 1,
    merged: false,
    payload: arrival.payload,
  }
}
