/** Writes the documents of a review into a folder, or says which of those there are not what would be written. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { destinations } from '../destinations/registry.ts'
import { reviewFiles, type ReviewFile } from '../policy/review/review.ts'
import { readApproved, type Approved } from '../policy/review/since.ts'
import type { CompiledPolicy } from '../policy/types.ts'
import type { ExitCode, Terminal } from './command.ts'
import { GUARDED_KINDS, recipientFacts } from './review-facts.ts'

export function documentsOf(policy: CompiledPolicy, approved: Approved | undefined): readonly ReviewFile[] {
  return reviewFiles({
    policy,
    ...(approved !== undefined && { approved }),
    recipients: recipientFacts(destinations),
    guarded: GUARDED_KINDS,
  })
}

/** Undefined where there is none: nothing was approved yet. One that cannot be read is no such thing. */
export async function readLock(file: string, terminal: Terminal): Promise<Approved | undefined | 'unreadable'> {
  const text = await readText(file)
  if (text === undefined) return undefined
  const read = readApproved(parseJson(text))
  if (read.ok) return read.approved
  terminal.stderr(
    terminal.language === 'fr'
      ? `${file} : illisible ${read.where === '(root)' ? 'en entier' : `à ${read.where}`} ; rien n’a été écrit. Reprenez le fichier tel que \`tidegate policy approve\` l’a écrit.\n`
      : `${file}: cannot be read at ${read.where}; nothing was written. Take the file as \`tidegate policy approve\` wrote it.\n`,
  )
  return 'unreadable'
}

export async function writeDocuments(
  folder: string,
  files: readonly ReviewFile[],
  { stdout }: Terminal,
): Promise<ExitCode> {
  await mkdir(folder, { recursive: true })
  for (const { name, text } of files) {
    await writeFile(join(folder, name), text)
    stdout(`${join(folder, name)}\n`)
  }
  return 0
}

export async function checkDocuments(
  folder: string,
  files: readonly ReviewFile[],
  terminal: Terminal,
): Promise<ExitCode> {
  const { language, stdout, stderr } = terminal
  let stale = 0
  for (const { name, text } of files) {
    const path = join(folder, name)
    const found = await readText(path)
    if (found === text) continue
    stale++
    stderr(`${staleText(path, found === undefined, terminal)}\n`)
  }
  if (stale > 0) {
    stderr(language === 'fr' ? 'Récrivez-les : tidegate policy review\n' : 'Write them anew: tidegate policy review\n')
    return 1
  }
  stdout(
    language === 'fr'
      ? `${files.length} documents disent ce que dit la politique\n`
      : `${files.length} documents say what the policy says\n`,
  )
  return 0
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function staleText(path: string, missing: boolean, { language }: Terminal): string {
  if (missing) return language === 'fr' ? `${path} : n’existe pas` : `${path}: is not there`
  return language === 'fr'
    ? `${path} : ne dit pas ce que disent la politique et ses approbations`
    : `${path}: does not say what the policy and its approvals say`
}
