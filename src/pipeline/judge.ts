/**
 * Steps 4 to 6 for one event, read top to bottom: consent, fields, preparation. Pure: nothing is written or sent.
 * The verdict holds no raw identifier; what the outbox stores comes from it and from nothing else.
 */
import { decide, type Permit } from '../consent/decide.ts'
import { resolveConsent } from '../consent/resolve.ts'
import type { ConsentState } from '../consent/types.ts'
import { checkTiming } from '../event/timing.ts'
import type { CanonicalEvent } from '../event/types.ts'
import type { PersonKeyMaker } from '../hashing/person-key.ts'
import { sha256Hex } from '../hashing/sha256.ts'
import { guardText } from '../privacy/guard.ts'
import type { DestinationPlan, EventPlan, SitePlan } from './plan.ts'
import { personKeysOf } from './person-keys.ts'
import { prepareEvent, sharedOf, type LeftOut, type Shared } from './prepare.ts'
import { dedupeOf } from './dedupe.ts'

export interface JudgeContext {
  readonly receivedAtMs: number
  /** The browser's own `Sec-GPC` header; null where the event does not come from a browser. */
  readonly gpcHeader: string | null
  readonly personKey: PersonKeyMaker
}

/** One destination's part of an accepted event. `body` is made only from prepared values (see prepare.ts). */
export interface Delivery {
  readonly destination: string
  readonly body: string
  readonly fields: string
  readonly level: Permit['level']
}

export interface Verdict {
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
  readonly personKeys: readonly string[]
}

/** What only a person who asks why needs: never on the hot path. */
export interface Trace {
  consent?: ConsentState
  readonly destinations: Record<string, { plan?: EventPlan; leftOut: readonly LeftOut[] }>
}

export function judge(event: CanonicalEvent, plan: SitePlan, context: JudgeContext, trace?: Trace): Verdict {
  const late = checkTiming(event.occurredAtMs, context.receivedAtMs, oldestTaken(plan))
  if (late !== undefined) return refusal(event, plan, context, late)
  const consent = resolveConsent(consentInput(event, context), plan.consent, context.receivedAtMs)
  if (trace !== undefined) trace.consent = consent
  return prepareAll({
    event,
    plan,
    context,
    consent,
    shared: sharedOf(event, plan.site.defaultCountry),
    ...(trace !== undefined && { trace }),
  })
}

interface Case {
  readonly event: CanonicalEvent
  readonly plan: SitePlan
  readonly context: JudgeContext
  readonly consent: ConsentState
  readonly shared: Shared
  readonly trace?: Trace
}

function prepareAll(theCase: Case): Verdict {
  const deliveries: Delivery[] = []
  const refused: Record<string, string> = {}
  for (const destination of theCase.plan.destinations) {
    const result = forDestination(theCase, destination)
    if (typeof result === 'string') refused[destination.destination.id] = result
    else deliveries.push(result)
  }
  const { event, plan, context, shared } = theCase
  const personKeys = deliveries.length === 0 ? [] : personKeysOf(event.person, shared, context.personKey)
  return { ...identity(event, plan, context), deliveries, refused, personKeys }
}

/** Three bytes a character at most: what a row of the outbox can hold (2 MB), with its neighbours' keys. */
const BODY_MAX_CHARACTERS = 500_000

/** Why this destination gets nothing, or what it gets. The order is the order of the reasons a person is told. */
function forDestination(theCase: Case, planned: DestinationPlan): Delivery | string {
  const { event, context, consent, shared, trace } = theCase
  const { destination } = planned
  const eventPlan = planned.events.get(event.name)
  if (eventPlan === undefined) return 'event_not_in_policy'
  const decision = decide(consent, planned.need)
  if (decision.permit === undefined) return decision.refusal
  if (context.receivedAtMs - event.occurredAtMs > destination.maxAgeMs) return 'event_too_old'
  const { permit } = decision
  const prepared = prepareEvent(
    { event, receivedAtMs: context.receivedAtMs },
    destination,
    eventPlan,
    permit,
    planned.site[permit.level],
    shared,
  )
  if (trace !== undefined) trace.destinations[destination.id] = { plan: eventPlan, leftOut: prepared.leftOut }
  if (!prepared.ok) return prepared.reason
  if (prepared.body.length > BODY_MAX_CHARACTERS) return 'event_too_large'
  return { destination: destination.id, body: prepared.body, fields: prepared.fields.join(' '), level: permit.level }
}

function consentInput(event: CanonicalEvent, context: JudgeContext): Parameters<typeof resolveConsent>[0] {
  return {
    gpcHeader: context.gpcHeader,
    ...(event.consent !== undefined && { evidence: event.consent }),
    ...(event.client !== undefined && { client: event.client }),
    ...(event.person?.country !== undefined && { personCountry: event.person.country }),
  }
}

function refusal(event: CanonicalEvent, plan: SitePlan, context: JudgeContext, reason: string): Verdict {
  const refused = Object.fromEntries(plan.destinations.map(({ destination }) => [destination.id, reason]))
  return { ...identity(event, plan, context), deliveries: [], refused, personKeys: [] }
}

function identity(event: CanonicalEvent, plan: SitePlan, context: JudgeContext) {
  const { guessableKey, dedupeUntilDay } = dedupeOf(event, plan)
  return {
    eventId: storableId(event.eventId, context),
    name: event.name,
    occurredAtMs: event.occurredAtMs,
    dedupeKey: context.personKey('unique', guessableKey),
    dedupeUntilDay,
  }
}

/** An event id that is an e-mail address must not reach storage, nor a hash of it that anybody could guess. */
function storableId(eventId: string, context: JudgeContext): string {
  return 'clean' in guardText(eventId, 'id') ? eventId : `hidden:${context.personKey('event_id', sha256Hex(eventId))}`
}

function oldestTaken(plan: SitePlan): number {
  return plan.destinations.reduce((oldest, { destination }) => Math.max(oldest, destination.maxAgeMs), 0)
}
