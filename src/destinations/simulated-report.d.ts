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
export declare function salesOf(
  events: readonly CountedEvent[],
  detailsOf: (payload: Readonly<Record<string, unknown>>) => {
    readonly money: unknown
    readonly clickId: unknown
  },
): readonly CountedSale[]
/** The day in UTC, which is the time zone of a simulated account. */
export declare function dayOf(atMs: number): string
export declare function isDay(text: unknown): text is string
/** Two decimals, as reports have them. */
export declare function sumOf(sales: readonly CountedSale[]): string
export declare function parsedJson(text: string | null): unknown
