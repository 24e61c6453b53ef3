/** One gateway to a state folder: two would send everything twice, and write over what the other counts. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { makeFolderSync } from './make-folder.ts'

const LOCK = 'lock.sqlite'

/** Held until it is released or the process ends, however it ends. */
export interface StateLock {
  readonly release: () => void
}

/** Undefined where another process has the folder. */
export function lockState(stateDir: string): StateLock | undefined {
  makeFolderSync(stateDir, 0o700)
  const database = new DatabaseSync(join(stateDir, LOCK))
  try {
    // The operating system's lock on the file: it goes with the process, so that there is none to be forgotten.
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (isBusy(error)) return undefined
    throw error
  }
  const release = (): void => {
    if (database.isOpen) database.close()
  }
  process.once('exit', release)
  return { release }
}

/** Makes nothing: a folder without a lock has never had a gateway. */
export function isStateTaken(stateDir: string): boolean {
  if (!existsSync(join(stateDir, LOCK))) return false
  const lock = lockState(stateDir)
  lock?.release()
  return lock === undefined
}

const SQLITE_BUSY = 5

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}
