/**
 * The id of a sale that names its order and has none of its own: from each pixel, from the dataLayer and from the shop's server
 * (drafts.ts) the same, so that a platform counts once what several of them tell it.
 */
import { uniqueId, type EventParts } from './parts.ts'

/** GA4's and Meta's name, and the other ones of TikTok. */
const SALE = /^(purchase|completepayment|placeanorder)$/i
/** Of an event id, as the gateway takes it. */
const PRINTABLE = /^\P{C}{1,128}$/u

export function saleId(name: string, { order }: EventParts): string | undefined {
  const orderId = SALE.test(name) ? uniqueId(order?.['id']) : undefined
  const eventId = `o-${orderId}`
  return orderId !== undefined && PRINTABLE.test(eventId) ? eventId : undefined
}
