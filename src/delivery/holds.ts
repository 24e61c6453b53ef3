/** How long what could not be delivered is held: the running policy says so, event by event (`retention_days`). */
import type { EventName } from '../event/types.ts'
import type { DestinationPlan } from '../pipeline/plan.ts'

export interface Holds {
  /** Milliseconds after it was accepted; undefined where the policy lets this event out no more: then it is not sent. */
  readonly of: (event: string) => number | undefined
  /** The same for what is kept and not sent: an event that is not let out now may be again, as a destination may. */
  readonly ofKept: (event: string) => number
  /** The shortest of them. */
  readonly shortestMs: () => number
}

/** A destination that is not in the policy now may be again: what waits for it is not sent, and kept for so long. */
const WITHOUT_DESTINATION_MS = 7 * 86_400_000

/** What is overdue is looked for once an hour, however long the platform is left alone, and not while it is answering: the promise is kept even so. */
const LOOKED_FOR_WITHIN_MS = 2 * 60 * 60_000

/** `planned`: the destination as the running policy has it; asked each time, for a shard learns its site late. */
export function holdsOf(planned: () => DestinationPlan | undefined): Holds {
  const of = (event: string): number | undefined => {
    const plan = planned()
    // Written down by ourselves: a name of the list, or of one that was.
    const heldMs = plan === undefined ? WITHOUT_DESTINATION_MS : plan.events.get(event as EventName)?.holdMs
    return heldMs === undefined ? undefined : kept(heldMs)
  }
  return {
    of,
    ofKept: (event) => of(event) ?? kept(WITHOUT_DESTINATION_MS),
    shortestMs: () => kept(planned()?.events.shortestHoldMs() ?? WITHOUT_DESTINATION_MS),
  }
}

function kept(promisedMs: number): number {
  return Math.max(0, promisedMs - LOOKED_FOR_WITHIN_MS)
}
