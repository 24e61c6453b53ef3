/** A lake in a local folder. A file is written under a name that no reader looks for, flushed, and renamed. */
import { randomBytes } from 'node:crypto'
import { open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '../make-folder.ts'
import { isPart, partName, pathOf, type LakeTarget, type Partition } from './target.ts'

export function folderTarget(root: string): LakeTarget {
  const staged = new Set<string>()
  // Two runs at once must not write into each other's files.
  const run = randomBytes(4).toString('hex')
  const temporary = (name: string) => `${name}.${run}.tmp`
  const fileOf = (partition: Partition, part: number) => join(root, pathOf(partition), partName(part))
  return {
    stage: async (partition, part, bytes) => {
      const name = temporary(fileOf(partition, part))
      await makeFolder(join(root, pathOf(partition)))
      staged.add(name)
      await writeFlushed(name, bytes)
    },
    replace: async (partition, parts) => {
      const names = Array.from({ length: parts }, (_, part) => fileOf(partition, part))
      for (const name of names) {
        await rename(temporary(name), name)
        staged.delete(temporary(name))
      }
      await removeOthers(join(root, pathOf(partition)), new Set(names))
    },
    discard: async () => {
      for (const name of staged) await rm(name, { force: true })
    },
  }
}

/** Made ready by a run that was broken off, or by one at the same time, which then fails and says so. */
const TEMPORARY = /\.[0-9a-f]{8}\.tmp$/

async function writeFlushed(name: string, bytes: Uint8Array): Promise<void> {
  // Nobody else's to read.
  const file = await open(name, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Parts of an earlier run with more of them, also of one that was broken off. A day without any row leaves no folder behind that was not there. */
async function removeOthers(folder: string, names: ReadonlySet<string>): Promise<void> {
  for (const name of await filesIn(folder)) {
    if (isPart(name.replace(TEMPORARY, '')) && !names.has(join(folder, name)))
      await rm(join(folder, name), { force: true })
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if ('code' in (error as Error) && (error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
