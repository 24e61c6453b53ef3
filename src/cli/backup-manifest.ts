/** What a backup says of itself: which files it has, and what they must be. */
import { readFile } from 'node:fs/promises'
import { isAbsolute, join, normalize } from 'node:path'
import type { Contents } from './state-folder.ts'

export const MANIFEST = 'backup.json'

export interface ManifestFile {
  /** Below the folder `outbox`. */
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  readonly contents: Contents | undefined
}

export interface Manifest {
  readonly format: 1
  /** When it was begun, ISO 8601: all that was answered before is in it. */
  readonly at: string
  readonly files: readonly ManifestFile[]
}

/** Undefined where there is none, or one that this version does not understand. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8'))
    return isManifest(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null) return false
  const { format, at, files } = value as Partial<Record<keyof Manifest, unknown>>
  return format === 1 && typeof at === 'string' && Array.isArray(files) && files.length > 0 && files.every(isFile)
}

/** A path that leads out of the folder is none. */
function isFile(value: unknown): boolean {
  const { path, sha256 } = (value ?? {}) as Partial<Record<keyof ManifestFile, unknown>>
  if (typeof path !== 'string' || typeof sha256 !== 'string') return false
  return !isAbsolute(path) && !normalize(path).startsWith('..') && path.endsWith('.sqlite')
}
