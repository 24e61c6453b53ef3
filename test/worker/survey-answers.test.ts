/** Buyers' answers to a survey find their orders by any name, and go with them. */
import { evictDurableObject, reset } from 'cloudflare:test'
import { afterEach, describe, expect, it } from 'vitest'
import { keepLedger, ledgerOrder, upsert } from './ledger.ts'
import { askRecord, give, keepJourneys, record, recordSql } from './offsite.ts'

keepLedger()
keepJourneys()

afterEach(reset)

const NOON = Date.parse('2026-11-20T12:00:00Z')
const HERS = 'a'.repeat(32)

describe('an answer under what people call the order', () => {
  const answer = { kind: 'survey', order_id: '1001', source: 'podcast', at: '2026-11-20T10:00:00Z' } as const
  const survey = () => askRecord({ kind: 'import', file: { file: 'c'.repeat(64), name: 'survey.csv', rows: [answer] } })
  const told = async (changes = {}) => {
    await askRecord({ kind: 'links' })
    await upsert(ledgerOrder('5678901234567', { name: '#1001', at: '2026-11-20T09:00:00.000Z', ...changes }))
    await evictDurableObject(record())
    await askRecord({ kind: 'state' })
    const rows = await recordSql<{ link: string; answered: string }>('SELECT link, answered FROM orders ORDER BY at_ms')
    return { link: rows[0]?.link ?? '', answered: rows.map(({ answered }) => answered) }
  }

  it('is the order’s, whichever came first, also when the order changes; it is not where another order has this id', async () => {
    await survey()
    expect((await told()).answered).toEqual(['podcast'])
    const money = (total: string) => ({ money: { total, currency: 'EUR' } })
    expect((await told({ ...money('12'), updated_at: '2026-11-21T09:00:00.000Z' })).answered).toEqual(['podcast'])
    await upsert(ledgerOrder('1001', { at: '2026-11-20T10:00:00.000Z' }))
    expect((await told({ ...money('13'), updated_at: '2026-11-22T09:00:00.000Z' })).answered).toEqual(['', 'podcast'])
  })

  it('goes with its buyer, also where the ledger had not said that name yet', async () => {
    const { link } = await told()
    await recordSql('DELETE FROM orders')
    await recordSql('DELETE FROM order_names')
    await survey()
    await give({ facts: [{ k: 'order', journey: HERS, atMs: NOON, order: link }] })
    await give({ upTo: 2, facts: [{ k: 'forget', journeys: [HERS], atMs: NOON + 60_000 }] })
    expect(
      (await told({ updated_at: '2026-11-21T09:00:00.000Z', money: { total: '9', currency: 'EUR' } })).answered,
    ).toEqual([''])
    expect(await recordSql('SELECT kind FROM imports')).toEqual([])
  })
})
