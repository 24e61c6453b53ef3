/** What the benchmark asks of the load generator, and what it hears back. Crosses between processes as JSON. */

export interface Job {
  readonly port: number
  readonly path: string
  readonly token: string
  /** With `ID_MARK`s; the generator writes ids over them. */
  readonly body: string
  /** Events in one body: its marks are dealt evenly among them. 0 = leave the body as it is. */
  readonly events: number
  readonly connections: number
  /** Number of the first event; the ids are `firstId`, `firstId + 1` … */
  readonly firstId: number
  /** After this many the ids begin again: duplicates. */
  readonly idCount: number
  /** Stops at whichever comes first. */
  readonly forMs: number
  readonly maxRequests: number
}

export interface JobResult {
  readonly requests: number
  readonly seconds: number
  /** HTTP status → answers */
  readonly statuses: Readonly<Record<string, number>>
  /** Connections that broke. */
  readonly broken: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Share of one core that the generator itself used: near 1 means that it was measured, and not the server. */
  readonly generatorCpu: number
}
