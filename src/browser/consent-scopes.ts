/**
 * What is known of the person's answer and what the gateway says that it means: once in general, under an empty name, and once
 * for each destination of which something was said separately. The tag only carries evidence; it reads none of it.
 */
import { guarded } from './guarded.ts'
import { beacon, isForLater, post, rehearse, waitMs } from './request.ts'
import { forget, isGrantThere, rememberedGrant, rememberGrant, type Decisions } from './stored.ts'
import type { ConsentOptions, Evidence } from './tag-types.ts'

interface Scope {
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
let onVerdict: () => void
/** One question after the other: a grant must not arrive after the refusal that followed it. */
let questions = Promise.resolve()

export function whenJudged(work: () => void): void {
  onVerdict = work
}

export function learn(evidence?: Evidence, { destinations = [''], weak }: ConsentOptions = {}): void {
  for (const name of destinations) if (!weak || !scopes[name]) learnFor(name, evidence ? textOf(evidence) : '')
}

/** The browser's own signal; where it stands it can only make the answer stricter. */
function textOf(evidence: Evidence): string {
  const { globalPrivacyControl: gpc } = navigator as { globalPrivacyControl?: boolean }
  return JSON.stringify({ ...evidence, signals: { ...evidence.signals, ...(gpc && { gpc }) } })
}

function learnFor(name: string, evidence: string): void {
  if (scopes[name]?.evidence === evidence) return
  const scope: Scope = { name, evidence }
  scopes[name] = scope
  // Turns of their own for what takes a slow device long the first time: a request, the storage, the network. Without evidence
  // there is nothing to ask: it was taken back.
  if (evidence) for (const turn of [rehearse, recall]) setTimeout(guarded(turn), 0, scope)
}

function recall(scope: Scope): void {
  scope.decisions = rememberedGrant(scope.name, scope.evidence)
  if (scope.decisions) judged(scope)
  else setTimeout(queue, 0, scope, 0)
}

function queue(scope: Scope, failures: number): void {
  questions = questions.then(() => ask(scope, failures)).catch(() => {})
}

async function ask(scope: Scope, failures: number): Promise<void> {
  if (scopes[scope.name] !== scope) return
  const response = await post('/v1/consent', questionOf(scope))
  if (response?.ok) {
    scope.decisions = ((await response.json()) as { decisions: Decisions }).decisions
    if (scopes[scope.name] === scope) judged(scope)
  } else if (isForLater(response)) setTimeout(queue, waitMs(failures + 1, response), scope, failures + 1)
}

const questionOf = ({ evidence, name }: Scope): string => `{${membersOf(evidence, name ? [name] : undefined)}}`

function judged(scope: Scope): void {
  const verdict = verdictOf(scope.name)
  if (verdict === GRANTED) scope.remembered = rememberGrant(scope.name, scope.evidence, scope.decisions)
  if (verdict === REFUSED) forget(scope.name)
  onVerdict()
}

/** On an event for this destination; on one for all that the policy names where it is empty. */
export function verdictOf(to: string): number {
  const scope = scopes[to] ?? scopes['']
  if (!scope?.evidence) return UNKNOWN
  if (!scope.decisions) return UNASKED
  const answers = to ? [scope.decisions[to]] : Object.values(scope.decisions)
  if (/full|limited/.test(answers.join())) return GRANTED
  return answers.every((answer) => answer === 'consent_unknown') ? UNKNOWN : REFUSED
}

/** What an event carries of it, as the last members of its JSON text. */
export function membersFor(to: string): string {
  const scope = scopes[to] ?? scopes['']
  return membersOf(scope?.evidence, to ? [to] : narrowed(scope?.decisions))
}

/** What was said of a destination separately narrows what was said in general. */
function narrowed(decisions: Decisions = {}): readonly string[] | undefined {
  const left = Object.keys(scopes).filter((name) => name && verdictOf(name) !== GRANTED)
  // Where there is none, the gateway decides for all of them, and says why.
  return left[0] ? Object.keys(decisions).filter((name) => !left.includes(name)) : undefined
}

const membersOf = (evidence: string | undefined, destinations: readonly string[] | undefined): string =>
  `"consent":${evidence}${destinations ? `,"destinations":${JSON.stringify(destinations)}` : ''}`

/**
 * Another tab, or another page before this one came back, has taken a grant back: what is known here is old, and nothing goes
 * until the page learns anew.
 */
export function forgetWhatWasTakenBack(): void {
  for (const { name, remembered } of Object.values(scopes)) if (remembered && !isGrantThere(name)) learnFor(name, '')
}

/** The page is left with questions that have no answer: a withdrawal must be told. */
export function askInPassing(): void {
  for (const scope of Object.values(scopes))
    if (verdictOf(scope.name) === UNASKED) beacon('/v1/consent', questionOf(scope))
}
