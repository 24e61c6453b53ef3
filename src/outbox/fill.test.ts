import { describe, expect, it } from 'vitest'
import { Fill } from './fill.ts'

/** A shard in which `waiting` bytes lie, whatever has been noted. */
function create() {
  const state = { waiting: 0, events: 0, nowMs: 0, measured: 0 }
  const fill = new Fill({
    maxEvents: 100,
    maxBytes: 1_600,
    events: () => state.events,
    measure: () => {
      state.measured += 1
      return state.waiting
    },
    now: () => state.nowMs,
  })
  const come = (bytes: number) => {
    state.waiting += bytes
    state.events += 1
    fill.add([{ bodies: 'b'.repeat(bytes), sheet: '' }])
  }
  return { fill, state, come }
}

describe('a shard', () => {
  it('is full with as many bytes as may wait, and with as many deliveries', () => {
    const { fill, state, come } = create()
    come(1_599)
    expect(fill.isFull()).toBe(false)
    come(1)
    expect(fill.isFull()).toBe(true)
    const other = create()
    other.state.events = 100
    expect(other.fill.isFull()).toBe(true)
    expect(state.measured).toBeGreaterThan(0)
  })

  it('has room again soon after something was delivered', () => {
    const { fill, state, come } = create()
    come(1_700)
    expect(fill.isFull()).toBe(true)
    state.waiting = 1_000
    state.nowMs += 5_000
    expect(fill.isFull()).toBe(false)
    expect(fill.ratio()).toBeCloseTo(0.625)
  })

  it('is not measured for each event, nor again and again while it is full', () => {
    const { fill, state, come } = create()
    for (let event = 0; event < 50; event++) {
      come(10)
      fill.isFull()
    }
    expect(state.measured).toBeLessThanOrEqual(10)
    come(1_600)
    const before = state.measured
    for (let asked = 0; asked < 50; asked++) fill.isFull()
    expect(state.measured - before).toBeLessThanOrEqual(1)
  })
})
