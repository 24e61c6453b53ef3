/** The dictionary of the record: what alike touches have in common, and pages, each a number. Read once, kept in memory. */
import { MAX_NAMES } from './record-bounds.ts'
import type { TouchChannel } from '../analysis/columns.ts'
import type { Sql } from '../outbox/tables.ts'
import { TOUCH_KINDS, type ResolvedTouch } from '../analysis/touch.ts'

/** `c`: a channel, `p`: a page's path. */
type NameKind = 'c' | 'p'

export class NameBook {
  readonly #sql: Sql
  #numbers: Map<string, number> | undefined
  readonly #lists: Record<NameKind, string[]> = { c: [], p: [] }

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** To be called when a transaction has been taken back: what it added is not there. */
  forget(): void {
    this.#numbers = undefined
  }

  /** One touch more may have a campaign that nobody has had before: where the dictionary is full, it keeps its source and kind, at last its kind. */
  channel({ source, kind, campaign, group, creative, link }: ResolvedTouch): number {
    const full = JSON.stringify([source, kind, campaign ?? '', group ?? '', creative ?? '', link ?? ''])
    const own = this.#number('c', full) ?? this.#number('c', plain(source, kind), KINDS)
    return own ?? this.#number('c', plain(OTHER, kind), 0) ?? 0
  }

  page(path: string): number {
    return this.#number('p', path) ?? this.#number('p', '', 0) ?? 0
  }

  channels(): readonly TouchChannel[] {
    this.#read()
    return this.#lists.c.map((name) => {
      const [source, kind, campaign, group, creative, link] = JSON.parse(name) as [
        string,
        TouchChannel['kind'],
        ...string[],
      ]
      return {
        source,
        kind,
        ...(campaign && { campaign }),
        ...(group && { group }),
        ...(creative && { creative }),
        ...(link && { link }),
      }
    })
  }

  pages(): readonly string[] {
    this.#read()
    return this.#lists.p
  }

  /** Undefined where there is no room for another beside `spared` ones, for what a full dictionary falls back to. */
  #number(kind: NameKind, name: string, spared = RESERVED): number | undefined {
    const key = kind + name
    const known = this.#read().get(key)
    if (known !== undefined) return known
    const list = this.#lists[kind]
    if (list.length >= MAX_NAMES - spared) return undefined
    const number = list.length
    this.#sql.rows('INSERT INTO names (kind, name, number) VALUES (?, ?, ?)', kind, name, number)
    list.push(name)
    this.#read().set(key, number)
    return number
  }

  #read(): Map<string, number> {
    if (this.#numbers !== undefined) return this.#numbers
    const numbers = new Map<string, number>()
    for (const kind of ['c', 'p'] as const) {
      const rows = this.#sql.rows<{ name: string; number: number }>(
        'SELECT name, number FROM names WHERE kind = ? ORDER BY number',
        kind,
      )
      this.#lists[kind] = rows.map(({ name }) => name)
      for (const { name, number } of rows) numbers.set(kind + name, number)
    }
    this.#numbers = numbers
    return numbers
  }
}

/** For what a full dictionary falls back to: a source and a kind. */
const RESERVED = 4_096
/** Sources too are names that anybody can write into an address: where there is no room for one more either, a kind is left of it. */
const KINDS = TOUCH_KINDS.length
const OTHER = 'other'

function plain(source: string, kind: ResolvedTouch['kind']): string {
  return JSON.stringify([source, kind, '', '', '', ''])
}
