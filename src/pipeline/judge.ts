/**
 * Steps 4 to 6 for one event, read top to bottom: consent, fields, preparation. Pure: nothing is written or sent.
 * The verdict holds no raw identifier; what the outbox stores comes from it and from nothing else.
 */
import { decide, type ConsentNeed, type Permit } from '../consent/decide.ts'
import { resolveConsent, type ConsentInput } from '../consent/resolve.ts'
import type { ConsentState } from '../consent/types.ts'
import type { Destination } from '../destinations/destination.ts'
import { checkTiming } from '../event/timing.ts'
import type { CanonicalEvent, Client, ConsentEvidence } from '../event/types.ts'
import type { JourneyFact } from '../offsite/facts.ts'
import type { PersonKeyMaker } from '../hashing/person-key.ts'
import { basisOf, grantedAtMs, grantedBefore } from './consent-basis.ts'
import { fullOf } from './consent-record.ts'
import { consentKeysOf, consentKeysOfEvent } from './consent-keys.ts'
import type { Snapshot } from './consent-record.ts'
import type { Circumstances } from './conditions.ts'
import { agreementOf, followingOf, journeyFactOf, type Following, type JourneyDecision } from './journey-fact.ts'
import { planUnder, prepareSiteFor, type DestinationPlan, type EventPlan, type SitePlan } from './plan.ts'
import { personKeysOf } from './person-keys.ts'
import { prepareEvent, sharedOf, type LeftOut, type Prepared, type Shared } from './prepare.ts'
import type { SafeJson } from './safe-json.ts'
import type { OrderNames } from './order-names.ts'
import { noesOf, type Noes, type Yes } from './order-noes.ts'
import { paidOf, type OrderTrace, type Paid } from './order-trace.ts'
import { saleOf, type OrderKeyMaker, type Sale } from './sale.ts'
import { GuardMemo } from './shared.ts'
import { draftOf, hide, type Draft } from './verdict-draft.ts'
import { keysOfVisitor, type Visitor } from './visitor.ts'

export interface JudgeContext {
  readonly receivedAtMs: number
  /** When what it says of consent was heard, where it has waited since. */
  readonly heardAtMs?: number | undefined
  /** The browser's own `Sec-GPC` header; null where the event does not come from a browser. */
  readonly gpcHeader: string | null
  readonly personKey: PersonKeyMaker
  /** Who sent it; absent where an event is judged by itself. Only a server can speak for the shop. */
  readonly source?: 'browser' | 'server'
  /** Who told us, for the ledger of orders: `browser`, `server` or the id of a source. */
  readonly via?: string | undefined
  /** Names orders for the event lake; absent where nothing of a sale is kept for one. */
  readonly orderKey?: OrderKeyMaker | undefined
  /** What the shard knows of people's answers; absent where an event is judged by itself (explaining). */
  readonly known?: KnownConsent
  /** The gateway's own id of the browser (visitor.ts); absent for servers, and where the policy sets no cookies. */
  readonly visitor?: Visitor | undefined
}

/** Answers that came before this event, or beside it. */
export interface KnownConsent {
  /** The newest answer kept under any of these keys: for servers' events, which carry none of their own. */
  readonly snapshotFor: (keys: readonly string[]) => Snapshot | undefined
  /** When any of these persons last said no to this destination, epoch ms; the keys are made only where somebody did. */
  readonly withdrawnAtMs: (keys: () => readonly string[], destination: string) => number | undefined
  /** Whether an event without evidence may wait for a snapshot: a server's, and there is room. */
  readonly mayWait: boolean
  /** Whether a sale may wait for other copies of it: there is room. Absent: it may not. */
  readonly maySettle?: boolean
}

/** One destination's part of an accepted event. `body` is made only from prepared values (see prepare.ts). */
export interface Delivery {
  readonly destination: string
  readonly body: SafeJson
  readonly fields: string
  readonly level: Permit['level']
  /** Which signals allowed it: see consent-basis.ts. */
  readonly basis: string
  /** When the person granted it, epoch ms; undefined where nothing says, or where silence permits. */
  readonly grantedAtMs?: number | undefined
  /** What the receipt keeps of the order; only where there is an event lake for it. */
  readonly sale?: Sale | undefined
  /** What the receipt keeps for reconciliation; only where the site keeps a ledger of orders. */
  readonly paid?: Paid | undefined
  /** What could not be used or was stopped, by name: for the diagnostics, not stored with the delivery. */
  readonly leftOut?: readonly LeftOut[]
  /** Of a sale that counts by its order: what a no in another copy of it is held against. */
  readonly yes?: Yes | undefined
}

export interface Verdict extends Following {
  /** The caller's id, or its hash where the id itself holds personal data: safe to store. */
  readonly eventId: string
  readonly name: CanonicalEvent['name']
  readonly occurredAtMs: number
  readonly dedupeKey: string
  /** The day (days since 1970) after which the dedupe key may be forgotten. */
  readonly dedupeUntilDay: number
  readonly deliveries: readonly Delivery[]
  /** Destination → reason code, for those that get nothing. */
  readonly refused: Readonly<Record<string, string>>
  /** Of a sale that counts by its order: made only where there is somebody to ask. Keyed hashes. */
  readonly order?:
    | { readonly hasAliases: boolean; readonly names: () => OrderNames | undefined; readonly yes?: Yes | undefined }
    | undefined
  /** Of such a sale: what its buyer has refused, for every other copy of it. */
  readonly noes?: Noes | undefined
  /** What ties it to an order in the ledger; only where there is one. */
  readonly trace?: OrderTrace | undefined
  /** By which a withdrawal finds the event's deliveries: the person's, and those of the order. */
  readonly personKeys: readonly string[]
  /** Refused destination → what was known of consent: see consent-basis.ts. Absent where nobody asked for it. */
  readonly bases?: Readonly<Record<string, string>> | undefined
  /** Nothing is known of this person's consent yet, and it may still come under one of these keys. */
  readonly awaits?: readonly string[] | undefined
  /** A sale that waits for other copies of it, where the policy has a settle time. */
  readonly settles?: true | undefined
  /** Other keys under which copies of the same sale may wait. */
  readonly absorbs?: readonly string[] | undefined
  /** A trial: it is answered and leaves no trace. */
  readonly staging?: true | undefined
  /** What the off-site record is told of it; absent where the policy has no `analysis`, or its purposes are not granted. */
  readonly fact?: JourneyFact | undefined
}

/** What only a person who asks why needs: never on the hot path. */
export interface Trace {
  consent?: ConsentState
  journey?: JourneyDecision
  readonly destinations: Record<string, { plan?: EventPlan; leftOut: readonly LeftOut[] }>
}

export function judge(event: CanonicalEvent, plan: SitePlan, context: JudgeContext, trace?: Trace): Verdict {
  const late = checkTiming(event.occurredAtMs, context.receivedAtMs, oldestTaken(plan))
  if (late !== undefined) return refusal(event, plan, context, late)
  const earlier = earlierAnswer(event, plan, context)
  const said = consentInput(event, context, earlier.snapshot)
  const consent = resolveConsent(said, plan.consent, context.receivedAtMs)
  if (trace !== undefined) trace.consent = consent
  const theCase: Case = {
    event,
    plan,
    context,
    said,
    consent,
    heardMs: Math.min(earlier.snapshot?.receivedAt ?? Infinity, context.heardAtMs ?? context.receivedAtMs),
    shared: sharedOf(event, plan.site.defaultCountry, (eventId) => hide(eventId, context)),
    trace,
    taken: undefined,
    keys: undefined,
  }
  const verdict = heedingNoes(prepareAll(theCase), theCase, earlier.snapshot)
  return settling(earlier.mayCome ? awaiting(verdict, [...earlier.keys, ...keysOf(theCase)]) : verdict, theCase)
}

interface Earlier {
  readonly keys: readonly string[]
  readonly snapshot: Snapshot | undefined
  readonly mayCome: boolean
}

const NO_EARLIER: Earlier = { keys: [], snapshot: undefined, mayCome: false }

/** An event that carries evidence of its own is judged by that; a server's without any, by what its browser said. */
function earlierAnswer(event: CanonicalEvent, plan: SitePlan, context: JudgeContext): Earlier {
  const { known } = context
  if (saysSomething(event.consent) || known === undefined) return NO_EARLIER
  const keys = consentKeysOf(consentKeysOfEvent(event), plan.id, context.personKey)
  const snapshot = known.snapshotFor(keys)
  const mayCome =
    (snapshot === undefined || snapshot.unreadable === true) &&
    known.mayWait &&
    event.staging !== true &&
    keys.length > 0 &&
    plan.site.consent.snapshotWaitMinutes > 0
  return { keys, snapshot, mayCome }
}

/** An empty `consent` is as good as none. */
export function saysSomething(evidence: ConsentEvidence | undefined): boolean {
  return evidence !== undefined && (evidence.state ?? evidence.signals ?? evidence.malformed) !== undefined
}

/** Only where nothing but missing consent keeps the event back: a wait must not hide another reason. */
function awaiting(verdict: Verdict, keys: readonly string[]): Verdict {
  const waits = Object.values(verdict.refused).some(mayBeAnswered) && verdict.deliveries.length === 0
  if (!waits) return verdict
  const refused = Object.fromEntries(
    Object.entries(verdict.refused).map(([id, reason]) => [id, mayBeAnswered(reason) ? 'consent_awaited' : reason]),
  )
  return { ...verdict, refused, awaits: keys }
}

/** Of an event without evidence: nobody has answered yet, or not so that it could be read. */
export function mayBeAnswered(reason: string | undefined): boolean {
  return reason === 'consent_unknown' || reason === 'consent_malformed'
}

/** A sale that may go somewhere, or might with what another copy has. */
function settling(verdict: Verdict, { event, plan, context }: Case): Verdict {
  const isOn = context.known?.maySettle === true && (plan.site.orders?.settleSeconds ?? 0) > 0
  if (!isOn || verdict.order === undefined || event.staging === true) return verdict
  const reasons = Object.values(verdict.refused)
  const isKept = verdict.deliveries.length > 0 || verdict.awaits !== undefined || reasons.some(isIncomplete)
  return isKept ? { ...verdict, settles: true } : verdict
}

/** A yes and a no of one order may come in two copies of it: what each says, and when, is held against the other where they meet. */
function heedingNoes(verdict: Draft, theCase: Case, snapshot: Snapshot | undefined): Verdict {
  const { event, plan, context, consent, taken } = theCase
  const { order } = verdict
  if (order === undefined || event.staging === true) return verdict
  const heardMs = context.receivedAtMs
  const via = context.via ?? context.source ?? 'event'
  const noes = noesOf({
    consent,
    plan,
    via,
    heardMs,
    undatedMs: snapshot?.at ?? heardMs,
    withdrawn: taken ?? NONE_TAKEN,
  })
  const atMs = snapshot?.at
  verdict.order = { hasAliases: order.hasAliases, names: order.names, yes: { atMs, via, heardMs } }
  for (const one of verdict.deliveries as readonly DeliveryDraft[])
    one.yes = { atMs: one.grantedAtMs ?? atMs, via, heardMs }
  if (noes !== undefined) verdict.noes = noes
  return verdict
}

const NONE_TAKEN: ReadonlyMap<string, number> = new Map()
type DeliveryDraft = { -readonly [K in keyof Delivery]: Delivery[K] }

/** Consent lets it go, and what the platform needs is not in it. */
function isIncomplete(reason: string): boolean {
  return reason.startsWith('missing_')
}

export function isOfConsent(reason: string): boolean {
  return reason.startsWith('consent_')
}

interface Case {
  readonly event: CanonicalEvent
  readonly plan: SitePlan
  readonly context: JudgeContext
  /** What consent was worked out of: it has the place too. */
  readonly said: ConsentInput
  readonly consent: ConsentState
  /** When the answer that it rests on was heard: no grant is later, whatever a clock says. */
  readonly heardMs: number
  readonly shared: Shared
  readonly trace: Trace | undefined
  /** Destination → when the person took back the consent to it; absent where they have not. */
  taken: Map<string, number> | undefined
  /** Made once, when first asked for. */
  keys: readonly string[] | undefined
}

function prepareAll(theCase: Case): Draft {
  const deliveries: Delivery[] = []
  const refused: Record<string, string> = {}
  for (const destination of theCase.plan.destinations) {
    const result = forDestination(theCase, destination)
    if (typeof result === 'string') refused[destination.destination.id] = result
    else deliveries.push(result)
  }
  const personKeys = deliveries.length === 0 ? [] : together(keysOf(theCase), visitorKeys(theCase, deliveries))
  const { event, plan, context, consent, shared } = theCase
  const verdict = draftOf(event, plan, context, shared.guarded, { deliveries, refused, personKeys })
  const bases = basesOf(consent, refused)
  if (bases !== undefined) verdict.bases = bases
  if (plan.site.analysis !== undefined) addJourney(verdict, theCase)
  return verdict
}

/** The keys of one kind are different ones already. */
function together(keys: readonly string[], more: readonly string[]): readonly string[] {
  return more.length === 0 ? keys : [...new Set([...keys, ...more])]
}

function basesOf(consent: ConsentState, refused: Readonly<Record<string, string>>): Verdict['bases'] {
  let bases: Record<string, string> | undefined
  for (const id in refused) (bases ??= {})[id] = basisOf(consent, id)
  return bases
}

/** A new visitor's id is as good as an old one: where the record may know it, the browser gets it (cookies.ts). */
function addJourney(verdict: Draft, theCase: Case): void {
  const { event, plan, context, consent, heardMs, shared, trace } = theCase
  const { visitor, personKey, known } = context
  const ofVisitor = () => (visitor === undefined ? [] : keysOfVisitor(visitor, shared, personKey))
  const input = {
    event,
    consent,
    shared,
    visitor,
    personKey,
    heardMs,
    site: plan.site,
    withdrawnAtMs: ({ destination }: ConsentNeed) =>
      known?.withdrawnAtMs(() => [...new Set([...keysOf(theCase), ...ofVisitor()])], destination),
  }
  const agreement = agreementOf(input)
  const journey = journeyFactOf(input, agreement)
  if (trace !== undefined && journey !== undefined) trace.journey = journey
  if (journey?.fact !== undefined) verdict.fact = journey.fact
  const { following, followedSinceMs } = followingOf(agreement, event)
  if (following !== undefined) verdict.following = following
  if (following === 'agreed') verdict.followedSinceMs = followedSinceMs
}

function keysOf(theCase: Case): readonly string[] {
  return (theCase.keys ??= makeKeys(theCase))
}

function makeKeys({ event, plan, context, shared }: Case): readonly string[] {
  const ofPerson = personKeysOf(event.person, shared, context.personKey)
  if (event.order === undefined) return ofPerson
  const ofOrder = consentKeysOfEvent({ order: event.order, person: undefined })
  return [...ofPerson, ...consentKeysOf(ofOrder, plan.id, context.personKey)]
}

/** A new id counts where something was granted in full: only then does the browser get it. */
function visitorKeys({ context, shared }: Case, deliveries?: readonly Delivery[]): readonly string[] {
  const { visitor } = context
  if (visitor === undefined) return []
  const isKept = visitor.fresh !== true || deliveries?.some(({ level }) => level === 'full') === true
  return isKept ? keysOfVisitor(visitor, shared, context.personKey) : []
}

/** Whoever said no is asked anew: only a grant that is known to be newer opens again. */
function isWithdrawn(theCase: Case, permit: Permit, grantedMs: number | undefined): boolean {
  const { known } = theCase.context
  if (known === undefined) return false
  return reachesOf(permit).some((reach) => {
    const atMs = known.withdrawnAtMs(() => [...keysOf(theCase), ...visitorKeys(theCase)], reach)
    if (atMs === undefined || (grantedMs !== undefined && grantedMs > atMs)) return false
    theCase.taken = (theCase.taken ?? new Map<string, number>()).set(reach, atMs)
    return true
  })
}

/** Where the policy answers an opt-out with a limited send, it withdraws from the full one only. */
function reachesOf({ destination, level }: Permit): readonly string[] {
  return level === 'full' ? [destination, fullOf(destination)] : [destination]
}

/** A character is a byte (safe-json.ts): what a row of the outbox can hold (2 MB), with its neighbours' keys. */
const BODY_MAX_BYTES = 1_500_000

/** Why this destination gets nothing, or what it gets. The order is the order of the reasons a person is told. */
function forDestination(theCase: Case, planned: DestinationPlan): Delivery | string {
  const { event, context, consent, heardMs, shared, trace } = theCase
  const { destination } = planned
  const eventPlan = planned.events.get(event.name)
  if (eventPlan === undefined) return 'event_not_in_policy'
  if (event.destinations?.includes(destination.id) === false) return 'not_addressed'
  const decision = decide(consent, planned.need)
  if (decision.permit === undefined) return decision.refusal
  const { permit } = decision
  const grantedMs = grantedBefore(grantedAtMs(consent, destination.id, planned.need.purposes), heardMs)
  if (isWithdrawn(theCase, permit, grantedMs)) return 'consent_withdrawn'
  if (context.receivedAtMs - event.occurredAtMs > destination.maxAgeMs) return 'event_too_old'
  const fieldPlan = eventPlan.conditional === undefined ? eventPlan : planUnder(eventPlan, circumstancesOf(theCase))
  const prepared = prepareEvent(
    { event, receivedAtMs: context.receivedAtMs },
    destination,
    fieldPlan,
    permit,
    prepareSiteFor(planned, fieldPlan, permit.level),
    shared,
  )
  if (trace !== undefined) trace.destinations[destination.id] = { plan: fieldPlan, leftOut: prepared.leftOut }
  if (!prepared.ok) return prepared.reason
  if (prepared.body.length > BODY_MAX_BYTES) return 'event_too_large'
  // Last, so that a trial is told every other reason that a real event would be told.
  if (event.staging === true) return 'staging'
  return {
    destination: destination.id,
    body: prepared.body,
    fields: prepared.fieldText,
    level: permit.level,
    basis: basisOf(consent, destination.id),
    grantedAtMs: grantedMs,
    sale: keptSale(theCase, destination, prepared),
    paid: paidOf(event, theCase.plan, destination, () => prepared.fields),
    leftOut: prepared.leftOut,
    yes: undefined,
  }
}

function keptSale({ event, plan, context }: Case, destination: Destination, prepared: Prepared) {
  const { orderKey } = context
  // The list of names is made only when it is asked for.
  return orderKey && saleOf(event, destination, prepared.fields, (orderId) => orderKey(plan.id, orderId))
}

/** A condition is held against the place by which the law was chosen. */
function circumstancesOf({ event, context, shared, said }: Case): Circumstances {
  return {
    input: { event, receivedAtMs: context.receivedAtMs },
    shared,
    country: said.client?.country,
    earlierCountry: said.earlierPlace?.country,
  }
}

function consentInput(event: CanonicalEvent, context: JudgeContext, snapshot: Snapshot | undefined): ConsentInput {
  const client = event.client ?? {}
  return {
    gpcHeader: context.gpcHeader,
    client: snapshot === undefined || client.country !== undefined ? client : placeOf(snapshot),
    evidence: event.consent,
    personCountry: event.person?.country,
    earlier: snapshot?.findings,
    earlierAtMs: snapshot?.at,
    earlierPlace: snapshot && placeOf(snapshot),
  }
}

/** Where the browser was when the person answered. */
function placeOf({ country, region }: Snapshot): Client {
  return { ...(country !== undefined && { country }), ...(region !== undefined && { region }) }
}

function refusal(event: CanonicalEvent, plan: SitePlan, context: JudgeContext, reason: string): Verdict {
  const refused = Object.fromEntries(plan.destinations.map(({ destination }) => [destination.id, reason]))
  return draftOf(event, plan, context, new GuardMemo(), { deliveries: [], refused, personKeys: [] })
}

function oldestTaken(plan: SitePlan): number {
  return plan.destinations.reduce((oldest, { destination }) => Math.max(oldest, destination.maxAgeMs), 0)
}
