/**
 * All simulated platforms behind one handler: their own paths under `/<platform>/…`, and what a test asks and orders
 * under `/_sim`. No Node API: server.ts puts it behind a Node server, tests call it as `fetch`.
 */
import { type PlatformSimulator, type SimulatedAnswer, type SimulatedRequest } from '../destinations/simulator.ts'
import { type Cut } from './faults.ts'
export interface SimulatorsOptions {
  readonly platforms: readonly PlatformSimulator[]
  /** `/shops/…` and `/_sim/shops/…`: the shops' own APIs. */
  readonly shops?: (request: SimulatedRequest) => SimulatedAnswer
  /** Epoch milliseconds. */
  readonly nowMs: () => number
  /** For `hang_ms`. */
  readonly sleep: (ms: number) => Promise<void>
}
/** What to do on the wire: an answer, an answer that breaks off, or a connection that closes without one. */
export interface Reaction {
  readonly answer: SimulatedAnswer | undefined
  readonly cut: Cut | undefined
}
export interface Simulators {
  readonly react: (request: SimulatedRequest) => Promise<Reaction>
  /** The same as `fetch` sees it: a cut connection is a TypeError. */
  readonly fetch: (request: Request) => Promise<Response>
}
export declare function createSimulators(options: SimulatorsOptions): Simulators
