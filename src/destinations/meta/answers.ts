/** Meta's answers and what each comes to, for the contract's ninth point. */
import type { AttemptOutcome } from '../destination.ts'
import type { DocumentedAnswer } from '../fixture.ts'

const ERRORS = 'Meta, Graph API — Handle Errors, and Marketing API — Error Reference, read 2026-11-21'
const USING = 'Meta, Conversions API — Using the API, read 2026-11-21'

interface Error {
  readonly code: number
  readonly subcode?: number
  readonly transient?: boolean
}

function body({ code, subcode, transient = false }: Error): string {
  const error = {
    message: '…',
    type: 'OAuthException',
    code,
    error_subcode: subcode,
    is_transient: transient,
    fbtrace_id: 'A',
  }
  return JSON.stringify({ error })
}

function answered(
  error: Error,
  meaning: string,
  kind: AttemptOutcome['kind'] & ('retry' | 'parked' | 'rejected' | 'split'),
  status = 400,
  batchSize = 10,
): DocumentedAnswer {
  const code = error.subcode === undefined ? String(error.code) : `${error.code}/${error.subcode}`
  return {
    title: `${code} ${meaning} under HTTP ${status}, ${batchSize} in the batch: ${kind}`,
    answer: { status, body: body(error) },
    batchSize,
    outcome: { kind, code },
    source: ERRORS,
  }
}

function received(count: unknown, batchSize: number, outcome: AttemptOutcome, status = 200): DocumentedAnswer {
  return {
    title: `${String(count)} of ${batchSize} received under HTTP ${status}: ${outcome.kind}`,
    answer: { status, body: JSON.stringify({ events_received: count, messages: [], fbtrace_id: 'A' }) },
    batchSize,
    outcome,
    source: USING,
  }
}

export const metaAnswers: readonly DocumentedAnswer[] = [
  received(10, 10, { kind: 'delivered', code: '200' }),
  received(9, 10, { kind: 'split', code: 'events_missing' }),
  received(0, 1, { kind: 'retry', code: 'events_missing' }),
  received('10', 10, { kind: 'retry', code: 'unreadable_answer' }),
  received(10, 10, { kind: 'retry', code: 'http_500' }, 500),
  received(9.5, 10, { kind: 'retry', code: 'unreadable_answer' }),
  {
    title: 'a count that is no number any more: again later',
    answer: { status: 200, body: '{"events_received":1e999}' },
    batchSize: 10,
    outcome: { kind: 'retry', code: 'unreadable_answer' },
    source: USING,
  },
  answered({ code: 1 }, 'unknown, for now', 'retry'),
  answered({ code: 2 }, 'service, for now', 'retry', 500),
  answered({ code: 341 }, 'application limit', 'retry'),
  answered({ code: 368 }, 'blocked for now', 'retry'),
  answered({ code: 5000 }, 'unknown, for now', 'retry'),
  answered({ code: 21009 }, 'data set not ready', 'retry'),
  answered({ code: 4 }, 'too many calls', 'retry'),
  answered({ code: 17 }, 'too many calls', 'retry', 500),
  answered({ code: 32 }, 'too many calls', 'retry'),
  answered({ code: 613 }, 'too many calls', 'retry'),
  answered({ code: 80003 }, 'too many calls', 'retry'),
  answered({ code: 80004 }, 'too many calls', 'retry'),
  answered({ code: 100, subcode: 2804003 }, 'Event Timestamp Too Old', 'split'),
  answered({ code: 100, subcode: 2804003 }, 'Event Timestamp Too Old', 'rejected', 400, 1),
  answered({ code: 100, subcode: 2804001 }, 'Click ID Incorrectly Formatted', 'split'),
  answered({ code: 100, subcode: 2804009 }, 'Missing Value for Purchase Event', 'split'),
  answered({ code: 100, subcode: 2804050 }, 'insufficient customer information', 'split'),
  answered({ code: 100 }, 'Invalid parameter', 'split'),
  answered({ code: 100 }, 'Invalid parameter', 'split', 500),
  answered({ code: 100 }, 'Invalid parameter', 'rejected', 400, 1),
  answered({ code: 100, subcode: 33 }, 'the data set is not there for this token', 'parked'),
  answered({ code: 190 }, 'invalid token', 'parked', 401),
  answered({ code: 190, subcode: 460 }, 'password changed', 'parked', 500),
  answered({ code: 190, subcode: 463 }, 'token expired', 'parked'),
  answered({ code: 190, transient: true }, 'invalid token, called transient', 'parked'),
  answered({ code: 102 }, 'session', 'parked'),
  answered({ code: 10 }, 'permission', 'parked', 403),
  answered({ code: 200 }, 'permission', 'parked', 403),
  answered({ code: 3 }, 'capability', 'rejected', 500),
  answered({ code: 105 }, 'too many parameters', 'split'),
  answered({ code: 105 }, 'too many parameters', 'rejected', 400, 1),
  answered({ code: 99999, transient: true }, 'in no table, called transient', 'retry'),
  answered({ code: 99999 }, 'in no table', 'split'),
  answered({ code: 99999 }, 'in no table', 'rejected', 400, 1),
  answered({ code: 99999 }, 'in no table', 'retry', 500),
  answered({ code: 99999 }, 'in no table', 'parked', 401),
  {
    title: '190 as a text, alone: still the token, and not the event',
    answer: {
      status: 400,
      body: '{"error":{"message":"…","type":"OAuthException","code":"190","error_subcode":"463"}}',
    },
    batchSize: 1,
    outcome: { kind: 'parked', code: '190/463' },
    source: ERRORS,
  },
  {
    title: '17 as a text: too many calls',
    answer: { status: 400, body: '{"error":{"code":"17"}}' },
    batchSize: 1,
    outcome: { kind: 'retry', code: '17' },
    source: ERRORS,
  },
  {
    title: 'a code that is words says nothing: the status decides',
    answer: { status: 400, body: '{"error":{"code":"OAuthException"}}' },
    outcome: { kind: 'split', code: 'http_400' },
    source: ERRORS,
  },
  {
    title: '17 passes on Retry-After',
    answer: { status: 400, body: body({ code: 17 }), retryAfterMs: 3000 },
    outcome: { kind: 'retry', code: '17', retryAfterMs: 3000 },
    source: ERRORS,
  },
]
