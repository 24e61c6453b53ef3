/**
 * Cloudflare's list prices in US dollars, Workers Paid, beyond what the plan includes.
 * Sources, read 2026-11-22: developers.cloudflare.com, "Workers pricing", "Durable Objects pricing", "Pipelines pricing", "R2 pricing".
 */
export const PRICES = {
  /** Per million requests to a Worker. */
  request: 0.3,
  /** Per million CPU milliseconds. */
  cpuMs: 0.02,
  /** Per million requests to a Durable Object; an RPC call is one, and so is an alarm that rings. */
  objectRequest: 0.15,
  /** Per million GB-seconds in which an object is active; each counts as 128 MB. */
  gbSecond: 12.5,
  /** Per million rows. Deleting one is writing one; so is setting an alarm. */
  rowWritten: 1,
  rowRead: 0.001,
  /** Per GB and month in SQLite. */
  sqliteGbMonth: 0.2,
  /** Per GB and month in R2. */
  r2GbMonth: 0.015,
  /** Per GB through Pipelines: SQL, and the sink as Iceberg or Parquet. */
  pipelinesGb: 0.04 + 0.06,
} as const

/** Cloudflare, "Durable Objects limits" and FAQ, read 2026-11-22. */
export const OBJECT_GB = 10
export const OBJECT_MEMORY_GB = 0.128
