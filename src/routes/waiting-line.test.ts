import { describe, expect, it } from 'vitest'
import { SILENT_AT_MOST_MS, WaitingLine, type Place } from './waiting-line.ts'

const LIMITS = { roomBytes: 100, maxPlaces: 4 }

function joined(line: WaitingLine, bytes: number, nowMs = 0): Place {
  const place = line.join(bytes, nowMs)
  if (place === undefined) throw new Error('the line is full')
  return place
}

describe('a line before something that has room for so many bytes', () => {
  it('lets in as many as there is room for, and tells the others how far they are', () => {
    const line = new WaitingLine(LIMITS)
    const places = [60, 40, 1, 1].map((bytes) => joined(line, bytes))
    expect(places.map((place) => line.ask(place, 0))).toEqual([0, 0, 1, 2])
  })

  it('lets the next in when room is given back, and no other before it', () => {
    const line = new WaitingLine(LIMITS)
    const [first, large, small] = [joined(line, 60), joined(line, 80), joined(line, 10)]
    expect([first, large, small].map((place) => line.ask(place, 0))).toEqual([0, 1, 2])
    line.leave(first)
    expect(line.ask(small, 0)).toBe(2)
    expect(line.ask(large, 0)).toBe(0)
    expect(line.ask(small, 0)).toBe(0)
  })

  it('lets a body in alone that is larger than the room', () => {
    const line = new WaitingLine(LIMITS)
    const [small, huge] = [joined(line, 1), joined(line, 101)]
    expect([line.ask(small, 0), line.ask(huge, 0)]).toEqual([0, 1])
    line.leave(small)
    expect([line.ask(huge, 0), line.ask(joined(line, 1), 0)]).toEqual([0, 1])
  })

  it('has an end: one more than it holds is turned away until somebody leaves', () => {
    const line = new WaitingLine(LIMITS)
    const places = Array.from({ length: LIMITS.maxPlaces }, () => joined(line, 100))
    expect(line.join(1, 0)).toBeUndefined()
    places.slice(0, 1).forEach((place) => line.leave(place))
    expect(line.join(1, 0)).toBeDefined()
  })

  it('gives away the place of a request that has been silent, whether it waited or was inside', () => {
    const line = new WaitingLine(LIMITS)
    const [inside, waiting, live] = [joined(line, 100), joined(line, 100), joined(line, 100)]
    expect([inside, waiting, live].map((place) => line.ask(place, 0))).toEqual([0, 1, 2])
    expect(line.ask(live, SILENT_AT_MOST_MS - 1)).toBe(2)
    expect(line.ask(live, SILENT_AT_MOST_MS)).toBe(0)
  })

  it('keeps the place of whoever gives a sign of life', () => {
    const line = new WaitingLine(LIMITS)
    const [inside, live] = [joined(line, 100), joined(line, 100)]
    line.ask(inside, 0)
    for (let nowMs = 0; nowMs < 4 * SILENT_AT_MOST_MS; nowMs += SILENT_AT_MOST_MS / 2) {
      line.keep(inside, nowMs)
      expect(line.ask(live, nowMs)).toBe(1)
    }
  })

  it('counts what is inside again when one that was thought to be gone is heard from', () => {
    const line = new WaitingLine(LIMITS)
    const [late, next] = [joined(line, 100), joined(line, 100)]
    line.ask(late, 0)
    line.ask(next, SILENT_AT_MOST_MS - 1)
    expect(line.ask(next, SILENT_AT_MOST_MS)).toBe(0)
    line.keep(late, SILENT_AT_MOST_MS)
    line.leave(next)
    expect(line.ask(joined(line, 1, SILENT_AT_MOST_MS), SILENT_AT_MOST_MS)).toBe(1)
  })
})
