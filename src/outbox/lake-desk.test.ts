import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { expect, it } from 'vitest'
import type { LakeRow } from '../lake/row.ts'
import { LakeDesk } from './lake-desk.ts'
import { Sql, TABLES } from './tables.ts'

const MIDNIGHT = Date.UTC(2026, 10, 2)
const DAY_MS = 86_400_000
const NO = { tiktok: 'consent_denied' }

/** The names of the events in the lake of a day, of receipts that ended at these times, in this order. */
function dayOf(fromMs: number, endedAtMs: readonly number[]): readonly string[] {
  const database = new DatabaseSync(':memory:')
  for (const table of TABLES) database.exec(table)
  const exec = (query: string, ...bindings: SQLInputValue[]) => {
    const rows = database.prepare(query).all(...bindings)
    return { toArray: () => rows, rowsWritten: 0, rowsRead: 0, [Symbol.iterator]: () => rows.values() }
  }
  const insert = database.prepare(
    "INSERT INTO receipts (at_ms, destination, outcome, code, sheets) VALUES (?, '', 'refused', '', ?)",
  )
  endedAtMs.forEach((atMs, n) => {
    const list = [{ id: 'x', ev: `event-${n}`, t: atMs, no: NO }]
    insert.all(atMs, JSON.stringify([{ site: 'a', digest: 'd', sets: [], bases: [], list }]))
  })
  const alarm = { at: () => {}, nextDay: () => {} }
  const book = { withdrawalsAmong: () => new Map<string, number>() }
  const desk = new LakeDesk(new Sql({ exec } as object as SqlStorage), book, 'a/0', { to: undefined, alarm }, () => 395)
  const { text } = desk.page({ fromMs, toMs: fromMs + DAY_MS, place: null })
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as LakeRow).event)
}

it('has each receipt in its day and in no other, also where the clock was set back over midnight', () => {
  const minutes = [-30, -20, 1, 2, 3, -4, -3, -2, -1, 5, 6].map((minute) => MIDNIGHT + minute * 60_000)
  const events = (...numbers: number[]) => numbers.map((n) => `event-${n}`)
  expect(dayOf(MIDNIGHT - DAY_MS, minutes)).toEqual(events(0, 1, 5, 6, 7, 8))
  expect(dayOf(MIDNIGHT, minutes)).toEqual(events(2, 3, 4, 9, 10))
})
