/**
 * A device whose clock is ahead dates what happens in it into the future, where events are refused and answers not believed. The tag
 * says with each request what time its device has (`t`), so that such a time can be put right. Only what lies in the future is: that
 * alone is certainly the device's own time, and it becomes earlier, so that no answer is ever made newer than it is. Pure.
 */
import { parseIsoWithZone } from '../consent/signals/answered-at.ts'

export interface DeviceClock {
  /** Of the gateway, as the request came. */
  readonly nowMs: number
  readonly aheadMs: number
}

/** Less is the way through the network, or too little to matter. */
const LEAST_AHEAD_MS = 60_000
/** A clock that is further out has no certificate that holds: its browser would not be here. */
const MOST_AHEAD_MS = 365 * 86_400_000

/** `said`: `t` of the request, in milliseconds since 1970. */
export function deviceClock(said: string | null, nowMs: number): DeviceClock | undefined {
  const aheadMs = Number(said ?? Number.NaN) - nowMs
  return aheadMs >= LEAST_AHEAD_MS && aheadMs <= MOST_AHEAD_MS ? { nowMs, aheadMs } : undefined
}

export function timeBy({ nowMs, aheadMs }: DeviceClock, atMs: number): number {
  return atMs > nowMs ? atMs - aheadMs : atMs
}

/** `consent.at`; what is no time stays as it is, for its reader to refuse. */
export function answerTimeBy(clock: DeviceClock, at: unknown): unknown {
  const atMs = parseIsoWithZone(at)
  return atMs === undefined ? at : new Date(timeBy(clock, atMs)).toISOString()
}
