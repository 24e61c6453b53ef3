/** The stages of an event's path that are plain functions, each alone, as workers/stages.js runs them in a loop. */
import compiledPolicy from '#policy'
import { decide } from '../../src/consent/decide.ts'
import { resolveConsent, type ConsentInput } from '../../src/consent/resolve.ts'
import { destinations } from '../../src/destinations/registry.ts'
import { parseBody } from '../../src/event/parse.ts'
import type { CanonicalEvent } from '../../src/event/types.ts'
import { hashIdentifier } from '../../src/hashing/identifier.ts'
import { personKeyMaker } from '../../src/hashing/person-key.ts'
import { summaryOf } from '../../src/pipeline/accept.ts'
import { dedupeOf } from '../../src/pipeline/dedupe.ts'
import { judge, type JudgeContext, type Verdict } from '../../src/pipeline/judge.ts'
import { personKeysOf } from '../../src/pipeline/person-keys.ts'
import {
  planSites,
  prepareSiteFor,
  type DestinationPlan,
  type PlannedRow,
  type SitePlan,
} from '../../src/pipeline/plan.ts'
import { prepareEvent, sharedOf, type Shared } from '../../src/pipeline/prepare.ts'
import { guardText } from '../../src/privacy/guard.ts'
import { ID_MARK } from '../event-text.ts'

/** A power of two. So many different events take turns, so that no stage can live off its last answer. */
export const CASES = 64

export interface Inputs {
  readonly plan: SitePlan
  readonly context: JudgeContext
  readonly cases: readonly Case[]
}

interface Case {
  readonly text: string
  readonly event: CanonicalEvent
  readonly consent: ConsentInput
  /** With every hash of this event in it already. */
  readonly warm: Shared
  readonly verdict: Verdict
}

/** Everything that the stages read, made once for a body and a time. */
export function makeInputs(body: string, nowMs: number): Inputs {
  const plan = [...planSites(compiledPolicy, destinations).values()][0]
  if (plan === undefined) throw new Error('the policy has no site')
  const context = {
    receivedAtMs: nowMs,
    gpcHeader: null,
    personKey: personKeyMaker('a secret of the benchmark, long enough'),
  }
  const texts = Array.from({ length: CASES }, (_, i) => body.replaceAll(ID_MARK, `t${i}`.padEnd(ID_MARK.length, 'z')))
  return { plan, context, cases: texts.map((text) => makeCase(text, plan, context)) }
}

function makeCase(text: string, plan: SitePlan, context: JudgeContext): Case {
  const body = parseBody(text, context.receivedAtMs)
  const parsed = body.ok ? body.events[0] : undefined
  if (parsed?.ok !== true) throw new Error('the event of the benchmark is refused')
  const { event } = parsed
  const warm = sharedOf(event, plan.site.defaultCountry)
  personKeysOf(event.person, warm, context.personKey)
  return { text, event, consent: consentOf(event), warm, verdict: judge(event, plan, context) }
}

function consentOf(event: CanonicalEvent): ConsentInput {
  return {
    gpcHeader: null,
    ...(event.consent !== undefined && { evidence: event.consent }),
    ...(event.client !== undefined && { client: event.client }),
    ...(event.person?.country !== undefined && { personCountry: event.person.country }),
  }
}

type Stage = (inputs: Inputs, one: Case) => unknown

export const PURE_STAGES: Readonly<Record<string, Stage>> = {
  empty: (_, one) => one.event,
  parse: ({ context }, one) => parseBody(one.text, context.receivedAtMs),
  judge: ({ plan, context }, one) => judge(one.event, plan, context),
  consent: (inputs, one) => permits(inputs, one),
  prepare: (inputs, one) => prepareAll(inputs, one),
  hash: ({ plan }, one) => hashAll(plan, one.event),
  personKeys: ({ context }, one) => personKeysOf(one.event.person, one.warm, context.personKey),
  identity: ({ plan }, one) => [dedupeOf(one.event, plan), guardText(one.event.eventId, 'id')],
  answer: (_, one) => {
    const results = [{ event_id: one.event.eventId, ...summaryOf(one.verdict, []) }]
    return Response.json({ results }, { status: 202 })
  },
}

function permits({ plan, context }: Inputs, one: Case) {
  const state = resolveConsent(one.consent, plan.consent, context.receivedAtMs)
  return plan.destinations.map(({ need }) => decide(state, need).permit)
}

/** A permit is made by decide() only, so the cost of asking for it is in here too: subtract the stage `consent`. */
function prepareAll(inputs: Inputs, one: Case) {
  const { plan, context } = inputs
  const shared = sharedOf(one.event, plan.site.defaultCountry)
  const given = permits(inputs, one)
  return plan.destinations.map((planned, index) => {
    const permit = given[index]
    const eventPlan = planned.events.get(one.event.name)
    if (permit === undefined || eventPlan === undefined) return undefined
    const input = { event: one.event, receivedAtMs: context.receivedAtMs }
    return prepareEvent(
      input,
      planned.destination,
      eventPlan,
      permit,
      prepareSiteFor(planned, eventPlan, permit.level),
      shared,
    )
  })
}

function hashAll(plan: SitePlan, event: CanonicalEvent): Shared {
  const shared = sharedOf(event, plan.site.defaultCountry)
  for (const planned of plan.destinations) hashRows(rowsOf(planned, event), event, shared)
  return shared
}

function rowsOf(planned: DestinationPlan, event: CanonicalEvent): readonly PlannedRow[] {
  return planned.events.get(event.name)?.full ?? []
}

function hashRows(rows: readonly PlannedRow[], event: CanonicalEvent, { contexts, hashes }: Shared): void {
  for (const { row } of rows) {
    if (row.kind !== 'hashed') continue
    const value = row.read(event)
    const context =
      row.from === 'person.email' ? contexts.email : row.from === 'person.phone' ? contexts.phone : contexts.other
    if (value !== undefined) hashIdentifier(row.identifier, value, context, hashes)
  }
}
