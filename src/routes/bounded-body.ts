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

type Read<Body> = (request: Request, maxBytes: number) => Promise<Body | undefined>

async function withRead<Body>(
  { request, services }: RouteContext,
  use: BodyUse<Body>,
  read: Read<Body>,
): Promise<Response> {
  const bytes = held(request, use.maxBytes)
  if (bytes > use.maxBytes) return use.refuse('body_too_large')
  const stay = services.inFlight.arrive(bytes, use.source, OWN_TIME)
  try {
    return await readAndTake(request, stay, use, read)
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
  request: Request,
  stay: Stay,
  { maxBytes, refuse, take }: BodyUse<Body>,
  read: Read<Body>,
): Promise<Response> {
  if (!(await stay.mayBeRead())) return refuse('too_busy', { retryAfterSeconds: 1 })
  const whole = read(request, maxBytes)
  const reading = stay.large ? inReadingTime(whole, OWN_TIME.wait) : whole
  const body = await reading.catch((): typeof INCOMPLETE => INCOMPLETE)
  if (body === INCOMPLETE) return refuse('body_incomplete')
  if (body === TOO_SLOW) return refuse('body_incomplete', { detail: TOO_SLOW_DETAIL })
  if (body === undefined) return refuse('body_too_large')
  if (!(await stay.mayBeJudged())) return refuse('too_busy', { retryAfterSeconds: 1 })
  return take(body)
}

/** What it will take in memory: one that is packed may become as large as any. */
function held(request: Request, maxBytes: number): number {
  const announced = announcedBytes(request) ?? maxBytes
  return request.headers.has('content-encoding') ? Math.max(announced, maxBytes) : announced
}
