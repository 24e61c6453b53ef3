import type { AnalysisFile } from './schema-analysis.ts'
import type { CompiledAnalysis } from './types.ts'
export declare function compileAnalysis(analysis: AnalysisFile): CompiledAnalysis
