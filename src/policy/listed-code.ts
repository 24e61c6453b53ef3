/** Which promo codes are kept: those that the policy lists, and no other. */
import type { CompiledAnalysis } from './types.ts'

/** Shops take a promo code in small and capital letters alike. */
export function foldedCode(code: string): string {
  return code.trim().toUpperCase()
}

/** As the policy has it; undefined where it is not listed. */
export function listedCode(code: unknown, { codes }: Pick<CompiledAnalysis, 'codes'>): string | undefined {
  if (typeof code !== 'string') return undefined
  const folded = foldedCode(code)
  return Object.hasOwn(codes, folded) ? folded : undefined
}
