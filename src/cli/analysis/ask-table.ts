/** How commands ask a gateway for a table of the analysis. */
import * as z from 'zod'
import { NO_VALUES } from '../../analysis/table.ts'
import type { TableAnswer } from '../../offsite/asks.ts'
import { ask, type Answer, type Gateway } from '../gateway.ts'

const value = z.union([z.number(), z.string(), z.null()])
const cell = z.looseObject({
  value,
  why: z.exactOptional(z.enum(NO_VALUES)),
  n: z.exactOptional(z.number()),
  low: z.exactOptional(z.number()),
  high: z.exactOptional(z.number()),
})
const column = z.looseObject({
  key: z.string().regex(/^[a-z_][a-z0-9_]{0,63}$/),
  kind: z.enum(['name', 'count', 'credit', 'money', 'share', 'ratio', 'days', 'date', 'p']),
  claim: z.exactOptional(z.object({ by: z.string(), window: z.exactOptional(z.string()) })),
})
const table = z.looseObject({
  id: z.string().regex(/^[a-z_]{1,64}$/),
  frame_id: z.exactOptional(z.string()),
  currency: z.exactOptional(z.string()),
  level: z.exactOptional(z.number()),
  columns: z.array(column),
  rows: z.array(
    z.looseObject({ kind: z.enum(['row', 'folded', 'declared', 'unknown', 'total']), cells: z.array(cell) }),
  ),
  notes: z.array(
    z.looseObject({
      code: z.string(),
      figures: z.exactOptional(z.record(z.string(), z.union([z.number(), z.string()]))),
    }),
  ),
})
const answer = z.looseObject({ ok: z.literal(true), table, frame: z.unknown() })

export type AskedTable = Pick<Extract<TableAnswer, { ok: true }>, 'table' | 'frame'>

export async function askTable(
  gateway: Gateway,
  id: string,
  query: URLSearchParams,
): Promise<AskedTable | { readonly failed: string }> {
  const given = await askPath(gateway, id, query)
  if ('failed' in given) return given
  return readTable(given.text) ?? { failed: 'the answer is no table; is the gateway of this version?' }
}

/** Undefined where the text is no table. */
export function readTable(text: string): AskedTable | undefined {
  try {
    const { table: found, frame } = answer.parse(JSON.parse(text))
    return { table: found, frame }
  } catch {
    return undefined
  }
}

/** As the gateway writes it. */
export function askPath(gateway: Gateway, id: string, query: URLSearchParams): Promise<Answer> {
  return ask(gateway, { path: `/v1/analysis/tables/${id}?${query.toString()}` })
}
