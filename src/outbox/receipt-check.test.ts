/** Laws of verification: whatever is done to an export, the first row that is not as it was written is named. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chainAfter, GENESIS } from './receipt-chain.ts'
import { ExportCheck } from './receipt-check.ts'
import {
  FROM,
  HEADER,
  IN_RANGE_MS,
  PLAIN,
  type Cells,
  verify,
  type Made,
  chained,
  exported,
  check,
  findings,
  rowAt,
  replaced,
  withHeadsOf,
  replacedLines,
} from './receipt-check.fixture.ts'
import type { Finding } from './receipt-finding.ts'
import type { HeadLine, Line, RowLine } from './receipt-lines.ts'

const cellsArb: fc.Arbitrary<Cells> = fc.record({
  at_ms: fc.integer({ min: 0, max: 4e12 }),
  destination: fc.constantFrom('tiktok', 'meta', ''),
  outcome: fc.constantFrom('delivered', 'rejected', 'expired', 'refused'),
  code: fc.string({ unit: 'grapheme', maxLength: 5 }),
  sheets: fc.json().map((text) => `[${text}]`),
})

const madeArb: fc.Arbitrary<Made> = fc
  .record({
    cells: fc.array(cellsArb, { minLength: 3, maxLength: 12 }),
    startId: fc.integer({ min: 0, max: 1e6 }),
    daily: fc.array(fc.nat({ max: 11 }), { maxLength: 3 }),
  })
  .map(({ cells, startId, daily }) => {
    const start = startId === 0 ? GENESIS : 'ab'.repeat(32)
    const rows = chained(cells, startId, start)
    const heads = daily.map((index) => startId + 1 + (index % rows.length))
    return { startId, start, rows, heads }
  })

/** An export, and one of its rows. */
const chosenArb = fc.tuple(madeArb, fc.nat()).map(([made, n]) => {
  const index = n % made.rows.length
  return { made, index, row: rowAt(made.rows, index) }
})

describe('an export', () => {
  it('is in order as it was written, with or without a key', async () => {
    await fc.assert(
      fc.asyncProperty(madeArb, fc.boolean(), async (made, withKey) => {
        const result = await check(exported(made), withKey)
        expect(result.findings).toEqual([])
        expect(result.shards[0]).toMatchObject({
          lines: made.rows.length,
          signedHeads: withKey ? new Set(made.heads).size + 1 : 0,
        })
      }),
    )
  })

  it('names the row of which any cell was altered', async () => {
    const change = fc.constantFrom<(row: RowLine) => RowLine>(
      (row) => ({ ...row, at_ms: row.at_ms + 1 }),
      (row) => ({ ...row, destination: `${row.destination}x` }),
      (row) => ({ ...row, outcome: row.outcome === 'delivered' ? 'refused' : 'delivered' }),
      (row) => ({ ...row, code: `${row.code} ` }),
      (row) => ({ ...row, sheets: row.sheets.replace(']', ' ]') }),
    )
    await fc.assert(
      fc.asyncProperty(chosenArb, change, async ({ made, index, row }, alter) => {
        const found = await findings(withHeadsOf(replaced(made, index, alter(row)), made))
        expect(found).toEqual([expect.objectContaining({ kind: 'row_altered', id: row.id, what: 'content' })])
      }),
    )
  })

  it('names the row of which the chain value was altered', async () => {
    await fc.assert(
      fc.asyncProperty(chosenArb, async ({ made, index, row }) => {
        const altered = { ...row, chain: 'cd'.repeat(32) }
        const [first] = await findings(withHeadsOf(replaced(made, index, altered), made))
        expect(first).toMatchObject({ kind: 'row_altered', id: row.id, what: 'chain' })
      }),
    )
  })

  it('names the row that was given another number', async () => {
    await fc.assert(
      fc.asyncProperty(chosenArb, fc.integer({ min: 1, max: 50 }), async ({ made, index, row }, by) => {
        const wrongId = row.id + by
        const [first] = await findings(withHeadsOf(replaced(made, index, { ...row, id: wrongId }), made))
        expect(first).toMatchObject({ kind: 'row_renumbered', id: row.id, wrongId })
      }),
    )
  })

  it('names the rows that were taken out, where others follow', async () => {
    await fc.assert(
      fc.asyncProperty(chosenArb, fc.integer({ min: 1, max: 3 }), async ({ made, index, row }, count) => {
        fc.pre(index + count < made.rows.length)
        const rows = made.rows.toSpliced(index, count)
        const found = await findings(withHeadsOf({ ...made, rows }, made))
        expect(found[0]).toEqual({ kind: 'rows_missing', shard: 0, fromId: row.id, toId: row.id + count - 1 })
      }),
    )
  })

  it('is not in order with its last rows taken out, though all that is left fits', async () => {
    await fc.assert(
      fc.asyncProperty(chosenArb, async ({ made, index }) => {
        fc.pre(index > 0)
        const lines = exported(made).filter((line) => line.kind !== 'row' || line.id < (made.rows[index]?.id ?? 0))
        const fromId = made.rows[index]?.id
        const missing = { shard: 0, fromId, toId: made.rows.at(-1)?.id, refused: false }
        expect(await findings(lines)).toEqual([{ kind: 'signed_rows_missing', ...missing }])
      }),
    )
  })

  it('is not in order with its first rows taken out and its start moved', async () => {
    await fc.assert(
      fc.asyncProperty(chosenArb, async ({ made, index, row }) => {
        fc.pre(index + 1 < made.rows.length)
        const rest = exported({ ...made, heads: [] }).slice(2)
        const start: Line = { kind: 'start', shard: 0, id: row.id, chain: row.chain }
        const lines = [HEADER, start, ...rest.filter((line) => line.kind !== 'row' || line.id > row.id)]
        expect(await findings(lines)).toEqual([expect.objectContaining({ kind: 'anchor_differs' })])
      }),
    )
  })

  it('names the place where two rows were exchanged', async () => {
    await fc.assert(
      fc.asyncProperty(chosenArb, async ({ made, index, row }) => {
        fc.pre(index + 1 < made.rows.length)
        const rows = made.rows.toSpliced(index, 2, rowAt(made.rows, index + 1), row)
        const [first] = await findings(withHeadsOf({ ...made, rows }, made))
        expect(first).toMatchObject({ kind: 'rows_missing', fromId: row.id, toId: row.id })
      }),
    )
  })

  it('names the row that was put in, whether as a copy or with the numbers of the others moved up', async () => {
    await fc.assert(
      fc.asyncProperty(chosenArb, fc.boolean(), async ({ made, index, row }, renumber) => {
        fc.pre(index + 1 < made.rows.length)
        const added = renumber ? { ...row, id: row.id + 1 } : row
        const after = made.rows.slice(index + 1).map((one) => (renumber ? { ...one, id: one.id + 1 } : one))
        const rows = [...made.rows.slice(0, index + 1), added, ...after]
        const [first] = await findings(exported({ ...made, rows, heads: [] }))
        const kind = renumber ? 'row_altered' : 'row_misplaced'
        expect(first).toMatchObject(renumber ? { kind, id: row.id + 1 } : { kind, id: row.id, expectedId: row.id + 1 })
      }),
    )
  })

  it('is caught by the next head where everything after a row was made anew', async () => {
    await fc.assert(
      fc.asyncProperty(chosenArb, async ({ made, index, row }) => {
        const cells = made.rows.slice(index).map((one) => ({ ...one, code: `${one.code}!` }))
        const before = made.rows[index - 1]?.chain ?? made.start
        const rows = [...made.rows.slice(0, index), ...chained(cells, row.id - 1, before)]
        const headIds = [...made.heads, made.rows.at(-1)?.id ?? 0]
        const caughtAt = Math.min(...headIds.filter((id) => id >= row.id))
        const sinceId = Math.max(made.startId, ...headIds.filter((id) => id < row.id))
        const remade = { ...made, rows: rows.map((one) => ({ ...one, shard: 0, kind: 'row' as const })) }
        const found = await findings(withHeadsOf(remade, made))
        expect(found[0]).toMatchObject({ kind: 'head_differs', id: caughtAt, sinceId })
      }),
    )
  })

  it('says that it may be the row before, where that row was made anew with its chain value', async () => {
    const cells = [1, 2, 3, 4].map((n) => ({ ...PLAIN, at_ms: n }))
    const made: Made = { startId: 0, start: GENESIS, rows: chained(cells, 0, GENESIS), heads: [1] }
    const second = { ...rowAt(made.rows, 1), outcome: 'refused' }
    const forged = { ...second, chain: chainAfter(made.rows[0]?.chain ?? '', second) }
    const [first] = await findings(withHeadsOf(replaced(made, 1, forged), made))
    expect(first).toMatchObject({ kind: 'row_altered', id: 3, what: 'content', orBefore: true })
    const third = { ...rowAt(made.rows, 1), outcome: 'refused' }
    // A head stands at row 1, so nothing before row 2 can have been made anew.
    expect((await findings(replacedLines(made, 1, third)))[0]).toMatchObject({ id: 2, orBefore: false })
  })

  it('counts rows from before the chain, and takes none once it has begun', async () => {
    const cells = Array.from({ length: 5 }, (_, n) => ({ ...PLAIN, at_ms: IN_RANGE_MS + n }))
    const rows = chained(cells.slice(2), 2, GENESIS)
    const old = cells.slice(0, 2).map((cell, n): RowLine => ({ kind: 'row', shard: 0, id: n + 1, ...cell, chain: '' }))
    const made: Made = { startId: 0, start: GENESIS, rows: [...old, ...rows], heads: [] }
    expect(await check(exported(made))).toMatchObject({ findings: [], shards: [{ unchained: 2, rows: 5 }] })
    const stripped = replacedLines(made, 3, { ...rowAt(rows, 1), chain: '' })
    expect((await findings(stripped))[0]).toMatchObject({ kind: 'row_altered', id: 4, what: 'chain' })
  })
})

describe('a head', () => {
  const cells = [1, 2, 3].map((n) => ({ ...PLAIN, at_ms: n }))
  const made: Made = { startId: 0, start: GENESIS, rows: chained(cells, 0, GENESIS), heads: [2] }
  const lines = exported(made)
  const swap = (alter: (head: HeadLine) => HeadLine, closing: boolean): Line[] =>
    lines.map((line) => (line.kind === 'head' && (line.closes === true) === closing ? alter(line) : line))

  it.each<[Finding['kind'], (head: HeadLine) => HeadLine]>([
    ['signature_missing', (head) => ({ ...head, jws: null })],
    ['signature_missing', (head) => ({ ...head, jws: null, missing_to: 9 })],
    ['signature_wrong', (head) => ({ ...head, jws: 'forged' })],
    ['head_altered', (head) => ({ ...head, signed_at: '2026-11-20T00:00:00.000Z' })],
    ['head_altered', (head) => ({ ...head, from: FROM })],
  ])('is told as %s where it is so', async (kind, alter) => {
    expect(await findings(swap(alter, false))).toEqual([expect.objectContaining({ kind, id: 2 })])
  })

  it('of a key that was not given is named with its key', async () => {
    const checking = new ExportCheck(async () => ({ kind: 'unknown_key', kid: 'old' }))
    for (const line of lines) await checking.take(JSON.stringify(line))
    expect(checking.end().findings[0]).toMatchObject({ kind: 'key_unknown', kid: 'old' })
  })

  it('that closes another period or site does not close this one', async () => {
    for (const header of [
      { ...HEADER, from: '2026-10-01T00:00:00.000Z' },
      { ...HEADER, site: 'other' },
    ]) {
      expect(await findings([header, ...lines.slice(1)])).toEqual([expect.objectContaining({ kind: 'range_differs' })])
    }
  })

  it('must close each shard, and every shard must be there', async () => {
    expect(await findings(lines.slice(0, -1))).toEqual([{ kind: 'shard_cut_off', shard: 0 }])
    const two = await findings([{ ...HEADER, shards: 2 }, ...lines.slice(1)])
    expect(two).toContainEqual({ kind: 'shard_missing', shard: 1 })
  })
})

describe('what is no export', () => {
  it('is told line by line, and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.string(), fc.json(), fc.constant(undefined))), async (texts) => {
        const checking = new ExportCheck(verify)
        for (const text of texts) await checking.take(text)
        expect(checking.end().findings.length).toBeGreaterThan(0)
      }),
    )
  })

  it('has a bound to what is said of it', async () => {
    const checking = new ExportCheck(verify)
    for (let line = 0; line < 1_000; line++) await checking.take('?')
    expect(checking.end().findings).toHaveLength(100)
  })

  it('may be the receipts of one person, which prove nothing alone', async () => {
    const checking = new ExportCheck(verify)
    await checking.take('{"kind":"receipt","shard":0,"id":3,"chain":"x","event_id":"o-1"}')
    expect(checking.end()).toMatchObject({ singleReceipts: 1, findings: [] })
  })

  it('are receipts of one person within an export of a range, or beside something else', async () => {
    const receipt = '{"kind":"receipt","shard":0,"id":3,"chain":"x"}'
    const within = new ExportCheck(verify)
    for (const text of [JSON.stringify(HEADER), receipt]) await within.take(text)
    expect(within.end().findings).toContainEqual({ kind: 'misplaced_line', line: 2 })
    const beside = new ExportCheck(verify)
    for (const text of [receipt, '?']) await beside.take(text)
    expect(beside.end().findings).toEqual([{ kind: 'unreadable_line', line: 2 }, { kind: 'no_export' }])
  })
})
