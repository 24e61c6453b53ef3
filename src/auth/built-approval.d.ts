/** `#approval` is what this build knows of the policy's approval: dist/approval.json, written by scripts/build.ts. */
import type { BuiltApproval } from './approval.ts'

declare const approval: BuiltApproval
export default approval
