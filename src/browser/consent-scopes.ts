/**
 * What is known of the person's answer and what the gateway says that it means: once in general, under an empty name, and once
 * for each destination of which something was said separately. The tag only carries evidence; it reads none of it.
 */
import { json } from './json.ts'
import type { Decisions } from './stored.ts'

export interface Scope {
  readonly name: string
  /** JSON text. */
  readonly evidence: string
  decisions?: Decisions | undefined
  /** It stands in the device's storage: gone from there means taken back, in another tab or on another page. */
  remembered?: unknown
}

export const REFUSED = 0
export const UNKNOWN = 1
/** There is evidence, and no answer yet. */
export const UNASKED = 2
export const GRANTED = 3

/** By destination; in general under an empty name. */
export const scopes: Record<string, Scope> = {}

/** On an event for this destination; on one for all that the policy names where it is empty. */
export function verdictOf(to: string): number {
  const scope = scopes[to] ?? scopes['']
  if (!scope?.decisions) return scope?.evidence ? UNASKED : UNKNOWN
  const answers = String(to ? scope.decisions[to] : Object.values(scope.decisions))
  if (/full|limited/.test(answers)) return GRANTED
  // UNKNOWN or REFUSED.
  return +/^(consent_unknown,?)*$/.test(answers)
}

/** What an event carries of it, as the last members of its JSON text. */
export function membersFor(to: string): string {
  const scope = scopes[to] ?? scopes['']
  return membersOf(scope?.evidence, to ? [to] : narrowed(scope?.decisions))
}

/** What was said of a destination separately narrows what was said in general. */
function narrowed(decisions: Decisions = {}): Destinations {
  const left = Object.keys(scopes).filter((name) => name && verdictOf(name) < GRANTED)
  // Where there is none, the gateway decides for all of them, and says why.
  return left[0] && Object.keys(decisions).filter((name) => !left.includes(name))
}

/** All that the policy names, where there is none. */
type Destinations = readonly string[] | '' | undefined

const membersOf = (evidence: string | undefined, destinations: Destinations): string =>
  `"consent":${evidence}${destinations ? `,"destinations":${json(destinations)}` : ''}`

export const questionOf = (scope: Scope): string => `{${membersOf(scope.evidence, scope.name && [scope.name])}}`
