/** Holds a stored delivery against the policy that runs: as a line that may be laid into a parcel again, or why not. Pure. */
import type { DestinationPlan, SitePlan } from '../pipeline/plan.ts'
import { saleLeft } from '../pipeline/sale.ts'
import { stillAllowed } from '../pipeline/still-allowed.ts'
import type { Line } from './gather.ts'
import type { Held, Sheet } from './state.ts'

export type HeldAgain =
  | { readonly ok: true; readonly line: Line; readonly takenOut: readonly string[] }
  | { readonly ok: false; readonly reason: string }

/** The line has the digest and the field names of the policy that lets it out now; it rests on the same consent as before. */
export function holdAgain(
  { entry, body, acceptedAtMs }: Held,
  sheet: Sheet,
  plan: SitePlan,
  planned: DestinationPlan,
): HeldAgain {
  const fields = sheet.sets[entry.f ?? -1] ?? ''
  const stored = { eventId: entry.id, name: entry.ev, level: entry.lv, fields, body }
  // What this policy has let out needs no second look.
  const left =
    sheet.digest === plan.digest ? { ok: true as const, body, fields, takenOut: [] } : stillAllowed(stored, planned)
  if (!left.ok) return left
  const bases = typeof entry.b === 'number' ? [sheet.bases[entry.b] ?? ''] : []
  // What did not leave is not kept for the lake either.
  const { s: kept, ...rest } = entry
  const sale = kept && saleLeft(kept, planned.destination, left.fields.split(' '))
  const line = {
    acceptedAtMs,
    body: left.body,
    entry: { ...rest, f: 0, ...(bases.length > 0 && { b: 0 }), ...(sale !== undefined && { s: sale }) },
    sheet: { site: plan.id, digest: plan.digest, sets: [left.fields], bases, list: [] },
  }
  return { ok: true, line, takenOut: left.takenOut }
}
