/** Every way in which Tidegate says no over HTTP: RFC 9457 problems with stable codes (docs/errors.md has the list). */
import type { FieldError } from '../event/errors.ts'
import { ANSWER_HEADERS } from './answer-headers.ts'

export const PROBLEMS = {
  not_json: { status: 400, title: 'The body is not JSON' },
  wrong_structure: { status: 400, title: 'The body does not have the structure of an event' },
  body_incomplete: { status: 400, title: 'The body did not arrive as it was announced' },
  too_deep: { status: 400, title: 'The body is nested too deeply' },
  forbidden_key: { status: 400, title: 'The body has a forbidden key' },
  wrong_query: { status: 400, title: 'The question in the address is not understood' },
  wrong_rows: { status: 400, title: 'Some of the rows are not as they must be; none was stored' },
  no_events: { status: 400, title: 'The list of events is empty' },
  too_many_events: { status: 400, title: 'There are more events than one request may carry' },
  malformed: { status: 400, title: 'What was sent is not what this format has' },
  token_missing_or_bad: { status: 401, title: 'The token is missing, bad or expired' },
  source_not_configured: { status: 401, title: 'The policy has no such source, or its secret is not set' },
  signature_missing: { status: 401, title: 'The request is not signed' },
  signature_mismatch: { status: 401, title: 'The signature is not of these bytes with a secret of ours' },
  timestamp_out_of_tolerance: { status: 401, title: 'The signature is too old, or from the future' },
  key_missing: { status: 401, title: 'The request has no key' },
  key_unknown: { status: 401, title: 'The key is none of the site’s' },
  origin_not_allowed: { status: 403, title: 'This origin is not in the policy' },
  write_key_missing_or_bad: { status: 403, title: 'The write key is missing, or none of the site’s' },
  role_may_not: { status: 403, title: 'This is for other roles than yours' },
  not_found: { status: 404, title: 'There is nothing at this address' },
  no_ledger: { status: 404, title: 'The policy of this site keeps no ledger of orders' },
  no_analysis: { status: 404, title: 'The policy of this site keeps no off-site record' },
  no_such_table: { status: 404, title: 'The analysis has no table of this name' },
  method_not_allowed: { status: 405, title: 'This address does not take that method' },
  link_taken: { status: 409, title: 'There is another link with this code' },
  too_many_links: { status: 409, title: 'The site has as many links as it may have' },
  record_full: { status: 409, title: 'The off-site record has as many imported rows as it may have' },
  body_too_large: { status: 413, title: 'The body is larger than 1 MiB' },
  too_large: { status: 413, title: 'The body is larger than 1 MiB' },
  wrong_content_type: { status: 415, title: 'The content type is not taken here' },
  unsupported_media_type: { status: 415, title: 'The content type is not one of this source' },
  no_answer: { status: 422, title: 'The question cannot be answered as it is asked' },
  too_many_requests: { status: 429, title: 'This network sends too much; nothing was stored, send it again later' },
  outbox_unavailable: { status: 503, title: 'Nothing was stored; send the same again later' },
  signing_key_unavailable: { status: 503, title: 'The key that this is signed with cannot be asked for now' },
  too_busy: { status: 503, title: 'Too much is being taken at once; nothing was stored, send the same again' },
  misconfigured: { status: 503, title: 'The gateway is not configured to start' },
  policy_not_approved: { status: 503, title: 'The policy has not been approved as it is' },
  policy_expired: { status: 503, title: 'The last day of the policy has passed' },
  defect: { status: 500, title: 'The gateway met a defect; send the same again later' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof PROBLEMS

export interface ProblemDetails {
  readonly detail?: string
  readonly errors?: readonly FieldError[]
  readonly retryAfterSeconds?: number
  /** The methods that the address does take: a 405 must name them (RFC 9110 section 15.5.6). */
  readonly allow?: readonly string[]
  /** Further members of the problem (RFC 9457 section 3.2). */
  readonly members?: Readonly<Record<string, unknown>>
  /** Instead of the code's own: a public id that is not listed is 403 where a secret key is 401. */
  readonly status?: 401 | 403
}

/** Copied for each: in half the time that the runtime takes to read them from an object. */
const PROBLEM_HEADERS = new Headers({
  ...ANSWER_HEADERS,
  'content-type': 'application/problem+json',
  'cache-control': 'no-store',
})

export function problem(code: ProblemCode, details: ProblemDetails = {}): Response {
  const { title } = PROBLEMS[code]
  const status = details.status ?? PROBLEMS[code].status
  const body = {
    type: `urn:tidegate:problem:${code}`,
    title,
    status,
    code,
    detail: details.detail,
    errors: details.errors,
    ...details.members,
  }
  const headers = new Headers(PROBLEM_HEADERS)
  if (details.retryAfterSeconds !== undefined) headers.set('retry-after', String(details.retryAfterSeconds))
  if (details.allow !== undefined) headers.set('allow', details.allow.join(', '))
  if (status === 401) headers.set('www-authenticate', 'Bearer realm="tidegate"')
  return new Response(JSON.stringify(body), { status, headers })
}
