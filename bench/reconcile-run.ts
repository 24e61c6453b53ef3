/**
 * One reconciliation of so many orders, from the pages' JSON texts to the findings and the CSV's last line. Of ten orders one was
 * never heard of, one is in the store, one was refused; the platform counts nine of ten of the others twice.
 */
import process from 'node:process'
import { keepNewSpaceSmall } from '../src/cli/small-heap.ts'
import { csvLines } from '../src/reconciliation/csv.ts'
import { gather } from '../src/reconciliation/gather.ts'
import { reconcile } from '../src/reconciliation/reconcile.ts'
import type { LedgerOrderView, LedgerSettings, OrderLine, PlatformRow } from '../src/reconciliation/wire.ts'
import { memoryOf } from './processes.ts'

// As the command does.
keepNewSpaceSmall()

const START = Date.parse('2026-10-01T00:00:00Z')
const SPAN_MS = 30 * 86_400_000
const PAGE = 500

const SETTINGS: LedgerSettings = {
  site: 'shop',
  policy_digest: 'd'.repeat(64),
  time_zone: 'Europe/Paris',
  money: 'presentment',
  tax: 'included',
  shipping: 'included',
  purchase_when: 'paid',
  excluded: ['test', 'pos', 'draft', 'renewal', 'unpaid'],
  destinations: [{ id: 'tiktok', purchase: true, max_age_days: 28 }],
  purchase_unique: 'event_id',
}

const count = Number(process.argv[2])
const atOf = (index: number, laterMs = 0) =>
  new Date(START + Math.floor((index / count) * SPAN_MS) + laterMs).toISOString()

function orderOf(index: number): LedgerOrderView {
  const at = atOf(index)
  return {
    order_id: String(5_678_901_000_000 + index),
    source: 'shopify',
    name: `#${1_000 + index}`,
    at,
    updated_at: at,
    ...(index % 10 !== 0 && { heard_at: at }),
    channel: index % 10 === 1 ? 'pos' : 'web',
    payment: 'paid',
    money: {
      total: decimal(centsOf(index)),
      currency: 'EUR',
      tax: decimal(Math.round(centsOf(index) / 6)),
      shipping: '5.90',
      shipping_tax: '0.98',
      discount: '0',
    },
    links: ['id', 'name', 'checkout'].map((kind) => linkOf(kind, index)),
  }
}

/** From 9.90 on, 40,000 different amounts. */
function centsOf(index: number): number {
  return 990 + ((index * 7_919) % 40_000)
}

function decimal(cents: number): string {
  return (cents / 100).toFixed(2)
}

function linkOf(kind: string, index: number): string {
  return `${kind.slice(0, 2)}${index.toString(16)}`.padEnd(16, '0')
}

function linesOf(index: number): OrderLine[] {
  if (index % 10 < 2) return []
  const line = {
    link: linkOf('id', index),
    destination: 'tiktok',
    event: 'purchase',
    occurred_at: atOf(index),
    outcome: index % 10 === 2 ? 'refused' : 'delivered',
    ...(index % 10 === 2 && { code: 'consent_denied' }),
    at: atOf(index, 5_000),
    value: centsOf(index) / 100,
    currency: 'EUR',
    page: '/thanks',
  }
  return [
    { ...line, event_id: `o-${index}`, via: 'server' },
    { ...line, event_id: visitIdOf(index), via: 'browser' },
  ]
}

/** As long as a browser's own ids are. */
function visitIdOf(index: number): string {
  return `0198f3c2-7a41-7c3e-b5d0-${index.toString(16).padStart(12, '0')}`
}

function rowsOf(index: number): PlatformRow[] {
  return linesOf(index)
    .filter(({ outcome }) => outcome === 'delivered')
    .map(({ event_id: id, at, via }) => ({
      kind: 'event',
      event: 'purchase',
      event_id: id,
      order_id: String(5_678_901_000_000 + index),
      at,
      value: centsOf(index) / 100,
      currency: 'EUR',
      via: via === 'server' ? 'server' : 'browser',
    }))
}

/** As a gateway gives it: texts that are read when they are asked for. */
function pageText(path: string): string {
  const { pathname, searchParams } = new URL(path, 'http://gateway')
  if (pathname.endsWith('/settings')) return JSON.stringify(SETTINGS)
  const first = Number(searchParams.get('cursor') ?? '0')
  const indexes = Array.from({ length: Math.min(PAGE, count - first) }, (_, offset) => first + offset)
  const next = first + PAGE < count ? String(first + PAGE) : null
  if (pathname.endsWith('/orders')) return JSON.stringify({ orders: indexes.map(orderOf), next_cursor: next })
  if (pathname.endsWith('/lines')) return JSON.stringify({ lines: indexes.flatMap(linesOf), next_cursor: next })
  return JSON.stringify({ rows: indexes.flatMap(rowsOf), next_cursor: next })
}

/** Making a page is the gateway's work, and here the benchmark's: it is left out of the time. */
let makingMs = 0
function madePage(path: string): string {
  const beganMs = performance.now()
  const text = pageText(path)
  makingMs += performance.now() - beganMs
  return text
}

const startMs = performance.now()
const told = await gather(
  { destination: 'tiktok', firstDay: '2026-10-01', lastDay: '2026-10-31' },
  { get: async (path) => ({ body: JSON.parse(madePage(path)) as unknown }), onProgress: () => undefined },
)
if (!told.ok) throw new Error(told.failed)
const result = reconcile(told.input)
let characters = 0
for (const line of csvLines(result, 'en')) characters += line.length
const ms = performance.now() - startMs - makingMs
if (!result.closes.orders || !result.closes.platform || characters === 0) throw new Error('it does not close')
process.send?.({ orders: count, ms, peakBytes: memoryOf(process.pid).peakBytes })
