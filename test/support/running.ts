/** What end-to-end tests start and must not leave behind: folders, ports, the bundle. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { buildBundle } from '../../scripts/build.ts'

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
  built = undefined
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

let built: Promise<string> | undefined

/** Where the bundle lies; built on first use. */
export function bundleFile(): Promise<string> {
  built ??= buildBundle({ dist: temporaryFolder('dist') }).then(({ bundle }) => bundle)
  return built
}
