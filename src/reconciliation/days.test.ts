import { describe, expect, it } from 'vitest'
import { dayAfter, isDay, isTimeZone, shopClock } from './days.ts'

describe('the day of the shop', () => {
  it.each([
    // Midnight in winter, midnight in summer; the days that lose and win an hour begin like the others.
    ['Europe/Paris', '2026-01-12', '2026-01-11T23:00:00.000Z'],
    ['Europe/Paris', '2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['Europe/Paris', '2026-03-30', '2026-03-29T22:00:00.000Z'],
    ['Europe/Paris', '2026-10-25', '2026-10-24T22:00:00.000Z'],
    ['Europe/Paris', '2026-10-26', '2026-10-25T23:00:00.000Z'],
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00.000Z'],
    ['America/New_York', '2026-03-09', '2026-03-09T04:00:00.000Z'],
    ['America/New_York', '2026-11-01', '2026-11-01T04:00:00.000Z'],
    ['America/New_York', '2026-11-02', '2026-11-02T05:00:00.000Z'],
    ['Asia/Tokyo', '2026-11-22', '2026-11-21T15:00:00.000Z'],
    // Chile sets its clocks at midnight: this day began at one.
    ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00.000Z'],
    ['UTC', '2026-02-28', '2026-02-28T00:00:00.000Z'],
  ])('in %s %s begins at %s', (zone, day, start) => {
    const clock = shopClock(zone)
    const ms = Date.parse(start)
    expect(new Date(clock.startOf(day)).toISOString()).toBe(start)
    expect([clock.dayOf(ms - 1), clock.dayOf(ms)]).toEqual([dayAfter(day, -1), day])
  })

  it('counts days by the calendar, over months and the end of February', () => {
    expect([dayAfter('2026-02-28'), dayAfter('2028-02-28'), dayAfter('2026-12-31')]).toEqual([
      '2026-03-01',
      '2028-02-29',
      '2027-01-01',
    ])
  })

  it('takes no day that is not in the calendar, and no zone that is not on the list', () => {
    expect(['2026-02-30', '2026-2-3', '20260203', '2026-13-01', ''].filter((text) => isDay(text))).toEqual([])
    expect([isDay('2028-02-29'), isTimeZone('Europe/Paris'), isTimeZone('Europe/Lyon')]).toEqual([true, true, false])
  })
})
