/** What happens to the connection. `reset` and `drop`: no answer. `half_body`: the answer ends in the middle. */
export type Cut = 'drop' | 'reset' | 'half_body'
export interface Fault {
  /** Only for requests that carry an event with this id, whichever request that is; undefined = for the next request. */
  readonly eventId: string | undefined
  /** Waits this long before anything else. */
  readonly hangMs: number
  /** Whether the platform sees the request all the same, and counts what is in it. */
  readonly accepts: boolean
  /** It sees, and counts, the first half of the events only. */
  readonly partial: boolean
  /** Given instead of the platform's answer; undefined = the platform's own. */
  readonly answer:
    | {
        readonly status: number
        readonly headers: Readonly<Record<string, string>>
        readonly body: string
      }
    | undefined
  readonly cut: Cut | undefined
  times: number
}
/** Reads `{"answers":[…]}`, or one answer alone. An error is a sentence for whoever wrote the test. */
export declare function parseFaults(body: unknown):
  | readonly Fault[]
  | {
      readonly error: string
    }
