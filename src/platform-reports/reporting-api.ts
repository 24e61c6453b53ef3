/**
 * What a platform says of itself over its reporting API: how many events it received, and how many it credits to its ads. One
 * client for each platform. The network comes in as an argument; nothing here throws.
 */
import type { PlatformRow } from '../reconciliation/wire.ts'

/** `status` 0: no answer. */
export interface ReportAnswer {
  readonly status: number
  readonly text: string
}

/** A GET; must not throw. */
export type AskReport = (url: string, headers: Readonly<Record<string, string>>) => Promise<ReportAnswer>

export interface ReportQuestion {
  /** YYYY-MM-DD, the first and the last day. */
  readonly from: string
  readonly to: string
  /** IANA name: whose days, where the platform tells hours. */
  readonly timeZone: string
  /** Pixel code or data set id: what it received. Absent: not asked for. */
  readonly source?: string
  /** Advertiser or ad account id: what it credits to its ads. Absent: not asked for. */
  readonly adAccount?: string
  readonly accessToken: string
  /** Instead of the platform's own address: a simulator's. */
  readonly baseUrl?: string
}

export type ReportPart = { readonly rows: readonly PlatformRow[] } | { readonly failed: string }

export interface ReportingApi {
  /** Of the destination. */
  readonly id: string
  /** What of a question it cannot do without, beside the token. */
  readonly lacks: (question: ReportQuestion) => 'source' | 'ad_account' | undefined
  /** Part by part; ends after the first that failed. */
  readonly read: (question: ReportQuestion, ask: AskReport) => AsyncGenerator<ReportPart>
}

/** A report that never ends is none. */
export const MAX_REPORT_PAGES = 1_000

export type Json = Readonly<Record<string, unknown>>

export function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

export function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(objectOf) : []
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Platforms write counts as numbers or as text; undefined where it is no count. */
export function countOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,12}(?:\.0+)?$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}

export function jsonOf(text: string): Json | undefined {
  try {
    return objectOf(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Days from the first to the last, both of them in. */
export function daysBetween(from: string, to: string): readonly string[] {
  const DAY_MS = 86_400_000
  const first = Date.parse(`${from}T00:00:00Z`)
  const count = Math.floor((Date.parse(`${to}T00:00:00Z`) - first) / DAY_MS) + 1
  return Array.from({ length: Math.max(0, count) }, (_, index) =>
    new Date(first + index * DAY_MS).toISOString().slice(0, 10),
  )
}
