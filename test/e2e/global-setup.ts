/** Once per run: the bundle of the sources as they are now, for every file of end-to-end tests. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildBundle } from '../../scripts/build.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The file `index.js`, with what belongs to it beside it. */
    bundle: string
  }
}

export default async function buildOnce({ provide }: TestProject): Promise<() => void> {
  const dist = mkdtempSync(join(tmpdir(), 'tidegate-e2e-bundle-'))
  provide('bundle', (await buildBundle({ dist })).bundle)
  // The workers, and the programs that they start, take its code with the policy of theirs.
  process.env['TIDEGATE_BUILT'] = dist
  return () => rmSync(dist, { recursive: true, force: true })
}
