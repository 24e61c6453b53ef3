/** A shop's orders and the events that a platform received of them, as files have them (test/vectors/analysis/reconciliation). */
import type { ReconcileInput } from './books.ts'
import { SETTINGS } from './settings.fixture.ts'
import type { LedgerOrderView, OrderLine, PlatformRow } from './wire.ts'

type Cells = Readonly<Record<string, string>>

/** Everything but the platform's rows, which a test may replace by what another platform tells. */
export interface AuditCase {
  readonly input: Omit<ReconcileInput, 'platform'>
  readonly rows: readonly PlatformRow[]
}

/** `read`: the text of a file of the folder. */
export function readAuditCase(read: (file: string) => string): AuditCase {
  const orders = csv(read('orders.csv'))
  const events = csv(read('events.csv'))
  const times = [...orders.map(({ created_at: at }) => at), ...events.map(({ received_at: at }) => at)]
  const days = times.map((at = '') => at.slice(0, 10)).toSorted()
  return {
    input: {
      settings: { ...SETTINGS, time_zone: 'UTC', purchase_unique: 'event_id' },
      destination: 'tiktok',
      firstDay: days[0] ?? '',
      lastDay: days.at(-1) ?? '',
      orders: orders.map(orderOf),
      lines: events.map(lineOf),
    },
    rows: events.map(rowOf),
  }
}

function csv(text: string): Cells[] {
  const [head = '', ...rows] = text.trim().split(/\r?\n/)
  const names = head.split(',')
  return rows.map((row) => Object.fromEntries(row.split(',').map((cell, index) => [names[index] ?? '', cell])))
}

function orderOf({
  order_id: id = '',
  created_at: at = '',
  status,
  total = '',
  currency = '',
}: Cells): LedgerOrderView {
  return {
    order_id: id,
    source: 'import:plain',
    at,
    channel: 'web',
    payment: status === 'cancelled' ? 'awaiting' : 'paid',
    ...(status === 'test' && { test: true }),
    ...(status === 'cancelled' && { cancelled_at: at }),
    money: { total, currency },
    links: [`link-${id}`],
  }
}

/** Browser and server both went through the gateway, which counted by event id: each event was a delivery. */
function lineOf(event: Cells): OrderLine {
  return {
    link: `link-${event['order_id']}`,
    destination: 'tiktok',
    event: 'purchase',
    event_id: event['event_id'] ?? '',
    occurred_at: event['received_at'] ?? '',
    outcome: 'delivered',
    at: event['received_at'] ?? '',
    value: Number(event['value']),
    currency: event['currency'] ?? '',
    via: event['source'] === 'pixel' ? 'browser' : 'server',
    page: '/thanks',
  }
}

function rowOf(event: Cells): PlatformRow {
  return {
    kind: 'event',
    event: 'purchase',
    event_id: event['event_id'] ?? '',
    ...(event['order_id'] !== '' && { order_id: event['order_id'] ?? '' }),
    at: event['received_at'] ?? '',
  }
}
