import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { heldCells, HELD, SHOWN, TOO_FEW } from './cross.ts'
import { determinedBy } from './determined.ts'
import { flatNode, foldedBlocks, type GuardNode } from './fold.ts'
import { thresholdOf } from './threshold.ts'

/** Whether `wanted` is a sum of multiples of `known`: elimination, as an attacker would do it. */
function canBeWorkedOut(known: readonly (readonly number[])[], wanted: readonly number[]): boolean {
  const rankOf = (given: readonly (readonly number[])[]) => {
    const rows = given.map((row) => [...row])
    let rank = 0
    for (let column = 0; column < wanted.length; column++) {
      const pivot = rows.findIndex((row, index) => index >= rank && Math.abs(row[column] ?? 0) > 1e-9)
      if (pivot < 0) continue
      const [chosen = []] = rows.splice(pivot, 1)
      rows.splice(rank, 0, chosen)
      for (const [index, row] of rows.entries()) {
        const factor = (row[column] ?? 0) / (chosen[column] ?? 1)
        if (index !== rank)
          for (let at = 0; at < row.length; at++) row[at] = (row[at] ?? 0) - factor * (chosen[at] ?? 0)
      }
      rank++
    }
    return rank
  }
  return rankOf(known) === rankOf([...known, wanted])
}

/** Three levels; journeys of one row are its own, so that a row's journeys are the sum of what it is made of. */
const tree = fc
  .array(
    fc.array(fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((sources) => {
    let leaf = 0
    let journey = 0
    const nodeOf = (key: string, journeys: number, children: readonly GuardNode[], members: readonly number[]) => ({
      key,
      journeys,
      children,
      members,
      small: Array.from({ length: journeys }, () => journey++),
    })
    const together = (key: string, children: readonly GuardNode[]): GuardNode => ({
      key,
      children,
      journeys: children.reduce((sum, { journeys }) => sum + journeys, 0),
      small: children.flatMap(({ small = [] }) => small),
      members: children.flatMap(({ members }) => members),
    })
    const root = together(
      '',
      sources.map((kinds, source) =>
        together(
          `s${source}`,
          kinds.map((campaigns, kind) =>
            together(
              `k${kind}`,
              campaigns.map((size, campaign) => nodeOf(`c${campaign}`, size, [], [leaf++])),
            ),
          ),
        ),
      ),
    )
    return { root, leaves: leaf }
  })

describe('rows with few journeys', () => {
  it('stay alone from ten journeys on, and are put together below', () => {
    const root = flatNode(
      [
        { key: 'a', journeys: 10 },
        { key: 'b', journeys: 9, small: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
        { key: 'c', journeys: 1, small: [10] },
      ],
      20,
    )
    expect(foldedBlocks(root, 1, 10)).toEqual([
      { keys: ['a'], folded: false, members: [0] },
      { keys: [], folded: true, members: [2, 1] },
    ])
  })

  it('take the next smallest with them where one alone would be the total less the others', () => {
    const root = flatNode(
      [
        { key: 'a', journeys: 40 },
        { key: 'b', journeys: 30 },
        { key: 'c', journeys: 3, small: [1, 2, 3] },
      ],
      73,
    )
    expect(foldedBlocks(root, 1, 10)?.find(({ folded }) => folded)?.members).toEqual([2, 1])
  })

  it('count people once: two rows of the same nine are nine', () => {
    const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9]
    const root = flatNode(
      [
        { key: 'a', journeys: 9, small: nine },
        { key: 'b', journeys: 9, small: nine },
        { key: 'c', journeys: 30 },
      ],
      39,
    )
    expect(foldedBlocks(root, 1, 10)).toEqual([{ keys: [], folded: true, members: [0, 1, 2] }])
  })

  it('are not said at all where all together are too few', () => {
    expect(foldedBlocks(flatNode([{ key: 'a', journeys: 9 }], 9), 1, 10)).toBeUndefined()
  })

  it('cannot be worked out from all published numbers of all depths together', () => {
    fc.assert(
      fc.property(tree, ({ root, leaves }) => {
        const published = [1, 2, 3].map((depth) => foldedBlocks(root, depth, 10))
        const indicator = (members: readonly number[]) =>
          Array.from({ length: leaves }, (_, leaf) => (members.includes(leaf) ? 1 : 0))
        const known = [
          indicator(root.members),
          ...published.flatMap((blocks) => blocks?.map(({ members }) => indicator(members)) ?? []),
        ]
        if (published[0] === undefined) return
        const small = nodesOf(root).filter(({ journeys }) => journeys < 10)
        for (const { members } of small) expect(canBeWorkedOut(known, indicator(members))).toBe(false)
      }),
      { numRuns: 150 },
    )
  })

  it('need fifty where place, device and creative meet', () => {
    expect(thresholdOf(['source', 'creative', 'device'])).toBe(10)
    expect(thresholdOf(['region', 'device', 'creative'])).toBe(50)
  })
})

function nodesOf(node: GuardNode): readonly GuardNode[] {
  return [node, ...node.children.flatMap(nodesOf)]
}

/** The inner cells and, by hand, their sums: as it is published. */
function withSums(inner: readonly (readonly number[])[]): { rows: number; columns: number; journeys: number[] } {
  const rows = inner.map((row) => [...row, row.reduce((sum, cell) => sum + cell, 0)])
  const sums = rows[0]?.map((_, column) => rows.reduce((sum, row) => sum + (row[column] ?? 0), 0)) ?? []
  return { rows: inner.length + 1, columns: sums.length, journeys: [...rows, sums].flat() }
}

describe('sums', () => {
  it('give away what stands alone in them, directly or by subtraction', () => {
    const sums = [
      [1, 1, 0, 0],
      [1, 1, 1, 0],
      [0, 0, 0, 0],
    ]
    expect(determinedBy(sums)).toEqual([2])
    expect(determinedBy([...sums, [0, 1, 0, 1]])).toEqual([2])
    expect([...determinedBy([...sums, [1, 0, 0, 0]])].toSorted((one, other) => one - other)).toEqual([0, 1, 2])
  })
})

describe('a table of two dimensions', () => {
  it('holds back three more cells for one that is too small', () => {
    const counts = withSums([
      [4, 20, 50],
      [30, 60, 70],
      [80, 90, 99],
    ])
    const [few, held, shown] = [TOO_FEW, HELD, SHOWN]
    const expected = [few, held, shown, shown, held, held, shown, shown, ...Array.from({ length: 8 }, () => shown)]
    expect(Array.from(heldCells(counts, 10))).toEqual(expected)
  })

  it('shows all cells that are large enough, and those of nobody', () => {
    const counts = withSums([
      [0, 12],
      [30, 40],
    ])
    expect([...heldCells(counts, 10)].every((state) => state === SHOWN)).toBe(true)
  })

  it('has no held cell that its row, its column and the rest give away', () => {
    const inner = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) =>
      fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    )
    fc.assert(
      fc.property(inner, fc.boolean(), (given, isLastRowPublic) => {
        // Of one row the public sums are the cells themselves.
        const counts = { ...withSums(given), isLastRowPublic: isLastRowPublic && given.length > 1 }
        const { rows, columns } = counts
        const held = heldCells(counts, 10)
        const size = rows * columns
        const unit = (cell: number) => Array.from({ length: size }, (_, at) => (at === cell ? 1 : 0))
        const line = (isIn: (cell: number) => boolean, isSum: (cell: number) => boolean) =>
          Array.from({ length: size }, (_, cell) => (isIn(cell) ? (isSum(cell) ? -1 : 1) : 0))
        const known = [
          ...[...held.keys()].filter((cell) => held[cell] === SHOWN).map(unit),
          ...Array.from({ length: rows }, (_, row) =>
            line(
              (cell) => Math.floor(cell / columns) === row,
              (cell) => cell % columns === columns - 1,
            ),
          ),
          ...Array.from({ length: columns }, (_, column) =>
            line(
              (cell) => cell % columns === column,
              (cell) => Math.floor(cell / columns) === rows - 1,
            ),
          ),
        ]
        for (const cell of held.keys()) if (held[cell] !== SHOWN) expect(canBeWorkedOut(known, unit(cell))).toBe(false)
      }),
      { numRuns: 150 },
    )
  })
})
