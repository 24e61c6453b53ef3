/**
 * Whether a policy may be served: signed by every role that it demands, not changed since but for what narrows it, and not
 * expired. The same answer for the Worker, the build and the command line.
 */
import { compare, needsApproval } from '../policy/compare.ts'
import { digestHolds, type Sha256HexOf } from '../policy/digest.ts'
import type { LineDifference } from '../policy/line-difference.ts'
import { expiresAtMs, type PolicyApproval, type SignedClaims } from '../policy/lock.ts'
import type { CompiledPolicy } from '../policy/types.ts'
import { checkApprovals, missingRoles, type ApprovalFault, type CheckedApproval } from './policy-signature.ts'

/** What of a lock goes into the bundle. */
export interface BuiltLock {
  /** The approved policy, where it is not the running one. */
  readonly policy: CompiledPolicy | null
  readonly signed: SignedClaims
  readonly approvals: readonly PolicyApproval[]
}

/** dist/approval.json, and `#approval` in the Worker. */
export interface BuiltApproval {
  readonly lock: BuiltLock | null
  /** The policy's file, as it is named to people. */
  readonly file: string
  /** Lines of it that are not as they were approved. */
  readonly differences: readonly LineDifference[]
  /** What the build found: shown in development. Production looks for itself and does not believe it. */
  readonly found: ApprovalKind
}

export type ApprovalKind = Approval['kind']

export type Approval =
  | { readonly kind: 'approved' | 'narrowed'; readonly untilMs: number }
  | { readonly kind: 'not_approved'; readonly why: NotApproved; readonly untilMs: number }

export type NotApproved =
  /** The compiled policy does not have the digest that it names: somebody changed it after it was compiled. */
  | { readonly reason: 'policy_changed' }
  | { readonly reason: 'no_lock' }
  /** The policy demands no signature: nobody answers for it. */
  | { readonly reason: 'no_roles' }
  /** The lock's policy does not have the digest that was signed. */
  | { readonly reason: 'lock_changed' }
  | {
      readonly reason: 'not_signed'
      readonly roles: readonly string[]
      readonly faults: readonly { readonly role: string; readonly kid: string; readonly fault: ApprovalFault }[]
    }
  /** It allows more, or says something else, than what was signed. */
  | { readonly reason: 'widened' }

/** `pinned`: TIDEGATE_POLICY_KEYS. */
export async function approvalOf(
  running: CompiledPolicy,
  lock: BuiltLock | null,
  pinned: ReadonlySet<string> | undefined,
  sha256Hex: Sha256HexOf,
): Promise<Approval> {
  const no = (why: NotApproved): Approval => ({ kind: 'not_approved', why, untilMs: expiresAtMs(running) })
  if (!digestHolds(running, sha256Hex)) return no({ reason: 'policy_changed' })
  if (running.approval.roles.length === 0) return no({ reason: 'no_roles' })
  if (lock === null) return no({ reason: 'no_lock' })
  const approved = lock.policy ?? running
  if (approved.digest !== lock.signed.digest) return no({ reason: lock.policy === null ? 'widened' : 'lock_changed' })
  if (!digestHolds(approved, sha256Hex)) return no({ reason: 'lock_changed' })
  // The keys are those of the policy that was signed: a new one cannot bring its own.
  if (approved.approval.roles.length === 0) return no({ reason: 'no_roles' })
  const parts = { ...lock, policy: approved }
  const checked = await checkApprovals(parts, pinned, sha256Hex)
  const roles = missingRoles(parts, checked)
  if (roles.length > 0) return no({ reason: 'not_signed', roles, faults: faultsOf(checked) })
  if (approved.digest !== running.digest && needsApproval(compare(approved, running))) return no({ reason: 'widened' })
  return {
    kind: approved.digest === running.digest ? 'approved' : 'narrowed',
    untilMs: Math.min(expiresAtMs(approved), expiresAtMs(running)),
  }
}

function faultsOf(checked: readonly CheckedApproval[]) {
  return checked.flatMap(({ approval: { role, kid }, fault }) => (fault === undefined ? [] : [{ role, kid, fault }]))
}

/** Set, and naming no key: somebody meant to pin the keys, and has pinned none. */
export const NO_KEY_PINNED =
  'TIDEGATE_POLICY_KEYS is set and names no key: write the ids (kid) that count, or take it out'

/** Kids, separated by blanks; undefined where it is not set: then any key of the policy counts. Empty: NO_KEY_PINNED. */
export function parsePinned(text: string | undefined): ReadonlySet<string> | undefined {
  return text === undefined ? undefined : new Set(text.split(/\s+/).filter((kid) => kid !== ''))
}
