/** `#policy` is the compiled policy of this build: dist/policy.json, written by scripts/build.ts from policy/policy.yaml. */
import type { CompiledPolicy } from './types.ts'

declare const policy: CompiledPolicy
export default policy
