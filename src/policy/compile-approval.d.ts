/** Who must sign. Without the block nobody can, so that production does not start. */
import type { Approval } from './document.ts'
import type { PolicyFile } from './schema.ts'
export declare function compileApproval(approval: PolicyFile['approval']): Approval
