/**
 * Faults that a test orders for a platform: the next requests get them, one after the other, instead of (or around)
 * the platform's own answer. Read from JSON that may be anything; bounded.
 */
import { isObject } from '../destinations/json.ts'
import { isNonEmptyString } from '../destinations/simulated-check.ts'

/** What happens to the connection. `reset` and `drop`: no answer. `half_body`: the answer ends in the middle. */
export type Cut = 'drop' | 'reset' | 'half_body'

export interface Fault {
  /** Only for requests that carry an event with this id, whichever request that is; undefined = for the next request. */
  readonly eventId: string | undefined
  /** Whether it must be the only event in the request; undefined = all the same. */
  readonly alone: boolean | undefined
  /** Waits this long before anything else. */
  readonly hangMs: number
  /** Whether the platform sees the request all the same, and counts what is in it. */
  readonly accepts: boolean
  /** It sees, and counts, the first half of the events only. */
  readonly partial: boolean
  /** Given instead of the platform's answer; undefined = the platform's own. */
  readonly answer:
    | { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }
    | undefined
  readonly cut: Cut | undefined
  times: number
}

const MAX_FAULTS = 1000
const MAX_TIMES = 1_000_000
const MAX_HANG_MS = 120_000
const GATEWAY_PAGE =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center></body>\r\n</html>'

/** Reads `{"answers":[…]}`, or one answer alone. An error is a sentence for whoever wrote the test. */
export function parseFaults(body: unknown): readonly Fault[] | { readonly error: string } {
  const list = isObject(body) && Array.isArray(body['answers']) ? (body['answers'] as unknown[]) : [body]
  if (list.length > MAX_FAULTS) return { error: `at most ${MAX_FAULTS} answers` }
  const faults: Fault[] = []
  for (const [index, entry] of list.entries()) {
    const fault = parseFault(entry)
    if (fault === undefined)
      return {
        error: `answers[${index}] must have one of: status, body, html, hang_ms, drop, accept_then_drop, reset, half_body, partial, reject_event_id`,
      }
    faults.push(fault)
  }
  return faults
}

function parseFault(entry: unknown): Fault | undefined {
  if (!isObject(entry)) return undefined
  const eventId = isNonEmptyString(entry['reject_event_id']) ? entry['reject_event_id'] : undefined
  const answer = answerOf(entry) ?? (eventId === undefined ? undefined : BAD_REQUEST)
  const cut = cutOf(entry)
  const hangMs = bounded(entry['hang_ms'], MAX_HANG_MS) ?? 0
  const partial = entry['partial'] === true
  if (answer === undefined && cut === undefined && hangMs === 0 && !partial) return undefined
  const seen = entry['accept_then_drop'] === true || partial
  const accepts = seen || (answer === undefined && cut !== 'drop' && cut !== 'reset')
  // A platform that does not like an event never likes it.
  const times = bounded(entry['times'], MAX_TIMES) ?? (eventId === undefined ? 1 : MAX_TIMES)
  const alone = typeof entry['alone'] === 'boolean' ? entry['alone'] : undefined
  return { eventId, alone, hangMs, accepts, partial, answer, cut, times }
}

/** For `reject_event_id` without an answer of its own. */
const BAD_REQUEST: Fault['answer'] = { status: 400, headers: { 'content-type': 'application/json' }, body: '{}' }

function bounded(value: unknown, max: number): number | undefined {
  return typeof value === 'number' && value >= 1 ? Math.min(Math.floor(value), max) : undefined
}

function cutOf(entry: Readonly<Record<string, unknown>>): Cut | undefined {
  if (entry['drop'] === true || entry['accept_then_drop'] === true) return 'drop'
  if (entry['reset'] === true) return 'reset'
  return entry['half_body'] === true ? 'half_body' : undefined
}

function answerOf(entry: Readonly<Record<string, unknown>>): Fault['answer'] {
  const { status, headers, body, html } = entry
  const code =
    typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599 ? status : undefined
  if (html === true) return { status: code ?? 502, headers: { 'content-type': 'text/html' }, body: GATEWAY_PAGE }
  if (code === undefined && body === undefined) return undefined
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body)
  return { status: code ?? 200, headers: { 'content-type': 'application/json', ...strings(headers) }, body: text }
}

function strings(headers: unknown): Record<string, string> {
  if (!isObject(headers)) return {}
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]))
}
