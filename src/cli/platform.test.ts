/** `tidegate platform` against a real HTTP server in the gateway's place, and the simulators in the platforms'. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startSimulators, type RunningSimulators } from '../simulators/server.ts'
import { runTidegate } from './run.ts'

interface Part {
  readonly destination: string
  readonly file: string
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

let gateway: Server
let url = ''
let simulators: RunningSimulators
let folder = ''
let parts: Part[] = []

beforeAll(async () => {
  gateway = createServer((request, response) => {
    void text(request).then((body) => {
      if (request.url === '/v1/ledger/settings') return response.end(JSON.stringify({ time_zone: 'Europe/Paris' }))
      const known = parts.some((part) => JSON.stringify(part) === body)
      parts.push(JSON.parse(body) as Part)
      return response.end(JSON.stringify({ result: known ? 'same' : 'stored' }))
    })
  })
  await new Promise<void>((ready) => gateway.listen(0, '127.0.0.1', ready))
  url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`
  simulators = await startSimulators({ port: 0, nowMs: () => Date.parse('2026-11-22T12:00:00Z') })
  folder = await mkdtemp(join(tmpdir(), 'tidegate-'))
})
afterAll(async () => {
  gateway.close()
  await simulators.close()
  await rm(folder, { recursive: true })
})
beforeEach(() => {
  parts = []
})

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  let [out, err] = ['', '']
  const exit = await runTidegate(['platform', ...args, '--url', url, '--token', 't'], {
    stdin: (async function* () {})(),
    stdout: (words) => (out += words),
    stderr: (words) => (err += words),
    env,
    nowMs: () => 0,
    randomId: () => 'id',
  })
  return { exit, out, err }
}

async function fileOf(content: string | Uint8Array): Promise<string> {
  const path = join(folder, 'export.csv')
  await writeFile(path, content)
  return path
}

const EVENTS = [
  'event,event_id,order_id,at,value,currency,via,page',
  ...Array.from(
    { length: 600 },
    (_, index) => `Purchase,o-${index},${index},2026-11-20T10:00:00Z,1.10,EUR,browser,/thanks`,
  ),
].join('\r\n')

describe('tidegate platform import', () => {
  it('sends an export in parts of 500, under the hash of the file, and says what a repeat changed: nothing', async () => {
    const path = await fileOf(`\uFEFF${EVENTS}`)
    const first = await run(['import', path, '--destination', 'meta'])
    expect(first).toMatchObject({ exit: 0, out: expect.stringContaining('600 rows stored.') as unknown })
    expect(parts.map(({ destination, rows }) => [destination, rows.length])).toEqual([
      ['meta', 500],
      ['meta', 100],
    ])
    expect(parts[0]?.file).toMatch(/^[0-9a-f]{64}$/)
    expect(new Set(parts.map(({ file }) => file)).size).toBe(1)
    const again = await run(['import', path, '--destination', 'meta', '--lang', 'fr'])
    expect(again.out).toContain('0 ligne enregistrée, 600 déjà là.')
  })

  it('names each wrong line as an editor counts it, and stores nothing', async () => {
    const path = await fileOf('Day,Purchases\n2026-11-20,4\n\n"2026-11-\n21",4\n2026-11-22,many\n')
    const { exit, err } = await run(['import', path, '--destination', 'tiktok'])
    expect(exit).toBe(1)
    expect(err).toContain(`${path}:5: no day`)
    expect(err).toContain(`${path}:6: no count`)
    expect(parts).toEqual([])
  })

  it('takes what a simulator says that it counted', async () => {
    const sale = {
      event_name: 'Purchase',
      event_id: 'o-1',
      event_time: Date.parse('2026-11-20T10:00:00Z') / 1000,
      event_source_url: 'https://shop.example/thanks?a="1,2"',
      custom_data: { order_id: '1', value: 42.5, currency: 'EUR' },
    }
    const pixel = { source: '1', events: [sale, { ...sale, event_id: 'o-1-again' }, sale] }
    await fetch(`${simulators.url}/_sim/meta/pixel`, { method: 'POST', body: JSON.stringify(pixel) })
    const counted = await (await fetch(`${simulators.url}/_sim/meta/events.csv`)).text()
    expect(await run(['import', await fileOf(counted), '--destination', 'meta'])).toMatchObject({ exit: 0 })
    const row = { kind: 'event', event: 'purchase', order_id: '1', value: 42.5, via: 'browser', page: '/thanks' }
    expect(parts[0]?.rows).toMatchObject([
      { ...row, event_id: 'o-1' },
      { ...row, event_id: 'o-1-again' },
    ])
  })

  it('only reads with --dry-run', async () => {
    const { exit, out } = await run(['import', await fileOf(EVENTS), '--destination', 'meta', '--dry-run'])
    expect([exit, parts.length]).toEqual([0, 0])
    expect(out).toContain('600 rows')
  })

  it.each([
    ['', 'the file has no line'],
    [Buffer.from('Day,Purchases', 'utf16le'), 'not UTF-8'],
    ['Day,Purchases\n"2026-11-20,4\n', 'no CSV from here on'],
  ])('says what is wrong with a file that is no CSV', async (content, words) => {
    const { exit, err } = await run(['import', await fileOf(content), '--destination', 'meta'])
    expect([exit, parts.length]).toEqual([1, 0])
    expect(err).toContain(words)
  })
})

describe('tidegate platform pull', () => {
  it('asks the platform with a token of its own, and sends what it says', async () => {
    const sale = { event: 'Purchase', event_id: 'o-1', event_time: Date.parse('2026-11-20T10:00:00Z') / 1000 }
    await fetch(`${simulators.url}/_sim/tiktok/pixel`, {
      method: 'POST',
      body: JSON.stringify({ source: 'C4', events: [sale] }),
    })
    const args = ['pull', '--destination', 'tiktok', '--from', '2026-11-20', '--to', '2026-11-21']
    const of = ['--source', 'C4', '--ad-account', '7000001']
    const env = { TIKTOK_REPORTING_TOKEN: 'reads', TIDEGATE_PLATFORM_BASE: simulators.url }
    expect(await run([...args, ...of], env)).toMatchObject({
      exit: 0,
      out: 'Purchases received: 1; credited to ads: 0.\n1 row stored.\n',
    })
    expect(parts).toMatchObject([
      { destination: 'tiktok', rows: [{ kind: 'received', day: '2026-11-20', count: 1, via: 'browser' }] },
    ])
    expect(await run([...args, ...of], { ...env, TIKTOK_REPORTING_TOKEN: 'bad' })).toMatchObject({
      exit: 1,
      err: expect.stringContaining('tiktok gave no report: 200 Access token is incorrect') as unknown,
    })
    expect((await run([...args, ...of])).err).toContain('set TIKTOK_REPORTING_TOKEN')
    expect((await run(args, env)).err).toContain('--ad-account: the advertiser’s id')
  })
})
