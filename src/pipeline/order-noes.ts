/**
 * What an order's buyer has refused, as any of its copies told it: a no of one copy is held against the yes of another, by the time at
 * which the person said either. A no is lifted by a yes that is known to be later, and by nothing else. Pure (docs/decisions/0049).
 */
import { decide, refusesFullOnly, type ConsentDecision, type ConsentNeed } from '../consent/decide.ts'
import { PURPOSES, type ConsentState, type Purpose } from '../consent/types.ts'
import { ANALYSIS, analysisNeed, decideForRecord } from './analysis-need.ts'
import { isNo, latestMs, refusedAtMs } from './consent-basis.ts'
import { fullOf } from './consent-record.ts'
import type { Delivery, Verdict } from './judge.ts'
import type { SitePlan } from './plan.ts'

export interface No {
  /** When the person said it; where nothing says, when we heard it. Epoch ms. */
  readonly atMs: number
  readonly heardMs: number
  /** The refused purposes in the letters of consent-basis.ts. */
  readonly said: string
}

/** Destination → who told us → the newest no. */
export type Noes = Readonly<Record<string, Readonly<Record<string, No>>>>

/** The yes that a delivery rests on. */
export interface Yes {
  /** When the person gave it, epoch ms; absent where nothing says. */
  readonly atMs?: number | undefined
  readonly via: string
  readonly heardMs: number
}

export interface Hearing {
  readonly consent: ConsentState
  readonly plan: SitePlan
  readonly via: string
  readonly heardMs: number
  /** When an answer without a date was given: that of an earlier answer, else now. */
  readonly undatedMs: number
  /** Destinations that were refused because the person had taken consent back: when. */
  readonly withdrawn: ReadonlyMap<string, number>
}

/** Undefined where nobody has said no: that consent is missing, unreadable or too old is not a no. */
export function noesOf(hearing: Hearing): Noes | undefined {
  const { consent, plan, via, heardMs, withdrawn } = hearing
  if (withdrawn.size === 0 && !saysNo(consent)) return undefined
  const taken = [...withdrawn].map(([id, atMs]) => [id, { atMs, heardMs, said: '----!' }] as const)
  const record = analysisNeed(plan.site)
  const refused = [
    ...plan.destinations.flatMap(({ need }) => noTo(need, decide(consent, need), hearing)),
    ...(record === undefined ? [] : noTo(record, decideForRecord(consent, record), hearing)),
  ]
  const noes = [...taken, ...refused].map(([id, no]) => [id, { [via]: no }] as const)
  return noes.length === 0 ? undefined : Object.fromEntries(noes)
}

function saysNo({ findings, optOut, knownChild }: ConsentState): boolean {
  return optOut || knownChild || findings.some((finding) => isNo(finding))
}

/** Where the policy answers an opt-out with a limited send, the no is one to the full send only. */
function noTo(
  { destination, purposes }: ConsentNeed,
  decision: ConsentDecision,
  { consent, heardMs, undatedMs }: Hearing,
): readonly (readonly [string, No])[] {
  const { byPerson, missing } = decision
  const isLimited = refusesFullOnly(decision, consent)
  if (!byPerson && !isLimited) return []
  const lacking: readonly Purpose[] = missing
  const letters = PURPOSES.map((purpose) => (purposes.includes(purpose) && lacking.includes(purpose) ? 'd' : '-'))
  const said = isLimited || missing.length === 0 ? '----!' : letters.join('')
  const id = isLimited ? fullOf(destination) : destination
  return [[id, { atMs: Math.min(refusedAtMs(consent, undatedMs), heardMs), heardMs, said }]]
}

/** Of each sender the newest; the very same object where nothing is new. */
export function withNoes(known: Noes | undefined, more: Noes): Noes {
  if (known === undefined) return more
  const all = Object.entries(more).flatMap(([id, byVia]) => Object.entries(byVia).map(([via, no]) => ({ id, via, no })))
  return all.reduce<Noes>((noes, { id, via, no }) => {
    const before = noes[id]?.[via]
    if (before !== undefined && before.atMs >= no.atMs) return noes
    return { ...noes, [id]: { ...noes[id], [via]: no } }
  }, known)
}

/**
 * The yes is known to be later; or the same sender says yes now where it had said no before, and does not date it back: it has
 * corrected itself. In one body, or the same millisecond, there is no telling which came last: then the no stands.
 */
function lifts({ atMs, via, heardMs }: Yes, no: No, noVia: string): boolean {
  if (atMs !== undefined && atMs > no.atMs) return true
  return via === noVia && heardMs > no.heardMs && (atMs === undefined ? heardMs : latestMs(atMs)) >= no.atMs
}

/** Whether a no stands against a delivery that rests on this yes. */
export function standsAgainst(noes: Noes, delivery: Reach, yes: Yes): boolean {
  return noAgainst(noes, reachesOf(delivery), yes) !== undefined
}

function noAgainst(noes: Noes, names: readonly string[], yes: Yes | undefined): No | undefined {
  return names
    .flatMap((name) => Object.entries(noes[name] ?? {}))
    .find(([via, no]) => yes === undefined || !lifts(yes, no, via))?.[1]
}

/** Whatever a no stands against does not go; without the no in it, it is as it was. */
export function heldAgainst(event: Verdict, noes: Noes): Verdict {
  const stopped = event.deliveries.flatMap((delivery) => {
    const no = noAgainst(noes, reachesOf(delivery), delivery.yes)
    return no === undefined ? [] : [{ id: delivery.destination, basis: `${delivery.basis} order=${no.said}` }]
  })
  const kept = withoutFact(event, noes)
  if (stopped.length === 0) return kept
  const ids = new Set(stopped.map(({ id }) => id))
  const deliveries = kept.deliveries.filter(({ destination }) => !ids.has(destination))
  const { settles, ...rest } = kept
  return {
    ...rest,
    deliveries,
    refused: { ...kept.refused, ...Object.fromEntries(stopped.map(({ id }) => [id, 'consent_denied'])) },
    bases: { ...kept.bases, ...Object.fromEntries(stopped.map(({ id, basis }) => [id, basis])) },
    // Of somebody who has said no nothing waits for other copies.
    ...(settles !== undefined && deliveries.length > 0 && { settles }),
  }
}

function withoutFact(event: Verdict, noes: Noes): Verdict {
  const { fact, following: _following, followedSinceMs, ...rest } = event
  if (fact === undefined || event.order === undefined) return event
  const { yes } = event.order
  const since = yes && { ...yes, atMs: followedSinceMs ?? yes.atMs }
  return noAgainst(noes, [ANALYSIS], since) === undefined ? event : rest
}

type Reach = Pick<Delivery, 'destination'> & { readonly level?: string | undefined }

function reachesOf({ destination, level }: Reach): readonly string[] {
  return level === 'full' ? [destination, fullOf(destination)] : [destination]
}
