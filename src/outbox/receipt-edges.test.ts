/** Where an export begins and ends: what was moved out of its range by a date, or taken out from its end, is told. */
import { describe, expect, it } from 'vitest'
import { GENESIS } from './receipt-chain.ts'
import {
  FROM,
  TO,
  IN_RANGE_MS,
  PLAIN,
  type Made,
  chained,
  headAt,
  exported,
  check,
  findings,
  rowAt,
  replacedLines,
} from './receipt-check.fixture.ts'
import type { Line } from './receipt-lines.ts'

describe('the edges of the range', () => {
  const [from, to] = [Date.parse(FROM), Date.parse(TO)]
  const cells = [from - 1, from, to - 1, to].map((atMs) => ({ ...PLAIN, at_ms: atMs }))
  const made: Made = { startId: 6, start: 'ab'.repeat(32), rows: chained(cells, 6, 'ab'.repeat(32)), heads: [] }

  it('are rows outside it, which are checked and not counted', async () => {
    const summary = { lines: 4, rows: 2, firstId: 8, lastId: 9, firstAtMs: from, lastAtMs: to - 1 }
    expect(await check(exported(made))).toMatchObject({ findings: [], shards: [summary] })
    const altered = replacedLines(made, 0, { ...rowAt(made.rows, 0), at_ms: from - 2 })
    expect(await findings(altered)).toEqual([expect.objectContaining({ kind: 'row_altered', id: 7 })])
  })

  it('hide no row of the range behind a mark that is not true', async () => {
    for (const outside of ['before', 'after'] as const) {
      const lines = replacedLines(made, 1, { ...rowAt(made.rows, 1), outside })
      expect(await findings(lines)).toEqual([{ kind: 'row_mismarked', shard: 0, id: 8, atMs: from }])
    }
  })

  it('need no mark: earlier versions made none', async () => {
    const lines = exported(made).map((line) => (line.kind === 'row' ? { ...line, outside: undefined } : line))
    expect(await check(lines as Line[])).toMatchObject({ findings: [], shards: [{ rows: 2 }] })
  })
})

describe('rows that are missing at the end', () => {
  const cells = [1, 2, 3, 4].map((n) => ({ ...PLAIN, at_ms: IN_RANGE_MS + n }))
  const made: Made = { startId: 0, start: GENESIS, rows: chained(cells, 0, GENESIS), heads: [2, 3] }
  const cut: Made = { ...made, rows: made.rows.slice(0, 1), heads: [] }
  const closing = (lines: readonly Line[], missingTo: number): Line[] =>
    lines.map((line) => (line.kind === 'head' && line.closes ? { ...line, jws: null, missing_to: missingTo } : line))

  it('are told once, up to the last signed head, where the gateway did not sign the end', async () => {
    const lines = exported(cut).toSpliced(-1, 0, headAt(made, 2, false), headAt(made, 3, false))
    const missing = { kind: 'signed_rows_missing', shard: 0, fromId: 2, toId: 3 }
    expect(await findings(closing(lines, 3))).toEqual([{ ...missing, refused: true }])
    expect(await findings(lines)).toEqual([{ ...missing, refused: false }])
    // Also where those heads were taken out of the file.
    expect(await findings(closing(exported(cut), 3))).toEqual([{ ...missing, refused: true }])
  })

  it('are not told of a head that stands too early', async () => {
    const lines = exported(made).toSpliced(3, 0, headAt(made, 3, false))
    expect(await findings(lines)).toEqual([expect.objectContaining({ kind: 'head_misplaced', id: 3 })])
  })
})
