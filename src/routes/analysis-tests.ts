/** `/v1/analysis/tests`: plans of lift tests and their readings, kept for good: a plan is never changed, a reading only added. */
import { hasBegun } from '../offsite/lift-tests.ts'
import { askOffsite, withAnalysis } from './ask-offsite.ts'
import { BODY_MAX_BYTES, mediaType } from './body.ts'
import { withBody } from './bounded-body.ts'
import { refused, type RouteContext } from './events.ts'
import { json } from './ledger.ts'

export function getTests(route: RouteContext): Promise<Response> {
  return withAnalysis(route, async (plan) => json(await askOffsite(route, plan, { kind: 'tests' })))
}

/** `{id, plan}` before a test begins, `{id, reading}` when it has been read. */
export function postTest(route: RouteContext): Promise<Response> {
  return withAnalysis(route, async (plan) => {
    if (mediaType(route.request) !== 'application/json')
      return refused(route, 'wrong_content_type', { detail: 'send application/json' })
    return withBody(route, {
      source: 'server',
      maxBytes: BODY_MAX_BYTES,
      refuse: (code, details) => refused(route, code, details),
      async take(text) {
        const read = readTest(text)
        if (read === undefined)
          return refused(route, 'wrong_rows', {
            errors: [{ path: '', message: 'must be {id, plan} or {id, reading}' }],
          })
        const today = new Date(Date.now()).toISOString().slice(0, 10)
        // Where people try things out, weeks that are over can be filled in.
        if (!route.services.config.liveView && hasBegun(read.plan, today)) return json({ result: 'kept_after_start' })
        const answer = await askOffsite(route, plan, { kind: 'keep_test', ...read })
        return json(answer)
      },
    })
  })
}

const ID = /^[a-z0-9][a-z0-9-]{0,59}$/

function readTest(text: string): { id: string; plan?: unknown; reading?: unknown } | undefined {
  try {
    const body = JSON.parse(text) as unknown
    if (typeof body !== 'object' || body === null) return undefined
    const { id, plan, reading } = body as { id?: unknown; plan?: unknown; reading?: unknown }
    if (typeof id !== 'string' || !ID.test(id) || (!isBlock(plan) && !isBlock(reading))) return undefined
    return { id, ...(isBlock(plan) && { plan }), ...(isBlock(reading) && { reading }) }
  } catch {
    return undefined
  }
}

function isBlock(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
