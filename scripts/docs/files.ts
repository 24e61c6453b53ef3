/** The repository as a map from path to text, so that every check is a pure function of it. */
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

/** Paths are relative to the root, with slashes. What is not text is there with an empty text: links may point at it. */
export type Files = ReadonlyMap<string, string>

/** What is wrong, in which file, and what to do about it. */
export interface Finding {
  readonly file: string
  readonly message: string
}

const NOT_OURS: ReadonlySet<string> = new Set([
  'node_modules',
  'dist',
  'coverage',
  '.git',
  '.tidegate',
  '.wrangler',
  'test-results',
])
const TEXT: ReadonlySet<string> = new Set(['.md', '.ts', '.json', '.svg'])

export function readRepository(root: string): Files {
  const files = new Map<string, string>()
  readFolder(root, '', files)
  return files
}

function readFolder(root: string, folder: string, files: Map<string, string>): void {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory() && !NOT_OURS.has(entry.name)) readFolder(root, path, files)
    if (entry.isFile()) files.set(path, TEXT.has(extname(path)) ? readFileSync(join(root, path), 'utf8') : '')
  }
}

export function textOf(files: Files, path: string): string {
  return files.get(path) ?? ''
}

/** Paths that match, in order. */
export function pathsLike(files: Files, pattern: RegExp): readonly string[] {
  return [...files.keys()].filter((path) => pattern.test(path)).toSorted()
}
