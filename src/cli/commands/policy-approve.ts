/** `tidegate policy approve`: shows what is to be signed, then adds a signature to policy.lock.json, and has the review say so. */
import { readFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { parsePinned } from '../../auth/approval.ts'
import { parsePrivateKey, type Ed25519PrivateJwk } from '../../auth/ed25519.ts'
import { signApproval } from '../../auth/policy-signature.ts'
import { changedRoles, draftLock, expiresAtMs, settledLock, withApproval, type PolicyLock } from '../../policy/lock.ts'
import type { CompiledPolicy } from '../../policy/types.ts'
import { APPROVE_WORDS, type ApproveWords } from '../approve-words.ts'
import { changeLines } from '../change-lines.ts'
import { UsageError, type Command, type ExitCode, type Terminal } from '../command.ts'
import { linesOf, loadLock, lockFileOf, signingFileOf, truthOf, whileAlone, writeLock } from '../lock-file.ts'
import { loadPolicyText, onePolicyFile, policyFileOf, sha256Hex, type LoadedPolicy } from '../policy-file.ts'
import { documentsOf, rewriteDocuments } from '../review-files.ts'

export const command: Command = {
  usage: 'policy approve [file] --role role --name "name" --key private.jwk [--lock file] [--new-keys] [--dry-run]',
  summary: {
    en: 'Show what changes, then sign the policy for a role',
    fr: 'Montrer ce qui change, puis signer la politique pour un rôle',
  },
  run: approve,
}

const OPTIONS = {
  role: { type: 'string' },
  name: { type: 'string' },
  key: { type: 'string' },
  lock: { type: 'string' },
  'new-keys': { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
} as const

/** What a JWS, a screen and a review can hold. */
const MAX_NAME = 200

async function approve(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS })
  onePolicyFile(positionals)
  const words = APPROVE_WORDS[terminal.language]
  const { role, name, key: keyFile } = values
  if (role === undefined || name === undefined || keyFile === undefined)
    throw new UsageError({ en: APPROVE_WORDS.en.usage, fr: APPROVE_WORDS.fr.usage })
  if (name.trim() === '' || name.length > MAX_NAME || /\p{C}/u.test(name))
    throw new UsageError({ en: APPROVE_WORDS.en.badName, fr: APPROVE_WORDS.fr.badName })
  const file = policyFileOf(positionals[0], terminal)
  const lockFile = lockFileOf(file, values.lock ?? terminal.env['TIDEGATE_POLICY_LOCK'])

  const loaded = await loadPolicyText(file, terminal)
  if (loaded === undefined) return 1
  const key = await readKey(keyFile)
  const refusal = whyNotSign(loaded.policy, role, key, terminal, { file, keyFile })
  if (refusal !== undefined || key === undefined) return refuse(terminal, refusal ?? words.noKey(keyFile))
  const asked = { file, lockFile, loaded, role, name: name.trim(), key, newKeys: values['new-keys'] }
  if (values['dry-run']) return sign(asked, false, terminal)
  const code = await whileAlone(lockFile, () => sign(asked, true, terminal))
  return code ?? refuse(terminal, words.otherSigns(signingFileOf(lockFile)))
}

interface Asked {
  readonly file: string
  readonly lockFile: string
  readonly loaded: LoadedPolicy
  readonly role: string
  readonly name: string
  readonly key: Ed25519PrivateJwk
  readonly newKeys: boolean
}

async function sign(asked: Asked, write: boolean, terminal: Terminal): Promise<ExitCode> {
  const { file, lockFile, loaded, role, name, key } = asked
  const words = APPROVE_WORDS[terminal.language]
  const earlier = await readEarlier(lockFile)
  if (earlier === 'changed') return refuse(terminal, words.lockChanged(lockFile))
  const vouched = isVouchedFor(earlier?.lock, loaded.policy, role, key)
  if (!vouched && !asked.newKeys) return refuse(terminal, words.newKeys)

  const draft = draftOf(earlier, loaded, { file, vouched, terminal })
  terminal.stdout(`${showing(earlier?.lock, draft, terminal).join('\n')}\n`)
  if (!write) return 0
  const signing = { role, name, nowMs: terminal.nowMs() }
  const lock = withApproval(draft, await signApproval(draft, key, signing, sha256Hex))
  await writeLock(lockFile, lock)
  const { missing } = await truthOf(lock)
  const rewritten = await rewriteDocuments(dirname(file), documentsOf(loaded.policy, settledLock(lock)))
  const lines = [words.signed(role, name, lockFile), ...words.rewritten(rewritten), words.missing(missing)]
  terminal.stdout(`${lines.join('\n')}\n`)
  return 0
}

async function readKey(file: string): Promise<Ed25519PrivateJwk | undefined> {
  try {
    return parsePrivateKey(await readFile(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** In the words of the language; undefined where nothing stands against it. */
function whyNotSign(
  policy: CompiledPolicy,
  role: string,
  key: Ed25519PrivateJwk | undefined,
  { language, nowMs }: Terminal,
  { file, keyFile }: { readonly file: string; readonly keyFile: string },
): string | undefined {
  const words = APPROVE_WORDS[language]
  const { roles, keys, validUntil } = policy.approval
  if (!roles.includes(role)) return words.unknownRole(role, roles, file)
  if (key === undefined) return words.noKey(keyFile)
  if (!keys.some((known) => known.role === role && known.kid === key.kid && known.x === key.x))
    return words.keyNotInPolicy(role, key, file)
  return nowMs() >= expiresAtMs(policy) ? words.expired(validUntil, file) : undefined
}

interface Earlier {
  readonly lock: PolicyLock
  readonly complete: boolean
}

/** What is built on must itself be as it was signed: its days go on into the new lock. */
async function readEarlier(file: string): Promise<Earlier | 'changed' | undefined> {
  const reading = await loadLock(file)
  if (reading === undefined) return undefined
  if (!reading.ok) return 'changed'
  const { intact, complete } = await truthOf(reading.lock)
  return intact ? { lock: reading.lock, complete } : 'changed'
}

/**
 * Each role answers for its own keys: they may change where a key signs that the role had before. A role may change more only
 * where it was the only one. What nobody can vouch for is marked, and whoever merges it looks.
 */
function isVouchedFor(
  earlier: PolicyLock | undefined,
  policy: CompiledPolicy,
  role: string,
  key: Ed25519PrivateJwk,
): boolean {
  if (earlier === undefined || earlier.digest === policy.digest) return true
  const { roles, keys } = earlier.policy.approval
  const changed = changedRoles(earlier.policy, policy)
  if (changed.length === 0) return true
  const known = keys.some((one) => one.role === role && one.kid === key.kid && one.x === key.x)
  return known && [changed, roles].some((all) => all.every((one) => one === role))
}

function draftOf(
  earlier: Earlier | undefined,
  { policy, text }: { readonly policy: CompiledPolicy; readonly text: string },
  { file, vouched, terminal }: { readonly file: string; readonly vouched: boolean; readonly terminal: Terminal },
): PolicyLock {
  const draft = draftLock(earlier?.lock, {
    policy,
    source: { file: basename(file), lines: linesOf(text) },
    today: new Date(terminal.nowMs()).toISOString().slice(0, 10),
    earlierComplete: earlier?.complete ?? false,
  })
  // Of the same policy the lock stays as those before have signed it.
  if (earlier?.lock.digest === policy.digest) return draft
  const marked = !vouched || earlier?.lock.keysChanged === true
  return marked && !allPinned(policy, terminal) ? { ...draft, keysChanged: true } : draft
}

/** The operator has answered the question that the mark asks. */
function allPinned({ approval: { keys } }: CompiledPolicy, { env }: Terminal): boolean {
  const pinned = parsePinned(env['TIDEGATE_POLICY_KEYS'])
  return pinned !== undefined && keys.every(({ kid }) => pinned.has(kid))
}

function showing(earlier: PolicyLock | undefined, draft: PolicyLock, terminal: Terminal): string[] {
  const words: ApproveWords = APPROVE_WORDS[terminal.language]
  const head = [words.digest(draft.digest), words.holdsUntil(draft.policy.approval.validUntil)]
  if (draft.keysChanged === true) head.push(words.keysChanged)
  if (earlier === undefined) return [...head, words.first]
  if (earlier.digest === draft.digest) return [...head, words.samePolicy]
  return [...head, words.changes, ...changeLines(earlier.policy, draft.policy, terminal.language)]
}

function refuse(terminal: Terminal, message: string): 1 {
  terminal.stderr(`${message}\n`)
  return 1
}
