/** Once per run, for every file of end-to-end tests: the bundle of the sources as they are now, and the browser. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildBundle } from '../../scripts/build.ts'
import { chooseBrowser, type ChosenBrowser } from '../support/chosen-browser.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The file `index.js`, with what belongs to it beside it. */
    bundle: string
    browser: ChosenBrowser
  }
}

export default async function buildOnce({ provide }: TestProject): Promise<() => void> {
  const dist = mkdtempSync(join(tmpdir(), 'tidegate-e2e-bundle-'))
  const [{ bundle }, browser] = await Promise.all([buildBundle({ dist }), chooseBrowser()])
  console.log(browser.told)
  provide('bundle', bundle)
  provide('browser', browser)
  // The workers, and the programs that they start, take its code with the policy of theirs.
  process.env['TIDEGATE_BUILT'] = dist
  return () => rmSync(dist, { recursive: true, force: true })
}
