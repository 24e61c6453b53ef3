/** Runs every folder of `<vectors>/analysis`: each by its runner, a folder without one is said to fail. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ANALYSIS_FOLDERS } from './folders.ts'
import type { AnalysisResult } from './result.ts'

export interface FolderResults {
  readonly folder: string
  readonly results: readonly AnalysisResult[]
}

export function runAnalysisFolders(vectors: string): readonly FolderResults[] {
  const path = join(vectors, 'analysis')
  if (!existsSync(path)) return []
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted()
    .map((folder) => ({ folder: `analysis/${folder}`, results: runFolder(join(path, folder), folder) }))
}

function runFolder(path: string, name: string): readonly AnalysisResult[] {
  const run = ANALYSIS_FOLDERS.get(name)
  if (run === undefined) return [{ name, error: 'no reader for this folder yet' }]
  try {
    return run(path)
  } catch (error) {
    return [{ name, error: `threw ${String(error)}` }]
  }
}
