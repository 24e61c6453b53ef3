/** What would help a platform to recognise whose sale it is, and is not there. */
import { coverageOf, type Coverage, type KeyCoverage } from '../coverage.ts'
import { finding, type Finding, type Known, type Severity } from '../finding.ts'
import type { MatchKey } from '../match-keys.ts'

/** Where a shop knows whom it deals with: elsewhere a missing e-mail is no gap. */
const KNOWN_PERSON: ReadonlySet<string> = new Set([
  'purchase',
  'generate_lead',
  'sign_up',
  'subscribe',
  'start_trial',
  'schedule',
  'submit_application',
])

interface Expected {
  /** The share of deliveries without it from which on it is told. */
  readonly from: number
  readonly severity: Severity
}

const OF_THE_PERSON: Readonly<Partial<Record<MatchKey, Expected>>> = {
  email: { from: 0.1, severity: 'error' },
  phone: { from: 0.5, severity: 'info' },
  external_id: { from: 0.5, severity: 'info' },
}
const OF_THE_BROWSER: Readonly<Partial<Record<MatchKey, Expected>>> = {
  browser_id: { from: 0.5, severity: 'warning' },
  ip: { from: 0.1, severity: 'error' },
  user_agent: { from: 0.1, severity: 'error' },
}
/** Most visits come from no ad, so a click id is missed only where none of many has one. */
const MANY = 20

export function matchKeyFindings({ counts, plan }: Known): readonly Finding[] {
  return coverageOf(counts, plan).flatMap((coverage) => coverage.keys.flatMap((key) => keyFindings(coverage, key)))
}

function keyFindings(coverage: Coverage, { key, count, policy }: KeyCoverage): readonly Finding[] {
  const { destination, event, count: of, firstMs, lastMs } = coverage
  const expected = expectedOf(event, key, of)
  if (expected === undefined) return []
  const subject = { destination, event, key }
  const missing = { count: of - count, firstMs, lastMs }
  if (policy === 'shut') return [finding('match_key_not_in_policy', 'info', subject, missing, of)]
  return missing.count < expected.from * of || missing.count === 0
    ? []
    : [finding('match_key_missing', expected.severity, subject, missing, of)]
}

function expectedOf(event: string, key: MatchKey, of: number): Expected | undefined {
  if (key === 'click_id') return of < MANY ? undefined : { from: 1, severity: 'warning' }
  return OF_THE_BROWSER[key] ?? (KNOWN_PERSON.has(event) ? OF_THE_PERSON[key] : undefined)
}
