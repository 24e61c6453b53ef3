/** The clients of the reporting APIs against the platforms' simulators, which tell what they really counted. */
import { describe, expect, it } from 'vitest'
import { createSimulator as createMeta } from '../destinations/meta/simulator.ts'
import type { PlatformSimulator } from '../destinations/simulator.ts'
import { createSimulator as createTikTok } from '../destinations/tiktok/simulator.ts'
import type { PlatformRow } from '../reconciliation/wire.ts'
import { metaReporting } from './meta.ts'
import type { AskReport, ReportingApi, ReportQuestion } from './reporting-api.ts'
import { tiktokReporting } from './tiktok.ts'

const NOW_MS = Date.parse('2026-11-22T12:00:00Z')
/** 20 November, 23:30 in UTC: the 21st in Paris. */
const LATE = Date.parse('2026-11-20T23:30:00Z') / 1000

function askOf(simulator: PlatformSimulator): { ask: AskReport; asked: string[] } {
  const asked: string[] = []
  const ask: AskReport = (url, headers) => {
    asked.push(url)
    const path = url.replace('https://sim', '')
    const { status, body } = simulator.answer({ method: 'GET', path, headers, body: '' })
    return Promise.resolve({ status, text: body })
  }
  return { ask, asked }
}

async function rowsOf(api: ReportingApi, question: Partial<ReportQuestion>, ask: AskReport) {
  const rows: PlatformRow[] = []
  const whole = { from: '2026-11-01', to: '2026-11-22', timeZone: 'Europe/Paris', accessToken: 't', ...question }
  for await (const part of api.read({ ...whole, baseUrl: 'https://sim' }, ask)) {
    if ('failed' in part) return part.failed
    rows.push(...part.rows)
  }
  return rows
}

describe('Meta', () => {
  const sale = (id: string, seconds: number, fbc?: string) => ({
    event_name: 'Purchase',
    event_id: id,
    event_time: seconds,
    action_source: 'website',
    custom_data: { value: 0.1, currency: 'EUR' },
    user_data: { ...(fbc !== undefined && { fbc }) },
  })

  it('says what it received on a day of the shop, by channel, after its own deduplication, over several pages', async () => {
    const simulator = createMeta({ nowMs: () => NOW_MS })
    const day = Date.parse('2026-11-19T00:00:00Z') / 1000
    // 30 hours, more than a page has; the first one twice.
    for (let hour = 0; hour < 30; hour++) simulator.receivePixel('1', sale(`h-${hour}`, day + hour * 3_600))
    simulator.receivePixel('1', sale('h-0', day))
    simulator.receivePixel('1', sale('late', LATE))
    simulator.receivePixel('2', sale('of another data set', LATE))
    const { ask, asked } = askOf(simulator)
    expect(await rowsOf(metaReporting, { source: '1' }, ask)).toEqual([
      // Paris is an hour ahead of UTC: 23 of them on the 19th, 7 on the 20th.
      { kind: 'received', event: 'purchase', day: '2026-11-19', count: 23, via: 'browser' },
      { kind: 'received', event: 'purchase', day: '2026-11-20', count: 7, via: 'browser' },
      { kind: 'received', event: 'purchase', day: '2026-11-21', count: 1, via: 'browser' },
    ])
    expect(asked).toHaveLength(2)
    expect(asked.join()).not.toContain('access_token')
  })

  it('says what it credits to its ads, each purchase once, by window', async () => {
    const simulator = createMeta({ nowMs: () => NOW_MS })
    for (const id of ['a', 'b', 'c']) simulator.receivePixel('1', sale(id, LATE, 'fb.1.1.x'))
    simulator.receivePixel('1', sale('d', LATE))
    expect(await rowsOf(metaReporting, { adAccount: 'act_77' }, askOf(simulator).ask)).toEqual([
      {
        kind: 'attributed',
        event: 'purchase',
        day: '2026-11-20',
        count: 3,
        window: '7d_click',
        how: 'click',
        value: 0.3,
        currency: 'EUR',
      },
    ])
  })

  it('is told in its own words why there is no report', async () => {
    const { ask } = askOf(createMeta({ nowMs: () => NOW_MS, sources: new Set(['1']) }))
    expect(await rowsOf(metaReporting, { source: '1', accessToken: 'bad' }, ask)).toContain(
      'Invalid OAuth access token',
    )
    expect(await rowsOf(metaReporting, { source: '9' }, ask)).toContain('does not exist')
  })
})

describe('TikTok', () => {
  const sale = (id: string, seconds: number, ttclid?: string) => ({
    event: 'Purchase',
    event_id: id,
    event_time: seconds,
    properties: { value: 42.5, currency: 'EUR' },
    user: { ...(ttclid !== undefined && { ttclid }) },
  })

  it('finds the pixel by its code, and says by day what it received and what it credits', async () => {
    const simulator = createTikTok({ nowMs: () => NOW_MS })
    simulator.receivePixel('C4', sale('a', LATE, 'E.C.P.abc'))
    simulator.receivePixel('C4', sale('a', LATE))
    simulator.receivePixel('C4', sale('b', LATE))
    const track = {
      method: 'POST',
      path: '/open_api/v1.3/event/track/',
      headers: { 'access-token': 't' },
      body: JSON.stringify({ event_source: 'web', event_source_id: 'C4', data: [sale('c', LATE + 86_400)] }),
    }
    expect(simulator.answer(track).body).toContain('"code":0')
    const { ask, asked } = askOf(simulator)
    expect(await rowsOf(tiktokReporting, { source: 'C4', adAccount: '7000001' }, ask)).toEqual([
      { kind: 'received', event: 'purchase', day: '2026-11-20', count: 2, via: 'browser' },
      { kind: 'received', event: 'purchase', day: '2026-11-21', count: 1, via: 'server' },
      { kind: 'attributed', event: 'purchase', day: '2026-11-20', count: 1, value: 42.5, currency: 'EUR' },
    ])
    // One for the pixel, one for each of 22 days, one for the report.
    expect(asked).toHaveLength(24)
  })

  it('asks for a long range in reports of 30 days, which is the most that TikTok gives', async () => {
    const { ask, asked } = askOf(createTikTok({ nowMs: () => NOW_MS }))
    expect(await rowsOf(tiktokReporting, { from: '2026-09-01', adAccount: '7000001' }, ask)).toEqual([])
    expect(asked.map((url) => new URL(url).searchParams.get('end_date'))).toEqual([
      '2026-09-30',
      '2026-10-30',
      '2026-11-22',
    ])
  })

  it('is told in its own words why there is no report', async () => {
    const { ask } = askOf(createTikTok({ nowMs: () => NOW_MS }))
    const question = { adAccount: '7000001', accessToken: 'bad' }
    expect(await rowsOf(tiktokReporting, question, ask)).toContain('Access token is incorrect')
  })
})
