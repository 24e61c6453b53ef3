/**
 * Holds what waits from before the policy changed against the policy that runs, when it is about to be sent: what may leave no
 * longer is taken out of it, or it ends. Costs a comparison of two texts for each parcel where the policy is the same.
 */
import type { DestinationPlan, SitePlan } from '../pipeline/plan.ts'
import { layTogether } from './gather.ts'
import { holdAgain } from './held-again.ts'
import { endedSheet, openParcel, type BatchLimits, type OpenParcel } from './state.ts'
import type { Store } from './store.ts'
import type { FinalOutcome } from './types.ts'

export interface NarrowingDeps {
  readonly store: Pick<Store, 'nextBatch' | 'acceptedBefore' | 'end' | 'lastId' | 'replace'>
  /** Undefined while the shard does not know its site: then it holds nothing. */
  readonly plan: () => SitePlan | undefined
  /** Runs its argument in one transaction. */
  readonly transaction: (work: () => void) => void
  readonly now: () => number
  readonly onEnded: (outcome: FinalOutcome, deliveries: number) => void
}

/** Batches that may end as a whole before one is given. */
const MAX_EMPTY = 64
const NO_LONGER = { outcome: 'expired', code: 'no_longer_in_policy' } as const

/** The store as a courier sees it. */
export class NarrowedStore implements Pick<Store, 'nextBatch' | 'acceptedBefore' | 'end' | 'lastId'> {
  readonly #deps: NarrowingDeps
  readonly acceptedBefore: Store['acceptedBefore']
  readonly lastId: Store['lastId']
  readonly end: Store['end']

  constructor(deps: NarrowingDeps) {
    this.#deps = deps
    this.acceptedBefore = (...asked) => deps.store.acceptedBefore(...asked)
    this.lastId = (destination) => deps.store.lastId(destination)
    this.end = (...ended) => deps.store.end(...ended)
  }

  nextBatch(destination: string, limits: BatchLimits, afterId?: number): OpenParcel[] {
    for (let i = 0; i < MAX_EMPTY; i++) {
      const parcels = this.#deps.store.nextBatch(destination, limits, afterId)
      const left = this.#narrowed(destination, parcels)
      if (left.length > 0 || parcels.length === 0) return left
    }
    return []
  }

  #narrowed(destination: string, parcels: OpenParcel[]): OpenParcel[] {
    const plan = this.#deps.plan()
    const planned = plan?.destinations.find(({ account }) => account.id === destination)
    // A destination that is not in the policy gets nothing: what waits for it is kept as it is, for it may come back.
    if (plan === undefined || planned === undefined || parcels.every((one) => isOf(one, plan))) return parcels
    return parcels.flatMap((one) => (isOf(one, plan) ? [one] : this.#narrow(one, plan, planned)))
  }

  /** The parcel as it may be sent: none where nothing of it may. */
  #narrow(parcel: OpenParcel, plan: SitePlan, planned: DestinationPlan): OpenParcel[] {
    const { store, transaction, now, onEnded } = this.#deps
    const { id } = planned.account
    const judged = parcel.held.map((one) => ({ one, again: holdAgain(one, parcel.sheet, plan, planned) }))
    const ended = new Set(judged.flatMap(({ one, again }) => (again.ok ? [] : [one.line])))
    const lines = judged.flatMap(({ again }) => (again.ok ? [again.line] : []))
    if (ended.size === 0 && lines.every(({ body }, index) => body === parcel.held[index]?.body)) return [parcel]
    const { events, bodies, sheet } = layTogether(lines)
    transaction(() => {
      const sheets = [endedSheet(parcel, ended)]
      if (ended.size > 0) store.end(id, now(), [{ parcel, lines: ended }], { ...NO_LONGER, sheets })
      if (events > 0) store.replace(id, parcel.row.id, { events, bodies, sheet })
    })
    if (ended.size > 0) onEnded(NO_LONGER.outcome, ended.size)
    return events === 0 ? [] : [openParcel({ ...parcel.row, events, bodies, sheet })]
  }
}

function isOf({ sheet }: OpenParcel, { id, digest }: SitePlan): boolean {
  return sheet.site === id && sheet.digest === digest
}
