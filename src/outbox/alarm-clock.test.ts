import { describe, expect, it } from 'vitest'
import { AlarmClock } from './alarm-clock.ts'

function create() {
  const set: number[] = []
  const time = { nowMs: 0, rings: 0 }
  const clock = new AlarmClock(
    (atMs) => set.push(atMs),
    () => {
      time.rings++
      clock.rang()
    },
    () => time.nowMs,
  )
  return { clock, set, time }
}

describe('the alarm of a shard', () => {
  it('is written only where it must ring earlier than it would', () => {
    const { clock, set } = create()
    for (const atMs of [500, 700, 500, 300, 400]) clock.at(atMs)
    expect(set).toEqual([500, 300])
    clock.rang()
    clock.at(900)
    expect(set).toEqual([500, 300, 900])
  })

  it('is not waited for where it should have rung a minute ago, as after a night in which the machine was suspended', () => {
    const { clock, set, time } = create()
    clock.at(90_000)
    time.nowMs = 149_999
    clock.at(150_020)
    expect([set, time.rings]).toEqual([[90_000], 0])
    time.nowMs = 8 * 3_600_000
    clock.at(time.nowMs + 20)
    clock.at(time.nowMs + 30)
    expect([set, time.rings]).toEqual([[90_000, time.nowMs + 20], 1])
  })

  it('rings at the beginning of the next day (UTC) where nothing else is due, and not at all later', () => {
    const { clock, set } = create()
    clock.nextDay(Date.UTC(2026, 10, 22, 13))
    clock.nextDay(Date.UTC(2026, 10, 23, 13))
    expect(set).toEqual([Date.UTC(2026, 10, 23)])
  })
})
