/**
 * The verdict as it begins: what the event is, under which key it counts once, which order it is about; who judges adds the rest. It
 * is filled member by member: to spread objects into one another is slow in every engine, and this runs for each event.
 */
import type { CanonicalEvent } from '../event/types.ts'
import { sha256Hex } from '../hashing/sha256.ts'
import { hiddenId, type HiddenId } from '../privacy/guard.ts'
import { dedupeOf, storedKey } from './dedupe.ts'
import type { JudgeContext, Verdict } from './judge.ts'
import { orderNamesOf } from './order-names.ts'
import { traceOf } from './order-trace.ts'
import { EVENT_ID_SLOT } from './payload-plan.ts'
import type { SitePlan } from './plan.ts'
import type { GuardMemo } from './shared.ts'

export type Draft = { -readonly [K in keyof Verdict]: Verdict[K] }

type Outcome = Pick<Verdict, 'deliveries' | 'refused' | 'personKeys'>

export function draftOf(
  event: CanonicalEvent,
  plan: SitePlan,
  context: JudgeContext,
  guarded: GuardMemo,
  { deliveries, refused, personKeys }: Outcome,
): Draft {
  const dedupe = dedupeOf(event, plan)
  const dedupeKey = storedKey(dedupe, event.name, context.personKey)
  return {
    eventId: storableId(event.eventId, context, guarded),
    name: event.name,
    occurredAtMs: event.occurredAtMs,
    dedupeKey,
    dedupeUntilDay: dedupe.dedupeUntilDay,
    deliveries,
    refused,
    order: orderOf(event, dedupeKey, plan, context),
    noes: undefined,
    trace: traceOf(event, plan, context),
    personKeys,
    bases: undefined,
    awaits: undefined,
    settles: undefined,
    absorbs: undefined,
    staging: event.staging,
    fact: undefined,
    following: undefined,
    followedSinceMs: undefined,
  }
}

/** Where the policy counts sales by something else, their orders' names say nothing. */
function orderOf(
  event: CanonicalEvent,
  key: string,
  plan: SitePlan,
  { personKey, source }: JudgeContext,
): Verdict['order'] {
  if (event.name !== 'purchase' || plan.site.unique.purchase !== 'order.id' || event.order === undefined)
    return undefined
  const own = { site: plan.id, key, fromServer: source === 'server' }
  const hasAliases = event.order.aliases !== undefined && event.order.aliases.length > 0
  return { hasAliases, names: () => orderNamesOf(event, own, personKey), yes: undefined }
}

/** An event id that is an e-mail address must not reach storage or a platform, nor a hash of it that anybody could guess. */
function storableId(eventId: string, context: JudgeContext, guarded: GuardMemo): string {
  const isClean = typeof guarded.text(EVENT_ID_SLOT, eventId, 'event_id') === 'string'
  return isClean ? eventId : hide(eventId, context)
}

export function hide(eventId: string, context: JudgeContext): HiddenId {
  return hiddenId(context.personKey('event_id', sha256Hex(eventId)))
}
