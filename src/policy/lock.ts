/**
 * policy/policy.lock.json: what was approved, by whom, and since when each field leaves. Written by `tidegate policy approve`;
 * the signatures themselves are made and checked in src/auth/policy-signature.ts.
 */
import type { EventName } from '../event/types.ts'
import { canonicalJson, type Sha256HexOf } from './digest.ts'
import { termsOf } from './terms.ts'
import type { CompiledPolicy } from './types.ts'

export interface PolicyLock {
  readonly version: 1
  /** Of the approved policy. */
  readonly digest: string
  readonly policy: CompiledPolicy
  /** The approved text, line by line: only to say which line differs. */
  readonly source: { readonly file: string; readonly lines: readonly string[] }
  /** As it is signed: what is new has no day yet. `settledSince` gives the days. */
  readonly since: readonly SinceRow[]
  readonly approvals: readonly PolicyApproval[]
  /** Newest first. */
  readonly past: readonly PastApproval[]
  /**
   * The keys or roles are not those of a policy approved before, and whose they were has not vouched for them: whoever merges
   * this decides whether to trust them. It stays in later locks until the operator pins all the keys. Signed along.
   */
  readonly keysChanged?: true
}

export interface PolicyApproval {
  readonly role: string
  readonly name: string
  readonly kid: string
  /** YYYY-MM-DDTHH:MM:SSZ */
  readonly at: string
  /** Compact JWS, EdDSA, of the claims below. */
  readonly jws: string
}

export interface PastApproval {
  readonly digest: string
  /** The day on which another took its place. */
  readonly until: string
  readonly approvals: readonly PolicyApproval[]
}

/**
 * What stands in place of a day for what this very policy is the first to allow. The day on which the last role signs is not
 * known while the first one signs, so it is read from the signatures, and written out when the next lock begins.
 */
export const THIS_APPROVAL = 'this approval'

/** Since when, without a break, a field has been approved to leave: event → YYYY-MM-DD, or THIS_APPROVAL. */
export interface SinceRow {
  readonly site: string
  readonly destination: string
  readonly field: string
  readonly events: Readonly<Partial<Record<EventName, string>>>
}

/** What a role signs. */
export interface ApprovalClaims {
  readonly digest: string
  /** SHA-256 of the canonical JSON of `since`: nobody moves a date afterwards. */
  readonly since: string
  /** The same of `source`: what is shown as the approved line is one that was approved. */
  readonly source: string
  /** Whether the lock says so: nobody takes the mark off afterwards. */
  readonly keys_changed: boolean
  readonly role: string
  readonly name: string
  /** Epoch seconds. */
  readonly iat: number
}

/** In the repository, beside the policy. */
export const LOCK_FILE = 'policy.lock.json'
export const MAX_PAST = 100

/** What is signed of a lock beside the policy itself. */
export interface SignedClaims extends Pick<ApprovalClaims, 'digest' | 'since' | 'source' | 'keys_changed'> {}

export function signedClaims({ digest, since, source, keysChanged }: PolicyLock, sha256Hex: Sha256HexOf): SignedClaims {
  return {
    digest,
    since: sha256Hex(canonicalJson(since)),
    source: sha256Hex(canonicalJson(source)),
    keys_changed: keysChanged === true,
  }
}

/** What was approved already keeps its day, also where its terms have changed; what is new has none yet; the rest is gone. */
export function sinceOf(policy: CompiledPolicy, earlier: readonly SinceRow[]): readonly SinceRow[] {
  const known = new Map(earlier.map((row) => [rowKey(row), row.events]))
  return policy.sites.flatMap((site) =>
    site.destinations.flatMap((destination) => {
      const byField = new Map<string, Partial<Record<EventName, string>>>()
      for (const event of (Object.keys(destination.events) as EventName[]).toSorted())
        for (const field of termsOf(policy, destination, event).keys()) {
          const events = byField.get(field) ?? {}
          const day = known.get(rowKey({ site: site.id, destination: destination.id, field }))?.[event]
          byField.set(field, { ...events, [event]: day ?? THIS_APPROVAL })
        }
      return [...byField]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([field, events]) => ({ site: site.id, destination: destination.id, field, events }))
    }),
  )
}

function rowKey({ site, destination, field }: Pick<SinceRow, 'site' | 'destination' | 'field'>): string {
  return [site, destination, field].join('\n')
}

/** With the day on which the last role signed for what is new; while a role is missing, what is new is not there. */
export function settledSince(lock: Pick<PolicyLock, 'policy' | 'since' | 'approvals'>): readonly SinceRow[] {
  return dated(lock.since, completedOn(lock))
}

/** Of the whole lock, for those who read it rather than check it. */
export function settledLock(lock: PolicyLock): PolicyLock {
  return { ...lock, since: settledSince(lock) }
}

function dated(since: readonly SinceRow[], day: string | undefined): readonly SinceRow[] {
  return since.map((row) => {
    const events = Object.entries(row.events).map(([event, known]) => [event, known === THIS_APPROVAL ? day : known])
    return { ...row, events: Object.fromEntries(events.filter(([, known]) => known !== undefined)) }
  })
}

/** The day from which every role had signed, each with a key that the policy gives it; undefined while one has not. */
function completedOn({ policy, approvals }: Pick<PolicyLock, 'policy' | 'approvals'>): string | undefined {
  const { roles, keys } = policy.approval
  let last = ''
  for (const role of roles) {
    const own = approvals.filter(
      (one) => one.role === role && keys.some((key) => key.role === role && key.kid === one.kid),
    )
    const [first] = own.map(({ at }) => at).toSorted()
    if (first === undefined) return undefined
    if (first > last) last = first
  }
  return last === '' ? undefined : last.slice(0, 10)
}

export interface Draft {
  readonly policy: CompiledPolicy
  readonly source: PolicyLock['source']
  readonly today: string
  /** Every role of the earlier policy has signed it: it was in force. */
  readonly earlierComplete: boolean
}

/**
 * The lock that is to be signed: the one that is there where it is about this very policy, else a new one without signatures,
 * with the earlier ones under `past`.
 */
export function draftLock(earlier: PolicyLock | undefined, draft: Draft): PolicyLock {
  const { policy, source, today, earlierComplete } = draft
  // Also its text stays: the roles before have signed that one. What differs now is of no meaning, or the digest would differ.
  if (earlier?.digest === policy.digest) return earlier
  return {
    version: 1,
    digest: policy.digest,
    policy,
    source,
    since: sinceOf(policy, daysOf(earlier, earlierComplete)),
    approvals: [],
    past: pastOf(earlier, today),
  }
}

/** Of a policy that some role never signed, only the days from before it. */
function daysOf(earlier: PolicyLock | undefined, complete: boolean): readonly SinceRow[] {
  if (earlier === undefined) return []
  return complete ? settledSince(earlier) : dated(earlier.since, undefined)
}

function pastOf(earlier: PolicyLock | undefined, today: string): readonly PastApproval[] {
  if (earlier === undefined) return []
  const { digest, approvals, past } = earlier
  return [{ digest, until: today, approvals }, ...past].slice(0, MAX_PAST)
}

/** One signature for each role and key: under another name a second one takes the place of the first, and its day. */
export function withApproval(lock: PolicyLock, approval: PolicyApproval): PolicyLock {
  const again = lock.approvals.some(
    ({ role, kid, name }) => role === approval.role && kid === approval.kid && name === approval.name,
  )
  // Signing twice says nothing new, and must not move the day since which something leaves.
  if (again) return lock
  const others = lock.approvals.filter(({ role, kid }) => role !== approval.role || kid !== approval.kid)
  const approvals = [...others, approval].toSorted((a, b) => (a.role + a.kid < b.role + b.kid ? -1 : 1))
  return { ...lock, approvals }
}

/** Roles that are new or gone, and roles with other keys: for each of them somebody must vouch, or a person must look. */
export function changedRoles(
  { approval: one }: CompiledPolicy,
  { approval: other }: CompiledPolicy,
): readonly string[] {
  const signersOf = ({ roles, keys }: CompiledPolicy['approval'], role: string): string =>
    canonicalJson([roles.includes(role), keys.filter((key) => key.role === role)])
  const all = [one, other].flatMap(({ roles, keys }) => [...roles, ...keys.map(({ role }) => role)])
  return [...new Set(all)].filter((role) => signersOf(one, role) !== signersOf(other, role))
}

/** Epoch milliseconds of the first moment at which the policy no longer holds: the end of its last day, UTC. */
export function expiresAtMs(policy: CompiledPolicy): number {
  const day = Date.parse(`${policy.approval.validUntil}T00:00:00Z`)
  // A day that cannot be read has passed.
  return Number.isNaN(day) ? 0 : day + 86_400_000
}
