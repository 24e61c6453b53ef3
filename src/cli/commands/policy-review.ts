/** `tidegate policy review`: writes the policy as documents to read, sign and file; or checks that those on disk are current. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { destinations } from '../../destinations/registry.ts'
import { reviewFiles, type ReviewFile } from '../../policy/review/review.ts'
import { readApproved, type Approved } from '../../policy/review/since.ts'
import { type Command, type ExitCode, type Terminal, UsageError } from '../command.ts'
import { DEFAULT_POLICY_FILE, loadPolicy } from '../policy-file.ts'
import { GUARDED_KINDS, recipientFacts } from '../review-facts.ts'

const LOCK_FILE = 'policy.lock.json'

export const command: Command = {
  usage: 'policy review [file] [--check] [--out folder]',
  summary: {
    en: 'Write what leaves, for whom and why: REVIEW.md, REVIEW.html and the Art. 30 record, in English and French',
    fr: 'Écrire ce qui sort, vers qui et pourquoi : REVIEW.fr.md, REVIEW.fr.html et le registre de l’art. 30, en deux langues',
  },
  run: review,
}

async function review(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = { check: { type: 'boolean' }, out: { type: 'string' } } as const
  const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options })
  if (positionals.length > 1) throw new UsageError('name one policy file')
  const file = positionals[0] ?? DEFAULT_POLICY_FILE
  const policy = await loadPolicy(file, terminal)
  const lock = await readLock(join(dirname(file), LOCK_FILE), terminal)
  if (policy === undefined || lock === 'unreadable') return 1
  const files = reviewFiles({
    policy,
    ...(lock !== undefined && { approved: lock }),
    recipients: recipientFacts(destinations),
    guarded: GUARDED_KINDS,
  })
  const folder = values.out ?? dirname(file)
  return values.check === true ? checkFiles(folder, files, terminal) : writeFiles(folder, files, terminal)
}

/** Undefined where there is none: nothing was approved yet. One that cannot be read is no such thing. */
async function readLock(file: string, terminal: Terminal): Promise<Approved | undefined | 'unreadable'> {
  const text = await readText(file)
  if (text === undefined) return undefined
  const read = readApproved(parseJson(text))
  if (read.ok) return read.approved
  terminal.stderr(
    terminal.language === 'fr'
      ? `${file} : illisible à ${read.where} ; rien n’a été écrit. Reprenez le fichier tel que \`tidegate policy approve\` l’a écrit.\n`
      : `${file}: cannot be read at ${read.where}; nothing was written. Take the file as \`tidegate policy approve\` wrote it.\n`,
  )
  return 'unreadable'
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

async function writeFiles(folder: string, files: readonly ReviewFile[], terminal: Terminal): Promise<ExitCode> {
  await mkdir(folder, { recursive: true })
  for (const { name, text } of files) {
    await writeFile(join(folder, name), text)
    terminal.stdout(`${join(folder, name)}\n`)
  }
  return 0
}

async function checkFiles(folder: string, files: readonly ReviewFile[], terminal: Terminal): Promise<ExitCode> {
  const stale: string[] = []
  for (const { name, text } of files) {
    const found = await readText(join(folder, name))
    if (found !== text) stale.push(staleText(join(folder, name), found === undefined, terminal))
  }
  const { language, stdout, stderr } = terminal
  for (const line of stale) stderr(`${line}\n`)
  if (stale.length > 0) {
    stderr(language === 'fr' ? 'Récrivez-les : tidegate policy review\n' : 'Write them anew: tidegate policy review\n')
    return 1
  }
  stdout(
    language === 'fr'
      ? `${files.length} documents disent ce que dit la politique\n`
      : `${files.length} documents say what the policy says\n`,
  )
  return 0
}

function staleText(path: string, missing: boolean, { language }: Terminal): string {
  if (missing) return language === 'fr' ? `${path} : n’existe pas` : `${path}: is not there`
  return language === 'fr'
    ? `${path} : ne dit pas ce que disent la politique et ses approbations`
    : `${path}: does not say what the policy and its approvals say`
}
