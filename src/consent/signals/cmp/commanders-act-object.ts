/**
 * The consent object of Commanders Act's onsite API, as a page forwards it: `{meta, consent: {status, categories, vendors}}`
 * with `on`, `off` or `unset` for each. Required categories are always on and are no choice.
 * Source: Commanders Act "Consent Object", read 2026-11-22.
 */
import { isMembers } from '../../../event/members.ts'
import { addChoice, MAX_CHOICES, UNREADABLE, type CmpRecord } from './cmp.ts'
import { membersOf } from './members.ts'
import { timeMs } from './times.ts'

const STATUSES: ReadonlySet<unknown> = new Set(['all-on', 'all-off', 'mixed', 'unset'])
const ANSWERS: ReadonlyMap<unknown, boolean | null> = new Map<unknown, boolean | null>([
  ['on', true],
  ['off', false],
  ['unset', null],
])

export function readConsentObject({ meta, consent }: Readonly<Record<string, unknown>>): CmpRecord {
  if (!isMembers(consent) || !STATUSES.has(consent['status'])) return UNREADABLE
  const choices = new Map<string, boolean | null>()
  const readable = addAnswers(choices, '', consent['categories']) && addAnswers(choices, 'vendor:', consent['vendors'])
  if (!readable) return UNREADABLE
  if (consent['status'] === 'all-off') addChoice(choices, 'all', false)
  return { ok: true, choiceMade: consent['status'] !== 'unset', choices, optOut: null, ...metaOf(meta) }
}

/** False where something is no list of answers. Only what is `on` is allowed. */
function addAnswers(choices: Map<string, boolean | null>, prefix: string, answers: unknown): boolean {
  if (answers === undefined) return true
  const entries = isMembers(answers) ? membersOf(answers, MAX_CHOICES) : undefined
  if (entries === undefined) return false
  for (const [id, entry] of entries) {
    const answer = isMembers(entry) ? ANSWERS.get(entry['status']) : undefined
    if (!isMembers(entry) || answer === undefined) return false
    if (entry['required'] === true) continue
    if (!addChoice(choices, prefix + id, answer)) return false
  }
  return true
}

function metaOf(meta: unknown): { readonly atMs?: number; readonly expiresAtMs?: number; readonly version?: string } {
  if (!isMembers(meta)) return {}
  const { dateUpdated, dateExpires, bannerVersion } = meta
  const atMs = timeMs(dateUpdated)
  const expiresAtMs = timeMs(dateExpires)
  return {
    ...(atMs !== undefined && { atMs }),
    ...(expiresAtMs !== undefined && { expiresAtMs }),
    ...(typeof bannerVersion === 'string' && bannerVersion.length <= 64 && { version: bannerVersion }),
  }
}
