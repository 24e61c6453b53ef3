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
export function formatPolicyError(file: string, error: PolicyError, language: keyof Words): string {
  const colon = language === 'fr' ? '\u00A0:' : ':'
  const where = error.path === '' ? '' : `${error.path}${colon} `
  const hint = error.suggestion === undefined ? '' : ` — ${error.suggestion[language]}`
  return `${file}:${error.line}:${error.column}  ${where}${error.message[language]}${hint}`
}

/** In the order of the file; the same error is said once. */
export function inFileOrder(errors: readonly PolicyError[]): PolicyError[] {
  const once = new Map(errors.map((error) => [formatPolicyError('', error, 'en'), error]))
  return [...once.values()].toSorted((a, b) => a.line - b.line || a.column - b.column)
}
