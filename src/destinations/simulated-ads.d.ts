export interface SimulatedAdDay {
  readonly ad_id: string
  readonly day: string
  /** Decimal text in the account's currency. */
  readonly spend: string
  readonly currency: string
  /** Left out of a report that does not ask for it. */
  readonly deleted?: boolean
  /** Of a Spark ad. */
  readonly post_id?: string
  /** In the platform's own words: names, counts, what it claims. */
  readonly fields: Readonly<Record<string, unknown>>
}
/** Undefined where it is no list of such days. */
export declare function readAdDays(value: unknown): readonly SimulatedAdDay[] | undefined
/** By day, then by ad: the same question has the same pages. */
export declare function sortedDays(days: readonly SimulatedAdDay[]): readonly SimulatedAdDay[]
