/** What simulated platforms report of themselves: the sales that they counted, after their own deduplication. */
import { isObject } from './json.ts'
import type { Channel, CountedEvent } from './simulator.ts'

export interface CountedSale {
  readonly source: string
  readonly channel: Channel
  /** When it happened, as its sender says. */
  readonly atMs: number
  readonly value: number
  readonly currency: string
  /** It carries the platform's own click id: what the simulator credits to an ad. */
  readonly clicked: boolean
}

const SALES: ReadonlySet<string> = new Set(['Purchase', 'CompletePayment'])

export function salesOf(
  events: readonly CountedEvent[],
  detailsOf: (payload: Readonly<Record<string, unknown>>) => { readonly money: unknown; readonly clickId: unknown },
): readonly CountedSale[] {
  return events
    .filter(({ event }) => SALES.has(event))
    .map(({ source, channel, event_time: seconds, received_at_ms: receivedMs, payload }) => {
      const { money, clickId } = detailsOf(payload)
      const { value, currency } = isObject(money) ? money : {}
      return {
        source,
        channel,
        atMs: seconds === null ? receivedMs : seconds * 1000,
        value: typeof value === 'number' ? value : 0,
        currency: typeof currency === 'string' ? currency : '',
        clicked: typeof clickId === 'string' && clickId !== '',
      }
    })
}

/** The day in UTC, which is the time zone of a simulated account. */
export function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10)
}

export function isDay(text: unknown): text is string {
  return typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))
}

/** Two decimals, as reports have them. */
export function sumOf(sales: readonly CountedSale[]): string {
  return (sales.reduce((sum, { value }) => sum + Math.round(value * 100), 0) / 100).toFixed(2)
}

export function parsedJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '') as unknown
  } catch {
    return undefined
  }
}
