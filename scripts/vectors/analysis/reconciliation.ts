/** orders.csv and events.csv against expected.json: counted by two other programs. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readAuditCase } from '../../../src/reconciliation/audit-case.fixture.ts'
import { reconcile, type Reconciliation } from '../../../src/reconciliation/reconcile.ts'
import { nearly, same, type AnalysisResult } from './result.ts'

const FILES = ['README.md', 'events.csv', 'expected.json', 'orders.csv']

interface Expected {
  readonly backoffice_orders: number
  readonly platform_purchases: number
  readonly merged_by_platform_rule: number
  readonly raw_events: number
  readonly surplus: number
  readonly causes: Readonly<Record<string, number>>
  readonly paid_orders_without_event: readonly string[]
  readonly main_cause?: string
  readonly main_cause_share_of_surplus?: number
  readonly value_mismatch?: { readonly rows: readonly { readonly order_id: string }[] }
  readonly expected_after_fix?: {
    readonly platform_count_if_event_id_is_order_id: number
    readonly remaining_gap: number
  }
}

export function run(folder: string): readonly AnalysisResult[] {
  const unknown = readdirSync(folder).filter((name) => !FILES.includes(name))
  const missing = FILES.slice(1).filter((name) => !existsSync(join(folder, name)))
  return [
    ...unknown.map((name) => ({ name, error: 'no reader for a file of this name' })),
    ...missing.map((name) => ({ name, error: 'is missing' })),
    ...(missing.length === 0 ? checked(folder) : []),
  ]
}

function checked(folder: string): readonly AnalysisResult[] {
  const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected
  const { input, rows } = readAuditCase((file) => readFileSync(join(folder, file), 'utf8'))
  const result = reconcile({ ...input, platform: rows })
  const sales = result.orders.filter(({ reason }) => reason !== 'test_order' && reason !== 'cancelled_unpaid')
  return [
    same('both sums close', result.closes, { orders: true, platform: true }),
    same('raw_events', rows.length, expected.raw_events),
    same('backoffice_orders', sales.length, expected.backoffice_orders),
    same('platform_purchases', result.platform.says, expected.platform_purchases),
    same('merged_by_platform_rule', result.platform.merged, expected.merged_by_platform_rule),
    same('surplus', (result.platform.says ?? 0) - sales.length, expected.surplus),
    ...causes(result, expected),
    same('paid_orders_without_event', ordersOf(result, 'not_received'), expected.paid_orders_without_event),
    ...values(result, expected),
    ...afterTheFix(folder, expected),
  ]
}

/** Their causes and ours. Where ours is one for two of theirs, the two are added. */
const CAUSES: readonly (readonly [theirs: readonly string[], ours: string])[] = [
  [['double_fire_other_id_within_30min'], 'other_id_within_30_minutes'],
  [['confirmation_reopened_other_id'], 'reopened_later'],
  [['same_id_after_48h'], 'same_id_after_48_hours'],
  [['order_cancelled', 'order_test'], 'cancelled_or_test'],
  [['no_order_id', 'unknown_order'], 'no_such_order'],
]

function causes(result: Reconciliation, expected: Expected): readonly AnalysisResult[] {
  const of = (key: string) => expected.causes[key] ?? 0
  const all = result.surplus.reduce((sum, { count }) => sum + count, 0)
  const main = CAUSES.find(([theirs]) => theirs.length === 1 && theirs[0] === expected.main_cause)
  return [
    same('causes.first_count', result.platform.shown, of('first_count')),
    ...CAUSES.map(([theirs, ours]) =>
      same(
        `causes.${theirs.join(' + ')}`,
        surplusOf(result, ours),
        theirs.map(of).reduce((sum, count) => sum + count),
      ),
    ),
    ...(main === undefined || expected.main_cause_share_of_surplus === undefined
      ? []
      : [
          nearly(
            'main_cause_share_of_surplus',
            surplusOf(result, main[1]) / all,
            expected.main_cause_share_of_surplus,
            1e-9,
          ),
        ]),
  ]
}

function values(result: Reconciliation, { value_mismatch: expected }: Expected): readonly AnalysisResult[] {
  if (expected === undefined) return []
  const ids = expected.rows.map(({ order_id: id }) => id)
  return [same('value_mismatch.rows', ordersOf(result, 'delivered_value_differs'), ids)]
}

function afterTheFix(folder: string, { expected_after_fix: expected }: Expected): readonly AnalysisResult[] {
  if (expected === undefined) return []
  const { input, rows } = readAuditCase((file) => readFileSync(join(folder, file), 'utf8'))
  const fixed = rows.flatMap((row) =>
    row.kind === 'event' && row.order_id !== undefined ? [{ ...row, event_id: row.order_id }] : [],
  )
  const { platform, orders } = reconcile({ ...input, platform: fixed })
  const sales = orders.filter(({ reason }) => reason !== 'test_order' && reason !== 'cancelled_unpaid')
  return [
    same('expected_after_fix.platform_count', platform.shown, expected.platform_count_if_event_id_is_order_id),
    same('expected_after_fix.remaining_gap', platform.shown - sales.length, expected.remaining_gap),
  ]
}

function surplusOf({ surplus }: Reconciliation, key: string): number {
  return surplus.filter((one) => (one.fire ?? one.surplus) === key).reduce((sum, { count }) => sum + count, 0)
}

function ordersOf({ orders }: Reconciliation, reason: string): readonly string[] {
  return orders.filter((one) => one.reason === reason).map(({ order }) => order.order_id)
}
