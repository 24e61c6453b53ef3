/** By what an order in the ledger and what became of its events find each other: a keyed hash of a name of the order. */
import type { PersonKeyMaker } from '../hashing/person-key.ts'
import { sha256Hex } from '../hashing/sha256.ts'
import { bareName } from './dedupe.ts'

/** Digits of a link: 64 bits. */
const DIGITS = 16

/**
 * 16 hex digits. `name`: an order's bare id or name (`5678901234567`, `1001`; a leading # does not count), or an alias with its
 * kind (`checkout:7e1f…`).
 */
export function orderLink(site: string, name: string, personKey: PersonKeyMaker): string {
  const digits = personKey('order-link', sha256Hex(`${site}\n${bareName(name)}`))
  // Joined, it is a text of its own: of a part of another one V8 makes JSON at half the speed, and of all that is beside it too.
  return [digits.slice(0, DIGITS / 2), digits.slice(DIGITS / 2, DIGITS)].join('')
}
