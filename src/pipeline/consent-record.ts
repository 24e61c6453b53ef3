/**
 * One person's answer, judged once and kept as proof: what was said, by which signal, when, under which policy, and what it
 * means for each destination. Raw strings and ids are not in it. Pure.
 */
import { decide, refusesFullOnly, type ConsentDecision } from '../consent/decide.ts'
import { resolveConsent, withoutGrants } from '../consent/resolve.ts'
import { readAnsweredAt } from '../consent/signals/answered-at.ts'
import type { ConsentState, Finding } from '../consent/types.ts'
import type { ConsentRequest } from '../event/consent-request.ts'
import type { ConsentEvidence, ConsentSignals } from '../event/types.ts'
import { sha256Hex } from '../hashing/sha256.ts'
import { guardText } from '../privacy/guard.ts'
import { ANALYSIS, analysisNeed, decideForRecord } from './analysis-need.ts'
import { basisOf, grantedAtMs, isUndatedYes, refusedAtMs } from './consent-basis.ts'
import { consentKeysOf } from './consent-keys.ts'
import type { JudgeContext } from './judge.ts'
import { personKeysOf } from './person-keys.ts'
import type { SitePlan } from './plan.ts'
import { sharedOf } from './prepare.ts'
import { keysOfVisitor, lookupKeysOfVisitor, type Visitor } from './visitor.ts'

export interface ConsentRecord {
  /** What a later order is found by. */
  readonly lookupKeys: readonly string[]
  /** The same, and what finds a person's deliveries. */
  readonly keys: readonly string[]
  /** Links of the orders that an erasure names: the off-site record finds by them what lies under no person's key. */
  readonly orders?: readonly string[]
  /** Epoch ms. */
  readonly receivedAtMs: number
  /** When the person answered; the time of receipt where nothing says. Epoch ms. */
  readonly atMs: number
  /** Destination → `full`, `limited`, or why nothing leaves. */
  readonly decisions: Readonly<Record<string, string>>
  /** Destinations that the person has refused: what waits for them is taken back. */
  readonly withdrawn: readonly string[]
  /** Destinations that get a limited send from now on: what waits for them in full is taken back. */
  readonly limited: readonly string[]
  /** Destinations that the person has let in again, with a date: an older refusal no longer stands. */
  readonly granted: readonly string[]
  /** When: the oldest of the answers that those rest on, epoch ms. */
  readonly grantedAtMs: number
  /** Destination → what was known of consent: see consent-basis.ts. */
  readonly bases: Readonly<Record<string, string>>
  /** Journeys of this person may be kept (analysis-need.ts): since when that is agreed to, epoch ms, where it is known. */
  readonly followed?: Followed
  /** For storage; absent where nobody has answered: a default must not take the place of an answer, nor end a wait for one. */
  readonly snapshot?: Snapshot
  /** Something was said, and nobody can tell what. */
  readonly unreadable?: true
}

export interface Followed {
  readonly sinceMs: number | undefined
}

/** What is kept of an answer. The findings are what a later order of the person is judged by. */
export interface Snapshot {
  readonly at: number
  readonly receivedAt: number
  readonly digest: string
  /** The consent tool and its version, as the page names it. */
  readonly source?: string
  readonly country?: string
  readonly region?: string
  readonly findings: readonly Finding[]
  /** The newest answer cannot be read: it may be a no. It closes, and settles nothing that waits. */
  readonly unreadable?: true
  /** Nobody has answered, and silence permits: it tells where the person was, and takes the place of no answer. */
  readonly silent?: true
  /** Name of the signal → SHA-256 of its text: shows that a string somebody holds is the one that was read. */
  readonly signals: Readonly<Record<string, string>>
}

export function recordConsent(request: ConsentRequest, site: SitePlan, context: JudgeContext): ConsentRecord {
  const plan = narrowedTo(request.destinations, site)
  const state = resolveConsent(
    {
      gpcHeader: context.gpcHeader,
      evidence: request.consent,
      ...(request.client !== undefined && { client: request.client }),
    },
    plan.consent,
    context.receivedAtMs,
  )
  const decisions = decideAll(state, plan)
  const ofAnalysis = decideAnalysis(request.destinations, state, plan)
  const grants = grantsOf(decisions, ofAnalysis, state, plan, context.receivedAtMs)
  const settled = [...decisions.values()].some(({ permit, byPerson }) => permit !== undefined || byPerson)
  const isSilent = !state.findings.some(({ validity, choiceMade }) => validity === 'valid' && choiceMade !== false)
  const isUnreadable = !settled && state.problem === 'malformed'
  const followed = followedBy(state, site)
  const withdrawn = [
    ...idsWhere(new Map([...decisions, ...ofAnalysis]), ({ byPerson }) => byPerson),
    ...absentRefused(state, plan),
  ]
  const limited = idsWhere(decisions, (decision) => refusesFullOnly(decision, state))
  const refuses = withdrawn.length + limited.length > 0
  const atMs = answeredAtMs(state, request.consent, plan, context.receivedAtMs, { refuses, isUnreadable })
  return {
    ...keysOfRequest(request, plan, context, keptVisitor(context.visitor, decisions, followed)),
    receivedAtMs: context.receivedAtMs,
    atMs,
    decisions: Object.fromEntries(
      [...decisions, ...ofAnalysis].map(([id, one]) => [id, one.permit?.level ?? one.refusal ?? '']),
    ),
    withdrawn,
    limited,
    granted: [...grants.keys()],
    grantedAtMs: Math.min(...grants.values()),
    ...(followed !== undefined && { followed }),
    bases: Object.fromEntries(plan.destinations.map(({ destination: { id } }) => [id, basisOf(state, id)])),
    // What concerns some destinations only is no answer for the others, which an order is judged by too.
    ...((settled || isUnreadable) &&
      request.destinations === undefined && {
        snapshot: {
          ...snapshotOf(request, state, plan, context, atMs),
          ...(isUnreadable ? { unreadable: true as const } : isSilent && !refuses && { silent: true as const }),
        },
      }),
    ...(isUnreadable && { unreadable: true }),
  }
}

/** What an answer that cannot be read leaves of the one before it: every refusal, and no grant. */
export function behindUnreadable(known: Snapshot, { at, receivedAt, findings }: Snapshot): Snapshot {
  // A second one adds nothing: what is kept stays as small as it is.
  const kept = known.unreadable === true ? known.findings : [...findings, ...known.findings.map(withoutGrants)]
  return { ...known, at, receivedAt, unreadable: true, findings: kept }
}

/** Of a trial nothing is believed but a no. */
export function refusalsOf(record: ConsentRecord): ConsentRecord {
  const { snapshot: _snapshot, followed: _followed, ...rest } = record
  const refused = Object.entries(record.decisions).filter(([, decision]) => decision !== 'full')
  return { ...rest, granted: [], decisions: Object.fromEntries(refused) }
}

/** Of the others nothing is decided, and nothing withdrawn. */
function narrowedTo(ids: readonly string[] | undefined, plan: SitePlan): SitePlan {
  if (ids === undefined) return plan
  return {
    ...plan,
    destinations: plan.destinations.filter(({ destination }) => ids.includes(destination.id)),
    absent: plan.absent.filter(({ destination }) => ids.includes(destination)),
  }
}

/** Undefined where the site keeps no journeys, or this person's may not be kept. */
function followedBy(state: ConsentState, { site }: SitePlan): Followed | undefined {
  const need = analysisNeed(site)
  if (need === undefined || decideForRecord(state, need).permit === undefined) return undefined
  return { sinceMs: grantedAtMs(state, need.destination, need.purposes) }
}

/** A new id is given to a browser only where something is granted in full, or journeys may be kept; else it is forgotten here. */
function keptVisitor(
  visitor: Visitor | undefined,
  decisions: Decisions,
  followed: Followed | undefined,
): Visitor | undefined {
  const someFull = [...decisions.values()].some(({ permit }) => permit?.level === 'full')
  return visitor?.fresh === true && !someFull && followed === undefined ? undefined : visitor
}

function keysOfRequest(
  request: ConsentRequest,
  plan: SitePlan,
  { personKey }: JudgeContext,
  visitor: Visitor | undefined,
): Pick<ConsentRecord, 'keys' | 'lookupKeys'> {
  const { person } = request
  const shared = sharedOf({ name: 'contact', eventId: '', occurredAtMs: 0, person }, plan.site.defaultCountry)
  const ofVisitor = visitor === undefined ? [] : lookupKeysOfVisitor(visitor, plan.id, personKey)
  const lookupKeys = [...new Set([...consentKeysOf(request.keys, plan.id, personKey), ...ofVisitor])]
  const found = visitor === undefined ? [] : keysOfVisitor(visitor, shared, personKey)
  return { lookupKeys, keys: [...new Set([...lookupKeys, ...personKeysOf(person, shared, personKey), ...found])] }
}

type Decisions = ReadonlyMap<string, ConsentDecision>

function decideAll(state: ConsentState, plan: SitePlan): Decisions {
  return new Map(plan.destinations.map(({ destination, need }) => [destination.id, decide(state, need)]))
}

/** The off-site record's part; an answer for some destinations only says nothing of it. */
function decideAnalysis(only: ConsentRequest['destinations'], state: ConsentState, plan: SitePlan): Decisions {
  const need = analysisNeed(plan.site)
  return new Map(need === undefined || only !== undefined ? [] : [[ANALYSIS, decideForRecord(state, need)]])
}

/** Destinations that are not in the policy now, and of which the person has refused what they need at the least. */
function absentRefused(state: ConsentState, { absent }: SitePlan): readonly string[] {
  return absent.filter((need) => decide(state, need).byPerson).map(({ destination }) => destination)
}

function idsWhere(decisions: Decisions, holds: (decision: ConsentDecision) => boolean): string[] {
  return [...decisions].flatMap(([id, decision]) => (holds(decision) ? [id] : []))
}

/**
 * Let in by answers that say when they were given, not by silence: an old cookie without a date, sent once more, must not
 * undo a withdrawal. Destination → when, not later than now.
 */
function grantsOf(
  decisions: Decisions,
  ofAnalysis: Decisions,
  state: ConsentState,
  plan: SitePlan,
  nowMs: number,
): ReadonlyMap<string, number> {
  const grants = new Map<string, number>()
  const record = analysisNeed(plan.site)
  const needs = [...plan.destinations.map(({ need }) => need), ...(record === undefined ? [] : [record])]
  for (const { destination, purposes } of needs) {
    if ((decisions.get(destination) ?? ofAnalysis.get(destination))?.permit?.level !== 'full') continue
    const atMs = grantedAtMs(state, destination, purposes)
    if (atMs !== undefined) grants.set(destination, Math.min(atMs, nowMs))
  }
  return grants
}

/** The name under which a withdrawal from the full send only is written down. */
export function fullOf(destination: string): string {
  return `${destination}:full`
}

/**
 * What the page says, else what the newest signal says of itself. A yes without a date was given now; so was a no, and what cannot
 * be read. A no is never older than its own signal says.
 */
function answeredAtMs(
  state: ConsentState,
  evidence: ConsentEvidence,
  plan: SitePlan,
  nowMs: number,
  { refuses, isUnreadable }: { readonly refuses: boolean; readonly isUnreadable: boolean },
): number {
  const at = evidence.at === undefined ? undefined : readAnsweredAt(evidence.at, { rules: plan.consent, nowMs })
  const said = at === undefined || at.validity === 'invalid' ? undefined : at.atMs
  const undatedMs = Math.min(said ?? nowMs, nowMs)
  const partUnreadable = state.problem === 'malformed' ? undatedMs : (said ?? 0)
  if (refuses) return Math.min(Math.max(partUnreadable, refusedAtMs(state, undatedMs)), nowMs)
  if (said !== undefined || isUnreadable || state.findings.some(isUndatedYes)) return undatedMs
  const times = state.findings.flatMap(({ atMs }) => (atMs === undefined || atMs > nowMs ? [] : [atMs]))
  return times.length === 0 ? nowMs : Math.max(...times)
}

function snapshotOf(
  request: ConsentRequest,
  state: ConsentState,
  plan: SitePlan,
  context: JudgeContext,
  atMs: number,
): Snapshot {
  const { client, consent } = request
  const source = consent.source !== undefined && isToolName(consent.source) ? consent.source : undefined
  return {
    at: atMs,
    receivedAt: context.receivedAtMs,
    digest: plan.digest,
    ...(source !== undefined && { source }),
    ...(client?.country !== undefined && COUNTRY.test(client.country) && { country: client.country }),
    ...(client?.region !== undefined && REGION.test(client.region) && { region: client.region }),
    findings: state.findings,
    signals: hashedSignals(consent.signals),
  }
}

/** ISO 3166: what has another form would say nothing about the law, and may say something about a person. */
const COUNTRY = /^[A-Za-z]{2}$/
const REGION = /^(?:[A-Za-z]{2}-)?[A-Za-z0-9]{1,3}$/

/** `cmp:didomi 2.1`: the name of a tool and its version, and nothing that people write. */
function isToolName(source: string): boolean {
  return (
    /^[a-z][a-z0-9:_-]{0,39}(?: v?[0-9]{1,4}(?:\.[0-9]{1,4}){0,3})?$/i.test(source) &&
    'clean' in guardText(source, 'text')
  )
}

function hashedSignals(signals: ConsentSignals | undefined): Readonly<Record<string, string>> {
  const texts = Object.entries(signals ?? {}).map(
    ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
  )
  return Object.fromEntries(texts.map(([name, text]) => [name, sha256Hex(text)]))
}
