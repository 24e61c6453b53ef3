/** A request as it arrives, and the rules of a site, for the tests of the readers beside it. */
import type { CompiledOrders, CompiledSources } from '../policy/types.ts'
import type { SourceReading, SourceRequest } from './source.ts'

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
  ledgerDays: 395,
}

export interface Arriving {
  readonly headers?: Readonly<Record<string, string>>
  readonly orders?: Partial<CompiledOrders>
  readonly sources: CompiledSources
}

export function requestOf(body: unknown, { headers = {}, orders = {}, sources }: Arriving): SourceRequest {
  const named = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return {
    method: 'POST',
    url: new URL('https://events.shop.example/hooks/x'),
    headers: { get: (name) => named.get(name) },
    text: typeof body === 'string' ? body : JSON.stringify(body),
    receivedAtMs: Date.parse('2026-11-20T17:04:15Z'),
    settings: { orders: { ...ORDERS, ...orders }, sources, siteOrigin: 'https://shop.example' },
  }
}

/** What a reading gives: the members of each event, the first line of the ledger, why there is no sale. */
export function givenBy(reading: SourceReading) {
  if (reading.kind !== 'read') throw new Error(`not read: ${JSON.stringify(reading)}`)
  const { events, ledger, ignored } = reading
  return { events, wire: events.map(({ event }) => event), line: ledger[0], ignored }
}
