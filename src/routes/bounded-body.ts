/** A body within its bounds: of its own length, and of what the instance has in memory at once (in-flight.ts). */
import { announcedBytes, inReadingTime, readBody, readBytes, TOO_SLOW, TOO_SLOW_DETAIL } from './body.ts'
import type { RouteContext } from './events.ts'
import type { RequestTime, Stay } from './in-flight.ts'
import type { ProblemCode, ProblemDetails } from './problems.ts'

export interface BodyUse<Body = string> {
  readonly source: 'server' | 'browser'
  readonly maxBytes: number
  readonly refuse: (code: ProblemCode, details?: ProblemDetails) => Response
  /** The body counts as held until this has answered. */
  readonly take: (body: Body) => Promise<Response>
}

/** A large body waits in the socket until its turn has come; one that does not say how long it is counts as the longest. */
export function withBody(route: RouteContext, use: BodyUse): Promise<Response> {
  return withRead(route, use, readBody)
}

/** The very bytes, as they came. */
export function withBytes(route: RouteContext, use: BodyUse<Uint8Array>): Promise<Response> {
  return withRead(route, use, readBytes)
}

type Read<Body> = (request: Request, maxBytes: number, announced: number | undefined) => Promise<Body | undefined>

async function withRead<Body>(
  { request, services }: RouteContext,
  use: BodyUse<Body>,
  read: Read<Body>,
): Promise<Response> {
  const announced = announcedBytes(request)
  const bytes = held(request, announced, use.maxBytes)
  if (bytes > use.maxBytes) return use.refuse('body_too_large')
  const stay = services.inFlight.arrive(bytes, use.source, OWN_TIME)
  try {
    return await readAndTake(stay, use, () => read(request, use.maxBytes, announced))
  } finally {
    stay.leave()
  }
}

/** Timers of the request that asks for them. */
const OWN_TIME: RequestTime = {
  now: () => Date.now(),
  wait: (ms) => scheduler.wait(ms),
  every: (ms, work) => {
    const timer = setInterval(work, ms)
    return () => clearInterval(timer)
  },
}

/** Reading failed: broken chunks, or a caller who hung up. That is the caller's doing and no defect of ours. */
const INCOMPLETE: unique symbol = Symbol('incomplete')

async function readAndTake<Body>(
  stay: Stay,
  { refuse, take }: BodyUse<Body>,
  read: () => Promise<Body | undefined>,
): Promise<Response> {
  const mayBeRead = stay.mayBeRead()
  if (mayBeRead !== true && !(await mayBeRead)) return refuse('too_busy', { retryAfterSeconds: 1 })
  const whole = read()
  const reading = stay.large ? inReadingTime(whole, OWN_TIME.wait) : whole
  const body = await reading.catch((): typeof INCOMPLETE => INCOMPLETE)
  if (body === INCOMPLETE) return refuse('body_incomplete')
  if (body === TOO_SLOW) return refuse('body_incomplete', { detail: TOO_SLOW_DETAIL })
  if (body === undefined) return refuse('body_too_large')
  const mayBeJudged = stay.mayBeJudged()
  if (mayBeJudged !== true && !(await mayBeJudged)) return refuse('too_busy', { retryAfterSeconds: 1 })
  return await take(body)
}

/** What it will take in memory: one that is packed may become as large as any. */
function held(request: Request, announced: number | undefined, maxBytes: number): number {
  const bytes = announced ?? maxBytes
  return request.headers.has('content-encoding') ? Math.max(bytes, maxBytes) : bytes
}
