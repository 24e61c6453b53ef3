/** Step 4, second half: a consent state and what a destination needs → a permit or a refusal. The only maker of permits. */
import { keepAlive } from '../event/kept-alive.ts'
import type { Answer, ConsentRefusal, ConsentState, Finding, Purpose } from './types.ts'

/** Never exported: without it nobody can construct a Permit. */
const KEY: unique symbol = Symbol('permit')

/** Proof that the person's consent was looked at for this destination. `limited` = no identifying fields, platform flag set. */
export class Permit {
  readonly level: 'full' | 'limited'
  readonly destination: string
  // Makes the type nominal: an object literal of the same shape is no Permit.
  readonly #proof: typeof KEY

  constructor(key: typeof KEY, level: 'full' | 'limited', destination: string) {
    if (key !== KEY) throw new TypeError('a Permit is made by decide() only')
    this.#proof = key
    this.level = level
    this.destination = destination
  }

  /** Whether `value` was really made by decide(), for code at a border that types do not reach. */
  static is(value: unknown): value is Permit {
    return typeof value === 'object' && value !== null && #proof in value && value.#proof === KEY
  }
}

keepAlive(new Permit(KEY, 'full', ''))

export interface ConsentNeed {
  readonly destination: string
  /** All of them must be granted. */
  readonly purposes: readonly [Purpose, ...Purpose[]]
  /** What an opt-out of sale or sharing leads to. */
  readonly onOptOut: 'drop' | 'limited'
}

export type ConsentDecision =
  | { readonly permit: Permit; readonly refusal?: undefined; readonly missing: readonly []; readonly byPerson: false }
  /** `missing`: the needed purposes that are denied or not granted; empty where no purpose is the reason. */
  | {
      readonly permit?: undefined
      readonly refusal: ConsentRefusal
      readonly missing: readonly Purpose[]
      /** Somebody said no. False where nothing was said, or only defaults of a banner refuse. */
      readonly byPerson: boolean
    }

export function decide(state: ConsentState, need: ConsentNeed): ConsentDecision {
  if (state.knownChild) return refuse('known_child', [], true)
  const answers = answersFor(state, need)
  const denied = answeredBy(answers, need, isDenied)
  const denial = denied.length > 0 ? refuseDenied(state, need, denied) : undefined
  if (denial?.byPerson === true) return denial
  // The person's own word before what a banner says by default, and before what cannot be read.
  if (state.optOut && (state.regime === 'opt-in' || need.onOptOut === 'drop')) return refuse('opted_out', [], true)
  if (denial !== undefined) return denial
  return state.regime === 'opt-in' ? decideOptIn(state, answers, need) : decideOptOut(state, answers, need)
}

type Answers = ConsentState['answers']

function answersFor(state: ConsentState, need: ConsentNeed): Answers {
  return Object.hasOwn(state.destinations, need.destination)
    ? (state.destinations[need.destination] ?? state.answers)
    : state.answers
}

/** Everything needed must be granted. A limited send is no substitute for consent here: an opt-out was a no. */
function decideOptIn(state: ConsentState, answers: Answers, need: ConsentNeed): ConsentDecision {
  const missing = notGranted(answers, need)
  return missing.length === 0 ? permit('full', need) : refuse(whyUnknown(state), missing)
}

/** Silence permits; a refusal that we could not read must not pass for silence. */
function decideOptOut(state: ConsentState, answers: Answers, need: ConsentNeed): ConsentDecision {
  const missing = notGranted(answers, need)
  if (state.problem === 'malformed' && missing.length > 0) return refuse('consent_malformed', missing)
  return permit(state.optOut ? 'limited' : 'full', need)
}

/** The person has refused the full send, and not the limited one: also where something else keeps that back. */
export function refusesFullOnly({ refusal, byPerson }: ConsentDecision, { optOut }: ConsentState): boolean {
  return optOut && (refusal === undefined || !byPerson)
}

function notGranted(answers: Answers, need: ConsentNeed): readonly Purpose[] {
  return answeredBy(answers, need, isNotGranted)
}

const isDenied = (answer: Answer) => answer === 'denied'
const isNotGranted = (answer: Answer) => answer !== 'granted'

/** Of nearly every event none: then no list is made. */
function answeredBy(answers: Answers, { purposes }: ConsentNeed, is: (answer: Answer) => boolean): readonly Purpose[] {
  let found: Purpose[] | undefined
  for (const purpose of purposes) if (is(answers[purpose])) (found ??= []).push(purpose)
  return found ?? NONE
}

const NONE: readonly Purpose[] = []

/** Where only defaults of a banner refuse and nobody granted, nobody was asked. */
function refuseDenied(state: ConsentState, need: ConsentNeed, denied: readonly Purpose[]): ConsentDecision {
  const chosen = state.findings.filter(({ choiceMade }) => choiceMade !== false)
  const byPerson = chosen.some((finding) => says(finding, 'denied', need, denied))
  const contradicted = chosen.some((finding) => says(finding, 'granted', need, denied))
  return refuse(byPerson || contradicted ? 'consent_denied' : 'consent_unknown', denied, byPerson)
}

function says(finding: Finding, answer: Answer, need: ConsentNeed, purposes: readonly Purpose[]): boolean {
  const { answers, destinations } = finding
  return purposes.some((purpose) => [answers[purpose], destinations?.[need.destination]?.[purpose]].includes(answer))
}

function whyUnknown(state: ConsentState): ConsentRefusal {
  if (state.problem === 'malformed') return 'consent_malformed'
  return state.problem === 'expired' ? 'consent_expired' : 'consent_unknown'
}

function permit(level: 'full' | 'limited', need: ConsentNeed): ConsentDecision {
  return { permit: new Permit(KEY, level, need.destination), missing: [], byPerson: false }
}

function refuse(refusal: ConsentRefusal, missing: readonly Purpose[], byPerson = false): ConsentDecision {
  return { refusal, missing, byPerson }
}
