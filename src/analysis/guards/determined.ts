/** Which unknowns a list of sums gives away: for tables that are no tree and have no two sides (paths beside credits). */

const ROUNDING = 1e-9

/**
 * Each equation has one coefficient for each unknown; what they come to does not matter. Reduced by elimination, an unknown is
 * determined if and only if it stands alone in a row.
 */
export function determinedBy(equations: readonly (readonly number[])[]): readonly number[] {
  const rows = reduced(equations)
  return rows.flatMap((row) => {
    const at = [...row.keys()].filter((column) => row[column] !== 0)
    return at.length === 1 ? at : []
  })
}

function reduced(equations: readonly (readonly number[])[]): readonly Float64Array[] {
  const left = equations.map((equation) => Float64Array.from(equation))
  const done: Float64Array[] = []
  const unknowns = left[0]?.length ?? 0
  for (let column = 0; column < unknowns && left.length > 0; column++) {
    const size = (row: Float64Array) => Math.abs(row[column] ?? 0)
    const best = left.reduce((most, row, index) => (size(row) > size(left[most] ?? row) ? index : most), 0)
    const pivot = left[best]
    if (pivot === undefined || size(pivot) < ROUNDING) continue
    left.splice(best, 1)
    const lead = pivot[column] ?? 1
    for (const [place, value] of pivot.entries()) pivot[place] = value / lead
    for (const row of [...left, ...done]) subtract(row, pivot, row[column] ?? 0)
    done.push(pivot)
  }
  return done
}

function subtract(row: Float64Array, pivot: Float64Array, times: number): void {
  if (times === 0) return
  for (let place = 0; place < row.length; place++) {
    const rest = (row[place] ?? 0) - times * (pivot[place] ?? 0)
    row[place] = Math.abs(rest) < ROUNDING ? 0 : rest
  }
}
