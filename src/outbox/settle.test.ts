/** Sales that wait for other copies of themselves, in a shard's own parts on real SQLite, under a policy with a settle time. */
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { parseConsentRequest } from '../event/consent-request.ts'
import { resultsOf, verdictsOf } from '../pipeline/accept.ts'
import { recordConsent } from '../pipeline/consent-record.ts'
import { CONTEXT, GRANTED, JOURNEYS, LEDGER, NOW_MS, PLAN, WIRE, type Members } from '../pipeline/judge.fixture.ts'
import { withCopy, type Copy } from '../pipeline/order-copies.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { ConsentBook } from './consent-book.ts'
import { ConsentDesk } from './consent-desk.ts'
import { Judging } from './judging.ts'
import { sealKeyFrom } from './sealed.ts'
import { storageOf } from './sqlite.fixture.ts'
import { Store } from './store.ts'
import { Sql, TABLES } from './tables.ts'
import type { TakeRequest } from './types.ts'
import { consentMs, waitersOf } from './waiters.ts'

const SETTLE_MS = 120_000
const plan: SitePlan = {
  ...PLAN,
  site: { ...PLAN.site, orders: { ...LEDGER, settleSeconds: SETTLE_MS / 1_000 } },
}
const SEAL_KEY = sealKeyFrom('a secret of the site, long enough')

class Shard {
  readonly #plan: SitePlan
  readonly database = new DatabaseSync(':memory:')
  readonly #sql = new Sql(storageOf(this.database))
  nowMs = NOW_MS
  #store!: Store
  #book!: ConsentBook
  #judging!: Judging
  #desk!: ConsentDesk

  constructor(under = plan) {
    this.#plan = under
    for (const table of TABLES) this.database.exec(table)
    this.restart()
  }

  /** What is in memory is gone, as after kill -9. */
  restart(): void {
    this.#store = new Store(this.#sql)
    this.#book = new ConsentBook(this.#sql, this.nowMs)
    this.#judging = new Judging(CONTEXT, this.#book)
    this.#desk = new ConsentDesk({
      book: this.#book,
      sealKey: () => SEAL_KEY,
      transaction: (work) => work(),
      takeBack: () => 0,
      shardsEver: () => 1,
      record: () => undefined,
      forget: () => undefined,
      judge: (copies, mayWait) => this.#judging.copies(copies, this.#plan, this.nowMs, mayWait),
      consentMs: () => consentMs(plan),
      store: (verdict) => this.#store.accept({ ...this.#call(), events: [verdict] }),
      now: () => this.nowMs,
    })
  }

  #call() {
    return { site: 'shop', digest: 'd', receivedAtMs: this.nowMs }
  }

  /** As the outbox takes a body; the answer comes when what waits is written down. */
  async take(wire: Members, source: TakeRequest['source'] = 'browser') {
    const text = JSON.stringify({ ...WIRE, ...wire })
    const request: TakeRequest = { text, source, receivedAtMs: this.nowMs, gpcHeader: null }
    const judged = this.#judging.body(request, this.#plan)
    if (judged?.ok !== true) throw new Error(`not an event: ${text}`)
    const { events, duplicates } = this.#store.accept({ ...this.#call(), events: verdictsOf(judged) })
    for (const waiter of waitersOf(judged, events, this.#plan, request)) await this.#desk.hold(waiter)
    return resultsOf(judged, duplicates)[0]
  }

  async answer(body: Members): Promise<void> {
    const parsed = parseConsentRequest(JSON.stringify(body))
    if (!parsed.ok) throw new Error('not an answer')
    await this.#desk.heed(recordConsent(parsed.request, plan, { ...CONTEXT, receivedAtMs: this.nowMs }))
  }

  /** Its alarm rings when so much time is over. */
  async after(ms: number): Promise<void> {
    this.nowMs += ms
    await this.#desk.settleOverdue()
  }

  rows(table: string): readonly Record<string, unknown>[] {
    return this.database.prepare(`SELECT * FROM ${table}`).all()
  }

  /** Destination → what will be sent there. */
  sent(): Readonly<Record<string, readonly Members[]>> {
    const parcels = this.#store.waiting()
    return Object.fromEntries(
      [...parcels.keys()].map((id) => {
        const parcels = this.#store.nextBatch(id, { maxEvents: 1_000, maxBytes: 1e9 })
        // What is kept opened beside the table says the same as the table.
        for (const { sheet, row } of parcels) if (JSON.stringify(sheet) !== row.sheet) throw new Error(row.sheet)
        return [id, parcels.flatMap(({ held }) => held.map(({ body }) => JSON.parse(body) as Members))]
      }),
    )
  }

  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(Object.entries(this.sent()).map(([id, bodies]) => [id, bodies.length]))
  }

  reasons(): readonly unknown[] {
    return this.rows('receipts').flatMap(({ sheets }) =>
      (JSON.parse(String(sheets)) as { list: { no?: Members }[] }[]).flatMap(({ list }) =>
        list.flatMap(({ no }) => no ?? []),
      ),
    )
  }
}

let shard = new Shard()
afterEach(() => {
  shard.database.close()
  shard = new Shard()
})

const TOKEN = '7e1f0c2a9b8d4e55'
/** Where the buyer landed is all that the shop knows of pages. */
const WEBHOOK = {
  event_id: 'o-5678901234567',
  page: { url: 'https://shop.example/' },
  click: undefined,
  client: { ip: '93.184.216.34', user_agent: 'Mozilla/5.0', country: 'FR' },
  order: { id: '5678901234567', aliases: ['name:1001', `checkout:${TOKEN}`], value: 50, tax: 8.33, currency: 'EUR' },
}
/** The page knows the number that the buyer sees, a value of before the discount, and nothing of the person. */
const page = (id: string, changes: Members = {}) => ({
  event_id: `p-${id}`,
  person: undefined,
  order: { id, value: 60, currency: 'EUR', items: [{ id: 'sku-1', quantity: 1, price: 50 }] },
  ...changes,
})
const SILENT = { consent: undefined }
const DENIED = {
  consent: { state: Object.fromEntries(Object.keys(GRANTED.state).map((purpose) => [purpose, 'denied'])) },
}
/** `minutes` after the first thing that anybody said. */
const said = (answer: string, minutes: number) => ({
  consent: {
    state: Object.fromEntries(Object.keys(GRANTED.state).map((purpose) => [purpose, answer])),
    at: new Date(NOW_MS - 60_000 + minutes * 30_000).toISOString(),
  },
})
const ONCE = { tiktok: 1, meta: 1 }

describe('a sale', () => {
  it('waits for its copies and goes once: the shop’s value and person, the page’s click and address', async () => {
    expect(await shard.take(page('1001'))).toMatchObject({ status: 'accepted', destinations: { tiktok: 'full' } })
    expect(await shard.take(WEBHOOK, 'server')).toMatchObject({ status: 'accepted' })
    await shard.after(SETTLE_MS - 1)
    expect(shard.counts()).toEqual({})
    await shard.after(1)
    expect(shard.counts()).toEqual(ONCE)
    const [sent] = shard.sent()['tiktok'] ?? []
    expect(sent).toMatchObject({
      event_id: 'p-1001',
      properties: { value: 50, currency: 'EUR', contents: [{ content_id: 'sku-1' }] },
      page: { url: expect.stringContaining('/thanks') as unknown },
      user: { ttclid: 'E.C.P.abc', email: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown },
    })
    expect(shard.rows('held')).toEqual([])
  })

  it('that lacks what a platform needs waits for the copy that has it', async () => {
    expect(await shard.take({ ...WEBHOOK, page: undefined, destinations: ['meta'] }, 'server')).toMatchObject({
      destinations: { meta: 'missing_page_url' },
    })
    await shard.take(page('1001'))
    await shard.after(SETTLE_MS)
    expect(shard.counts()).toEqual({ meta: 1 })
  })

  it('that is late waits for nobody, and is the same sale', async () => {
    await shard.take(page('1001'))
    await shard.after(SETTLE_MS)
    expect(await shard.take(WEBHOOK, 'server')).toMatchObject({ status: 'duplicate' })
    expect(shard.rows('held')).toEqual([])
    expect(shard.counts()).toEqual(ONCE)
  })

  it('is one, in whatever order its copies come and under whatever names, also where the shard is killed between them', async () => {
    const copies: [Members, TakeRequest['source']][] = [
      [page('1001'), 'browser'],
      [page('5678901234567'), 'browser'],
      [page(TOKEN), 'browser'],
      [page('', { order: { aliases: [`checkout:${TOKEN}`], value: 60, currency: 'EUR' } }), 'browser'],
      [WEBHOOK, 'server'],
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(copies, { minLength: copies.length }),
        fc.array(fc.boolean(), { minLength: copies.length, maxLength: copies.length }),
        async (order, kills) => {
          const one = new Shard()
          for (const [index, [wire, source]] of order.entries()) {
            await one.take(wire, source)
            if (kills[index] ?? false) one.restart()
          }
          await one.after(SETTLE_MS)
          expect([one.counts(), one.rows('held')]).toEqual([ONCE, []])
          expect(one.sent()['meta']).toMatchObject([{ custom_data: { value: 50 } }])
          one.database.close()
        },
      ),
      { numRuns: 25 },
    )
  })

  it('of a basket that the shop has split has the value of all of it, which the page alone knows', async () => {
    const part = (id: string, value: number) => ({
      ...WEBHOOK,
      order: { id, aliases: ['name:XKBKNABJK'], value, currency: 'EUR' },
    })
    await shard.take(page('XKBKNABJK'))
    await shard.take(part('1', 20), 'server')
    await shard.take(part('2', 40), 'server')
    await shard.after(SETTLE_MS)
    expect(shard.sent()['meta']).toMatchObject([{ custom_data: { value: 60 } }])
  })

  it('of a basket that the page reports in the same parts is one for each part', async () => {
    const order = (id: string, value: number) => ({
      order: { id, aliases: ['name:XKBKNABJK'], value, currency: 'EUR' },
    })
    for (const [id, value] of [
      ['1', 20],
      ['2', 40],
    ] as const)
      await shard.take(page(id, order(id, value)))
    for (const [id, value] of [
      ['1', 20],
      ['2', 40],
    ] as const)
      await shard.take({ ...WEBHOOK, ...order(id, value) }, 'server')
    await shard.after(SETTLE_MS)
    const values = shard.sent()['meta']?.map((sent) => JSON.stringify(sent).match(/"value":(\d+)/)?.[1])
    expect(new Set(values)).toEqual(new Set(['20', '40']))
  })

  it('waits unreadable, and keeps no more copies than are bounded', async () => {
    await shard.take(WEBHOOK, 'server')
    const stored = JSON.stringify(
      ['held', 'order_names', 'dedupe'].map((table) => shard.rows(table).map((row) => ({ ...row, sealed: '' }))),
    )
    expect(stored).not.toMatch(/5678901234567"|7e1f0c2a|Jane|example\.com/i)
    const copy = (n: number) =>
      ({ event: { eventId: `${n}` }, source: 'server', via: 'server', gpcHeader: null }) as object as Copy
    const kept = Array.from({ length: 20 }, (_, n) => copy(n)).reduce<readonly Copy[]>(withCopy, [])
    expect(kept.map(({ event }) => event.eventId)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7'])
  })
})

describe('consent of a sale that waits', () => {
  const REFUSED = { tiktok: 'consent_denied', meta: 'consent_denied' }

  it('may come with another copy: what the server did not know its page says', async () => {
    expect(await shard.take({ ...WEBHOOK, ...SILENT }, 'server')).toMatchObject({ reason: 'consent_awaited' })
    await shard.take(page('1001'))
    await shard.after(SETTLE_MS)
    expect(shard.counts()).toEqual(ONCE)
  })

  it('is as strict as the strictest of its copies', async () => {
    await shard.take(WEBHOOK, 'server')
    expect(await shard.take(page('1001', DENIED))).toMatchObject({ status: 'refused', reason: 'consent_denied' })
    await shard.after(SETTLE_MS)
    // Each copy has its own: that of the page is not kept until the other is judged.
    expect([shard.counts(), shard.reasons()]).toEqual([{}, [REFUSED, REFUSED]])
  })

  it('that was refused on the page is not kept, not even for a while: only that it was, and when', async () => {
    expect(await shard.take(page('1001', said('denied', 0)))).toMatchObject({ reason: 'consent_denied' })
    expect([shard.rows('held'), shard.rows('order_names'), shard.reasons()]).toEqual([[], [], [REFUSED]])
    const [row, ...more] = shard.rows('dedupe')
    expect([more, Object.keys(row ?? {})]).toEqual([[], ['key', 'destinations', 'until_day', 'noes']])
    expect([row?.['key'], row?.['destinations']]).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), ''])
    const no = {
      browser: { atMs: NOW_MS - 60_000, heardMs: NOW_MS, said: expect.stringMatching(/^[d-]{4}$/) as unknown },
    }
    expect(JSON.parse(String(row?.['noes']))).toEqual({ tiktok: no, meta: no })
  })

  it.each(['a no and then an older yes', 'an older yes and then a no'])(
    'closes the sale where there is %s',
    async (first) => {
      const copies = [
        () => shard.take(page('1001', said('denied', 1))),
        () => shard.take({ ...WEBHOOK, ...said('granted', 0) }, 'server'),
      ]
      for (const take of first.startsWith('a no') ? copies : copies.toReversed()) await take()
      shard.restart()
      await shard.after(SETTLE_MS)
      expect([shard.counts(), shard.reasons(), shard.rows('held')]).toEqual([{}, [REFUSED, REFUSED], []])
    },
  )

  it.each(['a no and then a newer yes', 'a newer yes and then a no'])(
    'opens the sale where there is %s',
    async (first) => {
      const copies = [
        () => shard.take(page('1001', said('denied', 0))),
        () => shard.take({ ...WEBHOOK, ...said('granted', 1) }, 'server'),
      ]
      for (const take of first.startsWith('a no') ? copies : copies.toReversed()) await take()
      shard.restart()
      await shard.after(SETTLE_MS)
      expect([shard.counts(), shard.rows('held')]).toEqual([ONCE, []])
    },
  )

  it('is asked for the journey too before the record is told of the sale', async () => {
    for (const [answer, told] of [
      ['denied', []],
      ['granted', ['order']],
    ] as const) {
      const one = new Shard({ ...plan, site: { ...plan.site, analysis: JOURNEYS } })
      await one.take(page('1001', { person: { visitor_id: 'v-1' }, ...said('granted', 0) }))
      expect(one.rows('facts_out')).toEqual([])
      await one.take({ ...WEBHOOK, ...said(answer, 1) }, 'server')
      await one.after(SETTLE_MS)
      const facts = one.rows('facts_out').flatMap((row) => JSON.parse(String(row['facts'])) as Members[])
      expect(facts.map(({ k }) => k)).toEqual(told)
      one.database.close()
    }
  })

  it('is not closed by a copy whose consent cannot be read, or that has none', async () => {
    await shard.take(WEBHOOK, 'server')
    await shard.take(page('1001', { consent: { state: 'granted' } }))
    await shard.take(page('5678901234567', SILENT))
    await shard.after(SETTLE_MS)
    expect([shard.counts(), shard.rows('dedupe').map(({ noes }) => noes)]).toEqual([ONCE, [null]])
  })

  it('can be taken back meanwhile', async () => {
    await shard.take(WEBHOOK, 'server')
    shard.nowMs += 1_000
    await shard.answer({ person: { email: 'jane.doe@example.com' }, ...DENIED })
    await shard.after(SETTLE_MS)
    expect([shard.counts(), shard.reasons()]).toEqual([
      {},
      [{ tiktok: 'consent_withdrawn', meta: 'consent_withdrawn' }],
    ])
  })

  it('is no later than when we heard it, also where the page’s clock is ahead: a no that comes meanwhile is newer', async () => {
    await shard.take({ ...WEBHOOK, ...said('granted', 10) }, 'server')
    await shard.take(page('2002', { person: { visitor_id: 'v-2' }, ...said('granted', 10) }))
    shard.nowMs += 30_000
    await shard.answer({ person: { email: 'jane.doe@example.com' }, ...DENIED })
    await shard.take({ ...WEBHOOK, ...DENIED, order: { id: '2002', value: 5, currency: 'EUR' } }, 'server')
    await shard.after(SETTLE_MS)
    expect(shard.counts()).toEqual({})
  })

  it('is no later than when it was answered, also where an order comes long after the answer', async () => {
    await shard.answer({ checkout_id: TOKEN, ...said('granted', 10) })
    await shard.answer({ person: { email: 'jane.doe@example.com' }, ...DENIED })
    shard.nowMs += 600_000
    await shard.take({ ...WEBHOOK, ...SILENT, occurred_at: new Date(shard.nowMs).toISOString() }, 'server')
    await shard.after(SETTLE_MS)
    expect(shard.counts()).toEqual({})
  })

  it('may come later still: then the sale waits for it as any order does', async () => {
    await shard.take({ ...WEBHOOK, ...SILENT }, 'server')
    await shard.after(SETTLE_MS)
    expect([shard.counts(), shard.rows('held').length, shard.reasons()]).toEqual([{}, 1, []])
    shard.restart()
    await shard.answer({ checkout_id: TOKEN, consent: GRANTED })
    expect([shard.counts(), shard.rows('held')]).toEqual([ONCE, []])
  })

  it('that never comes ends it, with a reason for each destination', async () => {
    await shard.take({ ...WEBHOOK, ...SILENT }, 'server')
    await shard.after(SETTLE_MS)
    await shard.after(30 * 60_000)
    expect([shard.counts(), shard.rows('held')]).toEqual([{}, []])
    expect(shard.reasons()).toEqual([{ tiktok: 'consent_never_came', meta: 'consent_never_came' }])
  })
})
