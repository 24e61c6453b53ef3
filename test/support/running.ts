/** What end-to-end tests start and must not leave behind: folders, ports, the bundle. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, inject } from 'vitest'

export { freePort, until } from './waiting.ts'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const endings: (() => void)[] = []

/** What must be done at the end of the test file, whatever has failed in it: after all of the file's own hooks. */
export function atEnd(action: () => void): void {
  endings.push(action)
}

function end(): void {
  for (const action of endings) action()
}

// Registered while the file is loaded, so it is the last to run; the other is for a run that is cut short.
afterAll(end)
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
