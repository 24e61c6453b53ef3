/** What a review reads of policy.lock.json: who approved which digest, and since when each field leaves. */
import { z } from 'zod'
import { EVENT_NAMES, type EventName } from '../../event/types.ts'

/** Since when, without a break, a field has left for a destination: event → day, YYYY-MM-DD. */
export interface SinceRow {
  readonly site: string
  readonly destination: string
  readonly field: string
  readonly events: Readonly<Partial<Record<EventName, string>>>
}

export interface ApprovalGiven {
  readonly role: string
  readonly name: string
  readonly kid: string
  /** YYYY-MM-DDTHH:MM:SSZ */
  readonly at: string
}

/** The part of the lock that a review shows. Signatures are verified where the policy starts, not here. */
export interface Approved {
  readonly digest: string
  readonly since: readonly SinceRow[]
  readonly approvals: readonly ApprovalGiven[]
}

const MAX_ROWS = 100_000
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const lockSchema = z.object({
  version: z.literal(1),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  since: z
    .array(
      z.object({
        site: z.string(),
        destination: z.string(),
        field: z.string(),
        events: z.partialRecord(z.enum(EVENT_NAMES), day),
      }),
    )
    .max(MAX_ROWS),
  approvals: z
    .array(z.object({ role: z.string(), name: z.string(), kid: z.string(), at: z.string().max(40) }))
    .max(1000),
})

export type ReadLock =
  | { readonly ok: true; readonly approved: Approved }
  | { readonly ok: false; readonly where: string }

/** The lock as it lies on disk, parsed from JSON. `where`: the first place that is not as a lock has it. */
export function readApproved(value: unknown): ReadLock {
  const parsed = lockSchema.safeParse(value)
  if (parsed.success) return { ok: true, approved: parsed.data }
  const [issue] = parsed.error.issues
  return { ok: false, where: issue === undefined || issue.path.length === 0 ? '(root)' : issue.path.join('.') }
}

/** The day since which a field leaves with an event; undefined where that was never approved. */
export type SinceWhen = (site: string, destination: string, field: string, event: EventName) => string | undefined

export function sinceWhen(approved: Approved | undefined): SinceWhen {
  const days = new Map<string, SinceRow['events']>()
  for (const row of approved?.since ?? []) days.set(keyOf(row.site, row.destination, row.field), row.events)
  return (site, destination, field, event) => {
    const events = days.get(keyOf(site, destination, field)) ?? {}
    return Object.hasOwn(events, event) ? events[event] : undefined
  }
}

function keyOf(site: string, destination: string, field: string): string {
  return JSON.stringify([site, destination, field])
}
