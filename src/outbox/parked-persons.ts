/**
 * The person keys of a parked request: by them an erasure finds it, though what it holds is encrypted. Nobody could read the
 * request, so that everything in it counts which looks like somebody's. Pure.
 */
import { keysOfText, type KeyKind } from '../pipeline/consent-keys.ts'
import type { PersonKeyMaker } from '../hashing/person-key.ts'

export interface KeyContext {
  readonly site: string
  readonly defaultCountry: string
  readonly personKey: PersonKeyMaker
}

/** A request speaks of one order, and so of few people. */
const MAX_KEYS = 64
const MAX_NODES = 50_000
const MAX_TEXT = 320
const EMAIL = /[^\s"'<>()&=,;:\\]{1,64}@[^\s"'<>()&=,;:\\]{1,255}/g
const PHONE_NAME = /phone|mobile|tel/i
const CUSTOMER_NAMES: ReadonlySet<string> = new Set(['customer_id', 'customerId', 'userId', 'user_id'])

interface Named {
  readonly kind: KeyKind
  readonly value: string
}

export function personKeysIn(text: string, orderId: string | undefined, context: KeyContext): readonly string[] {
  const { site, defaultCountry, personKey } = context
  const keys = new Set<string>()
  const order: readonly Named[] = orderId === undefined ? [] : [{ kind: 'order', value: orderId }]
  for (const { kind, value } of [...order, ...namesIn(text)]) {
    if (keys.size >= MAX_KEYS) break
    for (const key of keysOfText(`${kind}:${value}`, [kind], site, defaultCountry, personKey)) keys.add(key)
  }
  return [...keys]
}

function namesIn(text: string): Iterable<Named> {
  const body = parsed(text)
  return body === undefined ? emailsIn(text) : namesOf(body)
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function* emailsIn(text: string): Generator<Named> {
  for (const [value] of text.matchAll(EMAIL)) yield { kind: 'email', value }
}

/** Without recursion: what nobody could read may be nested a thousand times. */
function* namesOf(body: unknown): Generator<Named> {
  const waiting: (readonly [name: string, within: string, value: unknown])[] = [['', '', body]]
  for (let seen = 0; waiting.length > 0 && seen < MAX_NODES; seen++) {
    const [name, within, value] = waiting.pop() ?? ['', '', undefined]
    if (typeof value === 'object' && value !== null) {
      // Members of a list are called as the list is.
      for (const [inner, member] of Object.entries(value))
        waiting.push(Array.isArray(value) ? [name, within, member] : [inner, name, member])
    } else if (typeof value === 'string' || typeof value === 'number') yield* namesOfValue(name, within, String(value))
  }
}

function* namesOfValue(name: string, within: string, value: string): Generator<Named> {
  if (value.trim() === '' || value.length > MAX_TEXT) return
  if (value.includes('@')) yield* emailsIn(value)
  else if (PHONE_NAME.test(name)) yield { kind: 'phone', value }
  else if (CUSTOMER_NAMES.has(name) || (name === 'id' && within === 'customer')) yield { kind: 'customer', value }
}
