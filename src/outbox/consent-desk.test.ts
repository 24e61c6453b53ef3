import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { ConsentBook } from './consent-book.ts'
import { ConsentDesk, type DeskDeps } from './consent-desk.ts'
import { sealKeyFrom } from './sealed.ts'
import { storageOf } from './sqlite.fixture.ts'
import { Sql, TABLES } from './tables.ts'

it('an order that cannot be ended holds up no other, and is tried again ten minutes later', async () => {
  const database = new DatabaseSync(':memory:')
  for (const table of TABLES) database.exec(table)
  const book = new ConsentBook(new Sql(storageOf(database)), 0)
  for (const [id, eventId] of [
    ['00', 'bad'],
    ['01', 'good'],
  ] as const) {
    const entry = JSON.stringify({ eventId, refused: { meta: 'consent_awaited' } })
    book.hold({ id, until_ms: 1_000, received_at_ms: 0, keys: '["a key"]', entry, sealed: new ArrayBuffer(1) })
  }
  const ended: string[] = []
  let nowMs = 2_000
  let isBroken = true
  const deps: Pick<DeskDeps, 'book' | 'sealKey' | 'transaction' | 'store' | 'now'> = {
    book,
    sealKey: () => sealKeyFrom('a secret of the site, long enough'),
    transaction: (work) => work(),
    store({ eventId }) {
      if (isBroken && eventId === 'bad') throw new Error('a defect')
      ended.push(eventId)
    },
    now: () => nowMs,
  }
  const desk = new ConsentDesk(deps as DeskDeps)
  await desk.settleOverdue()
  expect([ended, book.overdue(nowMs + 599_999, 10)]).toEqual([['good'], []])
  isBroken = false
  nowMs += 600_000
  await desk.settleOverdue()
  expect([ended, book.isHeld('00')]).toEqual([['good', 'bad'], false])
})
