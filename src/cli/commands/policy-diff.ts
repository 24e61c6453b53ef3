/** `tidegate policy diff`: what widens and what narrows against another version, and what it would have changed for recorded events. */
import { execFile } from 'node:child_process'
import { dirname, resolve } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { destinations } from '../../destinations/registry.ts'
import { planSites, PlanError, type SitePlan } from '../../pipeline/plan.ts'
import { replay } from '../../pipeline/replay.ts'
import type { CompiledPolicy } from '../../policy/types.ts'
import { changeLines } from '../change-lines.ts'
import { UsageError, type Command, type ExitCode, type Terminal } from '../command.ts'
import { loadLock, lockFileOf, truthOf } from '../lock-file.ts'
import { compileText, loadPolicy, policyFileOf } from '../policy-file.ts'
import { DEFAULT_RECORDING, readRecording } from '../recorded.ts'
import { replayLines } from '../replay-lines.ts'

export const command: Command = {
  usage: 'policy diff <git ref> | --approved [--policy file] [--lock file] [--events recording.jsonl]',
  summary: {
    en: 'Say what widens and what narrows against another version, and replay recorded events',
    fr: 'Dire ce qui s’élargit et ce qui se restreint par rapport à une autre version, et rejouer des événements',
  },
  run: diff,
}

const OPTIONS = {
  approved: { type: 'boolean', default: false },
  policy: { type: 'string' },
  lock: { type: 'string' },
  events: { type: 'string' },
} as const

async function diff(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS })
  const [ref] = positionals
  if ((ref === undefined) !== values.approved || ref === '' || positionals.length > 1)
    throw new UsageError({ en: 'name one git ref, or --approved', fr: 'nommez une référence git, ou --approved' })
  // Never an option of git.
  if (ref?.startsWith('-'))
    throw new UsageError({
      en: 'a git ref does not begin with a hyphen',
      fr: 'une référence git ne commence pas par un trait d’union',
    })
  const policyFile = policyFileOf(values.policy, terminal)
  const after = await loadPolicy(policyFile, terminal)
  if (after === undefined) return 1
  const lockFile = lockFileOf(policyFile, values.lock ?? terminal.env['TIDEGATE_POLICY_LOCK'])
  const before =
    ref === undefined ? await approvedPolicy(lockFile, terminal) : await policyAt(ref, policyFile, terminal)
  if (before === undefined) return 1
  terminal.stdout(`${changeLines(before, after, terminal.language).join('\n')}\n`)
  return replayBoth(before, after, values.events, terminal)
}

async function approvedPolicy(file: string, { language, stderr }: Terminal): Promise<CompiledPolicy | undefined> {
  const reading = await loadLock(file)
  if (reading?.ok === true) {
    const { intact, missing } = await truthOf(reading.lock)
    if (intact && missing.length === 0) return reading.lock.policy
    // To compare with what was never approved would show as known what nobody has read.
    stderr(`${notApproved(file, intact, missing)[language]}\n`)
    return undefined
  }
  const [en, fr] =
    reading === undefined
      ? [`${file} is not there: nothing has been approved yet`, `${file} n’existe pas : rien n’a encore été approuvé`]
      : [`${file} cannot be read as a lock`, `${file} est illisible`]
  stderr(`${language === 'fr' ? fr : en}\n`)
  return undefined
}

function notApproved(file: string, intact: boolean, missing: readonly string[]): Record<'en' | 'fr', string> {
  if (!intact)
    return {
      en: `${file} is not as it was signed: it does not say what was approved; take it back from version control`,
      fr: `${file} n’est plus tel qu’il a été signé : il ne dit pas ce qui a été approuvé ; reprenez-le dans la gestion de versions`,
    }
  return {
    en: `${file} is not approved yet, still to sign: ${missing.join(', ')}; to compare with a commit: tidegate policy diff <ref>`,
    fr: `${file} n’est pas encore approuvé, doivent encore signer : ${missing.join(', ')} ; pour comparer avec un commit : tidegate policy diff <ref>`,
  }
}

const run = promisify(execFile)
const MAX_BYTES = 4 * 1024 * 1024

async function policyAt(ref: string, file: string, terminal: Terminal): Promise<CompiledPolicy | undefined> {
  const folder = dirname(resolve(file))
  const name = `${ref}:./${resolve(file).slice(folder.length + 1)}`
  try {
    // In English, whatever the machine speaks: whyNoText() reads what it says.
    const options = { maxBuffer: MAX_BYTES, env: { ...terminal.env, LC_ALL: 'C' } }
    const { stdout } = await run('git', ['-C', folder, 'show', '--end-of-options', name], options)
    const policy = compileText(name, stdout, terminal)
    if (policy === undefined) terminal.stderr(`${notCompiled(ref)[terminal.language]}\n`)
    return policy
  } catch (error) {
    terminal.stderr(`${whyNoText(error, ref, file)[terminal.language]}\n`)
    return undefined
  }
}

function notCompiled(ref: string): Record<'en' | 'fr', string> {
  return {
    en: `The policy of "${ref}" does not compile with this version of Tidegate: nothing to compare with.`,
    fr: `La politique de « ${ref} » ne se compile pas avec cette version de Tidegate : rien à comparer.`,
  }
}

/** Git's own words are not for everybody; ours say what to do. */
function whyNoText(error: unknown, ref: string, file: string): Record<'en' | 'fr', string> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
  if (code === 'ENOENT') return { en: 'git is not installed', fr: 'git n’est pas installé' }
  if (/not a git repository/i.test(said))
    return { en: `${file} is in no git repository`, fr: `${file} n’est dans aucun dépôt git` }
  if (/exists on disk, but not in|does not exist in/i.test(said))
    return { en: `${file} did not exist at "${ref}"`, fr: `${file} n’existait pas à « ${ref} »` }
  return { en: `git knows no "${ref}"`, fr: `git ne connaît pas « ${ref} »` }
}

/** Without a file that was asked for by name, a recording is welcome and not needed. */
async function replayBoth(
  before: CompiledPolicy,
  after: CompiledPolicy,
  named: string | undefined,
  { language, stdout, stderr, nowMs }: Terminal,
): Promise<ExitCode> {
  const file = named ?? DEFAULT_RECORDING
  const recording = await readRecording(file)
  if (recording === undefined && named === undefined) return 0
  if (recording?.ok !== true) {
    const place = recording === undefined ? file : `${file}:${recording.line}`
    stderr(language === 'fr' ? `impossible de lire ${place}\n` : `cannot read ${place}\n`)
    return 1
  }
  const [old, now] = [plansOf(before), plansOf(after)]
  if (old === undefined || now === undefined) {
    stderr(
      language === 'fr'
        ? 'une destination de l’une des politiques n’existe pas ici : rien n’a été rejoué\n'
        : 'a destination of one of the policies is not in this build: nothing was replayed\n',
    )
    return 1
  }
  for (const site of new Set([...old.keys(), ...now.keys()])) {
    const result = replay(recording.shapes, old.get(site), now.get(site), nowMs())
    stdout(`\n${replayLines(result, site, language).join('\n')}\n`)
  }
  return 0
}

function plansOf(policy: CompiledPolicy): ReadonlyMap<string, SitePlan> | undefined {
  try {
    return planSites(policy, destinations)
  } catch (error) {
    if (error instanceof PlanError) return undefined
    throw error
  }
}
