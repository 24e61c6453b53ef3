/**
 * The last decisions, in memory, for the developer's live page. Never made in production.
 * What arrived is shown masked: names of fields and the shape of their values.
 */
import type { ParsedEvent } from '../event/parse.ts'
import type { Receipt } from './types.ts'
import type { EventResult } from '../pipeline/accept.ts'
import { explainEvent, type Explanation } from '../pipeline/explain.ts'
import type { JudgeContext } from '../pipeline/judge.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import type { LeftOut } from '../pipeline/prepare.ts'

const MAX_DECISIONS = 100
/** Batches are for servers; a page that shows the last hundred needs no more of one request than this. */
const MAX_PER_REQUEST = 10

export interface DecisionView extends Pick<Explanation, 'arrived' | 'unknown' | 'event' | 'event_id'> {
  readonly seq: number
  readonly at: string
  readonly source: 'browser' | 'server'
  readonly status: EventResult['status']
  readonly reason?: string
  readonly regime?: string
  readonly findings: readonly { readonly signal: string; readonly says: string }[]
  readonly destinations: Readonly<Record<string, DestinationView>>
}

export interface DestinationView {
  readonly decision: string
  readonly fields: readonly string[]
  readonly left_out: readonly LeftOut[]
  readonly outcome?: { readonly state: string; readonly code?: string; readonly at: string }
}

export class Recent {
  readonly #decisions: DecisionView[] = []
  #seq = 0

  add(
    parsed: readonly ParsedEvent[],
    results: readonly EventResult[],
    plan: SitePlan,
    context: JudgeContext,
    source: DecisionView['source'],
  ): void {
    for (const [index, one] of parsed.slice(0, MAX_PER_REQUEST).entries()) {
      const result = results[index]
      if (one.ok && result !== undefined)
        this.#push(explainEvent(one.event, one.unknown, plan, context), result, context, source)
    }
  }

  /** All that is remembered, each with what has become of its deliveries by now. */
  withOutcomes(receipts: readonly Receipt[]): { readonly seq: number; readonly decisions: readonly DecisionView[] } {
    const known = new Map(
      receipts.map((receipt) => [`${receipt.event_id}\n${receipt.event}\n${receipt.destination}`, receipt]),
    )
    return { seq: this.#seq, decisions: this.#decisions.map((decision) => addOutcomes(decision, known)) }
  }

  #push(explained: Explanation, result: EventResult, context: JudgeContext, source: DecisionView['source']): void {
    const { arrived, unknown, event, event_id, consent } = explained
    this.#decisions.push({
      seq: ++this.#seq,
      at: new Date(context.receivedAtMs).toISOString(),
      source,
      event,
      event_id,
      arrived,
      unknown,
      status: result.status,
      ...(result.reason !== undefined && { reason: result.reason }),
      ...(consent !== undefined && { regime: consent.regime }),
      findings: (consent?.findings ?? []).map((finding) => ({ signal: finding.signal, says: sayingOf(finding) })),
      destinations: destinationViews(explained, result),
    })
    if (this.#decisions.length > MAX_DECISIONS) this.#decisions.shift()
  }
}

function addOutcomes(decision: DecisionView, known: ReadonlyMap<string, Receipt>): DecisionView {
  const destinations = Object.entries(decision.destinations).map(([id, view]) => {
    const receipt = known.get(`${decision.event_id}\n${decision.event}\n${id}`)
    const leaves = view.decision === 'full' || view.decision === 'limited'
    if (receipt === undefined || !leaves) return [id, view] as const
    const { outcome: state, code, at } = receipt
    return [id, { ...view, outcome: { state, at, ...(code !== undefined && { code }) } }] as const
  })
  return { ...decision, destinations: Object.fromEntries(destinations) }
}

function destinationViews(explained: Explanation, result: EventResult): Record<string, DestinationView> {
  return Object.fromEntries(
    Object.entries(explained.destinations).map(([id, { fields, left_out, decision }]) => {
      const decided = result.destinations[id] ?? decision
      const leaves = decided === 'full' || decided === 'limited'
      return [id, { decision: decided, fields: leaves ? fields : [], left_out }]
    }),
  )
}

function sayingOf(finding: NonNullable<Explanation['consent']>['findings'][number]): string {
  if (finding.validity !== 'valid') return finding.validity
  if (finding.optOut === true) return 'opt-out'
  const answers = [...new Set(Object.values(finding.answers))].filter((answer) => answer !== 'unset')
  return answers.length === 0 ? 'unset' : answers.toSorted().join(', ')
}
