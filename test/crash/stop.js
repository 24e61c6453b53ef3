/**
 * Runs inside workerd, in the bundle of the crash suite only: says which points are passed, and stands still at the one that is
 * armed (`CRASH_POINT`, `CRASH_MOMENT`, `CRASH_VISIT`), until whoever reads its output kills it.
 * Standing still is a loop without an end: workerd has one thread, so nothing is committed, sent or answered any more. A request to
 * a control server would not do: a shard's requests wait for its commits (the output gate), and would always come too late.
 */
import { env } from 'cloudflare:workers'

const ARMED = env.CRASH_POINT === undefined ? '' : `${env.CRASH_MOMENT} ${env.CRASH_POINT}`
const ARMED_VISIT = Number(env.CRASH_VISIT ?? 1)
const visits = new Map()

/** `value` goes through as it is: nothing is waited for that the gateway would not wait for. */
export function passing(point, moment, value) {
  const place = `${moment} ${point}`
  const visit = (visits.get(place) ?? 0) + 1
  visits.set(place, visit)
  // Often enough to know how often a point is passed, seldom enough to cost nothing.
  if ((visit & (visit - 1)) === 0) console.log(`crash:passed ${visit} ${place}`)
  if (place === ARMED && visit === ARMED_VISIT) standStill(place)
  return value
}

function standStill(place) {
  console.log(`crash:stands ${place}`)
  for (;;) {
    // Killed from outside.
  }
}
