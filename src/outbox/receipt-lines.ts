/**
 * The lines of an export (NDJSON), as the gateway writes and `tidegate receipts verify` reads them. In order: one `export`;
 * then for each shard one `start`, its rows by id, each signed head after the row that it speaks of, signed heads whose row is
 * not there, and a last head that closes the shard. An export for one person has `receipt` lines only.
 */
import * as z from 'zod/mini'
import type { Range } from './receipt-range.ts'

const count = z.int().check(z.minimum(0))
const chain = z.string().check(z.regex(/^[0-9a-f]{64}$/))
const instant = z.iso.datetime()

const exportLine = z.object({
  kind: z.literal('export'),
  version: z.literal(1),
  site: z.string(),
  /** Inclusive. */
  from: instant,
  /** Exclusive. */
  to: instant,
  shards: count,
  exported_at: instant,
  /** The key that signs; null where the gateway has none. */
  kid: z.nullable(z.string()),
})

/** Where a shard's rows begin: the receipt before the first one of the export. */
const startLine = z.object({ kind: z.literal('start'), shard: count, id: count, chain })

const rowLine = z.object({
  kind: z.literal('row'),
  shard: count,
  id: count,
  at_ms: z.int(),
  destination: z.string(),
  outcome: z.string(),
  code: z.string(),
  sheets: z.string(),
  /** Empty for a row from before the chain began. */
  chain: z.union([chain, z.literal('')]),
  /** It ended before or after the range that was asked for, and stands here to prove the range's edge. */
  outside: z.exactOptional(z.enum(['before', 'after'])),
})

const claims = {
  site: z.string(),
  shard: count,
  id: count,
  chain,
  /** Where the rows begin that were there when this was said: what retention deleted last, or the start of the export. */
  anchor_id: count,
  anchor: chain,
  signed_at: instant,
  /** These three only where it was signed to close a shard of an export: that export may be an earlier one. */
  from: z.exactOptional(instant),
  to: z.exactOptional(instant),
  shards: z.exactOptional(count),
}

/** What a head says, signed or not. */
export const headClaimsSchema = z.object(claims)
export type HeadClaims = Readonly<z.infer<typeof headClaimsSchema>>

const headLine = z.object({
  kind: z.literal('head'),
  ...claims,
  /** It closes the shard in this export. */
  closes: z.exactOptional(z.literal(true)),
  /** Only where it closes, unsigned: the last row for which there is a signed head, though the row is not there. */
  missing_to: z.exactOptional(count),
  jws: z.nullable(z.string()),
})
const receiptLine = z.object({ kind: z.literal('receipt'), shard: count, id: z.nullable(count) })

const line = z.discriminatedUnion('kind', [exportLine, startLine, rowLine, headLine, receiptLine])

export type ExportHeader = Readonly<z.infer<typeof exportLine>>
export type StartLine = Readonly<z.infer<typeof startLine>>
export type RowLine = Readonly<z.infer<typeof rowLine>>
export type HeadLine = Readonly<z.infer<typeof headLine>>
export type Line = ExportHeader | StartLine | RowLine | HeadLine | Readonly<z.infer<typeof receiptLine>>

export function rangeOf({ from, to }: ExportHeader): Range {
  return { fromMs: Date.parse(from), toMs: Date.parse(to) }
}

/** Undefined for what is no line of an export. */
export function readLine(text: string): Line | undefined {
  try {
    const parsed = line.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
