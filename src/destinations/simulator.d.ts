/**
 * What a simulated platform is: it accepts and refuses as the real one does, and keeps what counted. No Node API, no
 * clock of its own, so that the same simulator serves inside workerd and behind a Node server.
 */
import type { SimulatedAdDay } from './simulated-ads.ts'
/** Header names are in lower case. `path` is the platform's own, with its query, without the simulator's prefix. */
export interface SimulatedRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
export interface SimulatedAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
export type Channel = 'api' | 'pixel'
/** An event after the platform's own deduplication. */
export interface CountedEvent {
  /** Pixel code, data set id. */
  readonly source: string
  readonly event: string
  readonly event_id: string | null
  readonly event_time: number | null
  readonly channel: Channel
  readonly received_at_ms: number
  /** How many copies came, this one included; later copies are dropped or merged. */
  copies: number
  /** Whether a copy from the other channel added to it. */
  merged: boolean
  /** The event as it was sent (with what a merged copy added). */
  readonly payload: Record<string, unknown>
}
export interface SimulatorOptions {
  /** Epoch milliseconds. */
  readonly nowMs: () => number
  /** Tokens that are taken. Default: every non-empty one that does not begin with `bad`. */
  readonly tokens?: ReadonlySet<string>
  /** Pixel codes or data set ids that exist. Default: every non-empty one. */
  readonly sources?: ReadonlySet<string>
}
export interface PlatformSimulator {
  /** The destination's id: the first part of the simulator's paths. */
  readonly id: string
  readonly answer: (request: SimulatedRequest) => SimulatedAnswer
  /** The same, in the words of `fetch`. */
  readonly handle: (request: Request) => Promise<Response>
  /** An event from the platform's own browser pixel, to see how it meets the one from the API. */
  readonly receivePixel: (source: string, event: Record<string, unknown>) => void
  /** How many events counted since the last clear, and the newest of them. */
  readonly counted: () => {
    readonly count: number
    readonly events: readonly CountedEvent[]
  }
  /** What came with a test code: it is shown and does not count. */
  readonly tested: () => readonly CountedEvent[]
  /** What the account's ads did, for its reports; in the place of what was laid down before. */
  readonly setAds?: (days: readonly SimulatedAdDay[]) => void
  readonly clear: () => void
}
export declare function jsonAnswer(status: number, body: unknown): SimulatedAnswer
/** Wraps a simulator's `answer` for callers that have a `Request`. */
export declare function answerRequest(
  answer: (request: SimulatedRequest) => SimulatedAnswer,
  request: Request,
): Promise<Response>
export declare function tokenIsGood(token: string, options: SimulatorOptions): boolean
export declare function sourceExists(source: string, options: SimulatorOptions): boolean
