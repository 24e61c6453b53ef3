/** `/v1/analysis/tests`: plans of lift tests and their readings, kept for good: a plan is never changed, a reading only added. */
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
  return withAnalysis(route, async (plan) => {
    if (mediaType(route.request) !== 'application/json')
      return refused(route, 'wrong_content_type', { detail: 'send application/json' })
    return withBody(route, {
      source: 'server',
      maxBytes: BODY_MAX_BYTES,
      refuse: (code, details) => refused(route, code, details),
      async take(text) {
        const read = readTest(text)
        if (typeof read === 'string') return refused(route, 'wrong_rows', { errors: [{ path: '', message: read }] })
        const answer = await askOffsite(route, plan, { kind: 'keep_test', ...read })
        return json(answer)
      },
    })
  })
}

const ID = /^[a-z0-9][a-z0-9-]{0,59}$/

const NO_TEST = 'must be {id, plan} or {id, reading}'

/** What is wrong with it, as a text. A plan is kept for good: nobody can be taken out of it again. */
function readTest(text: string): { id: string; plan?: unknown; reading?: unknown } | string {
  let namesSomebody = false
  try {
    const body = JSON.parse(text, (_key, value: unknown) => {
      namesSomebody ||= typeof value === 'string' && isOfSomebody(value)
      return value
    }) as unknown
    if (namesSomebody) return 'must not hold an e-mail address or a telephone number'
    if (typeof body !== 'object' || body === null) return NO_TEST
    const { id, plan, reading } = body as { id?: unknown; plan?: unknown; reading?: unknown }
    if (typeof id !== 'string' || !ID.test(id) || (!isBlock(plan) && !isBlock(reading))) return NO_TEST
    return { id, ...(isBlock(plan) && { plan }), ...(isBlock(reading) && { reading }) }
  } catch {
    return NO_TEST
  }
}

/** A plan has hashes of its own. */
function isOfSomebody(text: string): boolean {
  const looked = guardText(text, 'id')
  return 'found' in looked && (looked.found.includes('email') || looked.found.includes('phone'))
}

function isBlock(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
