import type { SourcesFile } from './schema-sources.ts'
import type { CompiledSources } from './types.ts'
export declare function compileSources(sources: SourcesFile): CompiledSources
