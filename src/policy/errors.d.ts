/** What is wrong with a policy, and where: said so that the person who wrote the line can mend it, in either language. */
import type { Words } from './document.ts'
export interface Said {
  readonly message: Words
  /** What to write instead, where that is known. */
  readonly suggestion?: Words
}
export interface PolicyError extends Said {
  /** 1-based line and column in the YAML text. */
  readonly line: number
  readonly column: number
  /** Keys from the root, joined by dots: `sites.shop.destinations.tiktok`. Empty for the whole file. */
  readonly path: string
}
/** `policy.yaml:12:5  fields.contact: unknown field … — did you mean …?`: editors make the first part a link. */
export declare function formatPolicyError(file: string, error: PolicyError, language: keyof Words): string
/** In the order of the file; the same error is said once. */
export declare function inFileOrder(errors: readonly PolicyError[]): PolicyError[]
