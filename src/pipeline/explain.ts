/**
 * The whole decision for one event, for people: what arrived (masked), what was found about consent, what each
 * destination would get and what is kept back, and why. The same steps as `judge`, with the reasons kept.
 */
import type { ConsentState } from '../consent/types.ts'
import type { ResolvedTouch } from '../analysis/touch.ts'
import type { CanonicalEvent } from '../event/types.ts'
import { guardFieldName, mask } from '../privacy/guard.ts'
import { uniqueFieldOf } from './dedupe.ts'
import type { JourneyDecision } from './journey-fact.ts'
import { judge, type JudgeContext, type Trace, type Verdict } from './judge.ts'
import type { SitePlan } from './plan.ts'
import { deniedFields, type LeftOut } from './prepare.ts'

export interface ArrivedField {
  readonly field: string
  /** Facts are shown; what may name a person is shown as a shape: `j•••@e•••.fr (15)`. */
  readonly shown: string
}

export interface DestinationExplanation {
  /** `full`, `limited`, or the code of the reason why nothing goes there. */
  readonly decision: string
  readonly fields: readonly string[]
  readonly left_out: readonly LeftOut[]
  /** The platform's event, final to the last byte. */
  readonly payload?: unknown
}

export interface Explanation {
  readonly event: string
  readonly event_id: string
  readonly occurred_at: string
  readonly arrived: readonly ArrivedField[]
  /** Names of fields that Tidegate does not know: dropped, counted. */
  readonly unknown: readonly string[]
  readonly consent?: ConsentState
  /** The field whose value counts this event once: `order.id`, `event_id` … */
  readonly counted_once_by: string
  readonly destinations: Readonly<Record<string, DestinationExplanation>>
  /** Of the off-site record; absent where the site keeps no journeys, or the event is none of what they are made of. */
  readonly journey?: JourneyExplanation
}

export interface JourneyExplanation {
  /** `kept`, or the code of the reason why nothing of it is. */
  readonly decision: string
  /** What the visit is resolved to. */
  readonly touch?: ResolvedTouch
  readonly path?: string
  readonly step?: string
}

export function explainEvent(
  event: CanonicalEvent,
  unknown: readonly string[],
  plan: SitePlan,
  context: JudgeContext,
): Explanation {
  const trace: Trace = { destinations: {} }
  const verdict = judge(event, plan, context, trace)
  return {
    event: event.name,
    event_id: verdict.eventId,
    occurred_at: new Date(event.occurredAtMs).toISOString(),
    arrived: arrivedFields(event, plan),
    unknown: unknown.map(guardFieldName),
    ...(trace.consent !== undefined && { consent: trace.consent }),
    counted_once_by: uniqueFieldOf(event, plan),
    destinations: Object.fromEntries(
      plan.destinations.map(({ destination }) => [
        destination.id,
        explainDestination(destination.id, event, verdict, trace, context),
      ]),
    ),
    ...(trace.journey !== undefined && { journey: explainJourney(trace.journey) }),
  }
}

/** Without the journey's key: it is nobody's to know. */
function explainJourney({ fact, refusal }: JourneyDecision): JourneyExplanation {
  if (fact === undefined) return { decision: refusal ?? '' }
  if (fact.k === 'touch') return { decision: 'kept', touch: fact.touch, path: fact.path }
  return { decision: 'kept', step: fact.k === 'step' ? fact.step : fact.k }
}

function explainDestination(
  id: string,
  event: CanonicalEvent,
  verdict: Verdict,
  trace: Trace,
  context: JudgeContext,
): DestinationExplanation {
  const traced = trace.destinations[id]
  const denied =
    traced?.plan === undefined ? [] : deniedFields({ event, receivedAtMs: context.receivedAtMs }, traced.plan)
  const leftOut = [...(traced?.leftOut ?? []), ...denied]
  const delivery = verdict.deliveries.find(({ destination }) => destination === id)
  if (delivery === undefined)
    return { decision: verdict.refused[id] ?? 'no_destination', fields: [], left_out: leftOut }
  return {
    decision: delivery.level,
    fields: delivery.fields.split(' '),
    left_out: leftOut,
    payload: JSON.parse(delivery.body) as unknown,
  }
}

/** Order facts may be read by anyone who may read this view; everything else is a shape. */
const SHOWN_AS_IT_IS: ReadonlySet<string> = new Set([
  'order.value',
  'order.tax',
  'order.shipping',
  'order.currency',
  'order.items.quantity',
  'order.items.price',
])
/** Free text that should be an ISO code: shown only where it looks like one. */
const SHOWN_AS_A_CODE: ReadonlySet<string> = new Set(['client.country', 'client.region', 'person.country'])
/** ISO 3166-1 alpha-2, or 3166-2. */
const ISO_CODE = /^[A-Za-z]{2}(?:-[A-Za-z0-9]{1,3})?$/
const MAX_ARRIVED = 100

function arrivedFields(event: CanonicalEvent, plan: SitePlan): ArrivedField[] {
  const found: ArrivedField[] = []
  if (event.destinations !== undefined)
    found.push({ field: 'destinations', shown: addressedIn(event.destinations, plan) })
  if (event.staging === true) found.push({ field: 'environment', shown: 'staging' })
  const { page, client, click, person, order, lead, search } = event
  collect(found, '', { page, client, click, person, order, lead, search })
  return found.slice(0, MAX_ARRIVED)
}

/** Ids that the site has are shown; what else stands there may be anything. */
function addressedIn(ids: readonly string[], plan: SitePlan): string {
  const isKnown = (id: string) => plan.destinations.some(({ destination }) => destination.id === id)
  return ids.map((id) => (isKnown(id) ? id : mask(id))).join(' ') || '–'
}

function collect(found: ArrivedField[], prefix: string, value: object): void {
  for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
    if (inner === undefined || found.length >= MAX_ARRIVED) continue
    const field = Array.isArray(value) ? prefix : `${prefix}${prefix === '' ? '' : '.'}${snakeCase(key)}`
    if (typeof inner === 'object' && inner !== null) collect(found, field, inner)
    else found.push({ field, shown: shownAs(field, inner as string | number | boolean) })
  }
}

function shownAs(field: string, value: string | number | boolean): string {
  const text = String(value)
  return SHOWN_AS_IT_IS.has(field) || (SHOWN_AS_A_CODE.has(field) && ISO_CODE.test(text)) ? text : mask(text)
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
