/** What the tables of the Learning page say in the tests, with the points of their charts. */
import { NA, none, row, table, within } from './table-cells.ts'

const DAY_MS = 86_400_000

export const LEARNING: Readonly<Record<string, { readonly table: object; readonly points?: unknown }>> = {
  creative_cards: {
    table: table(
      'creative_cards',
      'creative:name side:name role:name seconds:ratio impressions:count:tiktok view_rate:share:tiktok rate_2s:share:tiktok rate_6s:share:tiktok hold_25:share:tiktok hold_50:share:tiktok hold_75:share:tiktok hold_100:share:tiktok clicks:count:tiktok sessions:count landing_rate:ratio landing_reading:name journeys:count view_item_rate:share add_to_cart_rate:share begin_checkout_rate:share purchase_rate:share orders:count order_rate:share rank:count by_d2:share',
      [
        row(
          'Le pli en 3 gestes',
          'paid',
          'educational',
          24,
          48_200,
          0.61,
          0.42,
          0.27,
          0.5,
          0.33,
          0.22,
          0.14,
          640,
          { value: 522, n: 410 },
          { value: 0.82, n: 640 },
          'plausible',
          { value: 410, n: 410 },
          within(0.62, 0.58, 0.66, 410),
          within(0.24, 0.2, 0.29, 254),
          within(0.55, 0.43, 0.66, 61),
          within(0.71, 0.55, 0.83, 34),
          { value: 24, n: 24 },
          within(0.0585, 0.042, 0.08, 410),
          1,
          within(0.05, 0.035, 0.07, 300),
        ),
        row(
          '−20 % ce soir',
          'paid',
          'offer',
          9,
          51_900,
          0.7,
          0.51,
          0.19,
          0.31,
          0.12,
          0.06,
          0.03,
          1_480,
          { value: 690, n: 612 },
          { value: 0.47, n: 1_480 },
          'low',
          { value: 612, n: 612 },
          within(0.31, 0.28, 0.34, 612),
          within(0.08, 0.06, 0.12, 190),
          none('too_few'),
          none('too_few'),
          { value: 10, n: 10 },
          within(0.0163, 0.0098, 0.0271, 612),
          2,
          within(0.014, 0.008, 0.024, 500),
        ),
        row(
          'Visite de l’atelier',
          'organic',
          'educational',
          41,
          860,
          0.55,
          0.4,
          0.3,
          0.6,
          0.5,
          0.4,
          0.31,
          44,
          { value: 38, n: 36 },
          none('too_few'),
          none('too_few'),
          { value: 36, n: 36 },
          within(0.58, 0.44, 0.71, 36),
          none('too_few'),
          none('too_few'),
          none('too_few'),
          none('too_few'),
          none('too_few'),
          none('too_few'),
          within(0.08, 0.03, 0.2, 20),
        ),
      ],
      [{ code: 'hold_within_a_band_of_length' }, { code: 'no_money_on_cards' }],
    ),
    points: [
      {
        creative: 'Le pli en 3 gestes',
        days: [12, 31, 44, 52, 47, 40, 38, 33, 30, null, 22].map((sessions, day) => ({
          day,
          impressions: 1_000,
          sessions,
        })),
      },
      {
        creative: '−20 % ce soir',
        days: [210, 160, 90, 60, 40, 31, 22, 18, 15, 12, 11].map((sessions, day) => ({
          day,
          impressions: 1_000,
          sessions,
        })),
      },
    ],
  },
  live_study: {
    table: table(
      'live_study',
      'live:name outcome:name window:name clicked_sessions:count observed:count expected:count incremental:count relative:share p:p smallest_p:p placebos:count',
      [
        row(
          'Live du jeudi',
          'orders',
          'whole',
          { value: 4, n: 12 },
          58,
          32.4,
          { value: 25.6, low: 9, high: 41, n: 58 },
          within(0.79, 0.28, 1.27, 58),
          { value: 0.0106, n: 93 },
          0.0106,
          93,
        ),
        row('Live du jeudi', 'orders', '0-6 h', NA, 9, 5.1, { value: 3.9, n: 9 }, { value: 0.76, n: 9 }, NA, NA, NA),
        row(
          'Live du jeudi',
          'orders',
          '6-24 h',
          NA,
          22,
          12.8,
          { value: 9.2, n: 22 },
          { value: 0.72, n: 22 },
          NA,
          NA,
          NA,
        ),
        row(
          'Live du jeudi',
          'orders',
          '24-48 h',
          NA,
          27,
          14.5,
          { value: 12.5, n: 27 },
          { value: 0.86, n: 27 },
          NA,
          NA,
          NA,
        ),
      ],
      [{ code: 'live_is_before_after_with_placebos' }, { code: 'lift_of_a_live_is_not_credited_to_orders' }],
    ),
    points: [livePoints()],
  },
  time_to_order: {
    table: table(
      'time_to_order',
      'source:name kind:name journeys:count orders:count by_d0:share by_d1:share by_d2:share by_d7:share buyers:count buyers_median:days buyers_within_d2:share',
      [
        row(
          'tiktok',
          'spark',
          { value: 201, n: 201 },
          { value: 38, n: 38 },
          within(0.021, 0.01, 0.042, 201),
          within(0.06, 0.04, 0.09, 190),
          within(0.13, 0.1, 0.17, 181),
          within(0.18, 0.14, 0.22, 150),
          38,
          1.7,
          within(0.71, 0.57, 0.82, 38),
        ),
        row(
          'tiktok',
          'ad',
          { value: 150, n: 150 },
          { value: 14, n: 14 },
          within(0.05, 0.03, 0.08, 150),
          within(0.07, 0.04, 0.11, 140),
          within(0.075, 0.05, 0.115, 138),
          within(0.09, 0.06, 0.14, 120),
          14,
          0.2,
          none('too_few'),
        ),
      ],
      [{ code: 'from_first_touch' }, { code: 'window_days', figures: { days: 7 } }],
    ),
    points: [
      curve(
        'tiktok spark',
        [1, 0.021],
        [24, 0.06],
        [30, 0.08],
        [41, 0.11],
        [48, 0.13],
        [72, 0.15],
        [120, 0.17],
        [160, 0.18],
      ),
      curve('tiktok ad', [0.4, 0.05], [20, 0.07], [40, 0.075], [100, 0.085], [150, 0.09]),
    ],
  },
  funnel_by_creative: {
    table: table(
      'funnel_by_creative',
      'creative:name impressions:count:tiktok plays:count:tiktok clicks:count:tiktok sessions:count journeys:count purchase:count',
      [
        row(
          'Le pli en 3 gestes',
          48_200,
          29_400,
          640,
          { value: 522, n: 410 },
          { value: 410, n: 410 },
          { value: 24, n: 24 },
        ),
      ],
    ),
    points: [
      {
        creative: 'Le pli en 3 gestes',
        stages: [
          ...[
            ['impressions', 48_200],
            ['plays', 29_400],
            ['views_2s', 20_240],
            ['views_6s', 13_010],
            ['clicks', 640],
          ].map(([key, count]) => ({ key, by: 'platform', count })),
          ...[
            ['journeys', 410],
            ['view_item', 254],
            ['add_to_cart', 61],
            ['begin_checkout', 34],
            ['purchase', 24],
          ].map(([key, count]) => ({ key, by: 'site', count })),
        ],
      },
    ],
  },
  sequences: {
    table: table(
      'sequences',
      'role:name week:date journeys:count then_spark:share then_retargeting:share order_by_d0:share order_by_d2:share order_by_d7:share',
      [
        row(
          'educational',
          '(all)',
          { value: 310, n: 310 },
          within(0.3, 0.26, 0.34, 310),
          within(0.12, 0.09, 0.15, 310),
          within(0.021, 0.01, 0.042, 310),
          within(0.13, 0.1, 0.17, 300),
          within(0.16, 0.13, 0.2, 290),
        ),
        row(
          'educational',
          '2026-11-02',
          { value: 140, n: 140 },
          within(0.31, 0.25, 0.38, 140),
          within(0.12, 0.08, 0.17, 140),
          within(0.01, 0, 0.04, 140),
          within(0.09, 0.06, 0.14, 130),
          within(0.16, 0.12, 0.22, 120),
        ),
        row(
          'offer',
          '2026-11-02',
          { value: 88, n: 88 },
          none('too_few'),
          none('too_few'),
          within(0.06, 0.03, 0.11, 88),
          within(0.07, 0.04, 0.12, 80),
          within(0.07, 0.04, 0.12, 77),
        ),
      ],
    ),
  },
  landing_pages: {
    table: table(
      'landing_pages',
      'page:name sessions:count journeys:count left_at_once:share engaged:share purchase:share',
      [
        row(
          '/',
          { value: 612, n: 540 },
          { value: 540, n: 540 },
          within(0.44, 0.41, 0.47, 612),
          within(0.38, 0.35, 0.41, 612),
          within(0.02, 0.01, 0.03, 612),
        ),
        row(
          '/produits/sac-pliage',
          { value: 410, n: 371 },
          { value: 371, n: 371 },
          within(0.21, 0.18, 0.25, 410),
          within(0.6, 0.56, 0.64, 410),
          within(0.07, 0.05, 0.09, 410),
        ),
      ],
    ),
  },
}

function curve(key: string, ...steps: readonly (readonly [number, number])[]) {
  const points = steps.map(([hours, share]) => ({ hours, share, low: share * 0.7, high: share * 1.35, atRisk: 100 }))
  return { key, points }
}

function livePoints() {
  const fromMs = Date.parse('2026-11-12T19:00:00Z')
  const hours = Array.from({ length: 96 }, (_, index) => {
    const atMs = fromMs + (index - 24) * 3_600_000
    const expected = 0.6 + 0.5 * Math.sin(((index + 4) / 24) * 2 * Math.PI)
    const lift = index >= 24 && index < 72 ? 0.8 : 0
    return {
      hour: index,
      hours: 1,
      atMs,
      expected,
      observed: Math.max(0, Math.round(expected + lift + (index % 3) * 0.3)),
    }
  })
  return { live: 'Live du jeudi', outcome: 'orders', hours, fromMs, toMs: fromMs + 2 * DAY_MS }
}
