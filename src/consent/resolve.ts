/** Step 4, first half: all signals and the place → one consent state. The strictest answer wins; order does not matter. */
import type { Client } from '../event/types.ts'
import { countryCode, regimeOf, regionCode, stricterRegime } from './regime.ts'
import { SIGNAL_READERS } from './signals/index.ts'
import type { SignalInput } from './signals/reader.ts'
import { PURPOSES } from './types.ts'
import type { Answer, ConsentRules, ConsentState, Finding, Purpose, Regime } from './types.ts'

export interface ConsentInput extends SignalInput {
  readonly client?: Client
  /** Where the person says to live (address, profile); ISO 3166-1 alpha-2. */
  readonly personCountry?: string
}

/** States whose law makes Global Privacy Control a valid opt-out in 2026; list read 2026-11-21. */
const GPC_STATES: ReadonlySet<string> = new Set('CA CO CT DE MD MN MT NE NH NJ OR TX'.split(' '))

export function resolveConsent(input: ConsentInput, rules: ConsentRules, nowMs: number): ConsentState {
  const findings = readSignals(input, rules, nowMs)
  const problem = problemOf(findings)
  return {
    regime: resolveRegime(input, rules),
    answers: mergeAnswers(input.evidence?.malformed === true ? findings.map(withoutGrants) : findings),
    optOut: findings.some((finding) => finding.optOut === true && (!finding.viaGpc || gpcCounts(input, rules))),
    ...(problem === undefined ? {} : { problem }),
    findings,
  }
}

function readSignals(input: ConsentInput, rules: ConsentRules, nowMs: number): readonly Finding[] {
  const findings: Finding[] = []
  for (const reader of SIGNAL_READERS) {
    const finding = reader.read(input, { rules, nowMs })
    if (finding !== undefined) findings.push(finding)
  }
  return findings
}

/** The one country with a looser rule whose name people write out; the others are opt-in in any spelling. */
const NAMES_OF_US: ReadonlySet<string> = new Set(['usa', 'united states', 'united states of america', 'u.s.', 'u.s.a.'])

/**
 * The device's place decides, and an unknown place is opt-in. A known home country can only make it stricter: an address
 * typed into a form must not choose the law.
 */
function resolveRegime(input: ConsentInput, rules: ConsentRules): Regime {
  const deviceRegime = regimeOf(input.client ?? {}, rules)
  const said: unknown = input.personCountry
  if (said === undefined) return deviceRegime
  const home = typeof said === 'string' ? said.trim() : 'unreadable'
  if (home === '') return deviceRegime
  // A home that cannot be read as a country could be anywhere: regimeOf says opt-in.
  return stricterRegime(deviceRegime, regimeOf({ country: NAMES_OF_US.has(home.toLowerCase()) ? 'US' : home }, rules))
}

function mergeAnswers(findings: readonly Finding[]): Readonly<Record<Purpose, Answer>> {
  const answers: Record<Purpose, Answer> = {
    ad_storage: 'unset',
    ad_user_data: 'unset',
    ad_personalization: 'unset',
    analytics_storage: 'unset',
  }
  for (const purpose of PURPOSES) answers[purpose] = mergeAnswer(findings, purpose)
  return answers
}

/** What stands beside a part that cannot be read may be contradicted by it: its refusals stay, its grants fall. */
function withoutGrants(finding: Finding): Finding {
  return { ...finding, validity: 'invalid' }
}

/** A refusal counts from any finding, also an old or half-readable one; a grant only from a valid one. */
function mergeAnswer(findings: readonly Finding[], purpose: Purpose): Answer {
  if (findings.some((finding) => finding.answers[purpose] === 'denied')) return 'denied'
  const granted = findings.some((finding) => finding.validity === 'valid' && finding.answers[purpose] === 'granted')
  return granted ? 'granted' : 'unset'
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
  return region === undefined || !/^[A-Z]{2}$/.test(region) || GPC_STATES.has(region)
}
