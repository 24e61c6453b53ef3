/**
 * All simulated platforms behind one handler: their own paths under `/<platform>/…`, and what a test asks and orders
 * under `/_sim`. No Node API: server.ts puts it behind a Node server, tests call it as `fetch`.
 */
import {
  jsonAnswer,
  type PlatformSimulator,
  type SimulatedAnswer,
  type SimulatedRequest,
} from '../destinations/simulator.ts'
import { isObject, parseObject } from '../destinations/json.ts'
import { readAdDays } from '../destinations/simulated-ads.ts'
import { isNonEmptyString } from '../destinations/simulated-check.ts'
import { eventsCsv } from './events-csv.ts'
import { parseFaults, type Cut, type Fault } from './faults.ts'
import { createRequestLog, type RequestLog } from './requests.ts'

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

interface Platform {
  readonly simulator: PlatformSimulator
  readonly requests: RequestLog
  readonly faults: Fault[]
}

export function createSimulators(options: SimulatorsOptions): Simulators {
  const platforms = new Map<string, Platform>()
  for (const simulator of options.platforms) {
    platforms.set(simulator.id, { simulator, requests: createRequestLog(), faults: [] })
  }

  const react = async (request: SimulatedRequest): Promise<Reaction> => {
    const [, first = ''] = request.path.split(/[/?]/, 2)
    if (options.shops !== undefined && /^\/(?:_sim\/)?shops\//.test(request.path)) return whole(options.shops(request))
    if (first === '_sim') return whole(control(platforms, request))
    const platform = platforms.get(first)
    if (platform === undefined)
      return whole(jsonAnswer(404, { error: `no platform "${first}"`, platforms: [...platforms.keys()] }))
    return visit(platform, { ...request, path: request.path.slice(first.length + 1) }, options)
  }

  return { react, fetch: (request) => reactToFetch(react, request) }
}

function whole(answer: SimulatedAnswer): Reaction {
  return { answer, cut: undefined }
}

async function visit(platform: Platform, request: SimulatedRequest, options: SimulatorsOptions): Promise<Reaction> {
  const cameMs = options.nowMs()
  const fault = takeFault(platform.faults, request.body)
  if (fault !== undefined && fault.hangMs > 0) await options.sleep(fault.hangMs)
  const seen = fault?.partial === true ? firstHalf(request) : request
  const own = fault === undefined || fault.accepts ? platform.simulator.answer(seen) : undefined
  const answer = fault?.answer ?? own
  platform.requests.add(request, answer, fault?.cut !== undefined, cameMs)
  return { answer, cut: fault?.cut }
}

/** Both platforms call the list `data`. Of a lone event the half is the event. */
function firstHalf(request: SimulatedRequest): SimulatedRequest {
  const body = parseObject(request.body)
  const data: unknown = body?.['data']
  if (!Array.isArray(data)) return request
  return { ...request, body: JSON.stringify({ ...body, data: data.slice(0, Math.ceil(data.length / 2)) }) }
}

/** The first that is meant for this request: the next in turn, or one about an event that is in it. */
function takeFault(faults: Fault[], body: string): Fault | undefined {
  const at = faults.findIndex(({ eventId, alone }) => eventId === undefined || carries(body, eventId, alone))
  const fault = faults[at]
  if (fault === undefined) return undefined
  fault.times -= 1
  if (fault.times <= 0) faults.splice(at, 1)
  return fault
}

/** Bodies are compact JSON, and both platforms call it `event_id`. */
function carries(body: string, eventId: string, alone: boolean | undefined): boolean {
  if (!body.includes(`"event_id":${JSON.stringify(eventId)}`)) return false
  return alone === undefined || alone === (eventsIn(body) === 1)
}

function eventsIn(body: string): number {
  const data: unknown = parseObject(body)?.['data']
  return Array.isArray(data) ? data.length : 1
}

/** `/_sim`, `/_sim/<platform>` and `/_sim/<platform>/<what>`. */
function control(platforms: ReadonlyMap<string, Platform>, request: SimulatedRequest): SimulatedAnswer {
  const [, , id, what] = (request.path.split('?', 1)[0] ?? '').split('/')
  if (id === undefined || id === '') return controlAll(platforms, request.method)
  const platform = platforms.get(id)
  if (platform === undefined) return jsonAnswer(404, { error: `no platform "${id}"`, platforms: [...platforms.keys()] })
  return controlOne(platform, request, what ?? '')
}

function controlAll(platforms: ReadonlyMap<string, Platform>, method: string): SimulatedAnswer {
  if (method === 'DELETE') for (const platform of platforms.values()) clear(platform)
  return jsonAnswer(200, Object.fromEntries([...platforms].map(([id, platform]) => [id, summary(platform)])))
}

function controlOne(platform: Platform, request: SimulatedRequest, what: string): SimulatedAnswer {
  switch (`${request.method} ${what}`) {
    case 'GET requests':
      return jsonAnswer(200, { count: platform.requests.total(), requests: platform.requests.seen(limitOf(request)) })
    case 'GET events':
      return jsonAnswer(200, newest(platform.simulator.counted(), limitOf(request)))
    case 'GET events.csv':
      return eventsCsv(newest(platform.simulator.counted(), limitOf(request)).events)
    case 'GET test-events':
      return jsonAnswer(200, { events: platform.simulator.tested() })
    case 'POST faults':
      return orderFaults(platform, request.body)
    case 'POST pixel':
      return receivePixel(platform, request.body)
    case 'POST ads':
      return layDownAds(platform, request.body)
    case 'DELETE ':
      clear(platform)
      return jsonAnswer(200, summary(platform))
    case 'GET ':
      return jsonAnswer(200, summary(platform))
    default:
      return jsonAnswer(404, {
        error: 'GET requests | events | events.csv | test-events, POST faults | pixel | ads, DELETE',
      })
  }
}

/** `?limit=<n>`: only the newest n, for callers who read small bodies. */
function limitOf({ path }: SimulatedRequest): number {
  const limit = Number(new URLSearchParams(path.split('?', 2)[1] ?? '').get('limit'))
  return Number.isSafeInteger(limit) && limit > 0 ? limit : Number.MAX_SAFE_INTEGER
}

function newest({ count, events }: ReturnType<PlatformSimulator['counted']>, limit: number) {
  return { count, events: events.slice(-limit) }
}

function summary({ simulator, requests, faults }: Platform): Record<string, number> {
  const inTurn = faults.filter(({ eventId }) => eventId === undefined)
  const faultsLeft = inTurn.reduce((sum, fault) => sum + fault.times, 0)
  return { requests: requests.total(), events: simulator.counted().count, faults_left: faultsLeft }
}

function clear({ simulator, requests, faults }: Platform): void {
  simulator.clear()
  requests.clear()
  faults.length = 0
}

function orderFaults(platform: Platform, body: string): SimulatedAnswer {
  const parsed = parseFaults(parseObject(body))
  if ('error' in parsed) return jsonAnswer(400, parsed)
  if (platform.faults.length + parsed.length > 1000) return jsonAnswer(400, { error: 'too many faults are waiting' })
  platform.faults.push(...parsed)
  return jsonAnswer(200, summary(platform))
}

/** `{"source": "<pixel id>", "events": [<events in the platform's words>]}` */
function receivePixel(platform: Platform, body: string): SimulatedAnswer {
  const { source, events } = parseObject(body) ?? {}
  if (!isNonEmptyString(source) || !Array.isArray(events) || !events.every(isObject)) {
    return jsonAnswer(400, { error: 'source must be a string and events a list of objects' })
  }
  for (const event of events) platform.simulator.receivePixel(source, event)
  return jsonAnswer(200, summary(platform))
}

/** `{"days": [{"ad_id", "day", "spend", "currency", "fields": {…}}]}`: what the account's ads did, for its reports. */
function layDownAds(platform: Platform, body: string): SimulatedAnswer {
  const days = readAdDays(parseObject(body)?.['days'])
  if (days === undefined || platform.simulator.setAds === undefined)
    return jsonAnswer(400, { error: 'days must be a list of {ad_id, day, spend, currency, fields}' })
  platform.simulator.setAds(days)
  return jsonAnswer(200, { ...summary(platform), ad_days: days.length })
}

async function reactToFetch(react: Simulators['react'], request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const headers: Record<string, string> = {}
  for (const [name, value] of request.headers) headers[name] = value
  const { answer, cut } = await react({
    method: request.method,
    path: pathname + search,
    headers,
    body: await request.text(),
  })
  if (answer === undefined || cut !== undefined) throw new TypeError('the connection was closed')
  return new Response(answer.body, { status: answer.status, headers: answer.headers })
}
