/** Step 4, first half: all signals and the place → one consent state. The strictest answer wins; order does not matter. */
import type { Client } from '../event/types.ts'
import { countryCode, regimeOf, regionCode, stricterRegime } from './regime.ts'
import { evidenceReader } from './signals/evidence.ts'
import { readSignals } from './signals/index.ts'
import { freshness } from './signals/freshness.ts'
import type { ReadContext, SignalInput } from './signals/reader.ts'
import { usStateOf } from './signals/standards.ts'
import type { Answer, ConsentRules, ConsentState, Finding, Purpose, Regime } from './types.ts'

export interface ConsentInput extends SignalInput {
  readonly client?: Client | undefined
  /** Where the device was then: it can only make the law stricter. */
  readonly earlierPlace?: Client | undefined
  /** What was read earlier, in the person's browser, and kept as proof: counts beside what the event itself carries. */
  readonly earlier?: readonly Finding[] | undefined
  /** When that was answered: for findings that have no time of their own. */
  readonly earlierAtMs?: number | undefined
  /** Where the person says to live (address, profile); ISO 3166-1 alpha-2. */
  readonly personCountry?: string | undefined
}

/** States whose law makes Global Privacy Control a valid opt-out in 2026; list read 2026-11-21. */
const GPC_STATES: ReadonlySet<string> = new Set('CA CO CT DE MD MN MT NE NH NJ OR TX'.split(' '))

type Answered = Readonly<Record<Purpose, Answer>>

export function resolveConsent(input: ConsentInput, rules: ConsentRules, nowMs: number): ConsentState {
  const context = { rules, nowMs, usState: usStateOf(input.client) }
  const own = readSignals(input, context)
  const read =
    input.earlier === undefined
      ? own
      : [...own, ...input.earlier.map((one) => agedNow(one, input.earlierAtMs, context))]
  // Told as they count: what is kept of an answer, and judged by later, must not grant more than it did at first.
  const findings = read.some(({ signal }) => signal === evidenceReader.signal) ? read.map(withoutGrants) : read
  const problem = problemOf(findings)
  const answers = mergeAnswers(findings)
  const state: { -readonly [K in keyof ConsentState]: ConsentState[K] } = {
    regime: resolveRegime(input, rules),
    answers,
    destinations: mergeDestinations(findings, answers),
    optOut: findings.some((finding) => finding.optOut === true && (!finding.viaGpc || gpcCounts(input, rules))),
    knownChild: findings.some((finding) => finding.knownChild === true),
    findings,
  }
  if (problem !== undefined) state.problem = problem
  return state
}

/** What was valid when it was read may have run out since. */
function agedNow(finding: Finding, answeredAtMs: number | undefined, context: ReadContext): Finding {
  if (finding.validity !== 'valid') return finding
  const { atMs = answeredAtMs, expiresAtMs } = finding
  const { validity } = freshness({ atMs, expiresAtMs, fallbackAt: undefined }, context)
  return validity === 'valid' ? finding : { ...finding, validity }
}

/** The one country with a looser rule whose name people write out; the others are opt-in in any spelling. */
const NAMES_OF_US: ReadonlySet<string> = new Set(['usa', 'united states', 'united states of america', 'u.s.', 'u.s.a.'])

/**
 * The device's place decides, and an unknown place is opt-in. A known home country can only make it stricter: an address
 * typed into a form must not choose the law.
 */
function resolveRegime(input: ConsentInput, rules: ConsentRules): Regime {
  const here = regimeOf(input.client ?? {}, rules)
  const deviceRegime =
    input.earlierPlace === undefined ? here : stricterRegime(here, regimeOf(input.earlierPlace, rules))
  const said: unknown = input.personCountry
  // Nothing is stricter than an opt-in.
  if (said === undefined || deviceRegime === 'opt-in') return deviceRegime
  const home = typeof said === 'string' ? said.trim() : 'unreadable'
  if (home === '') return deviceRegime
  // A home that cannot be read as a country could be anywhere: regimeOf says opt-in.
  return stricterRegime(deviceRegime, regimeOf({ country: NAMES_OF_US.has(home.toLowerCase()) ? 'US' : home }, rules))
}

function mergeAnswers(findings: readonly Finding[]): Answered {
  return answeredBy((purpose) => mergeAnswer(findings, purpose, ({ answers }) => answers))
}

/** Only destinations of which something was said; for the others the general answers stand. */
function mergeDestinations(findings: readonly Finding[], general: Answered): Readonly<Record<string, Answered>> {
  let merged: Record<string, Answered> | undefined
  for (const { destinations } of findings) {
    for (const id of destinations === undefined ? [] : Object.keys(destinations)) {
      merged ??= {}
      merged[id] ??= answeredBy((purpose) =>
        strictest(
          general[purpose],
          mergeAnswer(findings, purpose, (finding) => finding.destinations?.[id]),
        ),
      )
    }
  }
  return merged ?? NOBODY
}

const NOBODY: Readonly<Record<string, Answered>> = {}

function answeredBy(answerTo: (purpose: Purpose) => Answer): Answered {
  return {
    ad_storage: answerTo('ad_storage'),
    ad_user_data: answerTo('ad_user_data'),
    ad_personalization: answerTo('ad_personalization'),
    analytics_storage: answerTo('analytics_storage'),
  }
}

/** A refusal stands against any grant; silence leaves what was said. */
function strictest(one: Answer, other: Answer): Answer {
  if (one === 'denied' || other === 'denied') return 'denied'
  return one === 'granted' || other === 'granted' ? 'granted' : 'unset'
}

/** What stands beside a part that cannot be read may be contradicted by it: its refusals stay, its grants fall. */
export function withoutGrants(finding: Finding): Finding {
  return { ...finding, validity: 'invalid' }
}

/** A refusal counts from any finding, also an old or half-readable one; a grant only from a valid one. */
function mergeAnswer(
  findings: readonly Finding[],
  purpose: Purpose,
  saidBy: (finding: Finding) => Finding['answers'] | undefined,
): Answer {
  let answer: Answer = 'unset'
  for (const finding of findings) {
    const said = saidBy(finding)?.[purpose]
    if (said === 'denied') return 'denied'
    if (said === 'granted' && finding.validity === 'valid' && finding.choiceMade !== false) answer = 'granted'
  }
  return answer
}

function problemOf(findings: readonly Finding[]): ConsentState['problem'] {
  if (findings.some((finding) => finding.validity === 'invalid')) return 'malformed'
  return findings.some((finding) => finding.validity === 'expired') ? 'expired' : undefined
}

/**
 * Whether Global Privacy Control is an opt-out here. In the US it also beats an earlier opt-in; elsewhere a specific
 * grant stands against it (GDPR art. 7) unless the policy says `worldwide`.
 */
function gpcCounts(input: ConsentInput, rules: ConsentRules): boolean {
  if (rules.gpcScope === 'worldwide') return true
  const device = countryCode(input.client?.country)
  // Where nobody knows where the device is, it may be where the law makes this an opt-out.
  if (device === undefined) return true
  const deviceInUs = device === 'US'
  const homeInUs = countryCode(input.personCountry) === 'US'
  if (!deviceInUs && !homeInUs) return false
  if (rules.gpcScope === 'all_us' || !deviceInUs) return true
  const region = regionCode('US', input.client?.region)
  return region === undefined || GPC_STATES.has(region)
}
