/** The requests a simulated platform got, newest last, without tokens. Bounded by number and by bytes. */
import type { SimulatedAnswer, SimulatedRequest } from '../destinations/simulator.ts'
export interface SeenRequest {
  readonly at_ms: number
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** The body as JSON where it is JSON, else as text. */
  readonly body: unknown
  /** `dropped`: whether the caller saw nothing, or not all, of it. */
  readonly answer: {
    readonly status: number | null
    readonly body: unknown
    readonly dropped: boolean
  }
}
export interface RequestLog {
  readonly add: (request: SimulatedRequest, answer: SimulatedAnswer | undefined, dropped: boolean, atMs: number) => void
  /** The newest `limit` of them, newest last. */
  readonly seen: (limit: number) => readonly SeenRequest[]
  readonly total: () => number
  readonly clear: () => void
}
export declare function createRequestLog(): RequestLog
