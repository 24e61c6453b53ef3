/** The lake's rows on their way to a stream of Cloudflare Pipelines, out of a real shard. */
import { env, reset, runInDurableObject } from 'cloudflare:test'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { COLUMNS, type LakeRow, type LakeStream } from '../../src/lake/row.ts'
import { Outbox } from '../../src/outbox/outbox.ts'
import { encodeTake } from '../../src/outbox/wire.ts'
import { consent, sale, sales } from './events.ts'
import { accept, deliver, get, outcomesOf, shard, sql } from './gateway.ts'
import { clearPlatforms } from './platforms.ts'

// The clock of the Worker, which runs in the same isolate.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(async () => {
  vi.useRealTimers()
  await reset()
  await clearPlatforms()
})

const pass = (ms: number) => vi.setSystemTime(Date.now() + ms)

const NAMES = COLUMNS.map(({ name }) => name)
  .toSorted()
  .join()
const isInSchema = (row: LakeRow) => Object.keys(row).toSorted().join() === NAMES

/** As strict as the stricter of the two documented limits, and as the schema in docs/lake.md. */
class Stream implements LakeStream {
  readonly rows: LakeRow[] = []
  requests = 0
  outbox: Outbox | undefined
  answer: 'takes' | 'fails' | 'takes and fails' | 'hangs' = 'takes'

  async send(records: readonly LakeRow[]): Promise<void> {
    this.requests++
    const text = JSON.stringify(records)
    if (new TextEncoder().encode(text).length > 1_000_000) throw new Error('413: more than 1 MB')
    if (this.answer === 'hangs') await new Promise(() => {})
    if (this.answer === 'fails') throw new Error('503')
    const rows = JSON.parse(text) as LakeRow[]
    if (!rows.every(isInSchema)) throw new Error('the stream would drop this row')
    this.rows.push(...rows)
    if (this.answer === 'takes and fails') throw new Error('connection lost')
  }

  ids(): string[] {
    return this.rows.map(({ row_id: id }) => id)
  }
}

/** The shard's storage under an Outbox that has the binding, as after a deployment that adds it: one alarm of it. */
async function alarmWith(stream: Stream, sends: 'sends' | 'does not send' = 'sends'): Promise<void> {
  // What came after it was made, it does not know of: the shard's own delivers that.
  if (stream.outbox !== undefined) await deliver()
  const before = stream.requests
  await runInDurableObject(shard(), async (_outbox, state) => {
    stream.outbox ??= new Outbox(state, { ...env, LAKE: stream })
    await stream.outbox.alarm()
  })
  if (sends === 'sends') await vi.waitFor(() => expect(stream.requests).toBeGreaterThan(before), { timeout: 4_000 })
  // Until what has been answered is written down.
  await new Promise((resolve) => setTimeout(resolve, 20))
  if (sends !== 'sends') expect(stream.requests).toBe(before)
}

const lakeSent = () => sql<{ value: string }>("SELECT value FROM meta WHERE name = 'lake_sent'")
const exported = async () =>
  new TextDecoder()
    .decode(await (await get('/v1/lake', { authorization: 'Bearer dev' })).arrayBuffer())
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as LakeRow)

it('sends what ended, the same rows that the command exports, each once, with one row written for all of them', async () => {
  await accept([...sales(3, 'sold'), sale('no', { consent: consent('denied') })])
  await deliver()
  const stream = new Stream()
  await alarmWith(stream)
  expect(stream.rows).toHaveLength(8)
  expect(stream.rows).toEqual(await exported())
  expect(await lakeSent()).toEqual([{ value: '3' }])

  pass(60_000)
  await accept(sale('later'))
  await alarmWith(stream)
  pass(60_000)
  await alarmWith(stream, 'does not send')
  expect(
    stream.rows
      .slice(8)
      .map(({ destination }) => destination)
      .toSorted(),
  ).toEqual(['meta', 'tiktok'])
  expect(stream.requests).toBe(2)
})

it.each(['fails', 'hangs', 'takes and fails'] as const)(
  'a stream that %s delays nobody and loses nothing: it is asked again later, and rows come twice at most',
  async (answer) => {
    const stream = new Stream()
    stream.answer = answer
    await accept(sales(2, 'early'))
    await alarmWith(stream)
    await accept(sale('meanwhile'))
    await alarmWith(stream, 'does not send')
    expect(await outcomesOf('early-1')).toEqual({ tiktok: 'delivered', meta: 'delivered' })
    expect(await outcomesOf('meanwhile')).toEqual({ tiktok: 'delivered', meta: 'delivered' })
    expect(await lakeSent()).toEqual([])

    stream.answer = 'takes'
    pass(16 * 60_000)
    // What hangs is given up after half a minute of the real clock; an eviction gives it up as well.
    if (answer === 'hangs') stream.outbox = undefined
    await alarmWith(stream)
    expect(new Set(stream.ids())).toEqual(new Set((await exported()).map(({ row_id: id }) => id)))
    expect(new Set(stream.ids()).size).toBe(6)
  },
)

it('comes to refusals soon, too, where nothing is delivered that would wake the shard', async () => {
  await accept(sale('first', { consent: consent('denied') }))
  const wokenInMs = await runInDurableObject(shard(), async (_outbox, state) => {
    await state.storage.deleteAlarm()
    const outbox = new Outbox(state, { ...env, LAKE: new Stream() })
    const text = JSON.stringify(sale('no', { consent: consent('denied') }))
    await outbox.take(
      encodeTake('atelier-rivage', { text, source: 'server', receivedAtMs: Date.now(), gpcHeader: null }),
    )
    return ((await state.storage.getAlarm()) ?? Number.POSITIVE_INFINITY) - Date.now()
  })
  expect(wokenInMs).toBeLessThanOrEqual(15_000)
})

it('keeps within the size of a request, whatever one receipt holds', async () => {
  const list = Array.from({ length: 2_000 }, (_, n) => ({
    id: `r-${n}`,
    ev: 'purchase',
    t: 0,
    no: { tiktok: 'consent_denied', meta: 'consent_denied' },
  }))
  const sheets = JSON.stringify([{ site: 'atelier-rivage', digest: 'd'.repeat(64), sets: [], bases: [], list }])
  await accept(sale('first'))
  await sql(
    "INSERT INTO receipts (at_ms, destination, outcome, code, sheets, chain) VALUES (?, '', 'refused', '', ?, '')",
    Date.now(),
    sheets,
  )
  const stream = new Stream()
  await alarmWith(stream)
  await vi.waitFor(() => expect(stream.rows.length).toBeGreaterThanOrEqual(4_000))
  expect(stream.requests).toBeGreaterThan(1)
  expect(new Set(stream.ids()).size).toBe(stream.rows.length)
})
