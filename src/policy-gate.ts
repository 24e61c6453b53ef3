/**
 * Production serves a policy that was approved, and nothing else: whether it was is found out once in an isolate; whether it still
 * holds is one comparison for each request. Development serves any policy, and says on every screen what it is.
 */
import builtApproval from '#approval'
import compiledPolicy from '#policy'
import { approvalOf, type Approval } from './auth/approval.ts'
import { expiredWords, notApprovedWords } from './auth/approval-words.ts'
import { sha256Hex } from './hashing/sha256.ts'
import { expiresAtMs } from './policy/lock.ts'

export type ApprovalStatus = Approval['kind'] | 'expired'

/** Why nothing is served and nothing is delivered. */
export interface Closed {
  readonly code: 'policy_not_approved' | 'policy_expired'
  /** With the file and the lines that differ. */
  readonly detail: string
}

export interface PolicyGate {
  /** A promise for the first who ask only. */
  readonly closedAt: (nowMs: number) => Closed | undefined | Promise<Closed | undefined>
  readonly statusAt: (nowMs: number) => ApprovalStatus
}

export interface GateSettings {
  readonly production: boolean
  /** TIDEGATE_POLICY_KEYS: kids that count; undefined: all that the policy names. */
  readonly policyKeys: ReadonlySet<string> | undefined
}

/** One for the isolate: its settings do not change while it lives. */
let gate: PolicyGate | undefined

export function policyGate(settings: GateSettings): PolicyGate {
  return (gate ??= settings.production ? closingGate(settings.policyKeys) : openGate())
}

function openGate(): PolicyGate {
  const untilMs = expiresAtMs(compiledPolicy)
  return {
    closedAt: () => undefined,
    statusAt: (nowMs) => (builtApproval.found === 'not_approved' || nowMs < untilMs ? builtApproval.found : 'expired'),
  }
}

function closingGate(pinned: ReadonlySet<string> | undefined): PolicyGate {
  let known: Approval | undefined
  let looking: Promise<Approval> | undefined
  return {
    closedAt(nowMs) {
      if (known !== undefined) return closedBy(known, nowMs)
      looking ??= approvalOf(compiledPolicy, builtApproval.lock, pinned, sha256Hex)
      return looking.then((approval) => closedBy((known = approval), nowMs))
    },
    statusAt(nowMs) {
      if (known === undefined || known.kind === 'not_approved') return 'not_approved'
      return nowMs < known.untilMs ? known.kind : 'expired'
    },
  }
}

function closedBy(approval: Approval, nowMs: number): Closed | undefined {
  if (approval.kind === 'not_approved')
    return { code: 'policy_not_approved', detail: notApprovedWords(approval.why, builtApproval).en }
  if (nowMs < approval.untilMs) return undefined
  return { code: 'policy_expired', detail: expiredWords(approval.untilMs, builtApproval.file).en }
}
