/**
 * Whether what was built may be served in production; says why not, in both languages. `npm run deploy` runs it before anything is
 * published, `npm run serve` before anything is started; the Worker looks once more for itself.
 */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { approvalOf, NO_KEY_PINNED, parsePinned, type Approval, type BuiltApproval } from '../src/auth/approval.ts'
import { expiredWords, notApprovedWords } from '../src/auth/approval-words.ts'
import { sha256Hex } from '../src/hashing/sha256.ts'
import type { Words } from '../src/policy/document.ts'
import type { CompiledPolicy } from '../src/policy/types.ts'
import { buildBundle } from './build.ts'

/** Throws where production would not serve it. `bundle`: beside it lie policy.json and approval.json. */
export async function refuseUnapproved(bundle: string, environment: NodeJS.ProcessEnv): Promise<Approval> {
  const policy = read(bundle, 'policy.json') as CompiledPolicy
  const built = read(bundle, 'approval.json') as BuiltApproval
  const pinned = parsePinned(environment['TIDEGATE_POLICY_KEYS'])
  if (pinned?.size === 0) throw new Error(NO_KEY_PINNED)
  const approval = await approvalOf(policy, built.lock, pinned, sha256Hex)
  const words = wordsOf(approval, built)
  if (words !== undefined) throw new Error(`${words.en}\n\ntidegate : ${words.fr}`)
  return approval
}

function wordsOf(approval: Approval, built: BuiltApproval): Words | undefined {
  if (approval.kind === 'not_approved') return notApprovedWords(approval.why, built)
  return Date.now() < approval.untilMs ? undefined : expiredWords(approval.untilMs, built.file)
}

/** For the line that a developer sees at the start; undefined where there is nothing to say. */
export function developmentNotice(bundle: string): string | undefined {
  const { found } = read(bundle, 'approval.json') as BuiltApproval
  if (found !== 'not_approved') return undefined
  return 'policy not approved: production would not start · politique non approuvée : la production ne démarrerait pas'
}

function read(bundle: string, name: string): unknown {
  return JSON.parse(readFileSync(join(dirname(bundle), name), 'utf8'))
}

if (import.meta.main) {
  try {
    const { bundle } = await buildBundle()
    const { kind, untilMs } = await refuseUnapproved(bundle, process.env)
    const day = new Date(untilMs - 1).toISOString().slice(0, 10)
    console.log(`policy ${kind}, holds until ${day}`)
  } catch (error) {
    console.error(`tidegate: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}
