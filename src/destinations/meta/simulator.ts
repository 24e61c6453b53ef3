/**
 * Meta's events endpoint as it behaves: HTTP 400 with a Graph error for refusals, the whole batch or nothing.
 * Sources: Meta, Conversions API "Using the API", "Handling Duplicate Pixel and Conversions API Events", Graph API
 * "Handle Errors", read 2026-11-21.
 */
import { isObject, parseObject } from '../json.ts'
import type { SimulatedAdDay } from '../simulated-ads.ts'
import { isNonEmptyString } from '../simulated-check.ts'
import { createEventCounter, type EventCounter } from '../simulated-dedupe.ts'
import {
  answerRequest,
  jsonAnswer,
  sourceExists,
  tokenIsGood,
  type PlatformSimulator,
  type SimulatedAnswer,
  type SimulatedRequest,
  type SimulatorOptions,
} from '../simulator.ts'
import { problemOfEvent, type Problem } from './simulated-event.ts'
import { reportOf } from './simulated-reporting.ts'

const PATH = /^\/v[1-9]\d{0,2}\.\d\/([^/?]+)\/events\/?(?:\?(.*))?$/
const MAX_EVENTS = 1000
/** Meta drops the second copy at any time within the 48 hours: nothing of it is added to the first. */
const NEVER_MERGES_MS = -1

export function createSimulator(options: SimulatorOptions): PlatformSimulator {
  const counter = createEventCounter(NEVER_MERGES_MS)
  const tests = createEventCounter(NEVER_MERGES_MS)
  let requests = 0
  let ads: readonly SimulatedAdDay[] = []

  const answer = (request: SimulatedRequest): SimulatedAnswer => {
    requests += 1
    const trace = `sim-${requests}`
    const report = request.method === 'GET' ? reportTo(request, { counter, ads }, options) : undefined
    if (report !== undefined) return 'code' in report ? graphError(report, trace) : report
    const path = PATH.exec(request.path)
    const source = decodeURIComponentOrRaw(path?.[1] ?? '')
    if (path === null || request.method !== 'POST') return graphError(unknownPath(request), trace)
    const result = receive(request, source, path[2] ?? '', options, { counter, tests })
    if (typeof result !== 'number') return graphError(result, trace)
    return jsonAnswer(200, { events_received: result, messages: [], fbtrace_id: trace })
  }

  return {
    id: 'meta',
    answer,
    handle: (request) => answerRequest(answer, request),
    receivePixel: (source, event) => arrive(counter, source, event, 'pixel', options.nowMs()),
    counted: counter.counted,
    tested: () => tests.counted().events,
    setAds(days) {
      ads = days
    },
    clear() {
      ads = []
      counter.clear()
      tests.clear()
    },
  }
}

function reportTo(
  request: SimulatedRequest,
  { counter, ads }: { readonly counter: EventCounter; readonly ads: readonly SimulatedAdDay[] },
  options: SimulatorOptions,
): SimulatedAnswer | Problem | undefined {
  const report = reportOf(request.path, counter.counted().events, options, ads)
  if (report === undefined) return undefined
  return problemOfToken(tokenOf(request, request.path.split('?', 2)[1] ?? '', undefined), options) ?? report
}

function graphError(problem: Problem, trace: string): SimulatedAnswer {
  return jsonAnswer(problem.status ?? 400, {
    error: {
      message: problem.message,
      type: 'OAuthException',
      code: problem.code,
      ...(problem.subcode !== undefined && { error_subcode: problem.subcode }),
      is_transient: false,
      ...(problem.title !== undefined && { error_user_title: problem.title, error_user_msg: problem.message }),
      fbtrace_id: trace,
    },
  })
}

function unknownPath({ method }: SimulatedRequest): Problem {
  return { code: 2500, message: `Unknown path components for ${method}` }
}

function decodeURIComponentOrRaw(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

interface Counters {
  readonly counter: EventCounter
  readonly tests: EventCounter
}

/** How many events were taken, or why none was. Checks everything before it counts anything. */
function receive(
  request: SimulatedRequest,
  source: string,
  query: string,
  options: SimulatorOptions,
  { counter, tests }: Counters,
): number | Problem {
  const body = parseObject(request.body)
  const problem = problemOfToken(tokenOf(request, query, body), options) ?? problemOfSource(source, options)
  if (problem !== undefined) return problem
  const nowMs = options.nowMs()
  const events = readEvents(body?.['data'], nowMs)
  if ('code' in events) return events
  const into = isNonEmptyString(body?.['test_event_code']) ? tests : counter
  for (const event of events) arrive(into, source, event, 'api', nowMs)
  return events.length
}

/** Header, query and body are all taken by the Graph API. */
function tokenOf(request: SimulatedRequest, query: string, body: Record<string, unknown> | undefined): string {
  const header = request.headers['authorization'] ?? ''
  if (header.startsWith('Bearer ')) return header.slice('Bearer '.length)
  const inBody = body?.['access_token']
  return new URLSearchParams(query).get('access_token') ?? (typeof inBody === 'string' ? inBody : '')
}

function problemOfToken(token: string, options: SimulatorOptions): Problem | undefined {
  if (tokenIsGood(token, options)) return undefined
  return { code: 190, message: 'Invalid OAuth access token - Cannot parse access token' }
}

function problemOfSource(source: string, options: SimulatorOptions): Problem | undefined {
  if (sourceExists(source, options)) return undefined
  const message = `Unsupported post request. Object with ID '${source}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`
  return { code: 100, subcode: 33, message }
}

/** All of the events, or the first problem in any of them. */
function readEvents(data: unknown, nowMs: number): Record<string, unknown>[] | Problem {
  if (!Array.isArray(data) || data.length === 0) return bad('data must be a list of events')
  if (data.length > MAX_EVENTS) return bad(`${data.length} events are over ${MAX_EVENTS}`)
  const events: Record<string, unknown>[] = []
  for (const [index, event] of data.entries()) {
    const problem = problemOfEvent(event, index, nowMs)
    if (problem !== undefined) return problem
    if (isObject(event)) events.push(event)
  }
  return events
}

function bad(what: string): Problem {
  return { code: 100, message: `Invalid parameter: ${what}` }
}

function arrive(
  counter: EventCounter,
  source: string,
  event: Record<string, unknown>,
  channel: 'api' | 'pixel',
  receivedAtMs: number,
): void {
  const { event_name: name, event_id: eventId, event_time: eventTime } = event
  counter.arrive({
    source,
    event: String(name),
    eventId: typeof eventId === 'string' || typeof eventId === 'number' ? String(eventId) : undefined,
    eventTime: typeof eventTime === 'number' ? eventTime : undefined,
    channel,
    receivedAtMs,
    payload: event,
  })
}
