/**
 * The words a mapping table is written in: one constructor per kind of row. Left: where it goes. Right: where it
 * comes from, and what is done to it. What is not in a table does not leave.
 */
import type { CanonicalEvent, Item } from '../event/types.ts'
import type { Identifier } from '../hashing/identifier.ts'
import type { FixedRow, HashedRow, ItemRow, MappingInput, NormalizedRow, PlainRow, UrlRow } from './destination.ts'

type ReadEvent = (event: CanonicalEvent) => string | undefined

/** One SHA-256 hash, or nothing where the value cannot be normalised. */
export function hashed(to: string, from: string, identifier: Identifier, read: ReadEvent): HashedRow {
  return { kind: 'hashed', to, from, identifying: true, identifier, read, list: false }
}

/** As `hashed`, for platforms that take a list of hashes. */
export function hashedList(to: string, from: string, identifier: Identifier, read: ReadEvent): HashedRow {
  return { ...hashed(to, from, identifier, read), list: true }
}

/** A person's detail that the platform wants readable. */
export function normalized(to: string, from: string, identifier: Identifier, read: ReadEvent): NormalizedRow {
  return { kind: 'normalized', to, from, identifying: true, identifier, read }
}

/** A value that names nobody: it also leaves under a limited permit. */
export function plain(to: string, from: string, read: PlainRow['read']): PlainRow {
  return { kind: 'plain', to, from, identifying: false, read }
}

/** A value, unhashed, that singles out a browser or a click: it stays here under a limited permit. */
export function browserId(to: string, from: string, read: PlainRow['read']): PlainRow {
  return { ...plain(to, from, read), identifying: true }
}

export function url(to: string, from: string, read: ReadEvent): UrlRow {
  return { kind: 'url', to, from, identifying: false, read }
}

/** `list` is the dotted path of the platform's list, `key` the name inside each of its elements. */
export function item(
  list: string,
  key: string,
  from: string,
  read: (item: Item) => string | number | undefined,
): ItemRow {
  return { kind: 'item', to: `${list}.${key}`, from, identifying: false, list, key, read }
}

export function fixed(to: string, from: FixedSource, read: FixedRow['read']): FixedRow {
  return { kind: 'fixed', to, from, identifying: false, read }
}
type FixedSource = 'event.name' | 'event.id' | 'event.time' | '(constant)'

/**
 * A sender's clock may be ten minutes ahead (timing.ts), but Meta refuses, for good, what is more than one minute from now:
 * nothing has happened after it was received.
 * Source: RudderStack's Meta integration, which refuses it before Meta does, read 2026-11-23.
 */
export function happenedAtMs({ event, receivedAtMs }: MappingInput): number {
  return Math.min(event.occurredAtMs, receivedAtMs)
}

/** Both platforms want Unix time in whole seconds. */
export function eventTimeSeconds(input: MappingInput): number {
  return Math.floor(happenedAtMs(input) / 1000)
}

/** All pieces in the order; an item that gives no quantity counts once. Undefined without items or with fractions. */
export function pieceCount(event: CanonicalEvent): number | undefined {
  const items = event.order?.items
  if (items === undefined || items.length === 0) return undefined
  let pieces = 0
  for (const { quantity } of items) pieces += quantity ?? 1
  return Number.isSafeInteger(pieces) ? pieces : undefined
}

export function itemIds(event: CanonicalEvent): readonly string[] | undefined {
  const items = event.order?.items
  return items === undefined || items.length === 0 ? undefined : items.map((item) => item.id)
}

/** Item ids of the canonical event are SKUs; both platforms call that `product`. */
export function contentType(event: CanonicalEvent): 'product' | undefined {
  return event.order?.items?.length ? 'product' : undefined
}
