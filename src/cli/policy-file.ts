/** Reads a policy file and compiles it against the real destinations. Shared by the policy commands. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { destinations } from '../destinations/registry.ts'
import { compilePolicy } from '../policy/compile.ts'
import { formatPolicyError } from '../policy/errors.ts'
import type { CompiledPolicy } from '../policy/types.ts'
import { UsageError, type Terminal } from './command.ts'
import { knownDestinations } from './known-destinations.ts'

export const DEFAULT_POLICY_FILE = 'policy/policy.yaml'

/** The file that was named, else the one that the build takes: a check of another policy than the one that runs helps nobody. */
export function policyFileOf(named: string | undefined, { env }: Pick<Terminal, 'env'>): string {
  return named ?? (env['TIDEGATE_POLICY'] || DEFAULT_POLICY_FILE)
}

/** What else is named would be left out without a word. */
export function onePolicyFile(positionals: readonly string[]): void {
  if (positionals.length > 1)
    throw new UsageError({ en: 'name one policy file', fr: 'nommez un seul fichier de politique' })
}

/** `undefined` where it does not compile: every reason has been printed. */
export async function loadPolicy(file: string, terminal: Terminal): Promise<CompiledPolicy | undefined> {
  return (await loadPolicyText(file, terminal))?.policy
}

export interface LoadedPolicy {
  readonly text: string
  readonly policy: CompiledPolicy
}

/** With the text that it was compiled from. */
export async function loadPolicyText(file: string, terminal: Terminal): Promise<LoadedPolicy | undefined> {
  const text = await readText(file, terminal)
  const policy = text === undefined ? undefined : compileText(file, text, terminal)
  return text === undefined || policy === undefined ? undefined : { text, policy }
}

/** `file` is how the text is called in the errors. */
export function compileText(file: string, text: string, terminal: Terminal): CompiledPolicy | undefined {
  const result = compilePolicy(text, knownDestinations(destinations), sha256Hex)
  if (result.ok) return result.policy
  for (const error of result.errors) terminal.stderr(`${formatPolicyError(file, error, terminal.language)}\n`)
  const count = result.errors.length
  const fr = `${count} ${count === 1 ? 'erreur' : 'erreurs'} : rien n’a été compilé.\n`
  const en = `${count} ${count === 1 ? 'error' : 'errors'}: nothing was compiled.\n`
  terminal.stderr(terminal.language === 'fr' ? fr : en)
  return undefined
}

async function readText(file: string, terminal: Terminal): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    terminal.stderr(terminal.language === 'fr' ? `impossible de lire ${file}\n` : `cannot read ${file}\n`)
    return undefined
  }
}

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
