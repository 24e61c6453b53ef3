/**
 * What ads did, day by day, over a platform's reporting API: the same rows as a file of its exports becomes. The network and the
 * waiting come in as arguments; nothing here throws.
 */
import { isCurrency } from '../event/currency.ts'
import { microsOf, minorOfMicros } from '../event/money.ts'
import type { MediaDay, MediaMetric } from '../offsite/rows.ts'
import { countOf, type AskReport } from './reporting-api.ts'

export interface MediaQuestion {
  /** YYYY-MM-DD, the first and the last day, of the account's time zone. */
  readonly from: string
  readonly to: string
  readonly adAccount: string
  readonly accessToken: string
  /** For platforms that do not say it. */
  readonly window?: string
  /** Instead of the platform's own address: a simulator's. */
  readonly baseUrl?: string
}

export type MediaPart = { readonly rows: readonly MediaDay[] } | { readonly failed: string }

export interface MediaApi {
  readonly id: string
  /** Whether every claim comes with its window, or somebody must say it. */
  readonly saysWindow: boolean
  /** Part by part; ends after the first that failed. */
  readonly read: (question: MediaQuestion, ask: AskReport, wait: Wait) => AsyncGenerator<MediaPart>
}

export type Wait = (ms: number) => Promise<void>

/** Platforms limit how often they are asked by the minute. */
export const WAITS_MS: readonly number[] = [2_000, 10_000, 30_000, 60_000]

/** A page with one row that cannot be read is none: sums with a row missing would mislead. */
export function partOf(rows: readonly (MediaDay | { readonly failed: string })[]): MediaPart {
  const whole: MediaDay[] = []
  for (const row of rows) {
    if ('failed' in row) return row
    whole.push(row)
  }
  return { rows: whole }
}

/** An amount as reports write it, in minor units. */
export function minorOfText(value: unknown, currency: string): number | undefined {
  if (!isCurrency(currency)) return undefined
  const micros = microsOf(typeof value === 'string' ? value.replace(/(\.\d{6})\d+$/, '$1') : value)
  return micros === undefined ? undefined : minorOfMicros(micros, currency)
}

/** Metric → what the platform calls it; what is absent or no count is not said. */
export function metricsOf(
  values: Readonly<Record<string, unknown>>,
  names: Readonly<Partial<Record<MediaMetric, string>>>,
): MediaDay['metrics'] {
  const found = Object.entries(names).flatMap(([metric, name]) => {
    const count = countOf(values[name])
    return count === undefined ? [] : [[metric, count] as const]
  })
  return Object.fromEntries(found)
}

/** Only those that say something. */
export function texts<Name extends string>(of: Readonly<Record<Name, string>>): Partial<Record<Name, string>> {
  const found = Object.entries<string>(of).filter(([, text]) => text !== '' && text !== '-' && text !== '0')
  return Object.fromEntries(found.map(([name, text]) => [name, text.slice(0, 200)])) as Partial<Record<Name, string>>
}
