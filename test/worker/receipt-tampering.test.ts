/** Somebody changes the receipts behind the gateway's back: its next export does not verify, whatever range is asked for. */
import { reset } from 'cloudflare:test'
import { afterEach, describe, expect, it } from 'vitest'
import { headVerifier, newKeyPair } from '../../src/auth/receipt-signature.ts'
import { ExportCheck, type CheckResult } from '../../src/outbox/receipt-check.ts'
import type { ExportHeader } from '../../src/outbox/receipt-lines.ts'
import { ReceiptProof } from '../../src/outbox/receipt-proof.ts'
import { sql } from './gateway.ts'
import { append, DAY_MS, inShard, rowIds, START_MS } from './receipts.ts'

afterEach(() => reset())

const NOW_MS = START_MS + 20 * DAY_MS
const { privateJwk, publicJwk } = await newKeyPair()

/** Ten receipts, one a day at midnight, and a head signed on each of these days. */
async function tenDays(): Promise<void> {
  await inShard(async (shardSql) => {
    const proof = new ReceiptProof(shardSql, 'atelier-rivage/0', privateJwk)
    for (let day = 0; day < 10; day++) {
      append(shardSql, 1, 1, START_MS + day * DAY_MS)
      await proof.signDaily(START_MS + day * DAY_MS + 1)
    }
  })
}

interface Exported extends CheckResult {
  readonly text: string
}

/** Both in days since the first receipt; `toDay` is exclusive. */
async function exportDays(fromDay: number, toDay: number): Promise<Exported> {
  const [fromMs, toMs] = [START_MS + fromDay * DAY_MS, START_MS + toDay * DAY_MS]
  const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()]
  const site = 'atelier-rivage'
  const ask = { site, shard: 0, shards: 1, fromMs, toMs, place: null }
  const page = await inShard((shardSql) => new ReceiptProof(shardSql, `${site}/0`, privateJwk).page(ask, NOW_MS))
  const text = page?.text ?? ''
  const header: ExportHeader = {
    kind: 'export',
    version: 1,
    site,
    from,
    to,
    shards: 1,
    exported_at: to,
    kid: publicJwk.kid,
  }
  const checking = new ExportCheck(headVerifier([publicJwk]))
  for (const line of [JSON.stringify(header), ...text.split('\n').slice(0, -1)]) await checking.take(line)
  return { ...checking.end(), text }
}

describe('receipts that were taken out at the end', () => {
  it('are missed by the head that was signed for them, and the gateway does not sign that there are none', async () => {
    await tenDays()
    await sql('DELETE FROM receipts WHERE id = 10')
    const { findings, text } = await exportDays(0, 20)
    expect(findings).toEqual([{ kind: 'signed_rows_missing', shard: 0, fromId: 10, toId: 10, refused: true }])
    expect(text.split('\n').at(-3)).toMatch(/^\{"kind":"head",.*"id":10,.*"jws":"ey/)
    expect(text.split('\n').at(-2)).toMatch(/"id":9,.*"closes":true,"missing_to":10,"jws":null/)
    expect(await sql('SELECT max(id) AS id FROM receipt_heads')).toEqual([{ id: 10 }])
  })

  it('are missed also where they were all, where the range ended earlier, and where it begins after them', async () => {
    await tenDays()
    await sql('DELETE FROM receipts WHERE id > 6')
    const missing = [{ kind: 'signed_rows_missing', shard: 0, fromId: 7, toId: 10, refused: true }]
    expect((await exportDays(2, 8)).findings).toEqual(missing)
    expect((await exportDays(15, 20)).findings).toEqual(missing)
    await sql('DELETE FROM receipts')
    expect((await exportDays(0, 20)).findings).toEqual([expect.objectContaining({ fromId: 1, toId: 10 })])
  })

  it('are no matter of a range that ended before them', async () => {
    await tenDays()
    await sql('DELETE FROM receipts WHERE id = 10')
    expect((await exportDays(0, 5)).findings).toEqual([])
  })

  it('are missed also when others have taken their place', async () => {
    await tenDays()
    await sql('DELETE FROM receipts WHERE id > 8')
    await inShard((shardSql) => append(shardSql, 4, 1, START_MS + 11 * DAY_MS))
    expect((await exportDays(0, 20)).findings).toEqual([expect.objectContaining({ kind: 'head_differs', id: 9 })])
  })
})

describe('receipts that were moved out of the range by their date', () => {
  const set = (ids: string, toMs: number) => sql(`UPDATE receipts SET at_ms = ${toMs} + id WHERE ${ids}`)

  it('to before it are shown by the row before it, which is altered', async () => {
    await tenDays()
    await set('id BETWEEN 4 AND 6', START_MS + DAY_MS)
    const { findings, text } = await exportDays(3, 20)
    expect(findings).toEqual([expect.objectContaining({ kind: 'row_altered', id: 6, what: 'content' })])
    expect(rowIds([text])).toEqual([6, 7, 8, 9, 10])
    expect(text).toMatch(/"id":6,.*"outside":"before"/)
  })

  it('to after it are shown by the row after it', async () => {
    await tenDays()
    await set('id BETWEEN 4 AND 6', START_MS + 15 * DAY_MS)
    expect((await exportDays(0, 6)).findings).toEqual([expect.objectContaining({ kind: 'row_altered', id: 4 })])
  })

  it('are shown also where none is left in it', async () => {
    await tenDays()
    await set('id < 9', START_MS - DAY_MS)
    const result = await exportDays(4, 7)
    expect(result).toMatchObject({ shards: [{ rows: 0 }] })
    expect(result.findings).toEqual([expect.objectContaining({ kind: 'row_altered', id: 8 })])
  })

  it('are in order where nobody moved any, whatever the range', async () => {
    await tenDays()
    for (const [from, to] of [
      [0, 20],
      [3, 6],
      [0, 1],
      [9, 10],
      [-5, 0],
      [12, 20],
    ] as const)
      expect([from, to, (await exportDays(from, to)).findings]).toEqual([from, to, []])
  })
})
