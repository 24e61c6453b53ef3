/** The ledger as the Worker asks its shard, and a site whose policy keeps one. */
import policy from '#policy'
import type { CompiledOrders } from '../../src/policy/types.ts'
import type { LedgerOrder } from '../../src/event/ledger-order.ts'
import type { LedgerAsk, UpsertAnswer, UpsertResult } from '../../src/outbox/ledger-asks.ts'
import { shard } from './gateway.ts'

const ORDERS: CompiledOrders = {
  money: 'presentment',
  tax: 'included',
  shipping: 'included',
  purchaseWhen: 'paid',
  itemId: 'sku',
  excluded: ['draft', 'pos', 'renewal', 'test', 'unpaid'],
  excludedTags: [],
  renewalSources: [],
  settleSeconds: 0,
  timeZone: 'Europe/Paris',
  toleranceSeconds: 300,
  ledgerDays: 400,
}

export const SITE = 'atelier-rivage'

/** Before the first request of a file: the policy is read once. */
export function keepLedger(): void {
  const site = policy.sites.find(({ id }) => id === SITE)
  if (site !== undefined && site.orders === undefined) Object.assign(site, { orders: ORDERS })
}

export async function ask<Answer>(asked: LedgerAsk): Promise<Answer> {
  return JSON.parse(await shard().ledger(SITE, JSON.stringify(asked))) as Answer
}

export async function upsert(...orders: readonly LedgerOrder[]): Promise<readonly UpsertResult[]> {
  return (await ask<UpsertAnswer>({ kind: 'upsert', orders })).results
}

export function ledgerOrder(id: string, changes: Partial<LedgerOrder> = {}): LedgerOrder {
  return {
    order_id: id,
    source: 'shopify',
    name: `#${id}`,
    at: '2026-11-20T09:12:00.000Z',
    updated_at: '2026-11-20T09:12:30.000Z',
    channel: 'web',
    payment: 'paid',
    money: { total: '47.4', currency: 'EUR', tax: '7.9', shipping: '4.9' },
    ...changes,
  }
}
