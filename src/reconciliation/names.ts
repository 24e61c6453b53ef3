/** By which names orders, our own lines and a platform's events find each other. */
import type { Books } from './books.ts'
import type { OrderLine, PlatformRow } from './wire.ts'

/** An order's place in its book; what has none has no order. */
export const NO_ORDER = -1

export interface Names {
  /** By the number of a link's text. */
  readonly byLink: (link: number) => number
  /** What a platform calls an order: its id, or its name with or without #. */
  readonly byName: (name: string) => number
}

/**
 * An id is firmer than a name that another order has; of others the first order that has a name keeps it, those that are listed
 * before their neighbours: the parts of a split basket share some of theirs. Names as a platform writes them are looked at only
 * where one is asked for: mostly our own event ids lead to the order.
 */
export function namesOf(books: Books, listedFirst: Int32Array): Names {
  const { orders, texts } = books
  const links = new Int32Array(texts.size()).fill(NO_ORDER)
  for (const order of listedFirst) links[orders.ownLinkAt(order)] = order
  for (const order of listedFirst)
    for (const link of orders.linksAt(order)) if (links[link] === NO_ORDER) links[link] = order
  let names: Int32Array | undefined
  const named = (name: string): number => {
    names ??= writtenNames(books, listedFirst)
    return names[texts.find(name)] ?? NO_ORDER
  }
  return {
    byLink: (link) => links[link] ?? NO_ORDER,
    byName: (name) => {
      const order = named(name)
      return order === NO_ORDER ? named(bare(name)) : order
    },
  }
}

/** Orders by the numbers of their names' texts. */
function writtenNames({ orders, texts }: Books, listedFirst: Int32Array): Int32Array {
  // Kept first: the table grows by them.
  for (const place of listedFirst) {
    const { name } = orders.at(place)
    if (name !== undefined) texts.keep(bare(name))
  }
  const names = new Int32Array(texts.size()).fill(NO_ORDER)
  for (const place of listedFirst) {
    const { name } = orders.at(place)
    const number = name === undefined ? NO_ORDER : texts.find(bare(name))
    if (number !== NO_ORDER && names[number] === NO_ORDER) names[number] = place
  }
  // An id is firmer than a name that another order has.
  for (const place of listedFirst) names[texts.find(orders.at(place).order_id)] = place
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
