/**
 * One order, many names: which dedupe key an order has that is called now by one of them, now by another. Pure: what is known
 * is asked for, and what is to be written down is given back (docs/decisions/0031).
 */
import type { CanonicalEvent } from '../event/types.ts'
import type { PersonKeyMaker } from '../hashing/person-key.ts'
import { sha256Hex } from '../hashing/sha256.ts'
import { bareName, keyOfOrder, partsOfAlias } from './dedupe.ts'

/** A name of an order under which its copies are found: a keyed hash. */
export interface NameRow {
  readonly name: string
  /** The dedupe key of the order. */
  readonly key: string
  /** Said by the shop itself. */
  readonly firm: boolean
}

/** What an event says of its order, hashed. */
export interface OrderNames {
  /** By what it says itself, and nobody else. */
  readonly key: string
  /** It speaks for the shop: a server that brings the order's id and its other names. */
  readonly firm: boolean
  /** The name of its id; absent where it has none. */
  readonly id?: string
  /** Its other names. */
  readonly aliases: readonly string[]
  /** Under which it may be known, the likeliest first. */
  readonly asks: readonly string[]
  /** What a copy would be that takes one of the other names for the order's id. */
  readonly bare: readonly { readonly key: string; readonly id: string }[]
}

export interface NameLookup {
  /** The rows that there are for these names. */
  readonly named: (names: readonly string[]) => ReadonlyMap<string, NameRow>
  /** Of these keys, those under which something was sent or waits. */
  readonly taken: (keys: readonly string[]) => ReadonlySet<string>
}

export interface Resolution {
  readonly key: string
  /** Other keys under which the same order was sent or waits. */
  readonly others: readonly string[]
  /** New rows, and those that change. */
  readonly writes: readonly NameRow[]
}

/** A page may show any of these as the order's number; the likeliest first. */
const BARE_KINDS = ['id', 'name', 'number', 'reference', 'checkout', 'key', 'stripe'] as const
/** Short names of other kinds are numbers, too: cart 9001 is not order 9001. A token is nobody else's. */
const TOKEN_LENGTH = 12
const isNumber = (kind: string) => kind === 'name' || kind === 'number' || kind === 'reference'

/** Anybody can be a page: it cannot take many orders' names at once. */
const PAGE_NAMES = 3

/** Undefined where the event names no order. */
export function orderNamesOf(
  { order }: CanonicalEvent,
  own: { readonly site: string; readonly key: string; readonly fromServer: boolean },
  personKey: PersonKeyMaker,
): OrderNames | undefined {
  const id = bareName(order?.id ?? '')
  const said = (order?.aliases ?? []).map(partsOfAlias)
  if (id === '' && said.length === 0) return undefined
  const nameOf = (kind: string, value: string) => personKey('order-name', sha256Hex(`${own.site}\n${kind}:${value}`))
  const firm = own.fromServer && id !== '' && said.length > 0
  const linking = linkingOf(said, firm, id !== '').slice(0, own.fromServer ? said.length : PAGE_NAMES)
  const aliases = linking.map(([kind, value]) => nameOf(kind, value))
  const kinds = order?.id?.trim().startsWith('#') === true ? ['name', ...BARE_KINDS] : BARE_KINDS
  return {
    key: own.key,
    firm,
    ...(id !== '' && { id: nameOf('id', id) }),
    aliases,
    asks: [
      ...(id === '' ? [] : bareKindsOf(kinds, id).map((kind) => nameOf(kind, id))),
      ...tellingOf(linking, id, nameOf),
    ],
    bare: linking.filter(isShown).map(([, value]) => ({
      key: keyOfOrder(own.site, value, personKey),
      id: nameOf('id', value),
    })),
  }
}

type Said = readonly [kind: string, value: string]

/** A cart may be filled again for the next order: it links only a copy that knows nothing else to the shop's own. */
function linkingOf(said: readonly Said[], firm: boolean, hasId: boolean): readonly Said[] {
  const others = said.filter(([kind]) => kind !== 'cart')
  return firm || (!hasId && others.length === 0) ? said : others
}

/** Parts of a split basket share a reference: what has an id of its own is known by that and by tokens. */
function tellingOf(
  linking: readonly Said[],
  id: string,
  nameOf: (kind: string, value: string) => string,
): readonly string[] {
  return linking.filter(([kind]) => id === '' || !isNumber(kind)).map(([kind, value]) => nameOf(kind, value))
}

function bareKindsOf(kinds: readonly string[], id: string): readonly string[] {
  return [...new Set(kinds)].filter((kind) => kind === 'id' || isShown([kind, id]))
}

/** Whether a page may take it for the order's number. */
export function isShown([kind, value]: Said): boolean {
  return isNumber(kind) || (kind !== 'cart' && value.length >= TOKEN_LENGTH)
}

export function resolveOrder(order: OrderNames, lookup: NameLookup): Resolution {
  return order.firm ? resolveFirm(order, lookup) : resolveWeak(order, lookup)
}

/** A weak key takes in every firm order that names it; two firm orders never become one. */
function resolveFirm(order: OrderNames, lookup: NameLookup): Resolution {
  const { id = '' } = order
  const rows = lookup.named([id, ...order.aliases, ...order.bare.map((one) => one.id)])
  const copies = [order.key, ...bareKeys(order, rows)]
  const weakly = order.aliases.flatMap((name) => weakKey(rows.get(name)))
  const taken = lookup.taken([...weakly, ...copies])
  // Where its own id has come, a reference that another part of its basket came with says nothing.
  const names = taken.has(order.key) ? order.aliases.filter((name) => order.asks.includes(name)) : order.aliases
  const weak = names.flatMap((name) => weakKey(rows.get(name)))
  const known = rows.get(id)?.key
  const same = [
    ...new Set([...(known === undefined ? [] : [known]), ...weak, ...copies.filter((key) => taken.has(key))]),
  ]
  const [key = order.key, ...rest] = same
  const others = rest.filter((other) => taken.has(other))
  return { key, others, writes: firmRows(order, key, others, rows) }
}

function weakKey(row: NameRow | undefined): readonly string[] {
  return row === undefined || row.firm ? [] : [row.key]
}

/** Keys of copies that take another name for the id; not where that is the id of another order of the shop. */
function bareKeys({ bare, key }: OrderNames, rows: ReadonlyMap<string, NameRow>): readonly string[] {
  return bare.filter((one) => one.key !== key && rows.get(one.id)?.firm !== true).map((one) => one.key)
}

/** What somebody has written stays, but for the names of keys that are this order's by now. */
function firmRows(
  { id = '', aliases }: OrderNames,
  key: string,
  others: readonly string[],
  rows: ReadonlyMap<string, NameRow>,
): readonly NameRow[] {
  const moved = aliases.flatMap((name) => {
    const row = rows.get(name)
    return row !== undefined && others.includes(row.key) ? [{ ...row, key }] : []
  })
  return [...newRows([id, ...aliases], key, true, rows), ...moved]
}

function newRows(
  names: readonly string[],
  key: string,
  firm: boolean,
  rows: ReadonlyMap<string, NameRow>,
): readonly NameRow[] {
  return [...new Set(names)].filter((name) => !rows.has(name)).map((name) => ({ name, key, firm }))
}

/** It is whatever is known under one of its names; else a copy that calls it otherwise; else a new order. */
function resolveWeak(order: OrderNames, lookup: NameLookup): Resolution {
  const { id, aliases } = order
  const rows = lookup.named([...order.asks, ...order.bare.map((one) => one.id)])
  const known = order.asks.map((name) => rows.get(name)?.key).find((key) => key !== undefined)
  if (aliases.length === 0) return { key: known ?? order.key, others: [], writes: [] }
  const key = known ?? copyOf(order, rows, lookup) ?? order.key
  // Its bare id leads there, too, where it would not by itself.
  const names = id === undefined || key === order.key ? aliases : [id, ...aliases]
  return { key, others: [], writes: newRows(names, key, false, rows) }
}

function copyOf(order: OrderNames, rows: ReadonlyMap<string, NameRow>, { taken }: NameLookup): string | undefined {
  const copies = [order.key, ...bareKeys(order, rows)]
  const found = taken(copies)
  return copies.find((key) => found.has(key))
}
