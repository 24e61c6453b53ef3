/** What is in a payload, for whoever looks for a mistake: numbers and the platform's own words; of all else only the kind. Pure. */
import { isObject, parseObject } from '../destinations/json.ts'
import type { DestinationPlan } from '../pipeline/plan.ts'
import type { ContentLine } from './dead-letter-pages.ts'

const SHA256_HEX = /^[0-9a-f]{64}$/
/** Fields whose texts name no person: words of the platform or of a standard. */
const PLAIN: ReadonlySet<string> = new Set(['event.name', '(constant)', 'order.currency'])
/** An order has five hundred articles at most; the first of them show what is wrong with all. */
const MAX_LINES = 200

export function contentOf(body: string, planned: DestinationPlan | undefined): readonly ContentLine[] {
  const payload = parseObject(body)
  if (payload === undefined) return []
  const plain = new Set((planned?.destination.rows ?? []).filter(({ from }) => PLAIN.has(from)).map(({ to }) => to))
  const lines: ContentLine[] = []
  addTo(lines, payload, '', plain)
  return lines
}

function addTo(lines: ContentLine[], value: unknown, field: string, plain: ReadonlySet<string>): void {
  if (lines.length >= MAX_LINES) return
  if (Array.isArray(value)) value.forEach((one, index) => addTo(lines, one, `${field}.${index}`, plain))
  else if (isObject(value))
    for (const [name, member] of Object.entries(value))
      addTo(lines, member, field === '' ? name : `${field}.${name}`, plain)
  else lines.push({ field, value: shown(value, plain.has(field)) })
}

function shown(value: unknown, plain: boolean): string | number | boolean {
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value !== 'string') return 'null'
  if (plain) return value
  return SHA256_HEX.test(value) ? '(sha256)' : `(text, ${value.length})`
}
