/** Before anything is started: whether another gateway, or what is left of one, is in the way. */
import { createServer } from 'node:net'
import { lockState } from '../src/cli/state-lock.ts'
import { makeUsable, usable } from './state-access.ts'

/** Throws where another process has the folder; keeps it until this one ends. */
export function takeStateFolder(stateDir: string): void {
  makeUsable(stateDir)
  if (usable(stateDir, () => lockState(stateDir)) === undefined)
    throw new Error(
      `another gateway runs on the state folder ${stateDir}: stop it first, or name another with STATE_DIR`,
    )
}

/** Whoever answers at a taken port would be asked whether we are ready, and would say yes. */
export async function refuseTakenPort(host: string, port: number): Promise<void> {
  const server = createServer()
  try {
    await new Promise<void>((listening, failed) => server.once('error', failed).listen(port, host, listening))
  } catch (error) {
    throw new Error(`cannot listen on ${host}:${port}: ${reasonOf(error)}`, { cause: error })
  }
  await new Promise<void>((closed) => server.close(() => closed()))
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  return code === 'EADDRINUSE' ? 'another program does' : code
}
