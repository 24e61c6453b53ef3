/** What end-to-end tests start and must not leave behind: folders, ports, the bundle. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'

export { freePort, until } from './waiting.ts'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const endings: (() => void)[] = []

/**
 * What must be done at the end of the test file, whatever has failed in it: after all of the file's own hooks. The files of a worker share
 * this module: it is done again at the end of each later one.
 */
export function atEnd(action: () => void): void {
  endings.push(action)
}

export function end(): void {
  for (const action of endings) action()
}

// For a run that is cut short; else test/support/end-of-file.ts has called it.
process.once('exit', end)

const folders = new Set<string>()
atEnd(() => {
  for (const folder of folders) removeFolder(folder)
})

/** An empty folder that is gone at the end of the test file. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `tidegate-e2e-${name}-`))
  folders.add(folder)
  return folder
}

export function removeFolder(folder: string): void {
  folders.delete(folder)
  rmSync(folder, { recursive: true, force: true })
}

/** Where the bundle of this run lies: test/e2e/global-setup.ts. */
export function bundleFile(): string {
  return inject('bundle')
}
