import { type TermsTable } from './compile-terms.ts'
import type { KnownDestination } from './known.ts'
import type { Library } from './library.ts'
import type { PolicyFile, SiteFile } from './schema.ts'
import type { CompiledSite } from './types.ts'
export interface CompileContext {
  readonly file: PolicyFile
  readonly known: readonly KnownDestination[]
  readonly library: Library
  readonly terms: TermsTable
}
export declare function compileSite(id: string, site: SiteFile, context: CompileContext): CompiledSite
