/** Which promo codes are kept: those that the policy lists, and no other. */
import type { CompiledAnalysis } from './types.ts'
/** Shops take a promo code in small and capital letters alike. */
export declare function foldedCode(code: string): string
/** As the policy has it; undefined where it is not listed. */
export declare function listedCode(code: unknown, { codes }: Pick<CompiledAnalysis, 'codes'>): string | undefined
