import { describe, expect, it } from 'vitest'
import { destinations } from '../destinations/registry.ts'
import { readLakeRow, tenThousandths } from '../lake/row.ts'
import type { Entry } from './types.ts'
import { clickFieldsOf, lakeRowsOf, type LakeReceipt } from './lake-rows.ts'

/** Every text that a line of a receipt can have, and some that a later version may add. */
const CANARY = 'camille.durand@example.com'
const line = {
  id: CANARY,
  ev: 'purchase',
  t: Date.UTC(2026, 10, 1, 10, 59, 59, 999),
  lv: 'full',
  f: 0,
  b: 0,
  g: 0,
  p: [CANARY],
  sig: { tcf: CANARY },
  src: CANARY,
  later: CANARY,
  s: { v: 42.5, c: 'EUR', o: 'f'.repeat(32), later: CANARY },
}
const receipt: LakeReceipt = {
  id: 7,
  at_ms: Date.UTC(2026, 10, 2, 0, 0, 30),
  destination: 'tiktok',
  outcome: 'delivered',
  code: '0',
  sheets: JSON.stringify([
    {
      site: 'a',
      digest: 'd',
      sets: ['event user.ttclid user.email'],
      bases: [CANARY],
      later: CANARY,
      list: [line, line],
    },
  ]),
  chain: `0123456789abcdef${'0'.repeat(48)}`,
}
const context = {
  shard: 3,
  withdrawn: () => new Set<never>(),
  clickFields: clickFieldsOf(destinations),
  withdrawalsKnownSinceMs: 0,
}

describe('a row of the lake', () => {
  it('has the columns of the closed list and no other, whatever a receipt has beside them', () => {
    const rows = lakeRowsOf(receipt, context)
    expect(rows).toEqual([
      {
        row_id: '3.7.0123456789ab.0',
        site: 'a',
        date: '2026-11-02',
        event: 'purchase',
        destination: 'tiktok',
        outcome: 'delivered',
        reason: '0',
        consent_level: 'full',
        policy_digest: 'd',
        occurred_at: '2026-11-01T10:59:00.000Z',
        ended_at: '2026-11-02T00:00:00.000Z',
        click_id: true,
        order_key: 'f'.repeat(32),
        value: 425_000,
        currency: 'EUR',
        withdrawn: false,
      },
      expect.objectContaining({ row_id: '3.7.0123456789ab.1' }),
    ])
    expect(JSON.stringify(rows)).not.toContain('camille')
  })

  it('says of what has been withdrawn the day, and no time by which it could be found in the order book', () => {
    const gone = { ...context, withdrawn: (entries: readonly Entry[]) => new Set(entries) }
    const [row] = lakeRowsOf(receipt, gone)
    expect(row).toMatchObject({ occurred_at: null, ended_at: '2026-11-02T00:00:00.000Z', value: null, withdrawn: true })
    expect(lakeRowsOf({ ...receipt, at_ms: Date.UTC(2026, 10, 2, 15, 42) }, gone)[0]?.ended_at).toBe(row?.ended_at)
  })

  it('has no sale and no time of what ended so long ago that nobody knows any more who withdrew since', () => {
    const [row] = lakeRowsOf(receipt, { ...context, withdrawalsKnownSinceMs: receipt.at_ms + 1 })
    expect(row).toMatchObject({ occurred_at: null, order_key: null, value: null, click_id: null, withdrawn: false })
    expect(lakeRowsOf(receipt, { ...context, withdrawalsKnownSinceMs: receipt.at_ms })[0]?.value).toBe(425_000)
  })

  it('has no sale where the policy had changed before it left, and nothing of it left any more', () => {
    const [row] = lakeRowsOf({ ...receipt, outcome: 'expired', code: 'no_longer_in_policy' }, context)
    expect(row).toMatchObject({ outcome: 'expired', order_key: null, value: null, currency: null })
  })

  it('is one for each destination that an event was refused for, and none for an answer', () => {
    const no = { tiktok: 'consent_denied', meta: 'consent_unknown' }
    const sheets = JSON.stringify([
      { site: 'a', digest: 'd', sets: [], bases: [], list: [{ id: 'x', ev: 'purchase', t: 82_800_000, no }] },
    ])
    const evening = { ...receipt, at_ms: Date.UTC(2026, 10, 2, 20, 15), destination: '', code: '', sheets }
    const refused = lakeRowsOf({ ...evening, outcome: 'refused' }, context)
    expect(refused.map(({ destination, reason, value }) => [destination, reason, value])).toEqual([
      ['tiktok', 'consent_denied', null],
      ['meta', 'consent_unknown', null],
    ])
    // By its minute somebody would be found in the order book who did not agree to anything.
    expect(refused[0]).toMatchObject({ occurred_at: '1970-01-01T00:00:00.000Z', ended_at: '2026-11-02T00:00:00.000Z' })
    expect(lakeRowsOf({ ...receipt, destination: '', outcome: 'answered', code: '', sheets }, context)).toEqual([])
  })

  it('is taken from a gateway only as a whole, and with nothing beside it', () => {
    const [row] = lakeRowsOf(receipt, context)
    expect(readLakeRow(JSON.stringify(row))).toEqual(row)
    for (const wrong of [
      { ...row, email: CANARY },
      { ...row, value: 42.5 },
      { ...row, site: null },
      [row],
      null,
      { ...row, ended_at: 'soon' },
    ])
      expect(readLakeRow(JSON.stringify(wrong))).toBeUndefined()
  })

  it('has its amount as a whole number of ten-thousandths, or none where that would not be exact', () => {
    expect([0, 0.1, 19.99, 1e9 + 0.01, 0.0001].map(tenThousandths)).toEqual([0, 1_000, 199_900, 10_000_000_000_100, 1])
    expect(tenThousandths(1e12)).toBeNull()
  })
})
