/** Who must sign. Without the block nobody can, so that production does not start. */
import type { Approval, ApproverKey } from './document.ts'
import type { PolicyFile } from './schema.ts'

/** Past in any clock. */
const NEVER = '1970-01-01'

export function compileApproval(approval: PolicyFile['approval']): Approval {
  if (approval === undefined) return { roles: [], validUntil: NEVER, keys: [] }
  return {
    roles: approval.roles.toSorted(),
    validUntil: approval.valid_until,
    keys: approval.keys.toSorted(byRoleAndId),
  }
}

function byRoleAndId(a: ApproverKey, b: ApproverKey): number {
  return `${a.role} ${a.kid}` < `${b.role} ${b.kid}` ? -1 : 1
}
