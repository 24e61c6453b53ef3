/**
 * How the receipts of a shard hang together: each has a chain value, made of its own content and the value before it. Who
 * alters, takes out, puts in or moves a receipt must make every later value anew. Pure; the CLI verifies with the same code.
 */
import { once } from '../event/once.ts'

/** What the first receipt of a shard is chained to. */
export const GENESIS = '0'.repeat(64)

/** What a chain value vouches for: a row of the table `receipts`, but for the chain value itself. */
export interface ReceiptCells {
  readonly id: number
  readonly at_ms: number
  readonly destination: string
  readonly outcome: string
  readonly code: string
  readonly sheets: string
}

/** A place in the chain: the id of a receipt and its chain value. */
export interface Link {
  readonly id: number
  readonly chain: string
}

export const BEGINNING: Link = { id: 0, chain: GENESIS }

/** Asked for, and not imported: workerd evaluates some twenty modules of Node's for it, a twentieth of a start, which the first receipt pays for now. */
const nodeCrypto = once(() => process.getBuiltinModule('node:crypto'))

/**
 * The chain value of `row`, where `before` is that of the row before it: 64 lower-case hex digits. A row is tens of kilobytes long:
 * here the runtime's own hash is many times faster than ours, which is made for a single block (docs/decisions/0009).
 */
export function chainAfter(before: string, row: ReceiptCells): string {
  const cells = [row.id, row.at_ms, row.destination, row.outcome, row.code, row.sheets]
  return nodeCrypto().hash('sha256', `${before}\n${JSON.stringify(cells)}`)
}

/** Rows written before there was a chain have an empty value; the chain begins after them as if nothing were before it. */
export function linkOf(row: Link): Link {
  return { id: row.id, chain: row.chain === '' ? GENESIS : row.chain }
}
