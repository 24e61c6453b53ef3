/**
 * Bodies of 64 to 128 KiB cross to the shard as bytes and are read there when their turn has come. As texts, the dozens that wait under load
 * lie in the young part of the heap, three copies of each, and are moved with every collection (docs/decisions/0077).
 */
import type { BodyText } from './types.ts'

const UTF8 = new TextDecoder()

/** As `Request.text()` reads it: without a byte order mark, U+FFFD for what is no UTF-8. */
export function textOf(body: BodyText): string {
  return typeof body === 'string' ? body : UTF8.decode(body)
}
