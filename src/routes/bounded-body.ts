/** A body within its bounds: of its own length, and of what the instance has in memory at once (in-flight.ts). */
import { announcedBytes, readBody, readBodyInTime, TOO_SLOW, TOO_SLOW_DETAIL } from './body.ts'
import type { RouteContext } from './events.ts'
import type { RequestTime, Stay } from './in-flight.ts'
import type { ProblemCode, ProblemDetails } from './problems.ts'

export interface BodyUse {
  readonly source: 'server' | 'browser'
  readonly maxBytes: number
  readonly refuse: (code: ProblemCode, details?: ProblemDetails) => Response
  /** The body counts as held until this has answered. */
  readonly take: (text: string) => Promise<Response>
}

/** A large body waits in the socket until its turn has come; one that does not say how long it is counts as the longest. */
export async function withBody({ request, services }: RouteContext, use: BodyUse): Promise<Response> {
  const bytes = announcedBytes(request) ?? use.maxBytes
  if (bytes > use.maxBytes) return use.refuse('body_too_large')
  const stay = services.inFlight.arrive(bytes, use.source, OWN_TIME)
  try {
    return await readAndTake(request, stay, use)
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

async function readAndTake(request: Request, stay: Stay, { maxBytes, refuse, take }: BodyUse): Promise<Response> {
  if (!(await stay.mayBeRead())) return refuse('too_busy', { retryAfterSeconds: 1 })
  const reading = stay.large ? readBodyInTime(request, OWN_TIME.wait, maxBytes) : readBody(request, maxBytes)
  const text = await reading.catch((): typeof INCOMPLETE => INCOMPLETE)
  if (text === INCOMPLETE) return refuse('body_incomplete')
  if (text === TOO_SLOW) return refuse('body_incomplete', { detail: TOO_SLOW_DETAIL })
  if (text === undefined) return refuse('body_too_large')
  if (!(await stay.mayBeJudged())) return refuse('too_busy', { retryAfterSeconds: 1 })
  return take(text)
}
