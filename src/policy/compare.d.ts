import { type Change } from './compare-keys.ts'
import type { CompiledPolicy } from './types.ts'
export type { Change, Contents } from './compare-keys.ts'
export { DIRECTIONS, type Direction } from './compare-rules.ts'
/** Empty for the same policy; never empty for two digests. */
export declare function compare(before: CompiledPolicy, after: CompiledPolicy): readonly Change[]
/** Whether somebody has to approve the new policy. */
export declare function needsApproval(changes: readonly Change[]): boolean
