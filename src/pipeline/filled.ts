/**
 * Whether an event really has a field: a text in which a program wrote that there is none, or that the destination could not
 * use, is as good as absent.
 */
import type { FieldRow, MappingInput } from '../destinations/destination.ts'
import { clean } from '../hashing/clean.ts'
import { isNobody } from '../event/placeholder.ts'
import { normalizeIdentifier } from '../hashing/identifier.ts'
import { guardText } from '../privacy/guard.ts'
import { cleanUrl } from '../privacy/url.ts'
import type { TextShape } from '../privacy/kinds.ts'
import { shapeOf } from './payload-plan.ts'
import { contextFor, type Shared } from './shared.ts'

/** What is looked at. */
export interface Looked {
  readonly input: MappingInput
  readonly shared: Shared
}

/** `rows`: those of the destination that read the field; none where it cannot take it. */
export function isInEvent(field: string, rows: readonly FieldRow[], { input, shared }: Looked): boolean {
  if (!isFilled(input.event, field.split('.').map(camelCase), isWord(field))) return false
  return rows.length === 0 || rows.some((row) => isUsable(row, input, shared))
}

/** `None` and `0` are nobody's number, and some people’s name or town. */
const WORDS = /^person\.(?:first_name|last_name|city)$|^search\.|^order\.items\.(?:name|brand|category)$/

function isWord(field: string): boolean {
  return WORDS.test(field)
}

/** Of a list, whether one of its elements has it. */
function isFilled(value: unknown, path: readonly string[], word: boolean): boolean {
  if (Array.isArray(value)) return value.some((element) => isFilled(element, path, word))
  const [name, ...rest] = path
  if (name !== undefined)
    return typeof value === 'object' && value !== null && isFilled(Reflect.get(value, name), rest, word)
  return typeof value === 'string' ? saysSomething(value, word) : value !== undefined && value !== null
}

/** An address of a page is longer than any identifier: what is too long to be one is not empty. */
function saysSomething(text: string, word: boolean): boolean {
  const cleaned = clean(text)
  if (cleaned.kind === 'omitted') return cleaned.reason === 'too_long'
  return word || !isNobody(cleaned.value)
}

function isUsable(row: FieldRow, input: MappingInput, shared: Shared): boolean {
  switch (row.kind) {
    case 'hashed':
    case 'normalized': {
      const raw = row.read(input.event)
      if (raw === undefined) return false
      return normalizeIdentifier(row.identifier, raw, contextFor(shared, row.from)).kind !== 'omitted'
    }
    case 'plain':
      return isSendable(row.read(input), shapeOf(row))
    case 'url': {
      const raw = row.read(input.event)
      return raw !== undefined && cleanUrl(raw, new Set(), shared.addresses) !== undefined
    }
    case 'item':
      return input.event.order?.items?.some((item) => isSendable(row.read(item), shapeOf(row))) ?? false
    case 'fixed':
      return true
  }
}

/** Not stopped by the guard; of a list, one of its texts. */
function isSendable(value: string | number | boolean | readonly string[] | undefined, shape: TextShape): boolean {
  if (typeof value === 'object') return value.some((one) => isSendable(one, shape))
  return typeof value === 'string' ? 'clean' in guardText(value, shape) : value !== undefined
}

/** The event's own names are those of the wire in camel case. */
function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
