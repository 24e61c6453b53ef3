import type { CompiledPolicy } from '../policy/types.ts'
export interface NamedPolicy {
  readonly file: string
  readonly policy: CompiledPolicy
}
export declare function policyOf(given: string | URL): Promise<NamedPolicy>
