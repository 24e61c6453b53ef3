/**
 * Weights that are at least 0 and sum to 1, and make ½ w'Gw − c'w as small as possible: an active-set method after Lawson and Hanson. It ends
 * after finitely many steps at the exact answer (up to rounding); there is nothing to tune.
 */

export interface SimplexProblem {
  /** G: symmetric, row after row, `size` × `size`. */
  readonly gram: Float64Array
  /** c. */
  readonly linear: Float64Array
  readonly size: number
}

/** Of a gradient beside 1: what is smaller is rounding. */
const TOLERANCE = 1e-11
/** The method needs about twice as many steps as there are weights above 0. */
const STEPS_PER_WEIGHT = 20

/** One weight for each column of G; none where there is no column. */
export function simplexWeights(given: SimplexProblem): Float64Array {
  const weights = new Float64Array(given.size)
  if (given.size === 0) return weights
  const problem = scaled(given)
  const first = bestVertex(problem)
  weights[first] = 1
  const held = [first]
  const refused = new Set<number>()
  for (let step = 0; step < STEPS_PER_WEIGHT * given.size; step++) {
    const next = steepest(problem, weights, held, refused)
    if (next === undefined) break
    held.push(next)
    if (settle(problem, weights, held, next)) refused.clear()
    else refused.add(next)
  }
  return weights
}

/** The same weights answer it, and what is small beside 1 is rounding. */
function scaled({ gram, linear, size }: SimplexProblem): SimplexProblem {
  let largest = 0
  for (let index = 0; index < size; index++)
    largest = Math.max(largest, Math.abs(gram[index * size + index] ?? 0), Math.abs(linear[index] ?? 0))
  const factor = largest > 0 ? 1 / largest : 1
  return { gram: gram.map((value) => value * factor), linear: linear.map((value) => value * factor), size }
}

/** The single column that is nearest. */
function bestVertex({ gram, linear, size }: SimplexProblem): number {
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (let index = 0; index < size; index++) {
    const value = (gram[index * size + index] ?? 0) / 2 - (linear[index] ?? 0)
    if (value >= least) continue
    least = value
    best = index
  }
  return best
}

/** The column outside that would lessen the sum most; undefined where none would: the answer is found. */
function steepest(
  { gram, linear, size }: SimplexProblem,
  weights: Float64Array,
  held: readonly number[],
  refused: ReadonlySet<number>,
): number | undefined {
  const gradient = (index: number): number => {
    let sum = -(linear[index] ?? 0)
    const row = index * size
    for (const column of held) sum += (gram[row + column] ?? 0) * (weights[column] ?? 0)
    return sum
  }
  // Among those held it is the same for all: the price of the condition that they sum to 1.
  let price = 0
  for (const index of held) price += (weights[index] ?? 0) * gradient(index)
  let least = price - TOLERANCE
  let next: number | undefined
  for (let index = 0; index < size; index++) {
    if ((weights[index] ?? 0) > 0 || refused.has(index)) continue
    const value = gradient(index)
    if (value >= least) continue
    least = value
    next = index
  }
  return next
}

/** Moves to the best weights of those held, letting go of each that would fall below 0. False: nothing moved, `entered` is out again. */
function settle(problem: SimplexProblem, weights: Float64Array, held: number[], entered: number): boolean {
  while (held.length > 0) {
    const target = equalityFit(problem, held)
    if (target === undefined || (target[held.indexOf(entered)] ?? 1) <= 0) {
      const place = held.indexOf(entered)
      if ((weights[entered] ?? 0) === 0 && place >= 0) held.splice(place, 1)
      return false
    }
    const share = longestStep(weights, held, target)
    for (const [place, index] of held.entries())
      weights[index] = (weights[index] ?? 0) + share * ((target[place] ?? 0) - (weights[index] ?? 0))
    if (share === 1) return true
    letGo(weights, held)
  }
  return false
}

/** How far towards `target` no weight falls below 0: 1 is all the way. */
function longestStep(weights: Float64Array, held: readonly number[], target: readonly number[]): number {
  let share = 1
  for (const [place, index] of held.entries()) {
    const [from, to] = [weights[index] ?? 0, target[place] ?? 0]
    if (to < 0) share = Math.min(share, from / (from - to))
  }
  return share
}

const NOTHING = 1e-14

function letGo(weights: Float64Array, held: number[]): void {
  const kept = held.filter((index) => (weights[index] ?? 0) > NOTHING)
  for (const index of held) if ((weights[index] ?? 0) <= NOTHING) weights[index] = 0
  held.splice(0, held.length, ...kept)
}

/** The best weights of those held that sum to 1, whatever their sign: [G 1; 1' 0] [w; λ] = [c; 1]. Undefined where they are not unique. */
function equalityFit({ gram, linear, size }: SimplexProblem, held: readonly number[]): readonly number[] | undefined {
  const count = held.length
  const width = count + 2
  const rows = new Float64Array((count + 1) * width)
  for (const [row, index] of held.entries()) {
    for (const [column, other] of held.entries()) rows[row * width + column] = gram[index * size + other] ?? 0
    rows[row * width + count] = 1
    rows[row * width + count + 1] = linear[index] ?? 0
    rows[count * width + row] = 1
  }
  rows[count * width + count + 1] = 1
  return eliminate(rows, count + 1)?.slice(0, count)
}

/** Beside the largest entry of its own row before elimination. */
const SINGULAR = 1e-11

/** Elimination with row pivots, scaled by row, on one flat array: the inner loop of every placebo. */
function eliminate(rows: Float64Array, size: number): number[] | undefined {
  const width = size + 1
  const scales = rowScales(rows, size)
  for (let column = 0; column < size; column++) {
    const pivot = pivotOf(rows, scales, column, size)
    const lead = rows[pivot * width + column] ?? 0
    if (Math.abs(lead) <= SINGULAR * (scales[pivot] ?? 1)) return undefined
    if (pivot !== column) swapRows(rows, scales, pivot, column, width)
    for (let row = column + 1; row < size; row++) {
      const factor = (rows[row * width + column] ?? 0) / lead
      if (factor === 0) continue
      for (let place = column; place < width; place++)
        rows[row * width + place] = (rows[row * width + place] ?? 0) - factor * (rows[column * width + place] ?? 0)
    }
  }
  const found = Array.from({ length: size }, () => 0)
  for (let row = size - 1; row >= 0; row--) {
    let left = rows[row * width + size] ?? 0
    for (let known = row + 1; known < size; known++) left -= (rows[row * width + known] ?? 0) * (found[known] ?? 0)
    found[row] = left / (rows[row * width + row] ?? 1)
  }
  return found
}

function rowScales(rows: Float64Array, size: number): Float64Array {
  const scales = new Float64Array(size)
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      scales[row] = Math.max(scales[row] ?? 0, Math.abs(rows[row * (size + 1) + column] ?? 0))
  return scales
}

function pivotOf(rows: Float64Array, scales: Float64Array, column: number, size: number): number {
  let best = column
  let most = -1
  for (let row = column; row < size; row++) {
    const value = Math.abs(rows[row * (size + 1) + column] ?? 0) / (scales[row] || 1)
    if (value <= most) continue
    most = value
    best = row
  }
  return best
}

function swapRows(rows: Float64Array, scales: Float64Array, a: number, b: number, width: number): void {
  const kept = rows.slice(a * width, (a + 1) * width)
  rows.copyWithin(a * width, b * width, (b + 1) * width)
  rows.set(kept, b * width)
  const scale = scales[a] ?? 1
  scales[a] = scales[b] ?? 1
  scales[b] = scale
}
