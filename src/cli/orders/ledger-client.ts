/** How commands talk with the ledger of a gateway that runs. */
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import type { LedgerOrder } from '../../event/ledger-order.ts'
import { ask, type Gateway } from '../gateway.ts'

export type Told<Page> = { readonly page: Page } | { readonly failed: string }

const settings = z.object({
  time_zone: z.string(),
  excluded: z.array(z.string()),
  site: z.string(),
})

export type ImportSettings = z.infer<typeof settings>

export async function settingsOf(gateway: Gateway): Promise<Told<ImportSettings>> {
  return read(await ask(gateway, { path: '/v1/ledger/settings' }), settings)
}

const RESULTS = ['new', 'changed', 'same', 'stale', 'too_old', 'malformed'] as const
export type ImportResult = (typeof RESULTS)[number]

const results = z.object({ results: z.array(z.enum(RESULTS)) })

/** The gateway takes a megabyte at once; an order is a few hundred bytes. */
export const ORDERS_AT_ONCE = 250
const TRIES = 6
const LONGEST_WAIT_SECONDS = 30

/** What was sent twice counts once: where the gateway cannot store for a while, the same goes again. */
export async function putOrders(
  gateway: Gateway,
  orders: readonly LedgerOrder[],
  dryRun: boolean,
): Promise<Told<readonly ImportResult[]>> {
  for (let tried = 1; ; tried++) {
    const body = JSON.stringify({ orders, ...(dryRun && { dry_run: true }) })
    const answer = await ask(gateway, { path: '/v1/ledger/orders', method: 'POST', body })
    const wait = 'failed' in answer ? answer.retryAfterSeconds : undefined
    if (wait === undefined || tried === TRIES) {
      const told = read(answer, results)
      return 'page' in told ? { page: told.page.results } : told
    }
    await pause(Math.min(wait, LONGEST_WAIT_SECONDS) * 1_000)
  }
}

export function read<Page>(answer: Awaited<ReturnType<typeof ask>>, schema: z.ZodType<Page>): Told<Page> {
  if ('failed' in answer) return answer
  try {
    const parsed = schema.safeParse(JSON.parse(answer.text))
    return parsed.success ? { page: parsed.data } : { failed: NO_PAGE }
  } catch {
    return { failed: NO_PAGE }
  }
}

const NO_PAGE = 'the answer is not that of a gateway'
