/** Linear equations of a few dozen unknowns: Gaussian elimination with pivots, and ordinary least squares on top of it. */

/** Rows of equal length. */
export type Matrix = readonly ArrayLike<number>[]

/** A pivot this small beside the largest entry of the matrix is rounding, and the equations say the same thing twice. */
const SINGULAR = 1e-12

/** x of A x = b, for each column b of `right`; undefined where A is singular. */
export function solve(matrix: Matrix, right: Matrix): number[][] | undefined {
  const size = matrix.length
  const width = right[0]?.length ?? 0
  const rows = matrix.map((row, index) => Float64Array.from([...numbers(row), ...numbers(right[index] ?? [])]))
  const smallest = SINGULAR * largestOf(matrix)
  for (let column = 0; column < size; column++) {
    const pivot = pivotRow(rows, column)
    const chosen = rows[pivot]
    const here = rows[column]
    if (chosen === undefined || here === undefined || Math.abs(chosen[column] ?? 0) <= smallest) return undefined
    rows[pivot] = here
    rows[column] = chosen
    eliminateBelow(rows, column)
  }
  return backSubstitute(rows, size, width)
}

function pivotRow(rows: readonly Float64Array[], column: number): number {
  let best = column
  for (let row = column + 1; row < rows.length; row++)
    if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[best]?.[column] ?? 0)) best = row
  return best
}

function eliminateBelow(rows: readonly Float64Array[], column: number): void {
  const pivot = rows[column] ?? new Float64Array()
  const lead = pivot[column] ?? 1
  for (const row of rows.slice(column + 1)) {
    const factor = (row[column] ?? 0) / lead
    if (factor === 0) continue
    for (let place = column; place < row.length; place++) row[place] = (row[place] ?? 0) - factor * (pivot[place] ?? 0)
  }
}

function backSubstitute(rows: readonly Float64Array[], size: number, width: number): number[][] {
  const found = Array.from({ length: size }, () => Array.from({ length: width }, () => 0))
  for (let index = size - 1; index >= 0; index--) {
    const row = rows[index] ?? new Float64Array()
    for (let column = 0; column < width; column++) {
      let left = row[size + column] ?? 0
      for (let known = index + 1; known < size; known++) left -= (row[known] ?? 0) * (found[known]?.[column] ?? 0)
      const target = found[index]
      if (target !== undefined) target[column] = left / (row[index] ?? 1)
    }
  }
  return found
}

function largestOf(matrix: Matrix): number {
  return Math.max(0, ...matrix.map((row) => Math.max(0, ...numbers(row).map(Math.abs))))
}

function numbers(row: ArrayLike<number>): number[] {
  return Array.from(row)
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0)
  return sum
}

export interface LeastSquares {
  readonly coefficients: readonly number[]
  readonly fitted: readonly number[]
  readonly residuals: readonly number[]
  /** Observations less unknowns. */
  readonly df: number
  /** Residual standard error. */
  readonly sigma: number
  /** (X'X)⁻¹. */
  readonly unscaled: readonly (readonly number[])[]
}

/** Undefined where columns of `design` say the same thing, or there are no more rows than columns. */
export function leastSquares(design: Matrix, outcome: ArrayLike<number>): LeastSquares | undefined {
  const columns = design[0]?.length ?? 0
  const df = design.length - columns
  if (columns === 0 || df <= 0) return undefined
  const identity = Array.from({ length: columns }, (_, row) =>
    Array.from({ length: columns }, (__, column) => (row === column ? 1 : 0)),
  )
  const unscaled = solve(crossProduct(design, columns), identity)
  if (unscaled === undefined) return undefined
  const moments = Array.from({ length: columns }, (_, column) =>
    design.reduce((sum, row, index) => sum + (row[column] ?? 0) * (outcome[index] ?? 0), 0),
  )
  const coefficients = unscaled.map((row) => dot(row, moments))
  const fitted = design.map((row) => dot(row, coefficients))
  const residuals = fitted.map((value, index) => (outcome[index] ?? 0) - value)
  return { coefficients, fitted, residuals, df, sigma: Math.sqrt(dot(residuals, residuals) / df), unscaled }
}

function crossProduct(design: Matrix, columns: number): number[][] {
  const product = Array.from({ length: columns }, () => Array.from({ length: columns }, () => 0))
  for (const row of design)
    for (const [index, target] of product.entries())
      for (let column = 0; column < columns; column++)
        target[column] = (target[column] ?? 0) + (row[index] ?? 0) * (row[column] ?? 0)
  return product
}
