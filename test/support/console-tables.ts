/** Answers of the analysis as a small brand's record gives them: what the console's pages are tried with, number by number. */
import { LEARNING } from './learning-tables.ts'
import { closing, NA, none, row, table, within } from './table-cells.ts'

const FRAME = {
  conversion: { event: 'purchase', statuses: ['paid', 'partly_refunded'] },
  dedupe: 'order.id',
  window: { hours: 168, boundary: 'included' },
  touch_kinds: ['organic_video', 'live', 'ad', 'spark', 'creator', 'search', 'mail', 'direct'],
  direct: 'last_resort',
  identity: 'browser',
  value: { basis: 'net', currency: 'EUR', refunds_as_of: '2026-11-22T06:00:00.000Z' },
  date_basis: 'order',
  time_zone: 'Europe/Paris',
  as_of: '2026-11-22T06:00:00.000Z',
}

const CREDIT_HEAD =
  'credits:credit credit_share:share credited_value:money journeys:count declared_orders:count claimed_orders:count:platform claimed_value:money:platform claim_window:name:platform'

const TABLES: Readonly<Record<string, { readonly table: object; readonly points?: unknown }>> = {
  business_summary: {
    table: table(
      'business_summary',
      'orders:count net_revenue:money spend:money cpa:money ncpa:money roas:ratio platform_roas:ratio:tiktok:7d_click_1d_view mer:ratio margin:money poas:ratio iroas:ratio',
      [
        closing(
          'total',
          120,
          612_000,
          184_050,
          within(2_592, 2_130, 3_190, 71),
          within(4_480, 3_400, 6_010, 41),
          within(1.97, 1.52, 2.44, 71),
          4.62,
          within(3.33, 3.33, 3.33, 120),
          none('cost_missing'),
          none('cost_missing'),
          none('not_measured'),
        ),
      ],
    ),
  },
  business_by_source: {
    table: table(
      'business_by_source',
      'source:name spend:money credits:credit cpa:money roas:ratio platform_roas:ratio:platform',
      [
        row(
          'tiktok',
          121_400,
          { value: 38.5, n: 412, opens: 'orders?source=tiktok' },
          within(3_153, 2_480, 4_060, 412),
          within(1.62, 1.18, 2.1, 412),
          5.1,
        ),
        row(
          'meta',
          62_650,
          { value: 14.2, n: 190, opens: 'orders?source=meta' },
          within(4_412, 2_950, 6_820, 190),
          within(1.2, 0.74, 1.7, 190),
          3.3,
        ),
        row(
          'newsletter',
          none('not_measured'),
          { value: 7.3, n: 61, opens: 'orders?source=newsletter' },
          none('not_measured'),
          none('not_measured'),
          none('not_measured'),
        ),
        closing(
          'folded',
          '(small)',
          none('not_measured'),
          none('too_few'),
          none('too_few'),
          none('too_few'),
          none('not_measured'),
        ),
      ],
    ),
  },
  credit_by_source: {
    table: table(
      'credit_by_source',
      `source:name ${CREDIT_HEAD}`,
      [
        row(
          'tiktok',
          { value: 38.5, n: 412, opens: 'orders?source=tiktok' },
          0.542,
          196_350,
          412,
          9,
          118,
          561_200,
          '7d_click_1d_view',
        ),
        row('meta', { value: 14.2, n: 190, opens: 'orders?source=meta' }, 0.2, 75_100, 190, 2, 41, 206_700, '7d_click'),
        row(
          'newsletter',
          { value: 7.3, n: 61, opens: 'orders?source=newsletter' },
          0.103,
          37_230,
          61,
          0,
          none('not_measured'),
          none('not_measured'),
          none('not_measured'),
        ),
        row(
          'direct',
          { value: 11, n: 88 },
          0.155,
          56_100,
          88,
          0,
          none('not_measured'),
          none('not_measured'),
          none('not_measured'),
        ),
        closing('declared', '(declared)', 11, NA, 55_000, NA, NA, NA, NA, NA),
        closing('unknown', '(no_consent)', 38, NA, 192_220, NA, NA, NA, NA, NA),
        closing('total', '(total)', 120, NA, 612_000, NA, 11, 159, 767_900, '7d_click + 7d_click_1d_view'),
      ],
      [
        { code: 'measured_of', figures: { all: 120, followed: 71, no_consent: 38, not_joined: 0, declared: 11 } },
        { code: 'model', figures: { model: 'last' } },
      ],
    ),
  },
  credit_by_kind: {
    table: table('credit_by_kind', `source:name kind:name ${CREDIT_HEAD}`, [
      row(
        'tiktok',
        'live',
        { value: 9.5, n: 61, opens: 'orders?source=tiktok&kind=live' },
        0.134,
        48_450,
        61,
        NA,
        NA,
        NA,
        NA,
      ),
      row(
        'tiktok',
        'spark',
        { value: 17, n: 201, opens: 'orders?source=tiktok&kind=spark' },
        0.239,
        86_700,
        201,
        NA,
        NA,
        NA,
        NA,
      ),
      row(
        'tiktok',
        'ad',
        { value: 12, n: 150, opens: 'orders?source=tiktok&kind=ad' },
        0.169,
        61_200,
        150,
        NA,
        NA,
        NA,
        NA,
      ),
      closing('total', '(total)', '', 120, NA, 612_000, NA, NA, NA, NA, NA),
    ]),
  },
  claims_beside: {
    table: table(
      'claims_beside',
      'source:name claimed_orders:count:platform claimed_value:money:platform claim_window:name:platform credits:credit credited_value:money claimed_by_credited:ratio',
      [
        row('tiktok', 118, 561_200, '7d_click_1d_view', { value: 38.5, n: 412 }, 196_350, 3.06),
        row('meta', 41, 206_700, '7d_click', { value: 14.2, n: 190 }, 75_100, 2.89),
      ],
    ),
  },
  orders: {
    table: table('orders', 'day:date orders:count credited_value:money', [
      row('2026-11-18', { value: 14, n: 14 }, 71_400),
      row('2026-11-19', { value: 13, n: 13 }, 66_300),
    ]),
  },
  lift_tests: { table: table('lift_tests', 'test:name verdict:name', []) },
}

/** Of `GET /v1/analysis/tables/<id>`; undefined where there is no such table. */
export function tableAnswer(id: string): object | undefined {
  const known = TABLES[id] ?? LEARNING[id]
  if (known === undefined) return undefined
  const made = {
    as_of: FRAME.as_of,
    touches: 1_930,
    journeys: 1_204,
    orders: 120,
    imports: 3,
    from: '2026-10-25',
    to: '2026-11-21',
  }
  return { ok: true, ...known, frame: FRAME, made_of: made }
}
