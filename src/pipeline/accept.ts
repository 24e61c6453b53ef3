/**
 * Steps 3 to 6 of an event's path for one body, and the answer that its sender gets once step 7 is done. Pure.
 */
import { parseBody, type FieldError, type ParsedBody, type ParsedEvent } from '../event/parse.ts'
import type { CanonicalEvent } from '../event/types.ts'
import { judge, type JudgeContext, type Verdict } from './judge.ts'
import type { SitePlan } from './plan.ts'

export interface EventResult {
  readonly event_id: string | null
  readonly status: 'accepted' | 'duplicate' | 'refused'
  readonly reason?: string
  readonly errors?: readonly FieldError[]
  /** Per destination: `full`, `limited`, `duplicate`, or the code of the reason why nothing goes there. */
  readonly destinations: Readonly<Record<string, string>>
}

/** A request that has been read and judged, and not yet stored. */
export type Judged =
  /** Nothing in the body is an event. `parsed`: what was there in place of events. */
  | (Extract<ParsedBody, { ok: false }> & { readonly parsed?: readonly ParsedEvent[] })
  | {
      readonly ok: true
      readonly parsed: readonly ParsedEvent[]
      /** One per event of `parsed`; undefined for those that are malformed. */
      readonly verdicts: readonly (Verdict | undefined)[]
    }

/** Adds to an event what the gateway itself saw of its sender. */
export type Enrich = (event: CanonicalEvent) => CanonicalEvent

export function judgeBody(text: string, plan: SitePlan, context: JudgeContext, enrich: Enrich): Judged {
  const body = parseBody(text, context.receivedAtMs)
  if (!body.ok) return body
  const parsed = body.events.map((one) => (one.ok ? enriched(one, enrich) : one))
  if (parsed.every((one) => !one.ok)) return { ok: false, code: 'wrong_structure', errors: errorsOf(parsed), parsed }
  return { ok: true, parsed, verdicts: parsed.map((one) => (one.ok ? judge(one.event, plan, context) : undefined)) }
}

/** The same where there was nothing to add: of a server nobody saw anything. */
function enriched(one: Extract<ParsedEvent, { ok: true }>, enrich: Enrich): ParsedEvent {
  const event = enrich(one.event)
  return event === one.event ? one : { ...one, event }
}

const MAX_ERRORS = 100

function errorsOf(parsed: readonly ParsedEvent[]): readonly FieldError[] {
  return parsed.flatMap((one) => (one.ok ? [] : one.errors)).slice(0, MAX_ERRORS)
}

/** The verdicts that there are: what is to be stored. */
export function verdictsOf(judged: Judged | undefined): readonly Verdict[] {
  return judged?.ok === true ? judged.verdicts.filter((verdict) => verdict !== undefined) : []
}

/** As it was stored: without what another copy of an order stood against. `stored`: per verdict of `verdictsOf`. */
export function asStored(judged: Judged, stored: readonly Verdict[]): Judged {
  if (!judged.ok || stored.every(({ noes, order }) => order === undefined && noes === undefined)) return judged
  let position = 0
  const verdicts = judged.verdicts.map((verdict) =>
    verdict === undefined ? undefined : (stored[position++] ?? verdict),
  )
  return { ok: true, parsed: judged.parsed, verdicts }
}

/** `duplicates`: per verdict of `verdictsOf`, the destinations that had the event before. */
export function resultsOf(
  judged: Extract<Judged, { ok: true }>,
  duplicates: readonly (readonly string[])[],
): readonly EventResult[] {
  let position = 0
  return judged.parsed.map((one, index) => {
    const verdict = judged.verdicts[index]
    if (!one.ok || verdict === undefined) return malformedResult(one)
    return { event_id: one.event.eventId, ...summaryOf(verdict, duplicates[position++] ?? []) }
  })
}

function malformedResult(one: ParsedEvent): EventResult {
  const errors = one.ok ? [] : one.errors
  return {
    event_id: one.ok ? one.event.eventId : (one.eventId ?? null),
    status: 'refused',
    reason: 'malformed',
    errors,
    destinations: {},
  }
}

/** What became of an event, destination by destination, and in one word. */
export function summaryOf(verdict: Verdict, duplicates: readonly string[]): Omit<EventResult, 'event_id' | 'errors'> {
  const destinations: Record<string, string> = { ...verdict.refused }
  for (const { destination, level } of verdict.deliveries) {
    destinations[destination] = duplicates.includes(destination) ? 'duplicate' : level
  }
  if (verdict.deliveries.length > duplicates.length) return { status: 'accepted', destinations }
  if (duplicates.length > 0) return { status: 'duplicate', destinations }
  return { status: 'refused', reason: mainReason(verdict.refused), destinations }
}

/** What says least: that it was never meant to go there. */
const NOT_MEANT: ReadonlySet<string> = new Set(['event_not_in_policy', 'not_addressed'])

/**
 * One reason for a refused event: the one that says most. "Not in the policy" gives way to what the person said. An event
 * that waits for its consent is refused by what is known now: `consent_awaited` says that this may still change.
 */
function mainReason(refused: Readonly<Record<string, string>>): string {
  const reasons = Object.values(refused)
  return reasons.find((reason) => !NOT_MEANT.has(reason)) ?? reasons[0] ?? 'no_destination'
}
