/** policy.yaml → the flat policy that the Worker loads, or every mistake in it with its place. Never throws. */
import { compileApproval } from './compile-approval.ts'
import { TermsTable } from './compile-terms.ts'
import { compileSite } from './compile-site.ts'
import { policyDigest } from './digest.ts'
import type { Sha256HexOf } from './digest.ts'
import { inFileOrder } from './errors.ts'
import type { PolicyError } from './errors.ts'
import { schemaErrors } from './issues.ts'
import type { KnownDestination } from './known.ts'
import { libraryOf } from './library.ts'
import { ruleErrors } from './rules.ts'
import { policySchema } from './schema.ts'
import type { PolicyFile } from './schema.ts'
import { sortedEntries } from './sorted.ts'
import { readPolicy } from './source.ts'
import type { CompiledPolicy } from './types.ts'

export type CompileResult =
  | { readonly ok: true; readonly policy: CompiledPolicy }
  | { readonly ok: false; readonly errors: readonly PolicyError[] }

export function compilePolicy(
  yamlText: string,
  known: readonly KnownDestination[],
  sha256Hex: Sha256HexOf,
): CompileResult {
  const { source, errors } = readPolicy(yamlText)
  if (source === undefined) return { ok: false, errors: inFileOrder(errors) }

  const parsed = policySchema.safeParse(source.value)
  const all = [
    ...errors,
    ...(parsed.success ? [] : schemaErrors(parsed.error.issues, source)),
    ...ruleErrors(source, known, sha256Hex),
  ]
  if (!parsed.success || all.length > 0) return { ok: false, errors: inFileOrder(all) }

  const content = compileContent(parsed.data, known)
  return { ok: true, policy: { ...content, digest: policyDigest(content, sha256Hex) } }
}

function compileContent(file: PolicyFile, known: readonly KnownDestination[]): Omit<CompiledPolicy, 'digest'> {
  const terms = new TermsTable()
  const context = { file, known, library: libraryOf(file), terms }
  const sites = sortedEntries(file.sites).map(([id, site]) => compileSite(id, site, context))
  return {
    version: 2,
    ...(file.note !== undefined && { note: file.note }),
    approval: compileApproval(file.approval),
    grants: terms.grants,
    fieldSets: terms.fieldSets,
    sites,
  }
}
