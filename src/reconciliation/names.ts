/** By which names orders, our own lines and a platform's events find each other. */
import type { LedgerOrderView, OrderLine, PlatformRow } from './wire.ts'

/** An order's place in the list; what has none has no order. */
export const NO_ORDER = -1

export interface Names {
  readonly byLink: (link: string) => number
  /** What a platform calls an order: its id, or its name with or without #. */
  readonly byName: (name: string) => number
}

/**
 * An id is firmer than a name that another order has; of others the first order that has a name keeps it: the parts of a split basket
 * share some of theirs. Names as a platform writes them are looked at only where one is asked for: mostly our own event ids lead to
 * the order.
 */
export function namesOf(orders: readonly LedgerOrderView[]): Names {
  const links = new Map<string, number>()
  // The first link is that of the id.
  for (const [
    index,
    {
      links: [own],
    },
  ] of orders.entries())
    if (own !== undefined) links.set(own, index)
  for (const [index, order] of orders.entries())
    for (const link of order.links) if (!links.has(link)) links.set(link, index)
  let names: Map<string, number> | undefined
  return {
    byLink: (link) => links.get(link) ?? NO_ORDER,
    byName: (name) => {
      names ??= writtenNames(orders)
      return names.get(name) ?? names.get(bare(name)) ?? NO_ORDER
    },
  }
}

function writtenNames(orders: readonly LedgerOrderView[]): Map<string, number> {
  const names = new Map<string, number>()
  for (const [index, { name }] of orders.entries())
    if (name !== undefined && !names.has(bare(name))) names.set(bare(name), index)
  // An id is firmer than a name that another order has.
  for (const [index, { order_id: id }] of orders.entries()) names.set(id, index)
  return names
}

function bare(name: string): string {
  return name.trim().replace(/^#/, '')
}

/** Platforms' own names of a sale, for reports that keep them. */
const SALES: ReadonlySet<string> = new Set(['purchase', 'completepayment', 'complete_payment', 'placeanorder'])

export function isSale({ event }: OrderLine | PlatformRow): boolean {
  return SALES.has(event.toLowerCase())
}
