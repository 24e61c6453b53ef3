/** Whether a gateway can use its state folder: asked before anything is built, for workerd would say it in words of its own, later. */
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { makeFolderSync } from '../src/cli/make-folder.ts'

/** Makes the folder where there is none. Throws, naming what is in the way, where it cannot be read and written as a whole. */
export function makeUsable(stateDir: string): void {
  const folder = resolve(stateDir)
  usable(folder, () => {
    makeFolderSync(folder, 0o700)
    mayUse(folder)
    for (const name of WRITTEN) if (existsSync(join(folder, name))) mayUseAll(join(folder, name))
  })
}

/** What is in the way of the work there is told with the folder that it is about. */
export function usable<Done>(stateDir: string, work: () => Done): Done {
  try {
    return work()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`cannot use the state folder ${resolve(stateDir)} (STATE_DIR): ${reason}`, { cause: error })
  }
}

/** What every start writes to; the rest of the folder is none of our business. */
const WRITTEN = ['lock.sqlite', 'workerd.bin', 'outbox']

function mayUseAll(path: string): void {
  mayUse(path)
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) mayUseAll(join(path, name))
}

function mayUse(path: string): void {
  const { R_OK, W_OK, X_OK } = constants
  accessSync(path, statSync(path).isDirectory() ? R_OK | W_OK | X_OK : R_OK | W_OK)
}
