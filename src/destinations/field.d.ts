/**
 * The words a mapping table is written in: one constructor per kind of row. Left: where it goes. Right: where it
 * comes from, and what is done to it. What is not in a table does not leave.
 */
import type { CanonicalEvent, Item } from '../event/types.ts'
import type { Identifier } from '../hashing/identifier.ts'
import type { FixedRow, HashedRow, ItemRow, MappingInput, NormalizedRow, PlainRow, UrlRow } from './destination.ts'
type ReadEvent = (event: CanonicalEvent) => string | undefined
/** One SHA-256 hash, or nothing where the value cannot be normalised. */
export declare function hashed(to: string, from: string, identifier: Identifier, read: ReadEvent): HashedRow
/** As `hashed`, for platforms that take a list of hashes. */
export declare function hashedList(to: string, from: string, identifier: Identifier, read: ReadEvent): HashedRow
/** A person's detail that the platform wants readable. */
export declare function normalized(to: string, from: string, identifier: Identifier, read: ReadEvent): NormalizedRow
/** A value that names nobody: it also leaves under a limited permit. */
export declare function plain(to: string, from: string, read: PlainRow['read']): PlainRow
/** A value, unhashed, that singles out a browser or a click: it stays here under a limited permit. */
export declare function browserId(to: string, from: string, read: PlainRow['read']): PlainRow
export declare function url(to: string, from: string, read: ReadEvent): UrlRow
/** `list` is the dotted path of the platform's list, `key` the name inside each of its elements. */
export declare function item(
  list: string,
  key: string,
  from: string,
  read: (item: Item) => string | number | undefined,
): ItemRow
export declare function fixed(to: string, from: FixedSource, read: FixedRow['read']): FixedRow
type FixedSource = 'event.name' | 'event.id' | 'event.time' | '(constant)'
/** Both platforms want Unix time in whole seconds. */
export declare function eventTimeSeconds(input: MappingInput): number
/** All pieces in the order; an item that gives no quantity counts once. Undefined without items or with fractions. */
export declare function pieceCount(event: CanonicalEvent): number | undefined
export declare function itemIds(event: CanonicalEvent): readonly string[] | undefined
/** Item ids of the canonical event are SKUs, never groups; both platforms call that `product`. */
export declare function contentType(event: CanonicalEvent): 'product' | undefined
export {}
