/** The fields that the schema knows, and what to do with the rest: a null is absent, an unknown field is named and left out. */
import * as z from 'zod'
import { once } from './once.ts'
import { documentedEventSchema } from './schema.ts'

/** One level of the schema: its fields, and where it is (`order.items.`, empty for the event). */
interface Known {
  readonly prefix: string
  readonly fields: ReadonlyMap<string, Field>
}

/** 'leaf': looked into no further. */
type Field = Known | 'leaf'

/** Made when the first event needs it, as the schema is. */
const knownEvent = once(() => knownOf(documentedEventSchema(), ''))

function knownOf(schema: z.ZodObject, prefix: string): Known {
  const fields = Object.entries<z.core.$ZodType>(schema.shape)
  return { prefix, fields: new Map(fields.map(([name, field]) => [name, fieldOf(field, `${prefix}${name}.`)])) }
}

function fieldOf(schema: z.core.$ZodType, prefix: string): Field {
  if (schema instanceof z.ZodOptional) return fieldOf(schema.unwrap(), prefix)
  if (schema instanceof z.ZodArray) return fieldOf(schema.element, prefix)
  return schema instanceof z.ZodObject ? knownOf(schema, prefix) : 'leaf'
}

/** Every field and group of fields that the schema knows, dotted: `order.items.price`. */
export const knownFieldNames = once((): readonly string[] => namesIn(knownEvent()))

function namesIn({ prefix, fields }: Known): readonly string[] {
  return [...fields].flatMap(([name, field]) => [prefix + name, ...(field === 'leaf' ? [] : namesIn(field))])
}

/** Enough to see what a source sends in vain. */
export const MAX_UNKNOWN = 20

const NONE: readonly string[] = []

type Members = Record<string, unknown>

/**
 * Deletes null members of `event` (it is changed) and answers the names of unknown fields, dotted and without indexes
 * (`order.items.loyalty_tier`), each once, at most MAX_UNKNOWN. They are the caller's text: escape before showing.
 */
export function settleFields(event: Members): readonly string[] {
  const unknown = new Set<string>()
  settle(event, knownEvent(), unknown)
  return unknown.size === 0 ? NONE : [...unknown]
}

function settle(value: Members, known: Known, unknown: Set<string>): void {
  for (const key in value) {
    const field = known.fields.get(key)
    const member = value[key]
    if (field === undefined) note(known.prefix + key, unknown)
    else if (member === null || member === undefined) Reflect.deleteProperty(value, key)
    else if (field !== 'leaf') settleBelow(member, field, unknown)
  }
}

/** What is neither an object nor a list of objects is left to the schema to refuse. */
function settleBelow(value: unknown, known: Known, unknown: Set<string>): void {
  if (isMembers(value)) return settle(value, known, unknown)
  if (!Array.isArray(value)) return
  for (const element of value) if (isMembers(element)) settle(element, known, unknown)
}

function note(path: string, unknown: Set<string>): void {
  if (unknown.size < MAX_UNKNOWN) unknown.add(path)
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
