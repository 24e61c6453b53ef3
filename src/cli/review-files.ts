/** Writes the documents of a review into a folder, or says which of those there are not what would be written. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { destinations } from '../destinations/registry.ts'
import { settledLock } from '../policy/lock.ts'
import type { Language } from '../policy/review/language.ts'
import { reviewFiles, reviewPages, type ReviewFile, type ReviewInput } from '../policy/review/review.ts'
import type { Approved } from '../policy/review/since.ts'
import type { CompiledPolicy } from '../policy/types.ts'
import { CLICK_ID_PARAMETERS } from '../privacy/click-parameters.ts'
import type { ExitCode, Terminal } from './command.ts'
import { loadLock, truthOf } from './lock-file.ts'
import { makeFolder } from './make-folder.ts'
import { GUARDED_KINDS, recipientFacts } from './review-facts.ts'

export function documentsOf(policy: CompiledPolicy, approved: Approved | undefined): readonly ReviewFile[] {
  return reviewFiles(inputOf(policy, approved))
}

/** Of the documents, the pages; by language. */
export function pagesOf(policy: CompiledPolicy, approved: Approved | undefined): Readonly<Record<Language, string>> {
  return reviewPages(inputOf(policy, approved))
}

function inputOf(policy: CompiledPolicy, approved: Approved | undefined): ReviewInput {
  return {
    policy,
    ...(approved !== undefined && { approved }),
    recipients: recipientFacts(destinations),
    guarded: GUARDED_KINDS,
    clickIds: CLICK_ID_PARAMETERS,
  }
}

/** Undefined where there is none: nothing was approved yet. One that is not as it was signed is no such thing: it is not repeated. */
export async function approvedIn(lockFile: string, terminal: Terminal): Promise<Approved | undefined | 'changed'> {
  const reading = await loadLock(lockFile)
  if (reading === undefined) return undefined
  if (reading.ok && (await truthOf(reading.lock)).intact) return settledLock(reading.lock)
  terminal.stderr(`${changedText(lockFile, reading.ok ? undefined : reading.where, terminal)}\n`)
  return 'changed'
}

export async function writeDocuments(
  folder: string,
  files: readonly ReviewFile[],
  { stdout }: Terminal,
): Promise<ExitCode> {
  await makeFolder(folder)
  for (const { name, text } of files) {
    await writeFile(join(folder, name), text)
    stdout(`${join(folder, name)}\n`)
  }
  return 0
}

/** Where a review has been written before, it is written anew: it says who signed, and since when. Gives what was written. */
export async function rewriteDocuments(folder: string, files: readonly ReviewFile[]): Promise<readonly string[]> {
  const there = await Promise.all(files.map(({ name }) => readText(join(folder, name))))
  if (there.every((text) => text === undefined)) return []
  for (const { name, text } of files) await writeFile(join(folder, name), text)
  return files.map(({ name }) => join(folder, name))
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

function changedText(lockFile: string, where: string | undefined, { language }: Terminal): string {
  if (language === 'fr') {
    const what = where === undefined ? 'n’est plus tel qu’il a été signé' : `illisible à ${where}`
    return `${lockFile} : ${what} ; rien n’a été écrit. Reprenez le fichier tel que \`tidegate policy approve\` l’a écrit.`
  }
  const what = where === undefined ? 'is not as it was signed' : `cannot be read at ${where}`
  return `${lockFile}: ${what}; nothing was written. Take the file as \`tidegate policy approve\` wrote it.`
}

function staleText(path: string, missing: boolean, { language }: Terminal): string {
  if (missing) return language === 'fr' ? `${path} : n’existe pas` : `${path}: is not there`
  return language === 'fr'
    ? `${path} : ne dit pas ce que disent la politique et ses approbations`
    : `${path}: does not say what the policy and its approvals say`
}
