/** When an event may have happened, seen from when it was received. All times in epoch milliseconds. */

/** Clocks of shops and phones run ahead by minutes; more than this is a wrong clock or a wrong unit. */
const MAX_AHEAD_MS = 10 * 60_000

export type TimingRefusal = 'event_in_future' | 'event_too_old'

/** `maxAgeMs` is the oldest event that any of the destinations takes. Both bounds are still taken. */
export function checkTiming(occurredAtMs: number, receivedAtMs: number, maxAgeMs: number): TimingRefusal | undefined {
  if (occurredAtMs - receivedAtMs > MAX_AHEAD_MS) return 'event_in_future'
  if (receivedAtMs - occurredAtMs > maxAgeMs) return 'event_too_old'
  return undefined
}
