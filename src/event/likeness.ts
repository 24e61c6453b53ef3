/**
 * How an event lies in memory is for its sender to decide, and V8 forgets that as it forgets the rest (kept-alive.ts). So of one event in
 * a few a likeness is kept: the same members, with nothing in them.
 */
import { knownEvent, type Known } from './known-fields.ts'
import { isMembers } from './members.ts'

const ONE_IN = 64
const MAX_KEPT = 32
const kept: unknown[] = []
let seen = 0

/** An event whose names are all known, as it came and as it is judged. The newest take the place of the oldest. */
export function keepLike(wire: object, event: object): void {
  if (seen++ % ONE_IN > 0) return
  if (kept.push(likenessOf(wire), likenessOf(event)) > MAX_KEPT) kept.splice(0, 2)
}

/** Of what is no group of the schema's no member is kept: its sender may name them as it likes. */
export function likenessOf(value: unknown, known: Known | string = knownEvent()): unknown {
  if (typeof value === 'number') return 0
  if (typeof known === 'string') return undefined
  if (Array.isArray(value)) return value.map((one) => likenessOf(one, known))
  if (!isMembers(value)) return undefined
  // Spread, an object keeps its shape, as long as no text takes the place of a number.
  const likeness: Record<string, unknown> = { ...value }
  for (const key in likeness) likeness[key] = likenessOf(likeness[key], known.fields.get(key) ?? '')
  return likeness
}
