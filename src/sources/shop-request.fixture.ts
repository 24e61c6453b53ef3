/** What the tests of shops' readers begin with: a site with the usual choices, and one request of each shop from the vectors. */
import list from '../../test/vectors/sources.json'
import type { CompiledOrders, CompiledSources } from '../policy/types.ts'
import type { Members } from './parts.ts'
import type { Source, SourceReading, SourceRequest, SourceSettings } from './source.ts'

export const ORDERS: CompiledOrders = {
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

export function settings(orders: Partial<CompiledOrders> = {}, sources: CompiledSources = {}): SourceSettings {
  return { orders: { ...ORDERS, ...orders }, sources, siteOrigin: 'https://shop.example' }
}

export function requestWith(
  text: string,
  headers: Readonly<Record<string, string>> = {},
  given: SourceSettings = settings(),
): SourceRequest {
  return {
    method: 'POST',
    url: new URL('https://events.shop.example/hooks/shop'),
    headers: { get: (name) => headers[name] },
    text,
    receivedAtMs: Date.parse('2026-11-20T17:04:15Z'),
    settings: given,
  }
}

interface Vector {
  readonly id: string
  readonly input: { readonly body: string }
}

const vectors: readonly Vector[] = list

/** The body of a vector, to be changed. */
export function bodyOf(vectorId: string): Members {
  const vector = vectors.find(({ id }) => id === vectorId)
  if (vector === undefined) throw new Error(`no vector ${vectorId}`)
  return JSON.parse(vector.input.body) as Members
}

export function reads(source: Source, body: Members, orders: Partial<CompiledOrders> = {}): Read {
  const reading = source.read(requestWith(JSON.stringify(body), {}, settings(orders)))
  if (reading.kind !== 'read') throw new Error(`not read: ${JSON.stringify(reading)}`)
  return reading
}

type Read = Extract<SourceReading, { kind: 'read' }>

/** The order of the first event. */
export function orderIn(reading: Read): Members {
  return (reading.events[0]?.event['order'] ?? {}) as Members
}
