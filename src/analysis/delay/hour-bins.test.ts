import fc from 'fast-check'
import { expect, it } from 'vitest'
import { binsOf, isSaidOfHours } from './hour-bins.ts'

function hoursOf(observed: readonly number[], expected: readonly (number | null)[] = []) {
  return observed.map((count, hour) => ({ hour, observed: count, expected: expected[hour] ?? null }))
}

it('puts hours together until ten visitors are in them; what is left over goes with the last', () => {
  expect(binsOf(hoursOf([4, 5, 3, 20, 1, 2]), [], [])).toEqual([
    { hour: 0, hours: 3, observed: 12, expected: null },
    { hour: 3, hours: 3, observed: 23, expected: null },
  ])
  // Of two weeks one visitor each is two: five expected are ten.
  expect(binsOf(hoursOf([12, 12, 12], [1, 4, 7]), [], [])).toEqual([
    { hour: 0, hours: 2, observed: 24, expected: 5 },
    { hour: 2, hours: 1, observed: 12, expected: 7 },
  ])
})

it('ends at the edges of a window, and before one is filled backwards', () => {
  const window = { starts: [4], from: 4, to: 6 }
  expect(binsOf(hoursOf([3, 8, 2, 10, 11, 9, 6, 7]), [window], [4, 6])).toEqual([
    { hour: 0, hours: 3, observed: 13, expected: null },
    { hour: 3, hours: 1, observed: 10, expected: null },
    { hour: 4, hours: 2, observed: 20, expected: null },
    { hour: 6, hours: 2, observed: 13, expected: null },
  ])
})

it('says nothing of a part in which there are too few, and all of the others once', () => {
  const hours = fc.array(fc.nat(14), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(hours, fc.uniqueArray(fc.nat(59), { maxLength: 5 }), (counts, edges) => {
      const bins = binsOf(hoursOf(counts), [], edges)
      for (const bin of bins) {
        expect(isSaidOfHours(bin)).toBe(true)
        const own = counts.slice(bin.hour, bin.hour + bin.hours)
        expect(bin.observed).toBe(own.reduce((sum, one) => sum + one, 0))
        expect(edges.some((edge) => edge > bin.hour && edge < bin.hour + bin.hours)).toBe(false)
      }
      const covered = bins.flatMap(({ hour, hours: many }) => Array.from({ length: many }, (_, at) => hour + at))
      expect(new Set(covered).size).toBe(covered.length)
      const ends = [
        0,
        ...edges.filter((edge) => edge > 0 && edge < counts.length).toSorted((a, b) => a - b),
        counts.length,
      ]
      const small = ends.slice(1).map((end, at) => counts.slice(ends[at], end).reduce((sum, one) => sum + one, 0))
      const tooFew = small.filter((sum) => sum > 0 && sum < 10).reduce((sum, one) => sum + one, 0)
      expect(bins.reduce((sum, { observed }) => sum + observed, 0)).toBe(
        counts.reduce((sum, one) => sum + one, 0) - tooFew,
      )
    }),
  )
})
