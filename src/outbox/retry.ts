/** When to try again. Pure: the clock and chance are arguments. */

export interface RetryPolicy {
  readonly baseMs: number
  readonly capMs: number
}

export const RETRY: RetryPolicy = { baseMs: 1_000, capMs: 15 * 60_000 }
/**
 * A platform's quotas are for a minute, an hour or a day at most: a longer `Retry-After` is a mistake that must not cost what
 * waits. Whoever asks for more is asked once a day.
 */
const RETRY_AFTER_CAP_MS = 24 * 60 * 60_000

/**
 * Full jitter: any moment between now and the exponential ceiling, so that many shards do not come back at once; but
 * never before the platform's own `Retry-After`. `failures` counts from 1; `random` is in [0, 1).
 */
export function nextAttemptAt(
  nowMs: number,
  failures: number,
  policy: RetryPolicy,
  random: number,
  retryAfterMs = 0,
): number {
  const ceiling = Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(failures, 30))
  const asked = Math.min(Math.max(0, retryAfterMs), RETRY_AFTER_CAP_MS)
  return nowMs + Math.max(Math.ceil(random * ceiling), asked)
}

/** `Retry-After` in seconds or as an HTTP date (RFC 9110 section 10.2.3) → milliseconds from now. */
export function parseRetryAfter(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined
  const text = header.trim()
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, Number.MAX_SAFE_INTEGER)
  const date = Date.parse(ASCTIME.test(text) ? `${text} GMT` : text)
  return Number.isNaN(date) || !/[a-z]/i.test(text) ? undefined : Math.max(0, date - nowMs)
}

/** `Sun Nov  6 08:49:37 1994`: the oldest of HTTP's three forms names no zone, and means UTC. */
const ASCTIME = /^[a-z]{3} [a-z]{3} [ \d]\d [\d:]{8} \d{4}$/i
