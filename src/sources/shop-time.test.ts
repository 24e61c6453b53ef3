import { describe, expect, it } from 'vitest'
import { instantInUtc, instantInZone, instantOfRfc2822, wallTimeFrom } from './shop-time.ts'

describe('a time without a zone', () => {
  it('is UTC where the field says so', () => {
    expect(instantInUtc('2026-11-20T17:04:12')).toBe('2026-11-20T17:04:12.000Z')
    expect(instantInUtc('2026-11-20 17:04:12')).toBe('2026-11-20T17:04:12.000Z')
  })

  // Expected by the IANA time zone database: `date -u -d 'TZ="Europe/Paris" 2026-11-20 18:04:11'` and the like.
  it.each([
    ['2026-11-20 18:04:11', 'Europe/Paris', '2026-11-20T17:04:11.000Z'],
    ['2026-07-01 00:30:00', 'Europe/Paris', '2026-06-30T22:30:00.000Z'],
    ['2026-11-20 23:59:59', 'America/New_York', '2026-11-21T04:59:59.000Z'],
    ['2026-11-20 00:00:00', 'Asia/Kolkata', '2026-11-19T18:30:00.000Z'],
    // 25 October 2026, 03:00 CEST: the clocks go back, 02:30 comes twice, and the first is meant.
    ['2026-10-25 01:59:59', 'Europe/Paris', '2026-10-24T23:59:59.000Z'],
    ['2026-10-25 02:30:00', 'Europe/Paris', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25 03:00:00', 'Europe/Paris', '2026-10-25T02:00:00.000Z'],
    ['2026-03-29 03:00:00', 'Europe/Paris', '2026-03-29T01:00:00.000Z'],
  ])('%s in %s is %s', (wall, zone, instant) => {
    expect(instantInZone(wall, zone)).toBe(instant)
  })

  it.each([['0000-00-00 00:00:00'], ['2026-13-01 00:00:00'], ['yesterday'], [''], [null], [1_795_194_255]])(
    'that is none, %j, is left out',
    (value) => {
      expect(instantInUtc(value)).toBeUndefined()
      expect(instantInZone(value, 'Europe/Paris')).toBeUndefined()
    },
  )

  it('is left out where nobody knows the zone', () => {
    expect(instantInZone('2026-11-20 18:04:11', 'Europe/Atlantis')).toBeUndefined()
  })
})

describe('a time as e-mail writes it', () => {
  it.each([
    ['Fri, 20 Nov 2026 17:04:11 +0000', '2026-11-20T17:04:11.000Z'],
    ['Fri, 20 Nov 2026 12:04:11 -0500', '2026-11-20T17:04:11.000Z'],
    ['1 Jan 2027 00:30:00 +0100', '2026-12-31T23:30:00.000Z'],
    ['Fri, 20 Nov 2026 17:04:11 GMT', '2026-11-20T17:04:11.000Z'],
  ])('%s is %s', (written, instant) => {
    expect(instantOfRfc2822(written)).toBe(instant)
  })

  it.each([['Fri, 20 Foo 2026 17:04:11 +0000'], ['Fri, 32 Nov 2026 17:04:11 +0000'], ['2026-11-20'], ['']])(
    'that is none, %j, is left out',
    (value) => {
      expect(instantOfRfc2822(value)).toBeUndefined()
    },
  )
})

describe('what a shop’s clocks show from an instant on', () => {
  // Europe/Paris puts its clocks back on 2026-10-25 at 01:00 UTC, Lord Howe Island forward by half an hour on 2026-10-03 at 15:30 UTC.
  it.each([
    ['2026-11-20T17:04:11Z', 'Europe/Paris', '2026-11-20 18:04:11'],
    ['2026-10-24T23:50:00Z', 'Europe/Paris', '2026-10-25 01:50:00'],
    ['2026-10-25T00:45:00Z', 'Europe/Paris', '2026-10-25 02:00:00'],
    ['2026-10-25T01:45:00Z', 'Europe/Paris', '2026-10-25 02:45:00'],
    ['2026-10-03T15:40:00Z', 'Australia/Lord_Howe', '2026-10-04 02:40:00'],
  ])('%s in %s is %s', (instant, zone, shown) => {
    expect(wallTimeFrom(Date.parse(instant), zone)).toBe(shown)
  })

  it('is nothing where nobody knows the zone', () => {
    expect(wallTimeFrom(0, 'Europe/Atlantis')).toBeUndefined()
  })
})
