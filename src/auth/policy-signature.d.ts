/**
 * Signs a policy for a role, and finds out which signatures of a lock are good. A signature counts where a key that the approved
 * policy gives to the role has made it, over the digest of that very policy and of all else in the lock but its past.
 */
import type { ApproverKey } from '../policy/document.ts'
import type { Sha256HexOf } from '../policy/digest.ts'
import { type PolicyApproval, type PolicyLock, type SignedClaims } from '../policy/lock.ts'
import { type Ed25519PrivateJwk, type Ed25519PublicJwk, type JwsSigner } from './ed25519.ts'
/** The JWS header's `typ`: an approval is never taken for a receipt's head, nor the other way round. */
export declare const APPROVAL_TYPE = 'tidegate-policy-approval'
export declare function approvalSigner(key: Ed25519PrivateJwk): JwsSigner
export interface Signing {
  readonly role: string
  readonly name: string
  readonly nowMs: number
}
export declare function signApproval(
  lock: PolicyLock,
  key: Ed25519PrivateJwk,
  { role, name, nowMs }: Signing,
  sha256Hex: Sha256HexOf,
): Promise<PolicyApproval>
/** The parts of a lock that signatures are about. */
export interface SignedParts extends Pick<PolicyLock, 'approvals' | 'policy'> {
  readonly signed: SignedClaims
}
/** Why a signature does not count. */
export type ApprovalFault =
  /** The approved policy has no such key for this role. */
  | 'key_not_in_policy'
  /** Its id is not made from it: whoever pinned the id has pinned another key. */
  | 'key_of_another_id'
  /** One key for two roles, or two keys of one id: nobody could say whose signature it is. */
  | 'key_twice'
  /** TIDEGATE_POLICY_KEYS does not name it. */
  | 'key_not_pinned'
  | 'bad_signature'
  /** A good signature, of another policy, other days, or for another role or name than is written beside it. */
  | 'signed_something_else'
export interface CheckedApproval {
  readonly approval: PolicyApproval
  readonly fault?: ApprovalFault
}
/** Closed by default: whatever is not exactly as it must be does not count. */
export declare function checkApprovals(
  lock: SignedParts,
  pinned: ReadonlySet<string> | undefined,
  sha256Hex: Sha256HexOf,
): Promise<readonly CheckedApproval[]>
export declare function publicJwk({ kid, x }: ApproverKey): Ed25519PublicJwk
/** Roles that the approved policy demands and that have no good signature; sorted. */
export declare function missingRoles(lock: SignedParts, checked: readonly CheckedApproval[]): readonly string[]
