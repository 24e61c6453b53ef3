/** For tests: exports as the gateway writes them, and what may be done to them. */
import type { HeadVerdict } from '../auth/receipt-signature.ts'
import { chainAfter, type ReceiptCells } from './receipt-chain.ts'
import { ExportCheck, type CheckResult } from './receipt-check.ts'
import type { Finding } from './receipt-finding.ts'
import {
  headClaimsSchema,
  rangeOf,
  type ExportHeader,
  type HeadLine,
  type Line,
  type RowLine,
} from './receipt-lines.ts'
import { outsideOf } from './receipt-range.ts'

export const FROM = '2026-11-01T00:00:00.000Z'
export const TO = '2026-12-01T00:00:00.000Z'
export const HEADER: ExportHeader = {
  kind: 'export',
  version: 1,
  site: 'shop',
  from: FROM,
  to: TO,
  shards: 1,
  exported_at: TO,
  kid: 'k',
}

export const IN_RANGE_MS = Date.parse(FROM)
export const PLAIN: Omit<ReceiptCells, 'id' | 'at_ms'> = {
  destination: 'meta',
  outcome: 'delivered',
  code: '',
  sheets: '[]',
}

export type Cells = Omit<ReceiptCells, 'id'>

/** In place of Ed25519: a signature here is the claims themselves. test/worker and src/cli have the real one. */
export const sealOf = (claims: object): string => JSON.stringify(headClaimsSchema.parse(claims))
export const verify = async (jws: string): Promise<HeadVerdict> =>
  jws === 'forged' ? { kind: 'bad' } : { kind: 'good', kid: 'k', claims: JSON.parse(jws) as unknown }

export interface Made {
  readonly startId: number
  readonly start: string
  readonly rows: readonly RowLine[]
  /** ids after which a daily head stands */
  readonly heads: readonly number[]
}

export function chained(cells: readonly Cells[], startId: number, start: string): RowLine[] {
  let before = start
  return cells.map((cell, index) => {
    const row = { id: startId + index + 1, ...cell }
    before = chainAfter(before, row)
    return { kind: 'row', shard: 0, ...row, chain: before, ...marked(row.at_ms) }
  })
}

export function marked(atMs: number): Pick<RowLine, 'outside'> {
  const outside = outsideOf(atMs, rangeOf(HEADER))
  return outside === undefined ? {} : { outside }
}

export function headAt(made: Made, id: number, closing: boolean): HeadLine {
  const chain = made.rows.find((row) => row.id === id)?.chain ?? made.start
  const range = closing ? { from: FROM, to: TO, shards: 1 } : {}
  const anchor = { anchor_id: made.startId, anchor: made.start }
  const claims = { site: 'shop', shard: 0, id, chain, ...anchor, signed_at: TO, ...range }
  return { kind: 'head', ...claims, ...(closing && { closes: true }), jws: sealOf(claims) }
}

/** The lines of an export as the gateway writes them. */
export function exported(made: Made): Line[] {
  const body = made.rows.flatMap((row): Line[] =>
    made.heads.includes(row.id) ? [row, headAt(made, row.id, false)] : [row],
  )
  const lastId = made.rows.at(-1)?.id ?? made.startId
  const start: Line = { kind: 'start', shard: 0, id: made.startId, chain: made.start }
  return [HEADER, start, ...body, headAt(made, lastId, true)]
}

export async function check(lines: readonly Line[], withKey = true): Promise<CheckResult> {
  const checking = new ExportCheck(withKey ? verify : undefined)
  for (const line of lines) await checking.take(JSON.stringify(line))
  return checking.end()
}

export async function findings(lines: readonly Line[]): Promise<readonly Finding[]> {
  return (await check(lines)).findings
}

export function rowAt(rows: readonly RowLine[], index: number): RowLine {
  const row = rows[index]
  if (row === undefined) throw new Error(`there is no row ${index}`)
  return row
}

export const replaced = (made: Made, index: number, row: RowLine): Made => ({
  ...made,
  rows: made.rows.with(index, row),
})

/** The heads that were there before somebody changed the rows. */
export function withHeadsOf(made: Made, before: Made): Line[] {
  const heads = exported(before).filter((line) => line.kind === 'head')
  return exported(made).map((line) => {
    if (line.kind !== 'head') return line
    return heads.find((head) => head.id === line.id && head.closes === line.closes) ?? line
  })
}

export const replacedLines = (made: Made, index: number, row: RowLine): Line[] =>
  withHeadsOf(replaced(made, index, row), made)
