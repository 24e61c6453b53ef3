/** What a shard can prove of its receipts, inside workerd: the chain in SQLite, signed heads, exports over HTTP. */
import { evictDurableObject, reset } from 'cloudflare:test'
import { afterEach, describe, expect, it } from 'vitest'
import { headSigner, headVerifier, newKeyPair, type ReceiptPrivateJwk } from '../../src/auth/receipt-signature.ts'
import { addChainColumn, lastLink, ReceiptBook } from '../../src/outbox/receipt-book.ts'
import { chainAfter, GENESIS, type ReceiptCells } from '../../src/outbox/receipt-chain.ts'
import { ExportCheck, type CheckResult } from '../../src/outbox/receipt-check.ts'
import { readLine, type Line } from '../../src/outbox/receipt-lines.ts'
import { ReceiptProof } from '../../src/outbox/receipt-proof.ts'
import type { Sql } from '../../src/outbox/tables.ts'
import { sale } from './events.ts'
import { accept, deliver, get, shard, sql } from './gateway.ts'
import { clearPlatforms } from './platforms.ts'
import { append, DAY_MS, exported, inShard, linesOf, rowIds, rowsNow, START_MS, TOKEN } from './receipts.ts'

afterEach(async () => {
  await reset()
  await clearPlatforms()
})

// The key of RFC 8037, appendix A.1; its thumbprint is in A.3. Read 2026-11-22.
const RFC_KEY: ReceiptPrivateJwk = {
  kty: 'OKP',
  crv: 'Ed25519',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
}

async function check(texts: readonly string[], key?: ReceiptPrivateJwk): Promise<CheckResult> {
  const checking = new ExportCheck(key === undefined ? undefined : headVerifier([key]))
  for (const line of linesOf(texts)) await checking.take(line)
  return checking.end()
}

describe('the receipts of a shard', () => {
  it('are chained as they are written, also after an eviction', async () => {
    await accept(sale('one'))
    await deliver()
    await evictDurableObject(shard())
    await accept(sale('two'))
    await deliver()
    const rows = await rowsNow()
    expect(rows.length).toBeGreaterThanOrEqual(4)
    let before = GENESIS
    for (const row of rows) before = expectChained(before, row)
  })

  it('cost one row each', async () => {
    const written = await inShard((shardSql) => {
      const book = new ReceiptBook(shardSql)
      const before = shardSql.rowsWritten
      book.append(START_MS, 'tiktok', 'delivered', '', '[]')
      return shardSql.rowsWritten - before
    })
    expect(written).toBe(1)
  })

  it('go on from what is stored after a transaction that failed', async () => {
    await inShard((shardSql, storage) => {
      const book = new ReceiptBook(shardSql)
      book.append(START_MS, 'tiktok', 'delivered', '', '["kept"]')
      const failing = () =>
        storage.transactionSync(() => {
          book.append(START_MS, 'tiktok', 'delivered', '', '["lost"]')
          throw new Error('no room')
        })
      expect(failing).toThrow('no room')
      book.append(START_MS, 'meta', 'refused', '', '["next"]')
    })
    expect((await rowsNow()).map(({ id, sheets }) => [id, sheets])).toEqual([
      [1, '["kept"]'],
      [2, '["next"]'],
    ])
    expect((await check(await exported(''))).findings).toEqual([])
  })

  it('are hashed as SQLite gives them back, also half a letter', async () => {
    await inShard((shardSql) => new ReceiptBook(shardSql).append(START_MS, 'meta', 'rejected', 'x\ud800y\u0000', '[]'))
    const [row] = await rowsNow()
    expect(row?.code).toBe('x\ufffdy\u0000')
    expect((await check(await exported(''))).findings).toEqual([])
  })

  it('go on with their numbers and their chain when the oldest are deleted, and when all are', async () => {
    await inShard((shardSql) => {
      append(shardSql, 10, DAY_MS)
      const book = new ReceiptBook(shardSql)
      expect(book.prune(START_MS + 6 * DAY_MS, 4)).toBe(true)
      expect(book.prune(START_MS + 6 * DAY_MS, 4)).toBe(false)
    })
    expect((await rowsNow()).map(({ id }) => id)).toEqual([7, 8, 9, 10])
    expect((await check(await exported(''))).findings).toEqual([])
    await inShard((shardSql) => {
      const book = new ReceiptBook(shardSql)
      const before = lastLink(shardSql)
      book.prune(START_MS + 99 * DAY_MS, 100)
      expect(lastLink(shardSql)).toEqual(before)
      append(shardSql, 1, 1)
    })
    expect((await rowsNow()).map(({ id }) => id)).toEqual([11])
    expect((await check(await exported(''))).findings).toEqual([])
  })

  it('of a state folder from before the chain are kept, and told as such', async () => {
    await inShard((shardSql) => {
      shardSql.rows('DROP TABLE receipts')
      shardSql.rows(
        `CREATE TABLE receipts (id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, destination TEXT NOT NULL,
           outcome TEXT NOT NULL, code TEXT NOT NULL, sheets TEXT NOT NULL)`,
      )
      shardSql.rows("INSERT INTO receipts VALUES (4, ?, 'meta', 'delivered', '', '[]')", START_MS)
      addChainColumn(shardSql)
      addChainColumn(shardSql)
      append(shardSql, 2, 1, START_MS + 1)
    })
    expect((await rowsNow()).map(({ id, chain }) => [id, chain.length])).toEqual([
      [4, 0],
      [5, 64],
      [6, 64],
    ])
    // Its numbers begin at 4: what came before was deleted when there was no chain yet.
    expect(await check(await exported(''))).toMatchObject({ findings: [], shards: [{ rows: 3, unchained: 1 }] })
  })
})

function expectChained(before: string, row: ReceiptCells & { readonly chain: string }): string {
  expect(row.chain).toBe(chainAfter(before, row))
  return row.chain
}

describe('an export of a range', () => {
  it('is in order over several pages, and unsigned without a key', async () => {
    await inShard((shardSql, storage) => storage.transactionSync(() => append(shardSql, 12_000, 1_000)))
    const texts = await exported('')
    expect(texts.length).toBe(3)
    const result = await check(texts)
    expect(result).toMatchObject({ findings: [], header: { kid: null, shards: 1 }, shards: [{ rows: 12_000 }] })
    expect((await check(texts, RFC_KEY)).findings).toEqual([expect.objectContaining({ kind: 'signature_missing' })])
  })

  it('ends a page with large rows early', async () => {
    const sheets = JSON.stringify(['x'.repeat(1_500_000)])
    await inShard((shardSql) => {
      const book = new ReceiptBook(shardSql)
      for (let n = 0; n < 7; n++) book.append(START_MS, 'tiktok', 'delivered', '', sheets)
    })
    const texts = await exported('')
    expect(texts.length).toBe(3)
    for (const text of texts) expect(text.length).toBeLessThan(6_500_000)
    expect(await check(texts)).toMatchObject({ findings: [], shards: [{ rows: 7 }] })
  })

  it('has the days that were asked for, both included', async () => {
    await inShard((shardSql) => append(shardSql, 240, DAY_MS / 24))
    const ids = rowIds(await exported('from=2026-11-03&to=2026-11-04'))
    // One row before and one after show that the range begins and ends there.
    expect([ids[0], ids.at(-1), ids.length]).toEqual([48, 97, 50])
    expect(rowIds(await exported('from=2026-11-01T01:00:00Z&to=2026-11-01T03:00:00Z'))).toEqual([1, 2, 3, 4])
    expect(rowIds(await exported('to=2026-10-01'))).toEqual([1])
    const days = await check(await exported('from=2026-11-03&to=2026-11-04'))
    expect(days).toMatchObject({ findings: [], shards: [{ lines: 50, rows: 48, firstId: 49, lastId: 96 }] })
  })

  it('goes on to the next signed head, which was there before anybody asked', async () => {
    const texts = await inShard(async (shardSql) => {
      append(shardSql, 10, DAY_MS)
      const proof = new ReceiptProof(shardSql, 'atelier-rivage/0', RFC_KEY)
      await proof.signDaily(START_MS + 9 * DAY_MS)
      const ask = { site: 'atelier-rivage', shard: 0, shards: 1, place: null }
      const range = { fromMs: START_MS + 2 * DAY_MS, toMs: START_MS + 5 * DAY_MS }
      return [(await proof.page({ ...ask, ...range }, START_MS + 20 * DAY_MS))?.text ?? '']
    })
    expect(rowIds(texts)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10])
    // What was signed then is kept; the export's own signature of the same place proves less.
    expect(await sql('SELECT id, at_ms FROM receipt_heads')).toEqual([{ id: 10, at_ms: START_MS + 9 * DAY_MS }])
    const heads = linesOf(texts).flatMap((line) => (readLine(line)?.kind === 'head' ? [readLine(line) as Line] : []))
    expect(heads).toMatchObject([
      { id: 10, signed_at: '2026-11-10T00:00:00.000Z' },
      { id: 10, anchor_id: 1, closes: true },
    ])
  })

  it('shows a row that was changed in the database', async () => {
    await accept(sale('one'))
    await deliver()
    await accept(sale('two'))
    await deliver()
    await sql("UPDATE receipts SET outcome = 'refused' WHERE id = 2")
    const { findings } = await check(await exported(''))
    expect(findings).toEqual([expect.objectContaining({ kind: 'row_altered', id: 2, what: 'content' })])
  })

  it.each(['from=yesterday', 'to=2026-02-30', 'from=2026-11-02&to=2026-11-01', 'person=', 'person=a&order=b'])(
    'answers 400 to %s',
    async (query) => {
      const response = await get(`/v1/receipts/export?${query}`, TOKEN)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ code: 'wrong_query' })
    },
  )

  it('takes no cursor that it did not give', async () => {
    await inShard((shardSql) => append(shardSql, 10, DAY_MS))
    const to = START_MS + 20 * DAY_MS
    const made = [
      `0.11.0.${to}`,
      `0.0.5.0.${to}`,
      `0.1.${START_MS + 4 * DAY_MS}.${to}`,
      `1.start.0.${to}`,
      '0.start.0.9999999999999',
      'x',
      '0.start.9.1',
    ]
    for (const cursor of made) {
      const response = await get(`/v1/receipts/export?cursor=${cursor}`, TOKEN)
      expect([cursor, response.status]).toEqual([cursor, 400])
    }
  })

  it('is given to a token of the site only', async () => {
    expect((await get('/v1/receipts/export')).status).toBe(401)
    expect((await get('/v1/receipts/export', { authorization: 'Bearer x' })).status).toBe(401)
  })
})

describe('a signed head', () => {
  const signed = (shardSql: Sql, key: ReceiptPrivateJwk) => new ReceiptProof(shardSql, 'atelier-rivage/0', key)

  it('is made once a day, and only when there is something new', async () => {
    const days = await inShard(async (shardSql) => {
      const proof = signed(shardSql, RFC_KEY)
      await proof.signDaily(START_MS)
      append(shardSql, 2, 1)
      for (const hours of [0, 5, 23, 24, 30]) await proof.signDaily(START_MS + hours * 3_600_000)
      append(shardSql, 1, 1)
      await proof.signDaily(START_MS + 31 * 3_600_000)
      await proof.signDaily(START_MS + 32 * 3_600_000)
      return shardSql.rows<{ id: number; at_ms: number }>('SELECT id, at_ms FROM receipt_heads')
    })
    expect(days).toEqual([
      { id: 2, at_ms: START_MS },
      { id: 3, at_ms: START_MS + 31 * 3_600_000 },
    ])
  })

  it('is verified with its public key and with no other', async () => {
    const other = await newKeyPair()
    const jws = await headSigner(RFC_KEY)({ site: 'shop' })
    expect(await headVerifier([RFC_KEY])(jws)).toEqual({ kind: 'good', kid: RFC_KEY.kid, claims: { site: 'shop' } })
    expect(await headVerifier([other.publicJwk])(jws)).toEqual({ kind: 'unknown_key', kid: RFC_KEY.kid })
    expect(await headVerifier([{ ...other.publicJwk, kid: RFC_KEY.kid }])(jws)).toEqual({ kind: 'bad' })
  })

  it('is refused to a key whose halves do not belong together', async () => {
    const { privateJwk } = await newKeyPair()
    await expect(headSigner({ ...privateJwk, x: RFC_KEY.x })({})).rejects.toThrow()
  })

  it('brackets a rewriting of everything: the next export does not agree with it', async () => {
    const texts = await inShard(async (shardSql, storage) => {
      const proof = signed(shardSql, RFC_KEY)
      const ask = { site: 'atelier-rivage', shard: 0, shards: 1, fromMs: 0, toMs: START_MS + 99 * DAY_MS, place: null }
      append(shardSql, 3, 1)
      await proof.signDaily(START_MS)
      append(shardSql, 3, 1)
      const before = (await proof.page(ask, START_MS + DAY_MS))?.text ?? ''
      const rows = shardSql.rows<Record<string, SqlStorageValue> & ReceiptCells>('SELECT * FROM receipts ORDER BY id')
      // With full power over the database: rows 2 to 6 are made anew, with a chain that fits.
      storage.transactionSync(() => {
        shardSql.rows('DELETE FROM receipts WHERE id > 1')
        const book = new ReceiptBook(shardSql)
        for (const row of rows.slice(1)) book.append(row.at_ms, row.destination, 'refused', '', row.sheets)
      })
      return [before, (await proof.page(ask, START_MS + 2 * DAY_MS))?.text ?? '']
    })
    const header = JSON.stringify({
      kind: 'export',
      version: 1,
      site: 'atelier-rivage',
      from: '1970-01-01T00:00:00.000Z',
    })
    const whole = (text: string) => [
      `${header.slice(0, -1)},"to":"2027-02-08T00:00:00.000Z","shards":1,"exported_at":"2027-02-08T00:00:00.000Z","kid":"k"}\n${text}`,
    ]
    expect(await check(whole(texts[0] ?? ''), RFC_KEY)).toMatchObject({ findings: [], shards: [{ signedHeads: 2 }] })
    expect((await check(whole(texts[1] ?? ''), RFC_KEY)).findings).toEqual([
      expect.objectContaining({ kind: 'head_differs', id: 3, sinceId: 0 }),
    ])
  })
})
