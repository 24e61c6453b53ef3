/**
 * Whether a TC string that can be read still counts. Sources: IAB Europe TCF Policies (policy version 4 since 30 September
 * 2023; no global scope since 1 September 2021) and IAB Europe, "All You Need to Know About the Transition to TCF v2.3"
 * (DisclosedVendors is required in strings created after 28 February 2026), read 2026-11-21.
 */
import type { TcString } from './decode.ts'

/** Anything but `valid` is no consent. Stable codes: they are in receipts and counters. */
export type TcfValidity =
  | 'valid'
  | 'policy_too_old'
  | 'global_scope'
  | 'expired'
  | 'future'
  | 'missing_disclosed_vendors'

const DAY_MS = 86_400_000
const MIN_POLICY_VERSION = 4
/** Strings hold whole days, so a person east of us may be a day ahead. */
const MAX_AHEAD_MS = DAY_MS
/** A string of 28 February 2026 is still good without the segment; the next day's is not. */
const DISCLOSED_VENDORS_FROM_MS = Date.UTC(2026, 2, 1)

/**
 * `maxAgeDays` is counted from LastUpdated, since that is when the person answered. The TCF itself sets no maximum;
 * 395 days (13 months) is the practice.
 */
export function validityOf(tc: TcString, nowMs: number, maxAgeDays: number): TcfValidity {
  if (tc.policyVersion < MIN_POLICY_VERSION) return 'policy_too_old'
  if (!tc.isServiceSpecific) return 'global_scope'
  // Both are written so that a limit or a clock which is not a number refuses instead of lets through.
  if (!(nowMs - tc.lastUpdatedMs <= maxAgeDays * DAY_MS)) return 'expired'
  if (!(Math.max(tc.createdMs, tc.lastUpdatedMs) <= nowMs + MAX_AHEAD_MS)) return 'future'
  if (tc.createdMs >= DISCLOSED_VENDORS_FROM_MS && tc.disclosedVendors === null) return 'missing_disclosed_vendors'
  return 'valid'
}
