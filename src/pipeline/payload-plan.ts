/**
 * A mapping table as the tree of the JSON text that it makes: what can be worked out before any event is worked out here.
 */
import type { FieldRow, ItemRow } from '../destinations/destination.ts'
import { schemeOf } from '../hashing/identifier.ts'
import type { Scheme } from '../hashing/schemes.ts'
import type { TextShape } from '../privacy/kinds.ts'
import { keyOf, type JsonKey } from './safe-json.ts'

/** A row with what can be worked out before any event. */
export interface PlannedRow<Row extends FieldRow = FieldRow> {
  readonly row: Row
  /** The row's place in its destination's table. */
  readonly index: number
  /** `id`: order numbers, click ids … (digits are normal there); `text`: what people type. */
  readonly shape: TextShape
  /** Where the look at its text is remembered: the same for all rows that read the same field with the same shape. */
  readonly slot: number
  /** The same for the text as it was typed, where it is looked at twice. */
  readonly typedSlot: number
  /** How the platform wants its value; absent where it is no identifier. */
  readonly scheme: Scheme | undefined
}

export type Part =
  | { readonly kind: 'value'; readonly key: JsonKey; readonly planned: PlannedRow }
  | { readonly kind: 'object'; readonly key: JsonKey; readonly parts: readonly Part[] }
  | { readonly kind: 'list'; readonly key: JsonKey; readonly columns: readonly Column[] }

/** One key of each element of a list. */
export interface Column {
  readonly key: JsonKey
  readonly planned: PlannedRow<ItemRow>
}

const ID_FIELDS: ReadonlySet<string> = new Set([
  'order.id',
  'order.items.id',
  'lead.id',
  'event.id',
  'event.name',
  'event.time',
])

/** What is an id, and may be one thing more. */
const SHAPES: ReadonlyMap<string, TextShape> = new Map([
  ['event.id', 'event_id'],
  ['client.ip', 'ip'],
])

export function shapeOf(row: FieldRow): TextShape {
  const isId =
    row.kind === 'fixed' || ID_FIELDS.has(row.from) || row.from.startsWith('click.') || row.from.startsWith('client.')
  return SHAPES.get(row.from) ?? (isId ? 'id' : 'text')
}

export function planRow<Row extends FieldRow>(written: Row, index: number): PlannedRow<Row> {
  const row: Row = { ...ANY_ROW, ...written }
  const shape = shapeOf(row)
  const slot = slotOf(`${shape} ${row.from}`)
  const scheme = row.kind === 'hashed' || row.kind === 'normalized' ? schemeOf(row.identifier) : undefined
  return { row, index, shape, slot, typedSlot: row.kind === 'normalized' ? slotOf(`typed ${row.from}`) : slot, scheme }
}

/** All kinds of rows get the same members in the same order: an engine reads them at once where they lie at one place. */
const ANY_ROW: object = {
  kind: undefined,
  to: undefined,
  from: undefined,
  identifying: undefined,
  read: undefined,
  identifier: undefined,
  list: undefined,
  key: undefined,
}

/** Fields whose texts come again from event to event: what is clean in one of them is clean the next time. */
const REPEATING: ReadonlySet<string> = new Set([
  'text order.items.name',
  'text order.items.brand',
  'text order.items.category',
  'id order.items.id',
  'id client.user_agent',
  // There are few of them.
  'text order.currency',
  'text person.country',
  'typed person.country',
  // The platform's own words.
  'id event.name',
  'id (constant)',
])

const repeating: boolean[] = []

export function isRepeating(slot: number): boolean {
  return repeating[slot] === true
}

/** Fields of the canonical event, so there are some dozens. */
const SLOTS = new Map<string, number>()

function slotOf(name: string): number {
  const slot = SLOTS.get(name) ?? SLOTS.size
  SLOTS.set(name, slot)
  repeating[slot] = REPEATING.has(name)
  return slot
}

/** Of every event's id, whether or not it leaves. */
export const EVENT_ID_SLOT = slotOf('event_id event.id')

/** Members stand together with their object, in the order of the table. */
export function planPayload(rows: readonly PlannedRow[]): readonly Part[] {
  const top = new Branch()
  for (const planned of rows) top.place(pathOf(planned), planned)
  return top.parts()
}

function pathOf({ row }: PlannedRow): readonly string[] {
  return row.kind === 'item' ? [...row.list.split('.'), row.key] : row.to.split('.')
}

/** Being filled. */
class Branch {
  readonly #members = new Map<string, PlannedRow | Branch>()

  place(path: readonly string[], planned: PlannedRow): void {
    const [name = '', ...rest] = path
    if (rest.length === 0) this.#members.set(name, planned)
    else this.#below(name).place(rest, planned)
  }

  #below(name: string): Branch {
    const known = this.#members.get(name)
    if (known instanceof Branch) return known
    const made = new Branch()
    this.#members.set(name, made)
    return made
  }

  parts(): readonly Part[] {
    return Array.from(this.#members, ([name, member]): Part => {
      const key = keyOf(name)
      if (!(member instanceof Branch)) return { kind: 'value', key, planned: member }
      const columns = member.#columns()
      return columns.length > 0 ? { kind: 'list', key, columns } : { kind: 'object', key, parts: member.parts() }
    })
  }

  /** All of its members are item rows, or none is. */
  #columns(): readonly Column[] {
    return Array.from(this.#members).flatMap(([name, member]) =>
      member instanceof Branch || !isItem(member) ? [] : [{ key: keyOf(name), planned: member }],
    )
  }
}

function isItem(planned: PlannedRow): planned is PlannedRow<ItemRow> {
  return planned.row.kind === 'item'
}
