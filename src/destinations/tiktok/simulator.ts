/**
 * TikTok's event/track endpoint as it behaves: HTTP 200 also for refusals, the whole batch or nothing.
 * Sources: TikTok Events API 2.0 (parameters, return codes, event deduplication), read 2026-11-21; where TikTok's own
 * wording of a message is known from bug reports, it is used.
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
import { reportOf, type Data } from './simulated-reporting.ts'

const PATH = '/open_api/v1.3/event/track/'
const MAX_EVENTS = 1000
/** A copy from the pixel within five minutes adds to the API's event, and the other way round. */
const MERGE_WITHIN_MS = 5 * 60_000

export function createSimulator(options: SimulatorOptions): PlatformSimulator {
  const counter = createEventCounter(MERGE_WITHIN_MS)
  const tests = createEventCounter(MERGE_WITHIN_MS)
  let requests = 0
  let ads: readonly SimulatedAdDay[] = []

  const answer = (request: SimulatedRequest): SimulatedAnswer => {
    requests += 1
    const report = request.method === 'GET' ? reportOf(request.path, counter.counted().events, options, ads) : undefined
    if (report !== undefined) return reported(problemOfToken(request, options) ?? report, requests)
    if (request.path !== PATH) return htmlNotFound()
    if (request.method !== 'POST') return refuse({ code: 40000, message: 'Method not allowed.' }, requests)
    const problem = problemOfToken(request, options) ?? track(request.body, options, { counter, tests })
    return problem === undefined ? envelope(0, 'OK', requests) : refuse(problem, requests)
  }

  return {
    id: 'tiktok',
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

/** `request_id` counts up: enough to tell answers apart, and the same run gives the same answers. */
function envelope(code: number, message: string, requests: number): SimulatedAnswer {
  return jsonAnswer(200, { code, message, request_id: `sim-${requests}`, data: {} })
}

function refuse(problem: Problem, requests: number): SimulatedAnswer {
  return envelope(problem.code, problem.message, requests)
}

function reported(report: Problem | Data, requests: number): SimulatedAnswer {
  if ('code' in report) return refuse(report, requests)
  return jsonAnswer(200, { code: 0, message: 'OK', request_id: `sim-${requests}`, data: report.data })
}

function htmlNotFound(): SimulatedAnswer {
  return { status: 404, headers: { 'content-type': 'text/html' }, body: '<html><body>404 Not Found</body></html>' }
}

function problemOfToken(request: SimulatedRequest, options: SimulatorOptions): Problem | undefined {
  const token = request.headers['access-token'] ?? ''
  if (token === '') return { code: 40104, message: 'Access token is empty' }
  if (token.startsWith('Bearer ') || !tokenIsGood(token, options)) {
    return { code: 40105, message: 'Access token is incorrect or has been revoked' }
  }
  return undefined
}

interface Counters {
  readonly counter: EventCounter
  readonly tests: EventCounter
}

interface Batch {
  readonly source: string
  readonly events: readonly Record<string, unknown>[]
  readonly isTest: boolean
}

/** Checks everything before it counts anything. */
function track(body: string, options: SimulatorOptions, { counter, tests }: Counters): Problem | undefined {
  const nowMs = options.nowMs()
  const batch = readBatch(parseObject(body), options, nowMs)
  if ('code' in batch) return batch
  const into = batch.isTest ? tests : counter
  for (const event of batch.events) arrive(into, batch.source, event, 'api', nowMs)
  return undefined
}

const EVENT_SOURCES: ReadonlySet<unknown> = new Set(['web', 'app', 'offline', 'crm'])

function readBatch(
  body: Readonly<Record<string, unknown>> | undefined,
  options: SimulatorOptions,
  nowMs: number,
): Batch | Problem {
  if (body === undefined) return bad('Invalid JSON in the request body')
  const { event_source, event_source_id: source, data, test_event_code, partner_name } = body
  if (!EVENT_SOURCES.has(event_source)) return bad('Invalid value for event_source')
  if (!isNonEmptyString(source)) return bad('Invalid value for event_source_id: not a valid string.')
  if (!sourceExists(source, options)) return notOurs(source)
  if (test_event_code !== undefined && !isNonEmptyString(test_event_code)) return bad('Invalid test_event_code')
  if (partner_name !== undefined && !isNonEmptyString(partner_name))
    return { code: 40063, message: 'Invalid partner name' }
  if (!Array.isArray(data) || data.length === 0) return bad('Invalid value for data: at least one event is required.')
  if (data.length > MAX_EVENTS)
    return { code: 40061, message: `Invalid batch size: ${data.length} is over ${MAX_EVENTS}` }
  const events = readEvents(data, nowMs)
  return 'code' in events ? events : { source, events, isTest: test_event_code !== undefined }
}

function bad(message: string): Problem {
  return { code: 40002, message }
}

function notOurs(source: string): Problem {
  return { code: 40001, message: `No permission to operate pixel code: ${source}. You must be an admin or operator.` }
}

/** All of the events, or the first problem in any of them. */
function readEvents(data: readonly unknown[], nowMs: number): Record<string, unknown>[] | Problem {
  const events: Record<string, unknown>[] = []
  for (const [index, event] of data.entries()) {
    const problem = problemOfEvent(event, index, nowMs)
    if (problem !== undefined) return problem
    if (isObject(event)) events.push(event)
  }
  return events
}

function arrive(
  counter: EventCounter,
  source: string,
  event: Record<string, unknown>,
  channel: 'api' | 'pixel',
  receivedAtMs: number,
): void {
  const { event: name, event_id: eventId, event_time: eventTime } = event
  counter.arrive({
    source,
    event: String(name),
    eventId: typeof eventId === 'string' ? eventId : undefined,
    eventTime: typeof eventTime === 'number' ? eventTime : undefined,
    channel,
    receivedAtMs,
    payload: event,
  })
}
