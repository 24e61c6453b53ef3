/** Which events of a body must wait, for the consent of their browser or for other copies, and until when. Pure. */
import type { CanonicalEvent } from '../event/types.ts'
import type { Judged } from '../pipeline/accept.ts'
import type { Verdict } from '../pipeline/judge.ts'
import type { Copy } from '../pipeline/order-copies.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import type { TakeRequest, Waiter } from './types.ts'

const MINUTE_MS = 60_000

/** `verdicts`: those that there are, with the keys of their orders. */
export function waitersOf(
  judged: Extract<Judged, { ok: true }>,
  verdicts: readonly Verdict[],
  plan: SitePlan,
  request: TakeRequest,
): readonly Waiter[] {
  if (!verdicts.some(waits)) return []
  const { receivedAtMs } = request
  const events = judged.parsed.flatMap((one) => (one.ok ? [one.event] : []))
  return events.flatMap((event, index) => {
    const verdict = verdicts[index]
    if (verdict === undefined || !waits(verdict)) return []
    const untilMs = receivedAtMs + (verdict.settles === undefined ? consentMs(plan) : settleMs(plan))
    return [{ copy: copyOf(event, request), verdict, receivedAtMs, untilMs }]
  })
}

function waits({ awaits, settles }: Verdict): boolean {
  return awaits !== undefined || settles !== undefined
}

export function consentMs({ site }: SitePlan): number {
  return site.consent.snapshotWaitMinutes * MINUTE_MS
}

function settleMs({ site }: SitePlan): number {
  return (site.orders?.settleSeconds ?? 0) * 1_000
}

function copyOf(event: CanonicalEvent, { source, via = source, gpcHeader, facts, receivedAtMs }: TakeRequest): Copy {
  return {
    event,
    source,
    via,
    gpcHeader,
    receivedAtMs,
    ...(facts?.visitor !== undefined && { visitor: facts.visitor }),
  }
}
