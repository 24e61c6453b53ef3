/** A thin webhook names an order and says nothing of it: the shop's API is asked, and what it says is read like a full webhook. */
import type { SourceReading } from '../sources/source.ts'
import type { Settling } from './source-settle.ts'

type Fetch = Extract<SourceReading, { kind: 'fetch' }>

/** Undefined: the API could not be asked now. */
export type ReadFromShop = (settling: Settling, wanted: Fetch) => Promise<SourceReading | undefined>

/** By the source's id; one that is not here is parked until it is. */
const CLIENTS: Readonly<Partial<Record<Fetch['source'], ReadFromShop>>> = {}

export async function fetchReading(settling: Settling, wanted: Fetch): Promise<SourceReading> {
  const reading = await CLIENTS[wanted.source]?.(settling, wanted)
  return reading ?? { kind: 'parked', code: 'shop_api_unavailable', order_id: wanted.order_id }
}
