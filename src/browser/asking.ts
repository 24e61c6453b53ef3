/** What the page says of the person's answer, and the gateway's word on what it means: asked once for each new evidence. */
import { GRANTED, questionOf, scopes, verdictOf, type Scope } from './consent-scopes.ts'
import { guarded } from './guarded.ts'
import { json } from './json.ts'
import { gather } from './outgoing.ts'
import { isForLater, post, rehearse, waitMs } from './request.ts'
import { forget, isGrantThere, rememberedGrant, rememberGrant, type Decisions } from './stored.ts'
import type { ConsentOptions, Evidence } from './tag-types.ts'

/** One question after the other: a grant must not arrive after the refusal that followed it. */
let questions = Promise.resolve()

export function learn(evidence?: Evidence, { destinations = [''], weak }: ConsentOptions = {}): void {
  for (const name of destinations) if (!weak || !scopes[name]) learnFor(name, evidence ? textOf(evidence) : '')
}

interface Browser {
  readonly globalPrivacyControl?: boolean
}

/** The browser's own signal; where it stands it can only make the answer stricter. */
function textOf(evidence: Evidence): string {
  return json({
    ...evidence,
    signals: { ...evidence.signals, gpc: (navigator as Browser).globalPrivacyControl || evidence.signals?.['gpc'] },
  })
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
  } else if (isForLater(response)) setTimeout(queue, waitMs(++failures, response), scope, failures)
}

function judged(scope: Scope): void {
  const verdict = verdictOf(scope.name)
  if (verdict >= GRANTED) scope.remembered = rememberGrant(scope.name, scope.evidence, scope.decisions)
  if (!verdict) forget(scope.name)
  gather()
}

/**
 * Another tab, or another page before this one came back, has taken a grant back: what is known here is old, and nothing goes
 * until the page learns anew.
 */
export function forgetWhatWasTakenBack(): void {
  for (const { name, remembered } of Object.values(scopes)) if (remembered && !isGrantThere(name)) learnFor(name, '')
}
