/** Holds a stored delivery against the policy that runs: as a line that may be laid into a parcel again, or why not. Pure. */
import type { DestinationPlan, SitePlan } from '../pipeline/plan.ts'
import { readBasis } from '../pipeline/consent-basis.ts'
import type { OrderTrace } from '../pipeline/order-trace.ts'
import { saleWithin, type Sale } from '../pipeline/sale.ts'
import { stillAllowed } from '../pipeline/still-allowed.ts'
import type { Line } from './gather.ts'
import type { Held, Sheet } from './state.ts'
import type { Entry } from './types.ts'

const DAY_MS = 86_400_000

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
  const bases = typeof entry.b === 'number' ? [sheet.bases[entry.b] ?? ''] : []
  const stored = { eventId: entry.id, name: entry.ev, level: entry.lv, fields, basis: bases[0] ?? '', body }
  // What this policy has let out needs no second look.
  const isSame = sheet.digest === plan.digest
  if (!isSame && isOutdated(entry, acceptedAtMs, stored.basis, plan)) return { ok: false, reason: 'consent_expired' }
  const left = isSame ? { ok: true as const, body, fields, takenOut: [] } : stillAllowed(stored, planned)
  if (!left.ok) return left
  const line = {
    acceptedAtMs,
    body: left.body,
    entry: { ...withSaleOf(entry, left.fields, planned), f: 0, ...(bases.length > 0 && { b: 0 }) },
    sheet: { site: plan.id, digest: plan.digest, sets: [left.fields], bases, list: [] },
  }
  return { ok: true, line, takenOut: left.takenOut }
}

/** The event lake and the ledger have no more of a sale than has left. */
function withSaleOf({ s: sale, r: trace, ...entry }: Entry, fields: string, { destination }: DestinationPlan): Entry {
  const within = (known: Sale) => saleWithin(known, destination, fields.split(' '))
  const left = sale === undefined ? undefined : within(sale)
  return {
    ...entry,
    ...(left !== undefined && { s: left }),
    ...(trace !== undefined && { r: traceWithin(trace, within) }),
  }
}

function traceWithin({ v, c, ...trace }: OrderTrace, within: (sale: Sale) => Sale | undefined): OrderTrace {
  return { ...trace, ...within({ ...(v !== undefined && { v }), ...(c !== undefined && { c }) }) }
}

/** When it was accepted, the consent was older than this policy lets one be. Where silence permits, an old grant is as good as silence. */
function isOutdated({ g: grantedAtMs }: Entry, acceptedAtMs: number, basis: string, { consent }: SitePlan): boolean {
  if (grantedAtMs === undefined || readBasis(basis).regime !== 'opt-in') return false
  return acceptedAtMs - grantedAtMs > consent.maxAgeDays * DAY_MS
}
