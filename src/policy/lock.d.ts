/**
 * policy/policy.lock.json: what was approved, by whom, and since when each field leaves. Written by `tidegate policy approve`;
 * the signatures themselves are made and checked in src/auth/policy-signature.ts.
 */
import type { EventName } from '../event/types.ts'
import { type Sha256HexOf } from './digest.ts'
import type { CompiledPolicy } from './types.ts'
export interface PolicyLock {
  readonly version: 1
  /** Of the approved policy. */
  readonly digest: string
  readonly policy: CompiledPolicy
  /** The approved text, line by line: only to say which line differs. */
  readonly source: {
    readonly file: string
    readonly lines: readonly string[]
  }
  /** As it is signed: what is new has no day yet. `settledSince` gives the days. */
  readonly since: readonly SinceRow[]
  readonly approvals: readonly PolicyApproval[]
  /** Newest first. */
  readonly past: readonly PastApproval[]
  /**
   * The keys or roles are not those of a policy approved before, and whose they were has not vouched for them: whoever merges
   * this decides whether to trust them. It stays in later locks until the operator pins all the keys. Signed along.
   */
  readonly keysChanged?: true
}
export interface PolicyApproval {
  readonly role: string
  readonly name: string
  readonly kid: string
  /** YYYY-MM-DDTHH:MM:SSZ */
  readonly at: string
  /** Compact JWS, EdDSA, of the claims below. */
  readonly jws: string
}
export interface PastApproval {
  readonly digest: string
  /** The day on which another took its place. */
  readonly until: string
  readonly approvals: readonly PolicyApproval[]
}
/**
 * What stands in place of a day for what this very policy is the first to allow. The day on which the last role signs is not
 * known while the first one signs, so it is read from the signatures, and written out when the next lock begins.
 */
export declare const THIS_APPROVAL = 'this approval'
/** Since when, without a break, a field has been approved to leave: event → YYYY-MM-DD, or THIS_APPROVAL. */
export interface SinceRow {
  readonly site: string
  readonly destination: string
  readonly field: string
  readonly events: Readonly<Partial<Record<EventName, string>>>
}
/** What a role signs. */
export interface ApprovalClaims {
  readonly digest: string
  /** SHA-256 of the canonical JSON of `since`: nobody moves a date afterwards. */
  readonly since: string
  /** The same of `source`: what is shown as the approved line is one that was approved. */
  readonly source: string
  /** Whether the lock says so: nobody takes the mark off afterwards. */
  readonly keys_changed: boolean
  readonly role: string
  readonly name: string
  /** Epoch seconds. */
  readonly iat: number
}
/** In the repository, beside the policy. */
export declare const LOCK_FILE = 'policy.lock.json'
export declare const MAX_PAST = 100
/** What is signed of a lock beside the policy itself. */
export interface SignedClaims extends Pick<ApprovalClaims, 'digest' | 'since' | 'source' | 'keys_changed'> {}
export declare function signedClaims(
  { digest, since, source, keysChanged }: PolicyLock,
  sha256Hex: Sha256HexOf,
): SignedClaims
/** What was approved already keeps its day, also where its terms have changed; what is new has none yet; the rest is gone. */
export declare function sinceOf(policy: CompiledPolicy, earlier: readonly SinceRow[]): readonly SinceRow[]
/** With the day on which the last role signed for what is new; while a role is missing, what is new is not there. */
export declare function settledSince(lock: Pick<PolicyLock, 'policy' | 'since' | 'approvals'>): readonly SinceRow[]
/** Of the whole lock, for those who read it rather than check it. */
export declare function settledLock(lock: PolicyLock): PolicyLock
export interface Draft {
  readonly policy: CompiledPolicy
  readonly source: PolicyLock['source']
  readonly today: string
  /** Every role of the earlier policy has signed it: it was in force. */
  readonly earlierComplete: boolean
}
/**
 * The lock that is to be signed: the one that is there where it is about this very policy, else a new one without signatures,
 * with the earlier ones under `past`.
 */
export declare function draftLock(earlier: PolicyLock | undefined, draft: Draft): PolicyLock
/** One signature for each role and key: under another name a second one takes the place of the first, and its day. */
export declare function withApproval(lock: PolicyLock, approval: PolicyApproval): PolicyLock
/** Roles that are new or gone, and roles with other keys: for each of them somebody must vouch, or a person must look. */
export declare function changedRoles(
  { approval: one }: CompiledPolicy,
  { approval: other }: CompiledPolicy,
): readonly string[]
/** Epoch milliseconds of the first moment at which the policy no longer holds: the end of its last day, UTC. */
export declare function expiresAtMs(policy: CompiledPolicy): number
