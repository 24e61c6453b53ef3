/**
 * Signs a policy for a role, and finds out which signatures of a lock are good. A signature counts where a key that the approved
 * policy gives to the role has made it, over the digest of that very policy and of all else in the lock but its past.
 */
import type { ApproverKey } from '../policy/document.ts'
import type { Sha256HexOf } from '../policy/digest.ts'
import { keyIdOf } from '../policy/key-id.ts'
import {
  signedClaims,
  type ApprovalClaims,
  type PolicyApproval,
  type PolicyLock,
  type SignedClaims,
} from '../policy/lock.ts'
import {
  jwsSigner,
  jwsVerifier,
  type Ed25519PrivateJwk,
  type Ed25519PublicJwk,
  type JwsSigner,
  type JwsVerdict,
} from './ed25519.ts'

/** The JWS header's `typ`: an approval is never taken for a receipt's head, nor the other way round. */
export const APPROVAL_TYPE = 'tidegate-policy-approval'

export function approvalSigner(key: Ed25519PrivateJwk): JwsSigner {
  return jwsSigner(key, APPROVAL_TYPE, 'the key is damaged: its x does not belong to its d')
}

export interface Signing {
  readonly role: string
  readonly name: string
  readonly nowMs: number
}

export async function signApproval(
  lock: PolicyLock,
  key: Ed25519PrivateJwk,
  { role, name, nowMs }: Signing,
  sha256Hex: Sha256HexOf,
): Promise<PolicyApproval> {
  const iat = Math.floor(nowMs / 1_000)
  const claims: ApprovalClaims = { ...signedClaims(lock, sha256Hex), role, name, iat }
  return { role, name, kid: key.kid, at: timeOf(iat), jws: await approvalSigner(key)(claims) }
}

function timeOf(epochSeconds: number): string {
  return new Date(epochSeconds * 1_000).toISOString().replace('.000Z', 'Z')
}

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
export async function checkApprovals(
  lock: SignedParts,
  pinned: ReadonlySet<string> | undefined,
  sha256Hex: Sha256HexOf,
): Promise<readonly CheckedApproval[]> {
  return Promise.all(
    lock.approvals.slice(0, MAX_APPROVALS).map(async (approval) => {
      const fault = await faultOf(approval, lock.signed, { keys: lock.policy.approval.keys, pinned, sha256Hex })
      return fault === undefined ? { approval } : { approval, fault }
    }),
  )
}

/** More than there are roles and keys in any company; checking one costs a tenth of a millisecond. */
const MAX_APPROVALS = 64

/** Which keys count. */
interface Trust {
  readonly keys: readonly ApproverKey[]
  readonly pinned: ReadonlySet<string> | undefined
  readonly sha256Hex: Sha256HexOf
}

async function faultOf(
  approval: PolicyApproval,
  signed: SignedClaims,
  { keys, pinned, sha256Hex }: Trust,
): Promise<ApprovalFault | undefined> {
  const ofId = keys.filter(({ kid }) => kid === approval.kid)
  const own = ofId.find(({ role }) => role === approval.role)
  if (own === undefined) return 'key_not_in_policy'
  if (ofId.length > 1) return 'key_twice'
  if (keyIdOf(own.x, sha256Hex) !== own.kid) return 'key_of_another_id'
  if (pinned !== undefined && !pinned.has(own.kid)) return 'key_not_pinned'
  const verdict = await jwsVerifier([publicJwk(own)], APPROVAL_TYPE)(approval.jws)
  if (verdict.kind !== 'good') return 'bad_signature'
  return claimsFit(verdict, approval, signed) ? undefined : 'signed_something_else'
}

function claimsFit(
  { claims }: Extract<JwsVerdict, { kind: 'good' }>,
  { role, name, at }: PolicyApproval,
  signed: SignedClaims,
): boolean {
  if (typeof claims !== 'object' || claims === null) return false
  const said: Partial<Record<keyof ApprovalClaims, unknown>> = claims
  return (
    said.digest === signed.digest &&
    said.since === signed.since &&
    said.source === signed.source &&
    said.keys_changed === signed.keys_changed &&
    said.role === role &&
    said.name === name &&
    isTime(said.iat) &&
    timeOf(said.iat) === at
  )
}

/** Epoch seconds that a date can be made of. */
function isTime(value: unknown): value is number {
  return Number.isInteger(value) && typeof value === 'number' && value >= 0 && value < 1e11
}

export function publicJwk({ kid, x }: ApproverKey): Ed25519PublicJwk {
  return { kty: 'OKP', crv: 'Ed25519', x, kid }
}

/** Roles that the approved policy demands and that have no good signature; sorted. */
export function missingRoles(lock: SignedParts, checked: readonly CheckedApproval[]): readonly string[] {
  const signed = new Set(checked.flatMap(({ approval, fault }) => (fault === undefined ? [approval.role] : [])))
  return lock.policy.approval.roles.filter((role) => !signed.has(role))
}
