/**
 * A table of two dimensions (days by sources) whose sums over each are known as well. Cells with too few journeys are held back; and
 * where one of them could be worked out from its row, its column and the others, one more is, the smallest that will do.
 *
 * Exactly: think of rows and columns, the sums included, as points, and of each cell that is held back as a line from its row to its column. Each
 * row and each column is one equation (its cells less its sum are 0). A held cell can be worked out if and only if its line is a bridge:
 * taken away, its two points are no longer joined. A cell on a ring can be raised and its neighbours lowered by the same, in
 * turn, and every published number stays.
 */

export const SHOWN = 0
/** Fewer journeys than the threshold. */
export const TOO_FEW = 1
/** Held back for another's sake. */
export const HELD = 2

/** Distinct journeys of each cell, row by row; the last row and the last column are the sums. */
export interface CrossCounts {
  readonly rows: number
  readonly columns: number
  readonly journeys: ArrayLike<number>
  /** Another table says the last row, the sums of each column: it can neither be held back nor help. */
  readonly isLastRowPublic?: boolean
}

/** One of SHOWN, TOO_FEW, HELD for each cell. A cell that nobody is in is shown: it is of nobody. */
export function heldCells(counts: CrossCounts, threshold: number): Uint8Array {
  const { rows, columns, journeys } = counts
  const held = new Uint8Array(rows * columns)
  const cells = [...held.keys()].filter((cell) => {
    const count = isPublic(counts, cell) ? 0 : (journeys[cell] ?? 0)
    return count > 0 && count < threshold
  })
  for (const cell of cells) held[cell] = TOO_FEW
  for (const cell of joining(cells, counts)) {
    for (const other of cheapestRing(counts, held, cell)) {
      if (held[other] === SHOWN) held[other] = HELD
    }
  }
  return held
}

function isPublic({ rows, columns, isLastRowPublic = false }: CrossCounts, cell: number): boolean {
  return isLastRowPublic && cell >= (rows - 1) * columns
}

/** Of the lines those that first join their two points: each of the others closes a ring of such lines, and is on it. */
function joining(cells: readonly number[], { rows, columns }: CrossCounts): readonly number[] {
  const joinedTo = Int32Array.from({ length: rows + columns }, (_, point) => point)
  const rootOf = (point: number): number => {
    let root = point
    while (joinedTo[root] !== root) root = joinedTo[root] ?? root
    joinedTo[point] = root
    return root
  }
  return cells.filter((cell) => {
    const [one, other] = [rootOf(Math.floor(cell / columns)), rootOf(rows + (cell % columns))]
    joinedTo[one] = other
    return one !== other
  })
}

/** The other cells of the ring through `cell` that costs the fewest journeys; what is held back already costs nothing. */
function cheapestRing(counts: CrossCounts, held: Uint8Array, cell: number): readonly number[] {
  const { rows, columns, journeys } = counts
  const points = rows + columns
  const cost = new Float64Array(points).fill(Infinity)
  const cameBy = new Int32Array(points).fill(-1)
  const isDone = new Uint8Array(points)
  const start = Math.floor(cell / columns)
  const goal = rows + (cell % columns)
  cost[start] = 0
  for (;;) {
    const at = cheapestPoint(cost, isDone)
    if (at < 0 || at === goal) break
    isDone[at] = 1
    const isRow = at < rows
    for (let index = 0; index < (isRow ? columns : rows); index++) {
      const next = isRow ? at * columns + index : index * columns + (at - rows)
      const point = isRow ? rows + index : index
      if (next === cell || isDone[point] === 1 || isPublic(counts, next)) continue
      const total = (cost[at] ?? Infinity) + costOf(journeys[next] ?? 0, held[next])
      if (total >= (cost[point] ?? Infinity)) continue
      cost[point] = total
      cameBy[point] = next
    }
  }
  return wayBack(cameBy, start, goal, rows, columns)
}

/** An empty cell protects badly, for many can guess that it is 0: it is taken where there is nothing else. */
const EMPTY = 1e9

function costOf(journeys: number, held: number | undefined): number {
  // Of two ways that cost nothing the shorter.
  if (held !== SHOWN) return 1e-6
  return journeys === 0 ? EMPTY : journeys
}

function cheapestPoint(cost: Float64Array, isDone: Uint8Array): number {
  let best = -1
  for (let point = 0; point < cost.length; point++) {
    if (isDone[point] === 1 || cost[point] === Infinity) continue
    if (best < 0 || (cost[point] ?? Infinity) < (cost[best] ?? Infinity)) best = point
  }
  return best
}

function wayBack(cameBy: Int32Array, start: number, goal: number, rows: number, columns: number): readonly number[] {
  const cells: number[] = []
  for (let at = goal; at !== start;) {
    const cell = cameBy[at] ?? -1
    if (cell < 0) return []
    cells.push(cell)
    at = at < rows ? rows + (cell % columns) : Math.floor(cell / columns)
  }
  return cells
}
