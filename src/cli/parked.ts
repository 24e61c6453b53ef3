/** What the commands about parked requests share. */
import * as z from 'zod'
import type { Language } from './command.ts'
import { minute, printable, tableLines } from './dead-letters.ts'
import { ask, type Gateway } from './gateway.ts'
import { read, type Told } from './orders/ledger-client.ts'

const text = { type: 'string' } as const
/** For parseArgs. */
export const PARKED_OPTIONS = { source: text, code: text, id: text } as const

export function parkedQuery(values: Readonly<Partial<Record<keyof typeof PARKED_OPTIONS, string>>>): URLSearchParams {
  const query = new URLSearchParams()
  for (const name of ['source', 'code', 'id'] as const) {
    const value = values[name]
    if (value !== undefined) query.set(name, value)
  }
  return query
}

const count = z.int().min(0)

const parked = z.object({
  id: z.string(),
  source: z.string(),
  code: z.string(),
  paths: z.array(z.string()),
  order_id: z.exactOptional(z.string()),
  at: z.string(),
  kept_until: z.string(),
  bytes: count,
})

const listPage = z.object({
  parked: z.array(parked),
  total: count,
  fill: z.number(),
  expired: z.exactOptional(z.object({ requests: count, since: z.string() })),
  next_cursor: z.string().nullable(),
})

const shown = parked.extend({
  request: z
    .object({
      source: z.string(),
      method: z.string(),
      url: z.string(),
      headers: z.record(z.string(), z.string()),
      text: z.string(),
      at: z.string(),
    })
    .nullable(),
})

const redrivePage = z.object({
  looked: count,
  done: count,
  stayed: z.record(z.string(), count),
  next_cursor: z.string().nullable(),
})

export type Parked = z.infer<typeof parked>
export type ParkedPage = z.infer<typeof listPage>

export async function listParked(gateway: Gateway, query: URLSearchParams): Promise<Told<ParkedPage>> {
  return read(await ask(gateway, { path: `/v1/parked?${query.toString()}` }), listPage)
}

export async function showParked(gateway: Gateway, id: string): Promise<Told<z.infer<typeof shown>>> {
  return read(await ask(gateway, { path: `/v1/parked?id=${encodeURIComponent(id)}` }), shown)
}

export async function redriveParked(
  gateway: Gateway,
  query: URLSearchParams,
): Promise<Told<z.infer<typeof redrivePage>>> {
  return read(await ask(gateway, { path: `/v1/parked/redrive?${query.toString()}`, method: 'POST' }), redrivePage)
}

const closedAnswer = z.object({ closed: count })

export async function closeParked(gateway: Gateway, id: string): Promise<Told<z.infer<typeof closedAnswer>>> {
  return read(await ask(gateway, { path: `/v1/parked?id=${encodeURIComponent(id)}`, method: 'DELETE' }), closedAnswer)
}

const HEADS: Readonly<Record<Language, readonly string[]>> = {
  en: ['received (UTC)', 'source', 'reason', 'what is missing', 'order', 'id'],
  fr: ['reçue (UTC)', 'source', 'motif', 'ce qui manque', 'commande', 'id'],
}

export function parkedLines(rows: readonly Parked[], language: Language): readonly string[] {
  const cells = rows.map(({ at, source, code, paths, order_id: order = '', id }) => [
    minute(at),
    source,
    code,
    paths.slice(0, 3).join(' '),
    order,
    id,
  ])
  return tableLines([HEADS[language], ...cells])
}

/** Bodies come from outside: nothing in them may steer the terminal; their lines stay lines. */
export function printableText(value: string): string {
  return value.split('\n').map(printable).join('\n')
}
