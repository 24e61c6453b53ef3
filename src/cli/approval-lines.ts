/** What `tidegate policy check` says of a policy's approval: whether it needs one, and why, sentence by sentence and line by line. */
import { expiredWords, lineWords, notApprovedWords } from '../auth/approval-words.ts'
import type { Approval } from '../auth/approval.ts'
import type { CompiledPolicy } from '../policy/types.ts'
import { changeLines } from './change-lines.ts'
import type { Bilingual, Language } from './command.ts'
import type { Found } from './lock-file.ts'

export interface ApprovalReport {
  readonly ok: boolean
  readonly lines: readonly string[]
}

const MAX_LINES = 20

const WORDS: Readonly<
  Record<'approved' | 'narrowed' | 'unsigned' | 'keysChanged' | 'differences' | 'changes' | 'next', Bilingual>
> = {
  approved: { en: 'approved', fr: 'approuvée' },
  narrowed: {
    en: 'approved: since then it has changed, and no change widens it',
    fr: 'approuvée : depuis, elle a changé, et aucun changement ne l’élargit',
  },
  unsigned: {
    en: 'not approved: it demands nobody’s signature (approval.roles), so production does not start',
    fr: 'non approuvée : elle ne demande la signature de personne (approval.roles), la production ne démarre donc pas',
  },
  keysChanged: {
    en: 'attention: some of its keys or roles are new, and nobody whose they are vouched for them (keysChanged)',
    fr: 'attention : des clés ou des rôles sont nouveaux, et aucun de leurs titulaires ne s’en est porté garant (keysChanged)',
  },
  differences: {
    en: 'Lines that differ from what was approved:',
    fr: 'Lignes qui diffèrent de ce qui a été approuvé :',
  },
  changes: { en: 'What that changes:', fr: 'Ce que cela change :' },
  next: {
    en: 'Have it approved (tidegate policy approve), or take the change back.',
    fr: 'Faites approuver la politique (tidegate policy approve), ou annulez le changement.',
  },
}

/** A policy that demands no signature and has no lock is left alone: it is one that never was in production. */
export function approvalReport(
  found: Found,
  policy: CompiledPolicy,
  language: Language,
  nowMs: number,
): ApprovalReport {
  const { approval, lock } = found
  const asksNobody = policy.approval.roles.length === 0 && lock === undefined
  if (asksNobody && approval.kind === 'not_approved' && approval.why.reason !== 'lock_changed')
    return { ok: true, lines: [WORDS.unsigned[language]] }
  if (approval.kind === 'not_approved') return { ok: false, lines: refusalLines(found, approval, policy, language) }
  const marked = lock?.keysChanged === true ? [WORDS.keysChanged[language]] : []
  const since =
    approval.kind === 'narrowed' && lock !== undefined
      ? [WORDS.changes[language], ...changeLines(lock.policy, policy, language)]
      : []
  if (nowMs >= approval.untilMs)
    return { ok: false, lines: [expiredWords(approval.untilMs, found.built.file)[language]] }
  return { ok: true, lines: [WORDS[approval.kind][language], ...marked, ...differenceLines(found, language), ...since] }
}

function refusalLines(
  found: Found,
  { why }: Extract<Approval, { kind: 'not_approved' }>,
  policy: CompiledPolicy,
  language: Language,
): readonly string[] {
  const { lock, built } = found
  if (why.reason !== 'widened' || lock === undefined)
    return [notApprovedWords(why, { ...built, lockFile: found.lockFile })[language], WORDS.next[language]]
  const head = notApprovedWords(why, { ...built, differences: [] })[language]
  return [
    ...(built.differences.length === 0 ? [head] : differenceLines(found, language)),
    WORDS.changes[language],
    ...changeLines(lock.policy, policy, language),
    WORDS.next[language],
  ]
}

function differenceLines({ built }: Found, language: Language): readonly string[] {
  if (built.differences.length === 0) return []
  const lines = built.differences.slice(0, MAX_LINES).map((one) => `  ${lineWords(built.file, one)[language]}`)
  const more = built.differences.length - lines.length
  return [WORDS.differences[language], ...lines, ...(more > 0 ? [`  + ${more}`] : [])]
}
