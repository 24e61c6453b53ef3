/** Which events of a body must wait for the consent of their browser, and until when. Pure. */
import type { Judged } from '../pipeline/accept.ts'
import type { Verdict } from '../pipeline/judge.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import type { Waiter } from './types.ts'

const MINUTE_MS = 60_000

/** `verdicts`: those that there are, with the keys of their orders. */
export function waitersOf(
  judged: Extract<Judged, { ok: true }>,
  verdicts: readonly Verdict[],
  plan: SitePlan,
  receivedAtMs: number,
): readonly Waiter[] {
  const untilMs = receivedAtMs + plan.site.consent.snapshotWaitMinutes * MINUTE_MS
  if (verdicts.every(({ awaits }) => awaits === undefined)) return []
  const events = judged.parsed.flatMap((one) => (one.ok ? [one.event] : []))
  return events.flatMap((event, index) => {
    const verdict = verdicts[index]
    return verdict?.awaits === undefined ? [] : [{ event, verdict, receivedAtMs, untilMs }]
  })
}
