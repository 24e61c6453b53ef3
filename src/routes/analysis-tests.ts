/** `/v1/analysis/tests`: plans of lift tests and their readings, kept for good: a plan is never changed, a reading only added. */
import { findStructureProblem } from '../event/structure.ts'
import { hasBegun } from '../offsite/lift-tests.ts'
import { guardText } from '../privacy/guard.ts'
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
  return withAnalysis(route, async (plan, _analysis, { roles = ['server'] }) => {
    if (mediaType(route.request) !== 'application/json')
      return refused(route, 'wrong_content_type', { detail: 'send application/json' })
    return withBody(route, {
      source: 'server',
      maxBytes: BODY_MAX_BYTES,
      refuse: (code, details) => refused(route, code, details),
      async take(text) {
        const read = readTest(text)
        if (read === 'too_deep') return refused(route, 'too_deep', {})
        if (typeof read === 'string') return refused(route, 'wrong_rows', { errors: [{ path: '', message: read }] })
        const today = new Date(Date.now()).toISOString().slice(0, 10)
        // Where people try things out, weeks that are over can be filled in.
        if (!route.services.config.liveView && hasBegun(read.plan, today)) return json({ result: 'kept_after_start' })
        const answer = await askOffsite(route, plan, { kind: 'keep_test', ...read, by: roles.join(', ') })
        return json(answer)
      },
    })
  })
}

/** A plan has four levels. What cannot be written down again must not be kept: nobody can take a plan away. */
const MAX_DEPTH = 16
const ID = /^[a-z0-9][a-z0-9-]{0,59}$/

const NO_TEST = 'must be {id, plan} or {id, reading}'

type ReadTest = { readonly id: string; readonly plan?: unknown; readonly reading?: unknown }

/** What is wrong with it, as a text. A plan is kept for good: nobody can be taken out of it again. */
function readTest(text: string): ReadTest | string {
  try {
    const body = JSON.parse(text) as unknown
    if (typeof body !== 'object' || body === null) return NO_TEST
    const problem = findStructureProblem(body, MAX_DEPTH)
    if (problem !== undefined) return problem === 'too_deep' ? problem : NO_TEST
    if (namesSomebody(body)) return 'must not hold an e-mail address or a telephone number'
    const { id, plan, reading } = body as { id?: unknown; plan?: unknown; reading?: unknown }
    if (typeof id !== 'string' || !ID.test(id) || (!isBlock(plan) && !isBlock(reading))) return NO_TEST
    return { id, ...(isBlock(plan) && { plan }), ...(isBlock(reading) && { reading }) }
  } catch {
    return NO_TEST
  }
}

/** Of what has few levels. */
function namesSomebody(value: unknown): boolean {
  if (typeof value === 'string') return isOfSomebody(value)
  return typeof value === 'object' && value !== null && Object.values(value).some(namesSomebody)
}

/** A plan has hashes of its own. */
function isOfSomebody(text: string): boolean {
  const looked = guardText(text, 'id')
  return 'found' in looked && (looked.found.includes('email') || looked.found.includes('phone'))
}

function isBlock(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
