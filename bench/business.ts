/**
 * The Business page on a large record, in real workerd over HTTP: a million touches and 50,000 orders lie in the site's off-site record
 * before it starts, and each table of the page is asked for. The first ask of each start reads all journeys out of SQLite.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { mulberry32 } from '../src/analysis/numbers/prng.ts'
import type { Session } from '../src/offsite/journey.ts'
import { journeyText } from '../src/offsite/journey-text.ts'
import { startGateway } from './gateway.ts'
import { median } from './median.ts'
import { progress } from './progress.ts'

export interface BusinessCost {
  readonly touches: number
  readonly journeys: number
  readonly orders: number
  /** The record's file. */
  readonly bytes: number
  /** The whole page: all its tables one after the other, nothing of it in memory before. */
  readonly coldMs: number
  /** The same again, while nothing has changed. */
  readonly warmMs: number
  /** Of the cold page, what the gateway's process had of the processor: what other processes do is not in it. */
  readonly coldCpuMs: number
  /** Each table alone, journeys in memory. */
  readonly tables: Readonly<Record<string, number>>
}

const SIZES = [
  { touches: 250_000, orders: 12_500 },
  { touches: 500_000, orders: 25_000 },
  { touches: 1_000_000, orders: 50_000 },
]
const PAGE = ['business_summary', 'business_by_source', 'claims_beside']
const OTHERS = ['credit_by_creative', 'creative_cards', 'time_to_order']
const TIMES = 3
const DAY_MS = 86_400_000
const SPAN_DAYS = 90
const SEED = 20_261_122

export async function measureBusiness(folder: string, bundle: string): Promise<readonly BusinessCost[]> {
  const costs: BusinessCost[] = []
  for (const size of SIZES) {
    progress(`business: ${size.touches} touches, ${size.orders} orders`)
    costs.push(await measureOne(folder, bundle, size))
  }
  return costs
}

async function measureOne(folder: string, bundle: string, size: (typeof SIZES)[number]): Promise<BusinessCost> {
  const first = await startGateway(folder, bundle, 'http://127.0.0.1:1')
  await ask(first, 'state')
  await first.stop()
  const fromMs = Math.floor(Date.now() / DAY_MS) * DAY_MS - SPAN_DAYS * DAY_MS
  const { journeys, bytes } = fill(first.stateDir, size, fromMs)
  const [from, to] = [fromMs, fromMs + (SPAN_DAYS - 1) * DAY_MS].map((ms) => new Date(ms).toISOString().slice(0, 10))
  const span = `from=${from}&to=${to}&model=position`
  const runs: { cold: number; warm: number; cpu: number }[] = []
  const tables: Record<string, number[]> = {}
  for (let time = 0; time < TIMES; time++) {
    const gateway = await startGateway(folder, bundle, 'http://127.0.0.1:1', { stateDir: first.stateDir })
    const page = async () => {
      let all = 0
      for (const id of PAGE) all += await ask(gateway, `tables/${id}?${span}`)
      return all
    }
    const before = cpuMsOf(gateway.pid)
    const cold = await page()
    const cpu = cpuMsOf(gateway.pid) - before
    runs.push({ cold, cpu, warm: await page() })
    for (const id of [...PAGE, ...OTHERS]) (tables[id] ??= []).push(await ask(gateway, `tables/${id}?${span}`))
    await gateway.stop()
  }
  return {
    ...size,
    journeys,
    bytes,
    coldMs: median(runs.map(({ cold }) => cold)),
    warmMs: median(runs.map(({ warm }) => warm)),
    coldCpuMs: median(runs.map(({ cpu }) => cpu)),
    tables: Object.fromEntries(Object.entries(tables).map(([id, times]) => [id, median(times)])),
  }
}

/** Linux alone says it; elsewhere 0. A tick is a hundredth of a second. */
function cpuMsOf(pid: number): number {
  try {
    const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
    const fields = rest.split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return 0
  }
}

async function ask({ url, token }: { url: string; token: string }, path: string): Promise<number> {
  const begun = performance.now()
  const response = await fetch(`${url}/v1/analysis/${path}`, { headers: { authorization: `Bearer ${token}` } })
  const text = await response.text()
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text.slice(0, 300)}`)
  return performance.now() - begun
}

/** As a year of facts would have left it: two and a half touches a journey, a twentieth of a touch an order, a tenth unknown. */
export function fill(stateDir: string, { touches, orders }: (typeof SIZES)[number], fromMs: number) {
  const base = join(stateDir, 'outbox', 'tidegate-offsite')
  const file = readdirSync(base).find((name) => name.endsWith('.sqlite') && !name.startsWith('metadata'))
  const database = new DatabaseSync(join(base, file ?? ''))
  const random = mulberry32(SEED)
  const channels = channelNames()
  const name = database.prepare('INSERT INTO names (kind, name, number) VALUES (?, ?, ?)')
  const journey = database.prepare(
    'INSERT INTO journeys (key, first_ms, last_ms, touches, sold, log) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const order = database.prepare(
    `INSERT INTO orders (at_ms, link, journey, status, value, refunds, first_time, declared, answered, region, by_name)
     VALUES (?, ?, ?, 0, ?, '', ?, ?, '', 'FR-IDF', 0)`,
  )
  database.exec('BEGIN')
  for (const [number, text] of channels.entries()) name.run('c', text, number)
  for (let page = 0; page < 50; page++) name.run('p', `/page-${page}`, page)
  const count = Math.ceil(touches / 2.5)
  const every = Math.floor(count / (orders * 0.9))
  let [left, sold] = [touches, 0]
  for (let index = 0; index < count; index++) {
    const own = index === count - 1 ? left : Math.min(left, 1 + Math.floor(random() * 4))
    left -= own
    const key = hex(random)
    const sessions = sessionsOf(own, fromMs, random, channels.length)
    const lastMs = sessions.at(-1)?.atMs ?? fromMs
    const sells = index % every === 0 && sold < orders * 0.9
    journey.run(key, sessions[0]?.atMs ?? fromMs, lastMs, own, sells ? 1 : 0, journeyText({ sessions, steps: [] }))
    if (sells) order.run(lastMs + 600_000, `j${sold++}`, key, 2_000 + Math.floor(random() * 20_000), sold % 3, '')
  }
  for (let index = sold; index < orders; index++)
    order.run(
      fromMs + Math.floor(random() * SPAN_DAYS * DAY_MS),
      `n${index}`,
      '',
      5_000,
      2,
      index % 4 === 0 ? 'tiktok' : '',
    )
  const taken = database.prepare("INSERT INTO taken (shard, epoch, seq, touches, journeys) VALUES (9, '', 0, ?, ?)")
  taken.run(touches, count)
  importSpend(database, fromMs)
  database.exec('COMMIT')
  const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count'] ?? 0)
  database.close()
  return { journeys: count, bytes: pages * 4_096 }
}

function sessionsOf(count: number, fromMs: number, random: () => number, channels: number): Session[] {
  const times = Array.from({ length: count }, () => Math.floor(fromMs + random() * SPAN_DAYS * DAY_MS)).toSorted(
    (a, b) => a - b,
  )
  return times.map((atMs) => {
    const channel = random() < 0.3 ? Math.floor(random() * 5) : Math.floor(random() * channels)
    const untilMs = atMs + Math.floor(random() * 300) * 1_000
    return { atMs, channel, page: Math.floor(random() * 50), flags: 2, isDirect: false, pages: 2, untilMs }
  })
}

/** Five of its own, and six hundred ads. */
function channelNames(): readonly string[] {
  const own = [
    ['tiktok', 'live', '', '', 'l-1', 'r/l-1'],
    ['tiktok', 'organic_video', '', '', 'p-1', ''],
    ['newsletter', 'mail', '', '', '', ''],
    ['google', 'search', '', '', '', ''],
    ['direct', 'direct', '', '', '', ''],
  ]
  const ads = ['tiktok', 'meta', 'google'].flatMap((source) =>
    Array.from({ length: 200 }, (_, ad) => [source, ad % 3 === 0 ? 'spark' : 'ad', `c-${ad % 12}`, '', `a-${ad}`, '']),
  )
  return [...own, ...ads].map((name) => JSON.stringify(name))
}

function importSpend(database: DatabaseSync, fromMs: number): void {
  const insert = database.prepare("INSERT INTO imports (kind, day, key, file, row) VALUES ('media', ?, ?, '', ?)")
  for (let day = 0; day < SPAN_DAYS; day++) {
    const date = new Date(fromMs + day * DAY_MS).toISOString().slice(0, 10)
    for (const source of ['tiktok', 'meta'])
      for (let ad = 0; ad < 50; ad++) {
        const row = {
          kind: 'media',
          source,
          level: 'ad',
          day: date,
          campaign_id: `c-${ad % 12}`,
          id: `a-${ad}`,
          currency: 'EUR',
          spend: 1_500,
          metrics: { impressions: 4_000, clicks: 60 },
          claimed_orders: 1,
          claimed_value: 6_000,
          window: '7d_click_1d_view',
          paid: true,
        }
        insert.run(date, JSON.stringify([source, ad]), JSON.stringify(row))
      }
  }
}

function hex(random: () => number): string {
  return Array.from({ length: 4 }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('')
}
