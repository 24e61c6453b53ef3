/** From a page's event to the off-site record: what is kept of whom, by the demo's own policy. */
import { reset } from 'cloudflare:test'
import { afterEach, expect, it, vi } from 'vitest'
import { journeyOf } from '../../src/offsite/journey-text.ts'
import { forget } from './answers.ts'
import { accept, beacon, deliver, gauges, sql } from './gateway.ts'
import { recordSql } from './offsite.ts'
import { clearPlatforms } from './platforms.ts'

afterEach(async () => {
  await reset()
  await clearPlatforms()
})

const ALL = {
  ad_storage: 'granted',
  ad_user_data: 'granted',
  ad_personalization: 'granted',
  analytics_storage: 'granted',
}
const VISIT = {
  event: 'page_view',
  page: {
    url: 'https://www.atelier-rivage.example/soap?utm_source=tiktok&utm_medium=live&utm_campaign=jane%40example.com&tg=r/l-1',
    referrer: 'https://www.tiktok.com/',
  },
  person: { visitor_id: 'v-1' },
  consent: { state: ALL },
}

async function journeys(): Promise<string[]> {
  await vi.waitFor(async () => {
    // The shard wakes with what waits.
    await gauges()
    await deliver()
    expect(await sql('SELECT seq FROM facts_out')).toEqual([])
  }, 15_000)
  return (await recordSql<{ log: string }>('SELECT log FROM journeys')).map(({ log }) => log)
}

it('a visit of somebody who agreed is kept with its link, and no address, e-mail or id of theirs', async () => {
  await beacon({ ...VISIT, event_id: 'e-1' }, {}, { country: 'FR' })
  const [log, ...more] = await journeys()
  expect(more).toEqual([])
  const names = (await recordSql<{ name: string }>('SELECT * FROM names')).map((row) => JSON.stringify(row)).join()
  expect(log).toBeDefined()
  expect(names).toContain('r/l-1')
  expect(`${log} ${names}`).not.toMatch(/jane|v-1|https/)
})

it('nothing is kept of whoever agreed to advertising alone, or to nothing', async () => {
  await beacon({ ...VISIT, event_id: 'e-2', consent: { state: { ...ALL, analytics_storage: 'denied' } } })
  await beacon({ ...VISIT, event_id: 'e-3', consent: {} })
  expect(await journeys()).toEqual([])
})

/** Who has had it, by the event's key: platforms need more than the record. */
const TAKERS = [
  ['goes to platforms too', ALL, 'meta tiktok @record'],
  ['is for the record alone', { ...ALL, ad_user_data: 'denied', ad_personalization: 'denied' }, '@record'],
] as const
/** Half an hour without a sign of life ends a session. */
const HOUR_MS = 60 * 60_000

it.each(TAKERS)(
  'a visit that %s and is sent again is one, hours later and after another source',
  async (_, state, takers) => {
    const at = (hoursAgo: number) => new Date(Date.now() - hoursAgo * HOUR_MS).toISOString()
    const visit = { ...VISIT, consent: { state } }
    const advert = {
      ...visit.page,
      url: 'https://www.atelier-rivage.example/soap?utm_source=newsletter&utm_medium=email',
    }
    const basket = { ...visit, event: 'add_to_cart', event_id: 'e-7' }
    await beacon({ ...visit, event_id: 'e-5', occurred_at: at(6) }, {}, { country: 'FR' })
    await beacon({ ...basket, occurred_at: at(6) }, {}, { country: 'FR' })
    await beacon({ ...visit, page: advert, event_id: 'e-6', occurred_at: at(4) }, {}, { country: 'FR' })
    // As from a sender that stamps anew what it sends again.
    await beacon({ ...visit, event_id: 'e-5', occurred_at: at(2) }, {}, { country: 'FR' })
    await beacon({ ...basket, occurred_at: at(2) }, {}, { country: 'FR' })
    await beacon({ ...visit, event_id: 'e-8', occurred_at: at(1) }, {}, { country: 'FR' })
    const [log = ''] = await journeys()
    const { sessions, steps } = journeyOf(log)
    expect(sessions.map(({ atMs }) => Math.round((Date.now() - atMs) / HOUR_MS))).toEqual([6, 4, 1])
    expect(steps).toHaveLength(1)
    // A row for each event: the copies have written none.
    expect(await sql('SELECT destinations FROM dedupe')).toEqual(
      Array.from({ length: 4 }, () => ({ destinations: takers })),
    )
  },
)

it('an order keeps the page’s journey also where the webhook’s copy, which knows no visitor, came first', async () => {
  const order = { id: '1001', value: 20, currency: 'EUR' }
  const sale = { event: 'purchase', event_id: 'o-1001', order, consent: { state: ALL } }
  await accept([{ ...sale, person: { email: 'a@b.fr' } }])
  await beacon({ ...VISIT, ...sale }, {}, { country: 'FR' })
  await journeys()
  expect(await recordSql('SELECT link FROM conversions')).toEqual([
    { link: expect.stringMatching(/^[0-9a-f]{16}$/) as unknown },
  ])
})

it('a journey goes with the consent of whoever asks to be forgotten', async () => {
  await beacon({ ...VISIT, event_id: 'e-4' }, {}, { country: 'FR' })
  expect(await journeys()).toHaveLength(1)
  await forget('visitor:v-1')
  expect(await journeys()).toEqual([])
})
