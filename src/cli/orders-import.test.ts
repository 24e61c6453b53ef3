/** `tidegate orders import` and `tidegate parked` against a real HTTP server that answers as docs/orders.md says. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { tidegate } from './signed.fixture.ts'

let server: Server
let url = ''
let folder = ''
let asked: { readonly path: string; readonly body: string }[] = []
/** The next answers to POST, in turn; then every order is new. */
let answers: { readonly status: number; readonly headers?: Record<string, string>; readonly body: object }[] = []

const SETTINGS = { site: 'shop', time_zone: 'Europe/Paris', excluded: ['test', 'tag:b2b'] }

async function reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = (await request.toArray()).join('')
  asked.push({ path: `${request.method} ${request.url}`, body })
  if (request.url === '/v1/ledger/settings') return void response.end(JSON.stringify(SETTINGS))
  const next = answers.shift()
  const { status = 200, headers = {} } = next ?? {}
  const told = next?.body ?? { results: (JSON.parse(body) as { orders: unknown[] }).orders.map(() => 'new') }
  response.writeHead(status, headers).end(JSON.stringify(told))
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidegate-orders-'))
  server = createServer((request, response) => void reply(request, response))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})
beforeEach(() => {
  asked = []
  answers = []
})

async function file(rows: readonly string[]): Promise<string> {
  const path = join(folder, 'orders.csv')
  await writeFile(path, ['order_id;created_at;status;total;currency', ...rows].join('\n'))
  return path
}

const rowsOf = (count: number) => Array.from({ length: count }, (_, n) => `${n};2026-11-20 10:00;paid;1,50;EUR`)
const run = (args: readonly string[], ...more: string[]) =>
  tidegate(['orders', 'import', ...args, '--url', url, ...more])
const sent = () => asked.slice(1).flatMap(({ body }) => (JSON.parse(body) as { orders: { order_id: string }[] }).orders)

describe('tidegate orders import', () => {
  it('says how it read the file, sends every order once in parts, and sums up', async () => {
    const told = await run([await file(rowsOf(600))])
    expect([told.code, told.stderr]).toMatchObject([0, expect.stringContaining('100% (600 of 600)')])
    expect(told.stdout).toBe(
      'Read as: plain format, 600 rows, semicolons, UTF-8, decimal comma, times of Europe/Paris.\nOrders: 600. 600 new.\n',
    )
    expect([asked.length, new Set(sent().map(({ order_id: id }) => id)).size]).toEqual([4, 600])
    expect(sent()[0]).toMatchObject({ at: '2026-11-20T09:00:00.000Z', money: { total: '1.5' } })
  })

  it('sends the same again where the gateway could not store', async () => {
    answers = [{ status: 503, headers: { 'retry-after': '0' }, body: {} }]
    const told = await run([await file(rowsOf(2))], '--dry-run')
    expect([told.code, asked[1]?.body === asked[2]?.body, JSON.parse(asked[2]?.body ?? '')]).toMatchObject([
      0,
      true,
      { dry_run: true },
    ])
    expect(told.stdout).toContain('Trial: nothing was written.')
  })

  it('leaves out what is wrong and names it, in French as well, and with --strict sends nothing', async () => {
    const path = await file([...rowsOf(1), '9;2026-11-20;paid;dix;EUR'])
    const told = await run([path], '--lang', 'fr')
    expect([told.code, sent().length]).toEqual([1, 1])
    expect(told.stderr).toContain('Ligne 3\u00a0: total\u00a0: «\u00a0dix\u00a0» n’est pas un montant')
    const before = asked.length
    expect((await run([path], '--strict')).code).toBe(1)
    expect(asked.slice(before).map(({ path: address }) => address)).toEqual(['GET /v1/ledger/settings'])
  })

  it('is asked for wrongly with an unknown format, state or zone', async () => {
    const path = await file(rowsOf(1))
    for (const wrong of [
      ['--format', 'etsy'],
      ['--status', 'Prête=gone'],
      ['--time-zone', 'Paris'],
    ])
      expect((await run([path, ...wrong])).code).toBe(2)
    expect((await run([join(folder, 'no-such.csv')])).stderr).toContain('The file cannot be read')
  })
})

describe('tidegate parked', () => {
  it('says in words that there is nothing of an id', async () => {
    answers = [{ status: 404, body: { code: 'not_found', detail: 'nothing of this id is parked' } }]
    const told = await tidegate(['parked', 'show', '3f0c', '--url', url])
    expect([told.code, told.stderr]).toEqual([1, expect.stringMatching(/^Nothing of this id is parked: /)])
    answers = [{ status: 404, body: { code: 'no_ledger' } }]
    expect((await tidegate(['parked', 'show', '3f0c', '--url', url])).stderr).toContain('no_ledger')
  })

  it('redrives page after page, and says what stays', async () => {
    const page = (next: string | null) => ({ looked: 20, done: 19, stayed: { incomplete: 1 }, next_cursor: next })
    const list = { parked: [], total: 40, fill: 0.5, next_cursor: null }
    answers = [list, page('1.ab'), page(null)].map((body) => ({ status: 200, body }))
    const told = await tidegate(['parked', 'redrive', '--code', 'incomplete', '--url', url])
    expect([told.code, told.stdout]).toEqual([1, 'Read again: 40; used: 38.\n  2  incomplete\n'])
    expect(asked.map(({ path }) => path)).toEqual([
      'GET /v1/parked?limit=0',
      'POST /v1/parked/redrive?code=incomplete',
      'POST /v1/parked/redrive?code=incomplete&cursor=1.ab',
    ])
  })
})
