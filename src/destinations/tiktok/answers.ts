/** TikTok's answers and what each comes to, for the contract's ninth point. */
import type { AttemptOutcome } from '../destination.ts'
import type { DocumentedAnswer } from '../fixture.ts'

const CODES = 'TikTok Business API SDK, tiktok_code, read 2026-11-21'

function body(code: number, message = ''): string {
  return JSON.stringify({ code, message, request_id: '202611210000', data: {} })
}

function answered(code: number, name: string, kind: 'retry' | 'parked' | 'rejected' | 'split'): DocumentedAnswer {
  return {
    title: `${code} ${name} under HTTP 200: ${kind}`,
    answer: { status: 200, body: body(code, name) },
    outcome: { kind, code: String(code) },
    source: CODES,
  }
}

function alone(code: number, name: string, outcome: AttemptOutcome): DocumentedAnswer {
  return {
    title: `${code} ${name} about one event: ${outcome.kind}`,
    answer: { status: 200, body: body(code, name) },
    batchSize: 1,
    outcome,
    source: CODES,
  }
}

export const tiktokAnswers: readonly DocumentedAnswer[] = [
  {
    title: '0 OK: delivered',
    answer: { status: 200, body: body(0, 'OK') },
    outcome: { kind: 'delivered', code: '0' },
    source: 'TikTok, Events API 2.0 — Return values, read 2026-11-21',
  },
  {
    title: '0 OK inside a 502 is not believed: again later',
    answer: { status: 502, body: body(0, 'OK') },
    outcome: { kind: 'retry', code: 'http_502' },
    source: 'no source says which of the two is true',
  },
  {
    title: '40100 passes on Retry-After',
    answer: { status: 200, body: body(40100), retryAfterMs: 5000 },
    outcome: { kind: 'retry', code: '40100', retryAfterMs: 5000 },
    source: CODES,
  },
  {
    title: '40002 under HTTP 500: the body says what is wrong, so halve it',
    answer: { status: 500, body: body(40002) },
    outcome: { kind: 'split', code: '40002' },
    source: CODES,
  },
  {
    title: '40002 that names the first event that it did not like',
    answer: {
      status: 200,
      body: '{"code":40002,"message":"Batch.17.properties.contents.0.content_id: Not a valid string"}',
    },
    outcome: { kind: 'split', code: '40002', suspect: 17 },
    source: 'RudderStack, tests of its TikTok integration, read 2026-11-22',
  },
  {
    title: '40061 under HTTP 500: the body says the batch is too large, so halve it',
    answer: { status: 500, body: body(40061) },
    outcome: { kind: 'split', code: '40061' },
    source: CODES,
  },
  {
    title: '40105 under HTTP 503: the body says it is the token',
    answer: { status: 503, body: body(40105) },
    outcome: { kind: 'parked', code: '40105' },
    source: CODES,
  },
  {
    title: 'a code that is in no table, under HTTP 500: again later',
    answer: { status: 500, body: body(45678) },
    outcome: { kind: 'retry', code: '45678' },
    source: 'unknown code: the status decides',
  },
  {
    title: '40105 as a text under HTTP 400, alone: still the token, and not the event',
    answer: { status: 400, body: '{"code":"40105"}' },
    batchSize: 1,
    outcome: { kind: 'parked', code: '40105' },
    source: CODES,
  },
  answered(20001, 'PARTIAL_OK', 'split'),
  alone(20001, 'PARTIAL_OK', { kind: 'delivered', code: '20001' }),
  answered(40000, 'INVALID_PARAMS', 'split'),
  alone(40000, 'INVALID_PARAMS', { kind: 'rejected', code: '40000' }),
  answered(40001, 'PERMISSION_ERROR', 'parked'),
  answered(40002, 'PARAM_ERROR', 'split'),
  alone(40002, 'PARAM_ERROR', { kind: 'rejected', code: '40002' }),
  answered(40003, 'FORBIDDEN', 'parked'),
  answered(40006, 'VERSION', 'rejected'),
  answered(40007, 'NOT_EXIST', 'rejected'),
  answered(40008, 'NOT_IMPL', 'rejected'),
  answered(40009, 'UNSUPPORTED_IN_SANDBOX', 'rejected'),
  answered(40050, 'DUPLICATED_REQUEST', 'rejected'),
  answered(40051, 'INVALID_API_VERSION', 'rejected'),
  answered(40061, 'INVALID_BATCH_SIZE', 'split'),
  alone(40061, 'INVALID_BATCH_SIZE', { kind: 'rejected', code: '40061' }),
  answered(40062, 'PII_NOT_HASHED', 'split'),
  alone(40062, 'PII_NOT_HASHED', { kind: 'rejected', code: '40062' }),
  answered(40063, 'INVALID_PARTNER_NAME', 'rejected'),
  answered(40100, 'REQUEST_TOO_FREQUENT', 'retry'),
  answered(40101, 'INVALID_PARTNER', 'parked'),
  answered(40102, 'ACCESS_TOKEN_EXPIRE', 'parked'),
  answered(40103, 'REFRESH_TOKEN_EXPIRE', 'parked'),
  answered(40104, 'EMPTY_ACCESS_TOKEN', 'parked'),
  answered(40105, 'INVALID_ACCESS_TOKEN', 'parked'),
  answered(40110, 'AUTH_CODE_ERROR', 'parked'),
  answered(40113, 'APP_FORBIDDEN', 'parked'),
  answered(40118, 'NOT_IN_WHITELIST', 'parked'),
  answered(40130, 'SCOPE', 'parked'),
  answered(40131, 'SCOPE', 'parked'),
  answered(40132, 'REQUEST_FREQUENCY_LIMITED', 'retry'),
  answered(40200, 'GENERAL_TASK', 'retry'),
  answered(40201, 'TASK_NOT_READY', 'retry'),
  answered(40202, 'WRITE_CONFLICT', 'retry'),
  answered(40700, 'RPC_VALIDATION', 'retry'),
  answered(41000, 'BLOCKED', 'rejected'),
  answered(41001, 'INTERFACE_OFFLINE', 'rejected'),
  answered(41002, 'FIELDS_OFFLINE', 'rejected'),
  answered(45678, 'in no table', 'split'),
  alone(45678, 'in no table', { kind: 'rejected', code: '45678' }),
  answered(50000, 'SYS_ERROR', 'retry'),
  answered(50002, 'SYS_TIMEOUT', 'retry'),
  answered(51000, 'RPC', 'retry'),
  answered(51010, 'INTERNAL_TIME_OUT', 'retry'),
  answered(51012, 'PIXEL_ERROR', 'retry'),
  answered(51305, 'satellite', 'retry'),
  answered(52103, 'RDS', 'retry'),
  answered(60001, 'MAINTENANCE', 'retry'),
  answered(61000, 'TOO_MANY_REQUESTS_BL', 'retry'),
]
