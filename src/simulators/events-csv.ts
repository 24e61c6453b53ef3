/** What counted, as the file that `tidegate platform import` takes: one event a line (docs/platform-reports.md). */
import { isObject } from '../destinations/json.ts'
import type { CountedEvent, SimulatedAnswer } from '../destinations/simulator.ts'

const COLUMNS = ['event', 'event_id', 'order_id', 'at', 'value', 'currency', 'via', 'page'] as const

export function eventsCsv(events: readonly CountedEvent[]): SimulatedAnswer {
  const lines = [COLUMNS, ...events.map(cellsOf)].map((cells) => cells.map(quoted).join(','))
  return { status: 200, headers: { 'content-type': 'text/csv; charset=utf-8' }, body: `${lines.join('\r\n')}\r\n` }
}

/** Meta's words and TikTok's: each event has those of one of them. */
function cellsOf({ event, event_id: id, event_time: seconds, received_at_ms: ms, channel, payload }: CountedEvent) {
  const facts = firstObject(payload['custom_data'], payload['properties'])
  const page = payload['event_source_url'] ?? firstObject(payload['page'])['url']
  return [
    event,
    id ?? '',
    textOf(facts['order_id']),
    new Date(seconds === null ? ms : seconds * 1000).toISOString(),
    textOf(facts['value']),
    textOf(facts['currency']),
    channel === 'pixel' ? 'browser' : 'server',
    textOf(page),
  ]
}

function firstObject(...values: readonly unknown[]): Readonly<Record<string, unknown>> {
  return values.find(isObject) ?? {}
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
