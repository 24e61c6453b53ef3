/// <reference lib="esnext.disposable" preserve="true" />
/** What `tidegate/testing` takes and gives. Self-contained: these types are all that a project sees. */
import type { PlatformEvents } from './platform-events.ts'

export interface TidegateOptions {
  /** The policy: where its YAML file is, or its text (anything with a line break in it). */
  readonly policy: string | URL
  /** Settings of the gateway (docs/configuration.md). Simulators and development are not for changing. */
  readonly settings?: Readonly<Record<`TIDEGATE_${string}`, string>>
  /** Where the browsers of this run are; by default in France, with an address that is reserved for documentation. */
  readonly visitors?: Visitors
  /** On 127.0.0.1; by default one that is free. */
  readonly port?: number
  /** Told what the gateway writes, line by line. */
  readonly onLine?: (line: string) => void
}

/** What an edge in front of the gateway would say of browsers' connections. Events from servers bring their own. */
export interface Visitors {
  /** ISO 3166-1 alpha-2, such as `FR`. */
  readonly country: string
  /** The part of the country, ISO 3166-2 without the country: `CA` for California. */
  readonly region?: string
  /** A public address. */
  readonly ip?: string
}

/** The platforms that are simulated; a destination of your own goes by its id. */
export type Platform = keyof PlatformEvents | (string & {})

/** An event that a platform counted, after its own deduplication. */
export interface ReceivedEvent<P extends Platform = Platform> {
  /** The platform's own name of it, such as `Purchase`. */
  readonly event: string
  readonly event_id: string | null
  /** Epoch seconds. */
  readonly event_time: number | null
  /** The pixel or data set that it counts for. */
  readonly account: string
  /** How many copies came; all but the first were dropped. */
  readonly copies: number
  /** The event as it was sent. */
  readonly body: P extends keyof PlatformEvents ? PlatformEvents[P] : Readonly<Record<string, unknown>>
}

/** A request that a platform got, without its token. */
export interface PlatformRequest {
  readonly at_ms: number
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** As JSON where it is JSON, else as text. */
  readonly body: unknown
  /** `dropped`: whether the gateway saw nothing, or not all, of it. */
  readonly answer: { readonly status: number | null; readonly body: unknown; readonly dropped: boolean }
}

/** What the gateway decided about an event that it could read. Values are masked. */
export interface Decision {
  readonly at: string
  readonly source: 'browser' | 'server'
  readonly event: string
  readonly event_id: string
  readonly status: 'accepted' | 'duplicate' | 'refused'
  readonly reason?: string
  /** The law where the person is. */
  readonly regime?: 'opt-in' | 'opt-out' | 'none'
  readonly arrived: readonly { readonly field: string; readonly shown: string }[]
  /** Names of fields that the gateway does not know: dropped. */
  readonly unknown: readonly string[]
  readonly findings: readonly { readonly signal: string; readonly says: string }[]
  readonly destinations: Readonly<Record<string, DestinationDecision>>
}

export interface DestinationDecision {
  /** `full`, `limited`, or the code of the reason why nothing goes there (docs/errors.md). */
  readonly decision: string
  /** Names of the fields that leave, in the platform's words. */
  readonly fields: readonly string[]
  readonly left_out: readonly { readonly field: string; readonly reason: string }[]
  /** What has become of the delivery by now. */
  readonly outcome?: { readonly state: string; readonly code?: string; readonly at: string }
}

/** What a platform does with the next request instead of its own answer. */
export interface Fault {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** A proxy's error page. */
  readonly html?: boolean
  /** Waits so long before anything else. */
  readonly hang_ms?: number
  /** Closes the connection, and has seen nothing. */
  readonly drop?: boolean
  /** Counts the events, then closes the connection without an answer. */
  readonly accept_then_drop?: boolean
  readonly reset?: boolean
  /** Counts the events, and its answer ends in the middle. */
  readonly half_body?: boolean
  /** Counts the first half of the events. */
  readonly partial?: boolean
  /** Not the next request, but each that carries this event. */
  readonly reject_event_id?: string
  /** Of those, `true`: only the requests that carry no other event; `false`: only those that do. */
  readonly alone?: boolean
  /** 1. */
  readonly times?: number
}

export interface WaitOptions {
  /** 4,000: less than most test runners give a test. */
  readonly timeoutMs?: number
}

export interface Tidegate {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string
  /** For `Authorization: Bearer …` at /v1/events: speaks for the first site of the policy. */
  readonly token: string
  /** The same for each site, by its id. */
  readonly tokens: Readonly<Record<string, string>>
  /** What the platform has counted, oldest first. */
  readonly received: <P extends Platform>(platform: P) => Promise<readonly ReceivedEvent<P>[]>
  /** What the platform was asked, whether it counted or not, oldest first. */
  readonly requests: (platform: Platform) => Promise<readonly PlatformRequest[]>
  /** The first event that the platform counts and that matches. Throws after `timeoutMs`, and says what came instead, and why. */
  readonly waitFor: <P extends Platform>(
    platform: P,
    matches: (event: ReceivedEvent<P>) => boolean,
    options?: WaitOptions,
  ) => Promise<ReceivedEvent<P>>
  /** Until nothing waits to be delivered: what was not received by then will not be. Throws after `timeoutMs`. */
  readonly settled: (options?: WaitOptions) => Promise<void>
  /** What the gateway decided about the last hundred events, oldest first. */
  readonly decisions: () => Promise<readonly Decision[]>
  /** What the platform does with its next requests, in turn. */
  readonly faults: (platform: Platform, faults: readonly Fault[]) => Promise<void>
  /**
   * Forgets what was received, asked, ordered and decided. The gateway still knows which orders it has had: give each test orders
   * and event ids of its own.
   */
  readonly clear: () => Promise<void>
  /** Ends it: no process, port or folder is left. May be called twice. */
  readonly stop: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}
