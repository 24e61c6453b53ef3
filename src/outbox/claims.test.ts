import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Verdict } from '../pipeline/judge.ts'
import { Claims } from './claims.ts'
import { bodyOf } from '../pipeline/safe-json.fixture.ts'

const DESTINATIONS = ['tiktok', 'meta', 'third'] as const

function eventOf(key: string, goesTo: readonly string[], untilDay = 20_000): Verdict {
  return {
    eventId: key,
    name: 'purchase',
    occurredAtMs: 0,
    dedupeKey: key,
    dedupeUntilDay: untilDay,
    personKeys: [],
    deliveries: goesTo.map((destination) => ({ destination, level: 'full', body: bodyOf({}), fields: '', basis: '' })),
    refused: {},
  }
}

/** What the table holds after the writes. */
function written(known: Readonly<Record<string, string>>, claims: Claims): Record<string, string> {
  const table: Record<string, string> = { ...known }
  for (const { keys, destinations } of claims.fresh()) for (const key of keys) table[key] = destinations
  for (const { key, served } of claims.changed()) table[key] = served.join(' ')
  return table
}

const rowsOf = (known: Readonly<Record<string, string>>) =>
  Object.entries(known).map(([key, destinations]) => ({ key, destinations, noes: null }))

describe('the claims of one transaction', () => {
  it('give an event to each destination exactly once, whatever was known and however copies lie', () => {
    const destinations = fc.uniqueArray(fc.constantFrom(...DESTINATIONS), { minLength: 1 })
    const key = fc.constantFrom('a', 'b', 'c', 'd')
    fc.assert(
      fc.property(
        fc.dictionary(key, fc.uniqueArray(fc.constantFrom(...DESTINATIONS))),
        fc.array(fc.tuple(key, destinations), { maxLength: 30 }),
        (before, events) => {
          const known = Object.fromEntries(Object.entries(before).map(([id, had]) => [id, had.join(' ')]))
          const claims = new Claims(rowsOf(known))
          const had = new Set(Object.entries(before).flatMap(([id, list]) => list.map((one) => `${id} ${one}`)))
          for (const [id, goesTo] of events) {
            const expected = goesTo.filter((one) => had.has(`${id} ${one}`))
            expect(claims.claim(eventOf(id, goesTo))).toEqual(expected)
            for (const one of goesTo) had.add(`${id} ${one}`)
          }
          const table = Object.entries(written(known, claims))
          const kept = table.flatMap(([id, list]) =>
            list
              .split(' ')
              .filter(Boolean)
              .map((one) => `${id} ${one}`),
          )
          expect(kept.toSorted()).toEqual([...had].toSorted())
        },
      ),
    )
  })

  it('write keys that differ in nothing together, and keep their own times apart', () => {
    const claims = new Claims([])
    for (const event of [eventOf('a', ['meta'], 5), eventOf('b', ['meta'], 5), eventOf('c', ['meta'], 6)])
      claims.claim(event)
    expect([...claims.fresh()]).toEqual([
      { keys: ['a', 'b'], destinations: 'meta', untilDay: 5, noes: new Map() },
      { keys: ['c'], destinations: 'meta', untilDay: 6, noes: new Map() },
    ])
  })

  it('leave a known key alone that nobody new has had', () => {
    const claims = new Claims(rowsOf({ a: 'meta tiktok' }))
    expect(claims.claim(eventOf('a', ['tiktok', 'meta']))).toEqual(['tiktok', 'meta'])
    expect([[...claims.fresh()], claims.changed()]).toEqual([[], []])
  })
})
