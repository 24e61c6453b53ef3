/** The clients that read what ads did against the platforms' simulators, as strict as they. */
import { describe, expect, it } from 'vitest'
import { createSimulator as createMeta } from '../destinations/meta/simulator.ts'
import type { SimulatedAdDay } from '../destinations/simulated-ads.ts'
import type { PlatformSimulator } from '../destinations/simulator.ts'
import { createSimulator as createTikTok } from '../destinations/tiktok/simulator.ts'
import type { MediaDay } from '../offsite/rows.ts'
import { parseImportRow } from '../offsite/row-schema.ts'
import type { MediaApi, MediaQuestion } from './media-api.ts'
import { metaMedia } from './meta-media.ts'
import type { ReportAnswer } from './reporting-api.ts'
import { tiktokMedia } from './tiktok-media.ts'

const options = { nowMs: () => Date.parse('2026-11-22T12:00:00Z') }

async function pull(
  api: MediaApi,
  simulator: PlatformSimulator,
  question: Partial<MediaQuestion>,
  before: ReportAnswer[] = [],
) {
  const [rows, asked, waited]: [MediaDay[], URL[], number[]] = [[], [], []]
  const ask = (url: string, headers: Readonly<Record<string, string>>): Promise<ReportAnswer> => {
    const first = before.shift()
    if (first !== undefined) return Promise.resolve(first)
    asked.push(new URL(url))
    const { status, body } = simulator.answer({
      method: 'GET',
      path: url.replace('https://sim', ''),
      headers,
      body: '',
    })
    return Promise.resolve({ status, text: body })
  }
  const wait = (ms: number) => Promise.resolve(void waited.push(ms))
  const whole = {
    from: '2026-11-01',
    to: '2026-11-22',
    adAccount: '7000001',
    accessToken: 't',
    baseUrl: 'https://sim',
    ...question,
  }
  let failed = ''
  for await (const part of api.read(whole, ask, wait)) {
    if ('failed' in part) failed = part.failed
    else rows.push(...part.rows)
  }
  // Whatever a platform says, the gateway takes it.
  for (const row of rows) expect(parseImportRow(row)).toMatchObject({ ok: true })
  return { rows, failed, asked, waited }
}

function adDay(adId: string, day: string, more: Partial<SimulatedAdDay> = {}): SimulatedAdDay {
  return { ad_id: adId, day, spend: '12.345', currency: 'EUR', fields: {}, ...more }
}

describe('TikTok', () => {
  it('tells deleted ads too, the post that a Spark ad runs, and the value that TikTok calls a rate', async () => {
    const simulator = createTikTok(options)
    simulator.setAds?.([
      adDay('1803', '2026-11-20', {
        post_id: '7300000000000000001',
        fields: {
          ad_name: 'Unboxing',
          campaign_id: '1801',
          impressions: '1000',
          clicks: '12',
          video_watched_2s: '300',
          complete_payment: '3',
          total_complete_payment_rate: '127.50',
        },
      }),
      adDay('1804', '2026-11-20', { deleted: true, spend: '100' }),
    ])
    const { rows, failed } = await pull(tiktokMedia, simulator, { window: '7d_click_1d_view' })
    expect(failed).toBe('')
    expect(rows).toMatchObject([
      {
        id: '1803',
        day: '2026-11-20',
        name: 'Unboxing',
        campaign_id: '1801',
        post_id: '7300000000000000001',
        spend: 1_235,
        currency: 'EUR',
        metrics: { impressions: 1_000, clicks: 12, views_2s: 300 },
        claimed_orders: 3,
        claimed_value: 12_750,
        window: '7d_click_1d_view',
        date_basis: 'impression',
      },
      { id: '1804', spend: 10_000 },
    ])
    expect(rows[1]).not.toHaveProperty('post_id')
  })

  it('asks for 30 days at most at once, and for every page', async () => {
    const simulator = createTikTok(options)
    const days = Array.from({ length: 45 }, (_, index) =>
      new Date(Date.UTC(2026, 8, 1 + index)).toISOString().slice(0, 10),
    )
    simulator.setAds?.(days.flatMap((day) => Array.from({ length: 40 }, (_, ad) => adDay(`${1_000 + ad}`, day))))
    const { rows, asked } = await pull(tiktokMedia, simulator, {
      from: '2026-09-01',
      to: '2026-10-15',
      window: '1d_click',
    })
    expect(rows).toHaveLength(1_800)
    const reports = asked.filter(({ pathname }) => pathname.includes('/report/'))
    // 30 days of 40 ads are two pages of a thousand.
    expect(reports.map(({ searchParams: query }) => `${query.get('end_date')} ${query.get('page')}`)).toEqual([
      '2026-09-30 1',
      '2026-09-30 2',
      '2026-10-15 1',
    ])
    expect(asked).toHaveLength(4)
  })

  it('waits where it is asked too often, and says in TikTok’s words why there is no report', async () => {
    const busy = { status: 200, text: '{"code":40100,"message":"Too many requests"}' }
    const simulator = createTikTok(options)
    simulator.setAds?.([adDay('1', '2026-11-02')])
    const { rows, waited } = await pull(tiktokMedia, simulator, { window: 'off' }, [busy, busy])
    expect([rows.length, waited]).toEqual([1, [2_000, 10_000]])
    const stubborn = await pull(
      tiktokMedia,
      simulator,
      {},
      Array.from({ length: 9 }, () => busy),
    )
    expect([stubborn.rows, stubborn.failed]).toEqual([[], '200 Too many requests'])
    expect((await pull(tiktokMedia, simulator, { accessToken: 'bad' })).failed).toContain('Access token is incorrect')
  })
})

describe('Meta', () => {
  const sold = (count: string) =>
    ['purchase', 'omni_purchase', 'offsite_conversion.fb_pixel_purchase'].map((type) => ({
      action_type: type,
      value: count,
    }))

  it('keeps with each claim the window of its ad set, counts a purchase once, and tells deleted ads', async () => {
    const simulator = createMeta(options)
    simulator.setAds?.([
      adDay('238001', '2026-11-20', {
        fields: {
          ad_name: 'Unboxing',
          impressions: '900',
          inline_link_clicks: '9',
          video_play_actions: [{ action_type: 'video_view', value: '500' }],
          actions: [...sold('2'), { action_type: 'post_reaction', value: '7' }],
          action_values: sold('85.00'),
          attribution_setting: '7d_click_1d_view',
        },
      }),
      adDay('238002', '2026-11-20', { deleted: true, fields: { impressions: '1' } }),
    ])
    const { rows, asked } = await pull(metaMedia, simulator, { adAccount: 'act_77' })
    expect(rows).toMatchObject([
      {
        id: '238001',
        spend: 1_235,
        metrics: { impressions: 900, clicks: 9, plays: 500, likes: 7 },
        claimed_orders: 2,
        claimed_value: 8_500,
        window: '7d_click_1d_view',
      },
      { id: '238002', metrics: { impressions: 1 } },
    ])
    expect(asked.map(({ pathname }) => pathname)).toEqual(['/v24.0/act_77/insights'])
    expect(asked.join()).not.toContain('access_token')
  })

  it('reads every page, and refuses a claim whose window nobody says', async () => {
    const simulator = createMeta(options)
    simulator.setAds?.(Array.from({ length: 501 }, (_, ad) => adDay(`${1_000 + ad}`, '2026-11-20')))
    expect((await pull(metaMedia, simulator, {})).rows).toHaveLength(501)
    simulator.setAds?.([adDay('1', '2026-11-20', { fields: { actions: sold('1'), attribution_setting: 'default' } })])
    expect((await pull(metaMedia, simulator, {})).failed).toContain('say it with --window')
    expect((await pull(metaMedia, simulator, { window: '1d_click' })).rows).toMatchObject([{ window: '1d_click' }])
  })
})
