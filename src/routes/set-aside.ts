/**
 * Events that came from no person: answered one by one like any others, counted, and given to no shard. A crawler that runs the
 * page's scripts is no visit, and neither is a page that is fetched in case somebody should open it.
 */
import { parseBody } from '../event/parse.ts'
import { textOf } from '../outbox/body-text.ts'
import type { BodyText, TakeAnswer } from '../outbox/types.ts'
import type { EventResult } from '../pipeline/accept.ts'
import { Counters } from '../telemetry/counters.ts'
import type { Caller, RouteContext } from './events.ts'
import { visitorKind, type VisitorKind } from './visitor-kind.ts'

/** Undefined where a person may be looking, or where the sender is a server. */
export function setAside({ services, request }: RouteContext, caller: Caller, text: BodyText): TakeAnswer | undefined {
  if (caller.source === 'server') return undefined
  const kind = visitorKind(request, services.config.production)
  if (kind === 'person') return undefined
  const nowMs = Date.now()
  const body = parseBody(textOf(text), nowMs)
  if (!body.ok) return { kind: 'malformed', code: body.code, errors: body.errors }
  Counters.add(services.counters.automated, kind, body.events.length)
  services.door.refused(kind, 'browser', nowMs, caller.plan.id)
  const destinations = Object.fromEntries(caller.plan.destinations.map(({ destination }) => [destination.id, kind]))
  const results = body.events.map((one) => resultOf(one.ok ? one.event.eventId : one.eventId, kind, destinations))
  return { kind: 'taken', results: JSON.stringify(results), allDuplicates: false }
}

function resultOf(
  eventId: string | undefined,
  reason: Exclude<VisitorKind, 'person'>,
  destinations: EventResult['destinations'],
): EventResult {
  return { event_id: eventId ?? null, status: 'refused', reason, destinations }
}
