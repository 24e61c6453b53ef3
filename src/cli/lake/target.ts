/** Where a lake lies. Files are made ready beside it; a day is taken over as a whole, once all of it is there. */

export interface LakeTarget {
  /** Makes a file of this partition ready; nothing of the lake is changed by it. */
  readonly stage: (partition: Partition, part: number, file: Uint8Array) => Promise<void>
  /** The `parts` files that are ready take the place of all that the partition had. */
  readonly replace: (partition: Partition, parts: number) => Promise<void>
  /** Takes away what is ready and was not taken over. */
  readonly discard: () => Promise<void>
}

export interface Partition {
  readonly site: string
  /** YYYY-MM-DD, UTC. */
  readonly date: string
}

/** Hive's way to write it: what reads Parquet skips the days that it is not asked for. */
export function pathOf({ site, date }: Partition): string {
  return `site=${site}/date=${date}`
}

export function partName(part: number): string {
  return `part-${String(part).padStart(5, '0')}.parquet`
}

const PART = /^part-\d{5,}\.parquet$/

/** Files of ours in a partition; whatever else lies there is not touched. */
export function isPart(name: string): boolean {
  return PART.test(name)
}
