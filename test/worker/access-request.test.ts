/** An access request: what is kept of one person or order, found by whatever they give, and nothing of anybody else. */
import { reset } from 'cloudflare:test'
import { afterEach, describe, expect, it } from 'vitest'
import { ReceiptBook } from '../../src/outbox/receipt-book.ts'
import { answer } from './answers.ts'
import { consent, sale } from './events.ts'
import { accept, deliver } from './gateway.ts'
import { clearPlatforms } from './platforms.ts'
import { append, exported, inShard, linesOf, rowsNow, START_MS } from './receipts.ts'

afterEach(async () => {
  await reset()
  await clearPlatforms()
})

describe('an export of one person', () => {
  const HERS = 'a'.repeat(32)
  const entry = (id: string, ...p: readonly string[]) => ({ id, ev: 'purchase', t: START_MS, lv: 'full', f: 0, p })
  const sheet = (...list: readonly object[]) =>
    JSON.stringify({ site: 'atelier-rivage', digest: 'd', sets: ['event'], bases: [], list })

  async function fill(): Promise<void> {
    await inShard((shardSql) => {
      const book = new ReceiptBook(shardSql)
      const both = `[${sheet(entry('hers', HERS), entry('his', 'b'.repeat(32)))}]`
      book.append(START_MS, 'tiktok', 'delivered', '', both)
      book.append(START_MS, '', 'refused', '', `[${sheet({ ...entry('no', HERS), no: { meta: 'consent_denied' } })}]`)
      shardSql.rows(
        "INSERT INTO pending VALUES ('meta', 1, ?, 1, '{}', ?)",
        START_MS,
        sheet(entry('waits', 'c'.repeat(32), HERS)),
      )
    })
  }

  it('has her receipts, what waits too, and of nobody else', async () => {
    await fill()
    const found = linesOf(await exported(`person=${HERS}`)).map((line): unknown => JSON.parse(line))
    const chains = (await rowsNow()).map(({ chain }) => chain)
    expect(found).toMatchObject([
      { kind: 'receipt', shard: 0, id: null, chain: null, event_id: 'waits', destination: 'meta', outcome: 'waiting' },
      { kind: 'receipt', id: 1, chain: chains[0], event_id: 'hers', destination: 'tiktok', outcome: 'delivered' },
      { kind: 'receipt', id: 2, chain: chains[1], event_id: 'no', destination: 'meta', decision: 'consent_denied' },
    ])
    expect(found).toHaveLength(3)
  })

  it('is found by her address, her number and her order, in any spelling, and by no other', async () => {
    const person = { email: 'Jane.Doe@Example.com', phone: '+33 6 39 98 00 01' }
    await accept(sale('hers', { person, order: { id: 'H-1', value: 10, currency: 'EUR' } }))
    await accept(sale('other', { person: { email: 'joe@example.com' } }))
    await deliver()
    const ask = async (query: string) =>
      linesOf(await exported(query)).map((line) => (JSON.parse(line) as { event_id: string }).event_id)
    const asked = ['person=jane.doe%40example.com', 'person=06%2039%2098%2000%2001', 'order=H-1']
    for (const query of asked) expect([query, await ask(query)]).toEqual([query, ['hers', 'hers']])
    expect(await ask('person=nobody%40example.com')).toEqual([])
  })

  it('does not take an order for a customer of the same number', async () => {
    const order = { id: '1001', value: 10, currency: 'EUR' }
    await accept(sale('hers', { person: { email: 'jane@example.com', external_id: '1001' } }))
    await accept(sale('his', { person: { email: 'joe@example.com' }, order }))
    await deliver()
    const ask = async (query: string) =>
      new Set(linesOf(await exported(query)).map((line) => (JSON.parse(line) as { event_id: string }).event_id))
    expect(await ask('person=1001')).toEqual(new Set(['hers']))
    expect(await ask('order=1001')).toEqual(new Set(['his']))
    expect(await ask('order=jane@example.com')).toEqual(new Set())
  })

  it('has what the person answered', async () => {
    await answer({ person: { email: 'jane@example.com' }, consent: consent('denied') })
    const found = linesOf(await exported('person=jane@example.com')).map((line): unknown => JSON.parse(line))
    expect(found.length).toBeGreaterThan(0)
    for (const line of found)
      expect(line).toMatchObject({ kind: 'receipt', id: 1, outcome: 'answered', decision: 'consent_denied' })
    expect(linesOf(await exported('person=joe@example.com'))).toEqual([])
  })

  it('may be asked for without her name in the address', async () => {
    await fill()
    expect(linesOf(await exported('', { 'tidegate-person': HERS }))).toHaveLength(3)
    expect(linesOf(await exported('', { 'tidegate-person': 'd'.repeat(32) }))).toHaveLength(0)
  })

  it('goes through every page', async () => {
    await fill()
    await inShard((shardSql, storage) => storage.transactionSync(() => append(shardSql, 11_000, 1)))
    await inShard((shardSql) =>
      new ReceiptBook(shardSql).append(START_MS, 'meta', 'delivered', '', `[${sheet(entry('last', HERS))}]`),
    )
    const ids = linesOf(await exported(`order=${HERS}`)).map(
      (line) => (JSON.parse(line) as { event_id: string }).event_id,
    )
    expect(ids).toEqual(['waits', 'hers', 'no', 'last'])
  })
})
