/**
 * Names of orders that are a person's. Some shops call an order by its buyer's e-mail address or phone number (Stripe's
 * `client_reference_id` is whatever the shop likes): a keyed hash stands for such a name wherever the ledger would keep it. The
 * same name has the same hash, so that copies of an order still find each other. Pure.
 */
import type { LedgerOrder, LedgerRefund } from '../event/ledger-order.ts'
import { detectPersonalData } from '../privacy/detect.ts'
import { hiddenId, withoutHits } from '../privacy/guard.ts'
import { cleanUrl, originOf } from '../privacy/url.ts'
import type { PlatformRow } from '../reconciliation/wire.ts'

/** A keyed hash, 32 hex digits, that only this site can make. */
export type HashOfName = (name: string) => string

/** As src/event/ledger-schema.ts bounds them. */
const MAX_ALIASES = 12

/** Other kinds have the shape of numbers that shops count orders by: a card's, say. */
const REVEALING = ['email', 'phone'] as const

export function safeName(name: string, hashOf: HashOfName): string {
  const found = detectPersonalData(name, 'id')
  return REVEALING.some((kind) => found.includes(kind)) ? hiddenId(hashOf(name)) : name
}

/** Anything that is no order stays what it is: the ledger says so itself. */
export function safeOrder(order: LedgerOrder, hashOf: HashOfName): LedgerOrder {
  const { order_id: id, name, aliases = [], excluded_by: excludedBy, refunds } = order
  const safe = (text: unknown): unknown => (typeof text === 'string' ? safeName(text, hashOf) : text)
  const kept = {
    ...order,
    order_id: safe(id),
    ...(name !== undefined && { name: safe(name) }),
    ...(excludedBy !== undefined && { excluded_by: safe(excludedBy) }),
    ...(Array.isArray(refunds) && { refunds: refunds.map((refund) => safeRefund(refund, hashOf)) }),
  } as LedgerOrder
  // Of aliases only links are kept: by the hidden names' own links the receipts of their events are found.
  const hidden = [id, name].filter((one) => one !== undefined && safe(one) !== one) as readonly string[]
  return hidden.length === 0 ? kept : { ...kept, aliases: [...hidden, ...aliases].slice(0, MAX_ALIASES) }
}

export function safeRefund(refund: LedgerRefund, hashOf: HashOfName): LedgerRefund {
  return typeof refund?.id === 'string' ? { ...refund, id: safeName(refund.id, hashOf) } : refund
}

/** Another's tag may have called an order, or its page, by the buyer: the order's hidden name is the one that it has here. */
export function safePlatformRow(row: PlatformRow, hashOf: HashOfName): PlatformRow {
  if (row.kind !== 'event') return row
  const { event_id: eventId, order_id: orderId, page } = row
  return {
    ...row,
    ...(eventId !== undefined && { event_id: safeName(eventId, hashOf) }),
    ...(orderId !== undefined && { order_id: safeName(orderId, hashOf) }),
    ...(page !== undefined && { page: safePage(page) }),
  }
}

const NO_PARAMETERS: ReadonlySet<string> = new Set()
/** Reports give a page's path, mostly: it is read as that of some site. */
const SOME_SITE = 'https://site.invalid'

function safePage(page: string): string {
  const clean = cleanUrl(page.startsWith('/') ? `${SOME_SITE}${page}` : page, NO_PARAMETERS)?.url
  return clean === undefined ? withoutHits(page, 'text') : clean.slice(originOf(clean).length - 1)
}
