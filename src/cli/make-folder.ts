/** A folder with all above it, step by step: asked for all at once, Node never ends where the system refuses as in /proc. */
import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

export async function makeFolder(folder: string): Promise<void> {
  const steps: string[] = []
  for (let at = resolve(folder); dirname(at) !== at; at = dirname(at)) steps.unshift(at)
  for (const step of steps) {
    try {
      await mkdir(step)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
}
