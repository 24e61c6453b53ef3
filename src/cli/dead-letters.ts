/** What the commands about dead letters share: which of them, what the gateway says of them, and how it is written. */
import * as z from 'zod'
import type { Bilingual, Language, Terminal } from './command.ts'
import { ask, type Gateway } from './gateway.ts'

const text = { type: 'string' } as const
/** For parseArgs: option → the parameter of the same meaning. */
export const FILTER_OPTIONS = { destination: text, reason: text, event: text, since: text } as const

export function filterFrom(values: Readonly<Partial<Record<keyof typeof FILTER_OPTIONS, string>>>): URLSearchParams {
  const query = new URLSearchParams()
  for (const name of ['destination', 'reason', 'event', 'since'] as const) {
    const value = values[name]
    if (value !== undefined) query.set(name, value)
  }
  return query
}

const count = z.int().min(0)

const group = z.object({
  destination: z.string(),
  event: z.string(),
  code: z.string(),
  deliveries: count,
  first_at: z.string(),
  last_at: z.string(),
})

const letter = z.object({
  event_id: z.string(),
  event: z.string(),
  destination: z.string(),
  code: z.string(),
  refused_at: z.string(),
  occurred_at: z.string(),
  kept_until: z.string(),
  decision: z.string(),
  policy_digest: z.string(),
  fields: z.array(z.string()),
  content: z.exactOptional(
    z.array(z.object({ field: z.string(), value: z.union([z.string(), z.number(), z.boolean()]) })),
  ),
  redrive: z.exactOptional(z.string()),
  taken_out: z.exactOptional(z.array(z.string())),
})

const listPage = z.object({
  summary: z.array(group).optional(),
  not_kept: z.object({ deliveries: count, since: z.string() }).nullish(),
  dead_letters: z.array(letter),
  next_cursor: z.string().nullable(),
})

const counts = z.record(z.string(), count)

const redrivePage = z.object({
  looked: count,
  redriven: count,
  withdrawn: count,
  stayed: counts,
  taken_out: counts,
  next_cursor: z.string().nullable(),
})

export type DeadGroup = z.infer<typeof group>
export type DeadLetter = z.infer<typeof letter>
export type ListPage = z.infer<typeof listPage>
export type RedrivePage = z.infer<typeof redrivePage>

export type Told<Page> = { readonly page: Page } | { readonly failed: string; readonly retryAfterSeconds?: number }

export async function listOf(gateway: Gateway, query: URLSearchParams): Promise<Told<ListPage>> {
  return read(await ask(gateway, { path: `/v1/dead-letters?${query.toString()}` }), listPage)
}

export async function redriveOf(gateway: Gateway, query: URLSearchParams): Promise<Told<RedrivePage>> {
  const path = `/v1/dead-letters/redrive?${query.toString()}`
  return read(await ask(gateway, { path, method: 'POST' }), redrivePage)
}

function read<Page>(answer: Awaited<ReturnType<typeof ask>>, schema: z.ZodType<Page>): Told<Page> {
  if ('failed' in answer) return answer
  try {
    const parsed = schema.safeParse(JSON.parse(answer.text))
    return parsed.success ? { page: parsed.data } : { failed: NO_PAGE }
  } catch {
    return { failed: NO_PAGE }
  }
}

const NO_PAGE = 'the answer is not that of a gateway'

/** What waits for nobody, as a table. Undefined where there is none. */
export function groupLines(groups: readonly DeadGroup[], language: Language): readonly string[] {
  const heads = HEADS[language]
  const rows = groups.map((one) => [
    one.deliveries.toLocaleString(language),
    one.destination,
    one.event,
    one.code,
    `${minute(one.first_at)} – ${minute(one.last_at)}`,
  ])
  return tableLines([heads, ...rows])
}

const HEADS: Readonly<Record<Language, readonly string[]>> = {
  en: ['deliveries', 'destination', 'event', 'reason', 'refused (UTC)'],
  fr: ['livraisons', 'destination', 'événement', 'motif', 'refusées (UTC)'],
}

/** Columns as wide as their widest cell; the first one, a count or a time, to the right. */
export function tableLines(rows: readonly (readonly string[])[]): readonly string[] {
  const safe = rows.map((row) => row.map(printable))
  const widths = (safe[0] ?? []).map((_, column) => Math.max(...safe.map((row) => row[column]?.length ?? 0)))
  return safe.map((row) => {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padStart(widths[0] ?? 0) : cell.padEnd(widths[column] ?? 0),
    )
    return `  ${cells.join('  ')}`.trimEnd()
  })
}

/** Ids and codes come from callers and platforms: nothing in them may steer the terminal. */
export function printable(value: string): string {
  return value.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�')
}

/** `2026-11-20 08:15` */
export function minute(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ')
}

export function sumOf(groups: readonly DeadGroup[]): number {
  return groups.reduce((sum, { deliveries }) => sum + deliveries, 0)
}

/** There may be others. */
export const NONE_OF_KIND: Bilingual = {
  en: 'There is no dead letter of this kind.',
  fr: 'Il n’y a aucune lettre morte de cette sorte.',
}

const FAILED: Bilingual = {
  en: 'The gateway did not answer as it should:',
  fr: 'La passerelle n’a pas répondu comme il faut :',
}

export function fail(reason: string, { language, stderr }: Terminal): 1 {
  stderr(`${FAILED[language]} ${printable(reason)}\n`)
  return 1
}
