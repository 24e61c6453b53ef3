/**
 * What every destination's classify has in common: what a status alone says when the body says nothing. The body is
 * always asked first. Sentences of the platform never get into a code.
 */
import type { AttemptOutcome, PlatformAnswer } from './destination.ts'

export function retry(code: string, answer: PlatformAnswer): AttemptOutcome {
  return answer.retryAfterMs === undefined
    ? { kind: 'retry', code }
    : { kind: 'retry', code, retryAfterMs: answer.retryAfterMs }
}

/** Something in the batch is bad: look for it in halves; when it stands alone, it is the bad one. */
export function splitOrReject(code: string, batchSize: number): AttemptOutcome {
  return { kind: batchSize > 1 ? 'split' : 'rejected', code }
}

/**
 * What a status says by itself, for answers whose body has no code that we know.
 * - 408, 429, 5xx: later.
 * - 401: the credentials.
 * - 400, 413, 414, 415, 422, 431: this body was not liked, so halve it. A 400 that is a page comes from something in between, which
 *   does not know what an event is: halved too, but one alone is not given up for it.
 * - all else, also 2xx and 3xx without a readable answer and 403/404 pages of something between us and the platform:
 *   we do not know what happened, so again later. Both platforms drop the second copy by its event id within 48 hours.
 */
export function outcomeByStatus(answer: PlatformAnswer, batchSize: number, code = statusCode(answer)): AttemptOutcome {
  const { status } = answer
  if (status === 401) return { kind: 'parked', code }
  if (status === 400 && batchSize === 1 && isPage(answer.body)) return retry(code, answer)
  if (BODY_NOT_LIKED.has(status)) return splitOrReject(code, batchSize)
  return retry(code, answer)
}

/** HTML, or the XML of a store: no platform here answers in either. */
function isPage(body: string): boolean {
  return body.trimStart().startsWith('<')
}

const BODY_NOT_LIKED: ReadonlySet<number> = new Set([400, 413, 414, 415, 422, 431])

function statusCode({ status }: PlatformAnswer): string {
  return status >= 200 && status < 300 ? 'unreadable_answer' : `http_${status}`
}

/**
 * A platform's own number as it is written down. Whoever answers may echo what was sent: a number that is longer than any code that
 * a platform documents may be somebody's, and is not written anywhere.
 */
export function platformCode(code: number, subcode?: number): string {
  const text = subcode === undefined ? String(code) : `${code}/${subcode}`
  const tooLong = !PLATFORM_CODE.test(text)
  return tooLong ? 'unreadable_code' : text
}

/** A platform's code, which something on the way may have made a text: `"190"` is 190. A success is not believed so. Undefined where it is none. */
export function readCode(value: unknown): number | undefined {
  const code = typeof value === 'string' && WRITTEN_CODE.test(value) ? Number(value) : value
  return typeof code === 'number' && Number.isInteger(code) ? code : undefined
}
const WRITTEN_CODE = /^[1-9]\d{0,6}$/

/** `40105`, `100/2804003`: shorter than any phone number. */
const PLATFORM_CODE = /^-?\d{1,6}(?:\/\d{1,7})?$/

/**
 * `{"code":403}` under 403: the status once more, which is how proxies and API gateways answer. It is no code of a platform's, and
 * what stands in between does not know what an event is.
 */
export function repeatsStatus(code: number, { status }: PlatformAnswer): boolean {
  return status >= 400 && code === status
}

/** Statuses that say "later" whatever an unknown code in the body may mean. */
export function saysLater(status: number): boolean {
  return status === 408 || status === 429 || status >= 500
}
