import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { expect, it } from 'vitest'
import type { LakeRow } from '../lake/row.ts'
import { Streamer } from './lake-stream.ts'
import { Sql, TABLES } from './tables.ts'

/** A shard's receipts, a stream that may be slow, and the alarms that were asked for. */
function streaming() {
  const database = new DatabaseSync(':memory:')
  for (const table of TABLES) database.exec(table)
  const exec = (query: string, ...bindings: SQLInputValue[]) => {
    const rows = database.prepare(query).all(...bindings)
    return { toArray: () => rows, rowsWritten: 0, rowsRead: 0 }
  }
  const end = () =>
    database.exec(
      "INSERT INTO receipts (at_ms, destination, outcome, code, sheets) VALUES (0, '', 'refused', '', '[]')",
    )
  const sent: (readonly LakeRow[])[] = []
  const alarms: number[] = []
  let whileSending = () => {}
  const streamer = new Streamer({
    sql: new Sql({ exec } as object as SqlStorage),
    to: {
      send: async (rows) => {
        whileSending()
        sent.push(rows)
      },
    },
    rowsAfter: (id) => {
      const last = (database.prepare('SELECT max(id) AS id FROM receipts').all()[0]?.['id'] ?? id) as number
      return { rows: [{} as LakeRow], lastId: last, ends: true }
    },
    wake: (atMs) => alarms.push(atMs),
    now: () => 1_000_000,
    random: () => 0,
  })
  return { streamer, end, sent, alarms, meanwhile: (work: () => void) => (whileSending = work) }
}

it('comes back for what ended while it was sending', async () => {
  const { streamer, end, sent, alarms, meanwhile } = streaming()
  end()
  meanwhile(() => {
    end()
    void streamer.run()
  })
  await streamer.run()
  expect(sent).toHaveLength(1)
  expect(alarms).toEqual([1_015_000])
})

it('wakes the shard for what ended without a delivery, and for nothing else', async () => {
  const { streamer, end, alarms } = streaming()
  streamer.soon()
  expect(alarms).toEqual([])
  end()
  streamer.soon()
  expect(alarms).toEqual([1_015_000])
  await streamer.run()
  streamer.soon()
  expect(alarms).toHaveLength(1)
})
