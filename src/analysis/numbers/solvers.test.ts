import { assert, double, array, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dot, leastSquares, solve } from './linear.ts'
import { simplexWeights } from './simplex-fit.ts'

describe('linear equations', () => {
  it('are solved although a pivot is zero, and refused where one says what another says', () => {
    expect(
      solve(
        [
          [0, 2],
          [3, 1],
        ],
        [[4], [5]],
      ),
    ).toEqual([[1], [2]])
    expect(
      solve(
        [
          [1, 2],
          [2, 4],
        ],
        [[1], [2]],
      ),
    ).toBeUndefined()
  })

  it('a line through points that lie on it has no residuals', () => {
    const fitted = leastSquares(
      [
        [1, 1],
        [1, 2],
        [1, 3],
        [1, 5],
      ],
      [5, 7, 9, 13],
    )
    expect(fitted?.coefficients.map((value) => value.toFixed(9))).toEqual(['3.000000000', '2.000000000'])
    expect(fitted?.df).toBe(2)
  })

  it('as many unknowns as observations is no fit', () => {
    expect(
      leastSquares(
        [
          [1, 1],
          [1, 2],
        ],
        [5, 7],
      ),
    ).toBeUndefined()
  })
})

/** Columns of `height` numbers each, and what they are to come near. */
const columns = integer({ min: 1, max: 8 }).chain((height) =>
  array(array(double({ min: -1_000, max: 1_000, noNaN: true }), { minLength: height, maxLength: height }), {
    minLength: 2,
    maxLength: 12,
  }),
)

describe('weights on the simplex', () => {
  it('sum to 1, none below 0, and no step towards any single column lessens the distance', () => {
    assert(
      property(columns, ([target = [], ...others]) => {
        const weights = weightsFor(target, others)
        const sum = weights.reduce((all, weight) => all + weight, 0)
        expect(Math.abs(sum - 1)).toBeLessThan(1e-9)
        expect(Math.min(...weights)).toBeGreaterThanOrEqual(0)
        const gap = target.map(
          (value, day) =>
            value -
            dot(
              weights,
              others.map((column) => column[day] ?? 0),
            ),
        )
        const scale = Math.max(1, dot(target, target), ...others.map((column) => dot(column, column)))
        const price = dot(
          weights,
          others.map((column) => dot(column, gap)),
        )
        for (const column of others) expect(dot(column, gap) - price).toBeLessThan(1e-6 * scale)
      }),
      { numRuns: 300, seed: 1 },
    )
  })

  it('two columns that are the same share their weight in some way, and the fit is exact', () => {
    const weights = weightsFor(
      [3, 4],
      [
        [1, 2],
        [1, 2],
        [5, 6],
      ],
    )
    expect((weights[0] ?? 0) + (weights[1] ?? 0)).toBeCloseTo(0.5, 9)
  })
})

function weightsFor(target: readonly number[], others: readonly (readonly number[])[]): Float64Array {
  const size = others.length
  const gram = Float64Array.from({ length: size * size }, (_, at) =>
    dot(others[Math.floor(at / size)] ?? [], others[at % size] ?? []),
  )
  return simplexWeights({ gram, linear: Float64Array.from(others, (column) => dot(column, target)), size })
}
