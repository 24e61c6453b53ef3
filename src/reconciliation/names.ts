/** By which names orders, our own lines and a platform's events find each other. */
import type { LedgerOrderView, OrderLine, PlatformRow } from './wire.ts'

/** An order's place in the list; what has none has no order. */
export const NO_ORDER = -1

export interface Names {
  readonly byLink: (link: string) => number
  /** What a platform calls an order: its id, or its name with or without #. */
  readonly byName: (name: string) => number
}

/** The first order that has a name keeps it: the parts of a split basket share some of theirs. */
export function namesOf(orders: readonly LedgerOrderView[]): Names {
  const links = new Map<string, number>()
  const names = new Map<string, number>()
  for (const [index, { order_id: id, name, links: all }] of orders.entries()) {
    for (const link of all) if (!links.has(link)) links.set(link, index)
    // An id is firmer than a name that another order has.
    names.set(id, index)
    if (name !== undefined && !names.has(bare(name))) names.set(bare(name), index)
  }
  return {
    byLink: (link) => links.get(link) ?? NO_ORDER,
    byName: (name) => names.get(name) ?? names.get(bare(name)) ?? NO_ORDER,
  }
}

function bare(name: string): string {
  return name.trim().replace(/^#/, '')
}

/** Platforms' own names of a sale, for reports that keep them. */
const SALES: ReadonlySet<string> = new Set(['purchase', 'completepayment', 'complete_payment', 'placeanorder'])

export function isSale({ event }: OrderLine | PlatformRow): boolean {
  return SALES.has(event.toLowerCase())
}
