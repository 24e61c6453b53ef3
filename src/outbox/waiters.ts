/** Which events of a body must wait for the consent of their browser, and until when. Pure. */
import type { Judged } from '../pipeline/accept.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import type { Waiter } from './types.ts'

const MINUTE_MS = 60_000

export function waitersOf(
  judged: Extract<Judged, { ok: true }>,
  plan: SitePlan,
  receivedAtMs: number,
): readonly Waiter[] {
  const untilMs = receivedAtMs + plan.site.consent.snapshotWaitMinutes * MINUTE_MS
  return judged.verdicts.flatMap((verdict, index) => {
    const one = judged.parsed[index]
    return verdict?.awaits === undefined || one?.ok !== true
      ? []
      : [{ event: one.event, verdict, receivedAtMs, untilMs }]
  })
}
