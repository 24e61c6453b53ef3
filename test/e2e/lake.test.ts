/** The event lake end to end: sales through a gateway on plain workerd, written by the command, read back with DuckDB. */
import { createHash, createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runTidegate } from '../../src/cli/run.ts'
import { CAMILLE, consent, newOrder, sale } from '../support/events.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { queryLake } from '../support/lake.ts'
import { removeFolder, temporaryFolder, until } from '../support/running.ts'

const SECRET = 'a-secret-of-the-lake-alone-0123456789'
const SITE = 'atelier-rivage'
const TOKEN = { authorization: 'Bearer dev' }

let gateway: Gateway
let lake: string
const orders = [newOrder(), newOrder(), newOrder(), newOrder()]
const values = [42.5, 0.1, 0.2, 19.99]
beforeAll(async () => {
  lake = temporaryFolder('lake')
  gateway = await startGateway({ TIDEGATE_LAKE_SECRET: SECRET })
  const events = orders.map((order, n) =>
    sale(order, {
      order: { id: order, value: values[n], currency: 'EUR', items: [{ id: 'sku', name: 'Camille', quantity: 1 }] },
      person: n === 3 ? { email: 'other@example.com', external_id: 'c-78' } : CAMILLE,
    }),
  )
  const refused = sale(newOrder(), { consent: consent('denied') })
  await gateway.fromServer({ events: [...events, refused] })
  await gateway.untilSettled()
})
afterAll(async () => {
  await gateway.stop()
  removeFolder(lake)
})

/** Yesterday and today, so that midnight makes no difference. */
async function runExport(...args: readonly string[]): Promise<{ code: number; output: string }> {
  let output = ''
  const dayOf = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)
  const code = await runTidegate(
    ['lake', 'export', '--url', gateway.url, '--out', lake, '--from', dayOf(1), '--to', dayOf(0), ...args],
    {
      stdin: (async function* nothing() {})(),
      stdout: (text) => (output += text),
      stderr: (text) => (output += text),
      env: {},
      nowMs: () => Date.now(),
      randomId: () => '',
    },
  )
  return { code, output }
}

async function exportLake(): Promise<void> {
  expect(await runExport()).toMatchObject({ code: 0, output: expect.stringContaining('10 rows, 2 day(s)') })
}

const SUMS =
  'SELECT destination, outcome, count(*)::INTEGER AS n, sum(value) AS value FROM LAKE GROUP BY ALL ORDER BY ALL'

describe('tidegate lake export', () => {
  it('writes what the receipts say, with the money that was sent, and writes the same when it runs again', async () => {
    await exportLake()
    const sums = await queryLake(lake, SUMS)
    // 42.50 + 0.10 + 0.20 + 19.99, by hand.
    expect(sums).toEqual([
      { destination: 'meta', outcome: 'delivered', n: 4, value: '62.7900' },
      { destination: 'meta', outcome: 'refused', n: 1, value: null },
      { destination: 'tiktok', outcome: 'delivered', n: 4, value: '62.7900' },
      { destination: 'tiktok', outcome: 'refused', n: 1, value: null },
    ])
    await exportLake()
    expect(await queryLake(lake, SUMS)).toEqual(sums)
    expect(await queryLake(lake, 'SELECT count(DISTINCT row_id)::INTEGER AS n FROM LAKE')).toEqual([{ n: 10 }])
  })

  it('names an order so that its key can be made again with any tool', async () => {
    const key = orderKey(orders[0] ?? '')
    const found = await queryLake(
      lake,
      `SELECT destination, value, currency, click_id, consent_level FROM LAKE WHERE order_key = '${key}' ORDER BY ALL`,
    )
    const row = { value: '42.5000', currency: 'EUR', consent_level: 'full' }
    expect(found).toEqual([
      { ...row, destination: 'meta', click_id: false },
      { ...row, destination: 'tiktok', click_id: true },
    ])
  })

  it('has nothing of a person: no value, no hash that a platform would know, no key of the gateway, no event id', async () => {
    const written = JSON.stringify(await queryLake(lake, 'SELECT * FROM LAKE')).toLowerCase()
    const hash = (text: string) => createHash('sha256').update(text).digest('hex')
    const personal = ['camille', 'durand', 'example.com', '39981234', 'c-77', '203.0.113', 'mozilla', 'concarneau']
    const hashes = [hash('camille.durand@example.com'), hash('+33639981234'), hash('33639981234'), hash('c-77')]
    const ids = orders.flatMap((order) => [order.toLowerCase(), `o-${order}`.toLowerCase(), hash(order)])
    const { text } = await gateway.get('/v1/receipts/export', TOKEN)
    const keys = [...new Set(text.match(/(?<=[^0-9a-f])[0-9a-f]{32}(?=[^0-9a-f])/g))]
    expect(keys.length).toBeGreaterThan(8)
    // The receipts have the order's key too: it is there that the lake has it from.
    const inLake = [...personal, ...hashes, ...ids, ...keys].filter((one) => written.includes(one))
    expect(new Set(inLake)).toEqual(new Set(orders.map(orderKey)))
  })

  it('follows a withdrawal: what is left of the person’s rows counts, and no more', async () => {
    const gone = await gateway.send('/v1/persons/c-77', { method: 'DELETE', headers: TOKEN })
    expect(gone.status).toBe(200)
    await exportLake()
    const left =
      "SELECT withdrawn, count(*)::INTEGER AS n, sum(value) AS value, count(order_key)::INTEGER AS orders, count(occurred_at)::INTEGER AS times FROM LAKE WHERE outcome = 'delivered' GROUP BY ALL ORDER BY ALL"
    expect(await queryLake(lake, left)).toEqual([
      { withdrawn: false, n: 2, value: '39.9800', orders: 2, times: 2 },
      { withdrawn: true, n: 6, value: null, orders: 0, times: 0 },
    ])
  })

  it('changes nothing where the gateway refuses it', async () => {
    expect(await runExport('--token', 'wrong', '--lang', 'fr')).toMatchObject({
      code: 1,
      output: expect.stringContaining('401'),
    })
    expect(await queryLake(lake, 'SELECT count(*)::INTEGER AS n FROM LAKE')).toEqual([{ n: 10 }])
  })
})

it('a refusal that was sent again counts once where the outcome is delivered, and is taken back where it was rejected', async () => {
  const { platforms } = gateway
  const order = newOrder()
  await platforms.order('meta', { reject_event_id: `o-${order}` })
  await gateway.fromServer(sale(order, { person: { email: 'again@example.com' } }))
  await gateway.untilSettled()
  await platforms.clear('meta')
  const init = { method: 'POST', headers: TOKEN }
  await gateway.send(`/v1/dead-letters/redrive?event_id=o-${order}`, init)
  await until(
    'Meta has taken it',
    async () => (await gateway.receiptFor(`o-${order}`, 'meta'))?.outcome === 'delivered',
  )
  expect(await runExport()).toMatchObject({ code: 0 })
  const rows = `SELECT outcome, count(*)::INTEGER AS n, sum(value) AS value FROM LAKE
    WHERE destination = 'meta' AND order_key = '${orderKey(order)}' GROUP BY ALL ORDER BY ALL`
  expect(await queryLake(lake, rows)).toEqual(
    ['delivered', 'redriven', 'rejected'].map((outcome) => ({ outcome, n: 1, value: '42.5000' })),
  )
})

/** As docs/lake.md tells an analyst to make it. */
function orderKey(order: string): string {
  return createHmac('sha256', SECRET).update(`${SITE}\n${order}`).digest('hex').slice(0, 32)
}
