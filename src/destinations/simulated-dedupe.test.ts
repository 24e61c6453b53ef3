import { describe, expect, it } from 'vitest'
import { createEventCounter, type Arrival, type EventCounter } from './simulated-dedupe.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

function arrive(counter: EventCounter, atMs: number, changes: Partial<Arrival> = {}): void {
  counter.arrive({
    source: 'C4',
    event: 'Purchase',
    eventId: 'o-1',
    eventTime: 1,
    channel: 'api',
    receivedAtMs: atMs,
    payload: {},
    ...changes,
  })
}

// TikTok, "Event deduplication": same channel, 48 hours from the first; pixel and API, merged within 5 minutes, dropped
// until 48 hours. Meta, "Handling Duplicate Events": 48 hours. Both read 2026-11-21.
describe('a simulated platform counts once', () => {
  it('drops a second copy from the same channel for 48 hours from the first, then counts anew', () => {
    const counter = createEventCounter(5 * MINUTE)
    arrive(counter, 0)
    arrive(counter, 1)
    arrive(counter, 48 * HOUR - 1)
    expect(counter.counted().count).toBe(1)
    expect(counter.counted().events[0]).toMatchObject({ copies: 3, merged: false })
    arrive(counter, 48 * HOUR)
    expect(counter.counted().count).toBe(2)
  })

  it('counts the 48 hours from the first copy, not from the last', () => {
    const counter = createEventCounter(5 * MINUTE)
    for (const atMs of [0, 40 * HOUR, 48 * HOUR]) arrive(counter, atMs)
    expect(counter.counted().count).toBe(2)
  })

  it.each([{ source: 'C5' }, { event: 'Lead' }, { eventId: 'o-2' }])('counts both where %j differs', (changes) => {
    const counter = createEventCounter(5 * MINUTE)
    arrive(counter, 0)
    arrive(counter, 0, changes)
    expect(counter.counted().count).toBe(2)
  })

  it('counts every event that has no id', () => {
    const counter = createEventCounter(5 * MINUTE)
    arrive(counter, 0, { eventId: undefined })
    arrive(counter, 0, { eventId: undefined })
    expect(counter.counted().count).toBe(2)
  })

  it('adds what the first lacks from a copy of the other channel within five minutes, and changes nothing it has', () => {
    const counter = createEventCounter(5 * MINUTE)
    arrive(counter, 0, { channel: 'pixel', payload: { user: { ttp: 'A' } } })
    arrive(counter, 5 * MINUTE, { payload: { user: { ttp: 'B', email: 'hash' }, properties: { value: 1 } } })
    expect(counter.counted()).toMatchObject({
      count: 1,
      events: [{ merged: true, payload: { user: { ttp: 'A', email: 'hash' }, properties: { value: 1 } } }],
    })
  })

  it('drops a copy of the other channel after five minutes', () => {
    const counter = createEventCounter(5 * MINUTE)
    arrive(counter, 0, { channel: 'pixel', payload: {} })
    arrive(counter, 5 * MINUTE + 1, { payload: { user: { email: 'hash' } } })
    expect(counter.counted()).toMatchObject({ count: 1, events: [{ merged: false, payload: {} }] })
  })

  it('shows the newest events and still knows that an older one was there', () => {
    const counter = createEventCounter(5 * MINUTE)
    for (let i = 0; i < 45_000; i++) arrive(counter, 0, { eventId: `o-${i}` })
    arrive(counter, 1, { eventId: 'o-0' })
    const { count, events } = counter.counted()
    expect(count).toBe(45_000)
    expect(events).toHaveLength(20_000)
    expect(events.at(-1)?.event_id).toBe('o-44999')
  })
})
