/** policy.lock.json on disk: found beside the policy, read, written whole, and made into what the bundle carries. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { approvalOf, type Approval, type BuiltApproval, type BuiltLock } from '../auth/approval.ts'
import { checkApprovals, missingRoles, type SignedParts } from '../auth/policy-signature.ts'
import { digestHolds } from '../policy/digest.ts'
import { lineDifferences, tellingDifferences, type LineDifference } from '../policy/line-difference.ts'
import { LOCK_FILE, signedClaims, type PolicyLock } from '../policy/lock.ts'
import { readLock, type LockReading } from '../policy/read-lock.ts'
import type { CompiledPolicy } from '../policy/types.ts'
import { sha256Hex } from './policy-file.ts'

/** `TIDEGATE_POLICY_LOCK` names another one. */
export function lockFileOf(policyFile: string, named: string | undefined): string {
  return named === undefined || named === '' ? join(dirname(policyFile), LOCK_FILE) : named
}

/** Undefined where there is none. */
export async function loadLock(file: string): Promise<LockReading | undefined> {
  try {
    return readLock(await readFile(file, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Whole or not at all: whoever is cut off in the middle leaves the old one. */
export async function writeLock(file: string, lock: PolicyLock): Promise<void> {
  const half = join(dirname(file), `.${basename(file)}.${process.pid}`)
  try {
    await writeFile(half, `${JSON.stringify(lock, null, 2)}\n`)
    await rename(half, file)
  } catch (error) {
    await rm(half, { force: true })
    throw error
  }
}

/** Two who sign at the same moment would each write a lock without the other's signature. Undefined where somebody is at it. */
export async function whileAlone<Result>(file: string, work: () => Promise<Result>): Promise<Result | undefined> {
  const mark = signingFileOf(file)
  try {
    await writeFile(mark, '', { flag: 'wx' })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined
    throw error
  }
  try {
    return await work()
  } finally {
    await rm(mark, { force: true })
  }
}

export function signingFileOf(file: string): string {
  return `${file}.signing`
}

export function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/)
}

export function signedParts(lock: PolicyLock): SignedParts {
  const { approvals, policy } = lock
  return { approvals, policy, signed: signedClaims(lock, sha256Hex) }
}

export interface LockTruth {
  /** What the signatures say is still so. */
  readonly intact: boolean
  /** Every role has signed. */
  readonly complete: boolean
  readonly missing: readonly string[]
}

export async function truthOf(lock: PolicyLock): Promise<LockTruth> {
  const parts = signedParts(lock)
  const checked = await checkApprovals(parts, undefined, sha256Hex)
  const holds = digestHolds(lock.policy, sha256Hex) && lock.policy.digest === lock.digest
  const missing = missingRoles(parts, checked)
  const intact = holds && checked.length > 0 && checked.every(({ fault }) => fault === undefined)
  return { intact, complete: intact && missing.length === 0, missing }
}

export interface OnDisk {
  readonly policyFile: string
  readonly text: string
  readonly policy: CompiledPolicy
  readonly lockFile: string
}

export interface Found {
  readonly approval: Approval
  readonly built: BuiltApproval
  readonly lock: PolicyLock | undefined
  readonly lockFile: string
}

/** What stands beside the policy: whether it may be served, and what the bundle carries of it. */
export async function findApproval({ policyFile, text, policy, lockFile }: OnDisk): Promise<Found> {
  const reading = await loadLock(lockFile)
  const lock = reading?.ok === true ? reading.lock : undefined
  const approval: Approval =
    reading?.ok === false
      ? { kind: 'not_approved', why: { reason: 'lock_changed' }, untilMs: 0 }
      : await approvalOf(policy, lock === undefined ? null : builtLock(lock, policy), undefined, sha256Hex)
  const built = {
    // A lock that cannot be read counts in production as what it is: none.
    lock: lock === undefined ? null : builtLock(lock, policy),
    file: policyFile,
    differences: lock === undefined ? [] : differencesOf(lock, text, policy),
    found: approval.kind,
  }
  return { approval, built, lock, lockFile }
}

function builtLock(lock: PolicyLock, running: CompiledPolicy): BuiltLock {
  const { approvals, signed } = signedParts(lock)
  const same = lock.digest === running.digest && lock.policy.digest === running.digest
  return { policy: same ? null : lock.policy, signed, approvals }
}

function differencesOf(
  { digest, source }: PolicyLock,
  text: string,
  policy: CompiledPolicy,
): readonly LineDifference[] {
  const differences = digest === policy.digest ? lineDifferences : tellingDifferences
  return differences(source.lines, linesOf(text))
}
