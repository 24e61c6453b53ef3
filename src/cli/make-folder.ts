/** A folder with all above it, step by step: asked for all at once, Node never ends where the system refuses as in /proc. */
import { mkdirSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** `mode`: of those that are made. */
export async function makeFolder(folder: string, mode?: number): Promise<void> {
  for (const step of stepsTo(folder)) {
    await mkdir(step, { mode }).catch((error: unknown) => passIfThere(step, error))
  }
}

export function makeFolderSync(folder: string, mode?: number): void {
  for (const step of stepsTo(folder)) {
    try {
      mkdirSync(step, { mode })
    } catch (error) {
      passIfThere(step, error)
    }
  }
}

function stepsTo(folder: string): string[] {
  const steps: string[] = []
  for (let at = resolve(folder); dirname(at) !== at; at = dirname(at)) steps.unshift(at)
  return steps
}

/** Whatever the system says of a folder that is there already; a file in its place is none. */
function passIfThere(step: string, error: unknown): void {
  if (statSync(step, { throwIfNoEntry: false })?.isDirectory() !== true) throw error
}
