/** The log line of one attempt, from what the courier says of it. */
import type { AttemptRecord } from '../delivery/courier.ts'
import type { AttemptLine } from './log-lines.ts'
import { answerCode, destinationName, policyDigest, policyName, shardName } from './log-values.ts'

/** `shard`: `<site>/<number>`. */
export function attemptLine(shard: string | undefined, attempt: AttemptRecord, nowMs: number): AttemptLine {
  const { destination, digest, events, outcome, code, tries, oldestAcceptedAtMs, durationMs } = attempt
  return {
    site: policyName({ id: shard?.split('/')[0] ?? '' }),
    shard: shardName(shard),
    destination: destinationName(destination),
    policy: policyDigest({ digest }),
    events,
    outcome,
    code: answerCode(code),
    tries,
    // Until it was sent: how long the platform took is `durationMs`.
    waitedMs: nowMs - durationMs - oldestAcceptedAtMs,
    durationMs,
  }
}
