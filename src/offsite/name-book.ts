/** The dictionary of the record: what alike touches have in common, and pages, each a number. Read once, kept in memory. */
import { MAX_NAMES } from './record-bounds.ts'
import type { TouchChannel } from '../analysis/columns.ts'
import type { Sql } from '../outbox/tables.ts'
import { TOUCH_KINDS, type ResolvedTouch } from '../analysis/touch.ts'
import { readJourney, type JourneyReader } from './journey-text.ts'

/** `c`: a channel, `p`: a page's path. */
type NameKind = 'c' | 'p'

export class NameBook {
  readonly #sql: Sql
  #numbers: Map<string, number> | undefined
  /** By number; a hole is what nothing names any more. */
  readonly #lists: Record<NameKind, (string | undefined)[]> = { c: [], p: [] }
  readonly #holes: Record<NameKind, number[]> = { c: [], p: [] }

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
    return Array.from(this.#lists.c, (name) => {
      // No journey has that number: it stands in its place.
      const [source, kind, campaign, group, creative, link] = JSON.parse(name ?? plain(OTHER, 'referral')) as [
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
    return Array.from(this.#lists.p, (name) => name ?? '')
  }

  /** Of a dictionary that is half full, what no journey names goes, so that there is room for what comes. */
  prune(logs: () => Iterable<string>): void {
    this.#read()
    if (!KINDS_OF_NAMES.some((kind) => this.#lists[kind].length - this.#holes[kind].length > PRUNED_FROM)) return
    const named: Record<NameKind, Set<number>> = { c: new Set(), p: new Set() }
    const touch: JourneyReader['touch'] = (_atMs, channel, page) => {
      named.c.add(channel)
      named.p.add(page)
    }
    for (const log of logs()) readJourney(log, 0, log.length, { touch, step: () => undefined })
    for (const kind of KINDS_OF_NAMES) {
      const query = 'DELETE FROM names WHERE kind = ? AND number NOT IN (SELECT value FROM json_each(?))'
      this.#sql.rows(query, kind, JSON.stringify([...named[kind]]))
    }
    this.forget()
  }

  /** Undefined where there is no room for another beside `spared` ones, for what a full dictionary falls back to. */
  #number(kind: NameKind, name: string, spared = RESERVED): number | undefined {
    const key = kind + name
    const known = this.#read().get(key)
    if (known !== undefined) return known
    const list = this.#lists[kind]
    const holes = this.#holes[kind]
    if (list.length - holes.length >= MAX_NAMES - spared) return undefined
    const number = holes.pop() ?? list.length
    this.#sql.rows('INSERT INTO names (kind, name, number) VALUES (?, ?, ?)', kind, name, number)
    list[number] = name
    this.#read().set(key, number)
    return number
  }

  #read(): Map<string, number> {
    if (this.#numbers !== undefined) return this.#numbers
    const numbers = new Map<string, number>()
    for (const kind of KINDS_OF_NAMES) {
      const rows = this.#sql.rows<{ name: string; number: number }>(
        'SELECT name, number FROM names WHERE kind = ? ORDER BY number',
        kind,
      )
      const list: (string | undefined)[] = []
      for (const { name, number } of rows) {
        numbers.set(kind + name, number)
        list[number] = name
      }
      this.#lists[kind] = list
      this.#holes[kind] = holesIn(list)
    }
    this.#numbers = numbers
    return numbers
  }
}

const KINDS_OF_NAMES = ['c', 'p'] as const satisfies readonly NameKind[]
/** Below that a look through all journeys is not worth it. */
const PRUNED_FROM = MAX_NAMES / 2

/** The lowest last: it is taken first. */
function holesIn(list: readonly (string | undefined)[]): number[] {
  const holes: number[] = []
  for (let number = list.length - 1; number >= 0; number--) if (list[number] === undefined) holes.push(number)
  return holes
}

/** For what a full dictionary falls back to: a source and a kind. */
const RESERVED = 4_096
/** Sources too are names that anybody can write into an address: where there is no room for one more either, a kind is left of it. */
const KINDS = TOUCH_KINDS.length
const OTHER = 'other'

function plain(source: string, kind: ResolvedTouch['kind']): string {
  return JSON.stringify([source, kind, '', '', '', ''])
}
