import { type Sha256HexOf } from '../policy/digest.ts'
import type { LineDifference } from '../policy/line-difference.ts'
import { type PolicyApproval, type SignedClaims } from '../policy/lock.ts'
import type { CompiledPolicy } from '../policy/types.ts'
import { type ApprovalFault } from './policy-signature.ts'
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
  | {
      readonly kind: 'approved' | 'narrowed'
      readonly untilMs: number
    }
  | {
      readonly kind: 'not_approved'
      readonly why: NotApproved
      readonly untilMs: number
    }
export type NotApproved =
  /** The compiled policy does not have the digest that it names: somebody changed it after it was compiled. */
  | {
      readonly reason: 'policy_changed'
    }
  | {
      readonly reason: 'no_lock'
    }
  /** The policy demands no signature: nobody answers for it. */
  | {
      readonly reason: 'no_roles'
    }
  /** The lock's policy does not have the digest that was signed. */
  | {
      readonly reason: 'lock_changed'
    }
  | {
      readonly reason: 'not_signed'
      readonly roles: readonly string[]
      readonly faults: readonly {
        readonly role: string
        readonly kid: string
        readonly fault: ApprovalFault
      }[]
    }
  /** It allows more, or says something else, than what was signed. */
  | {
      readonly reason: 'widened'
    }
/** `pinned`: TIDEGATE_POLICY_KEYS. */
export declare function approvalOf(
  running: CompiledPolicy,
  lock: BuiltLock | null,
  pinned: ReadonlySet<string> | undefined,
  sha256Hex: Sha256HexOf,
): Promise<Approval>
/** Set, and naming no key: somebody meant to pin the keys, and has pinned none. */
export declare const NO_KEY_PINNED =
  'TIDEGATE_POLICY_KEYS is set and names no key: write the ids (kid) that count, or take it out'
/** Kids, separated by blanks; undefined where it is not set: then any key of the policy counts. Empty: NO_KEY_PINNED. */
export declare function parsePinned(text: string | undefined): ReadonlySet<string> | undefined
