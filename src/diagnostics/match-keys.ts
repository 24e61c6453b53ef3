/** By what a platform can recognise whose event it is, and which of it was in a delivery. Pure. */
import type { Destination } from '../destinations/destination.ts'

/** In the order of what they are worth to a platform. Stable: the position of each is stored. */
export const MATCH_KEYS = ['email', 'phone', 'external_id', 'click_id', 'browser_id', 'ip', 'user_agent'] as const
export type MatchKey = (typeof MATCH_KEYS)[number]

const BY_FIELD: Readonly<Record<string, MatchKey>> = {
  'person.email': 'email',
  'person.phone': 'phone',
  'person.external_id': 'external_id',
  'click.ttp': 'browser_id',
  'click.fbp': 'browser_id',
  'client.ip': 'ip',
  'client.user_agent': 'user_agent',
}

/** The match key that a canonical field is; every click id but the browsers' own is one of a click. */
export function matchKeyOf(field: string): MatchKey | undefined {
  return BY_FIELD[field] ?? (field.startsWith('click.') ? 'click_id' : undefined)
}

/** Field-name texts are shared among deliveries (pipeline/field-names.ts), so that each is read once. */
const MAX_REMEMBERED = 4_096

/** Reads from the names of what is in a delivery which match keys it has. */
export class MatchKeyReader {
  readonly #bits: ReadonlyMap<string, number>
  readonly #known = new Map<string, string>()

  constructor(destination: Destination) {
    const bits = destination.rows.map(({ to, from }) => [to, bitOf(matchKeyOf(from))] as const)
    this.#bits = new Map(bits.filter(([, bit]) => bit !== 0))
  }

  /** `fields`: names with spaces. The answer is a text of digits, to be counted by: see hasMatchKey. */
  read(fields: string): string {
    const known = this.#known.get(fields)
    if (known !== undefined) return known
    let mask = 0
    for (const name of fields.split(' ')) mask |= this.#bits.get(name) ?? 0
    const text = String(mask)
    if (this.#known.size < MAX_REMEMBERED) this.#known.set(fields, text)
    return text
  }
}

function bitOf(key: MatchKey | undefined): number {
  return key === undefined ? 0 : 1 << MATCH_KEYS.indexOf(key)
}

export function hasMatchKey(mask: string, key: MatchKey): boolean {
  return (Number(mask) & bitOf(key)) !== 0
}
