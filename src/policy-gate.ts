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

/** Bindings do not change while an isolate lives: one gate, looked at by the routes and by each shard. */
const GATES = new Map<string, PolicyGate>()

export function policyGate({ production, policyKeys }: GateSettings): PolicyGate {
  const pinned = policyKeys === undefined ? [] : ['pinned', ...policyKeys]
  const settings = production ? ['production', ...pinned].join(' ') : 'development'
  const known = GATES.get(settings)
  if (known !== undefined) return known
  const made = production ? closingGate(policyKeys) : openGate()
  GATES.set(settings, made)
  return made
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
  return {
    closedAt(nowMs) {
      if (known !== undefined) return closedBy(known, nowMs)
      // Each of the first callers looks for itself: the runtime lets no request wait for what another one does.
      const looking = approvalOf(compiledPolicy, builtApproval.lock, pinned, sha256Hex)
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
