import { describe, expect, it } from 'vitest'
import { IN_FLIGHT_MAX_BYTES, InFlight } from './in-flight.ts'

const MIB = 1024 * 1024
const MINUTE_MS = 60_000

describe('the bytes in flight', () => {
  it('are at most the limit, and there is room again for what was released', () => {
    const inFlight = new InFlight()
    const holds = Array.from({ length: IN_FLIGHT_MAX_BYTES / MIB }, () => inFlight.hold(MIB, 0))
    expect(holds).not.toContain(undefined)
    expect(inFlight.hold(1, 0)).toBeUndefined()
    const [first] = holds
    if (first === undefined) throw new Error('it is held')
    inFlight.release(first)
    expect(inFlight.hold(MIB + 1, 0)).toBeUndefined()
    expect(inFlight.hold(MIB, 0)).toBeDefined()
  })

  it('are given back once, however often they are released', () => {
    const inFlight = new InFlight()
    const hold = inFlight.hold(IN_FLIGHT_MAX_BYTES, 0)
    if (hold === undefined) throw new Error('it is held')
    inFlight.release(hold)
    inFlight.release(hold)
    expect(inFlight.hold(IN_FLIGHT_MAX_BYTES + 1, 0)).toBeUndefined()
  })

  it('of a request that the runtime dropped count for a minute and no longer', () => {
    const inFlight = new InFlight()
    inFlight.hold(IN_FLIGHT_MAX_BYTES, 0)
    expect(inFlight.hold(1, MINUTE_MS - 1)).toBeUndefined()
    expect(inFlight.hold(IN_FLIGHT_MAX_BYTES, MINUTE_MS)).toBeDefined()
  })
})
