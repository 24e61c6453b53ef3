/** What would help a platform to recognise whose sale it is, and is not there. */
import type { Seen } from '../counts.ts'
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
  const coverages = coverageOf(counts, plan)
  return [...ofThePerson(coverages), ...ofTheBrowser(coverages)]
}

/** Event by event: who buys is known otherwise than who looks around. */
function ofThePerson(coverages: readonly Coverage[]): readonly Finding[] {
  return coverages
    .filter(({ event }) => KNOWN_PERSON.has(event))
    .flatMap((coverage) =>
      coverage.keys.flatMap(({ key, count, policy }) => {
        const { destination, event, count: of, firstMs, lastMs } = coverage
        const missing = { count: of - count, firstMs, lastMs }
        return judged({ destination, event, key }, missing, of, policy, OF_THE_PERSON[key])
      }),
    )
}

/** For all events of a destination together: a browser is the same whatever happens in it. */
function ofTheBrowser(coverages: readonly Coverage[]): readonly Finding[] {
  const open = coverages.flatMap((coverage) =>
    coverage.keys.filter(({ policy }) => policy === 'open').map((key) => ({ ...key, coverage })),
  )
  const groups = Map.groupBy(open, ({ key, coverage }) => `${coverage.destination} ${key}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const of = group.reduce((sum, { coverage }) => sum + coverage.count, 0)
    const missing = {
      count: of - group.reduce((sum, { count }) => sum + count, 0),
      firstMs: Math.min(...group.map(({ coverage }) => coverage.firstMs)),
      lastMs: Math.max(...group.map(({ coverage }) => coverage.lastMs)),
    }
    const without = group.filter(({ count, coverage }) => count < coverage.count)
    const events = without.map(({ coverage }) => coverage.event).join(' ')
    const { key } = first
    return judged({ destination: first.coverage.destination, key, events }, missing, of, 'open', ofBrowser(key, of))
  })
}

function ofBrowser(key: MatchKey, of: number): Expected | undefined {
  if (key === 'click_id') return of < MANY ? undefined : { from: 1, severity: 'warning' }
  return OF_THE_BROWSER[key]
}

function judged(
  subject: Readonly<Record<string, string>>,
  missing: Seen,
  of: number,
  policy: KeyCoverage['policy'],
  expected: Expected | undefined,
): readonly Finding[] {
  if (expected === undefined) return []
  if (policy === 'shut') return [finding('match_key_not_in_policy', 'info', subject, missing, of)]
  if (missing.count === 0 || missing.count < expected.from * of) return []
  return [finding('match_key_missing', expected.severity, subject, missing, of)]
}
