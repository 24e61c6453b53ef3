/**
 * What a shard tells the site's off-site record: one fact for each session start, step or order of somebody who agreed to it. A journey
 * is a keyed hash that never leaves; nothing else of a person is in a fact.
 */
import type { ResolvedTouch } from '../analysis/touch.ts'

export const JOURNEY_STEPS = ['page', 'view_item', 'add_to_cart', 'begin_checkout'] as const
export type JourneyStep = (typeof JOURNEY_STEPS)[number]

export type JourneyFact =
  /** Perhaps a session's start: the record decides, it knows when the last one was. `path`: of the landing page, cut by the policy. */
  | {
      readonly k: 'touch'
      readonly journey: string
      readonly atMs: number
      readonly touch: ResolvedTouch
      readonly path: string
      readonly device?: 'mobile' | 'desktop'
    }
  | { readonly k: 'step'; readonly journey: string; readonly atMs: number; readonly step: JourneyStep }
  /** `order`: the ledger's link of its id (pipeline/order-link.ts). Without a journey where the sale came without its visitor's id. */
  | {
      readonly k: 'order'
      readonly journey?: string
      readonly atMs: number
      readonly order: string
      /** Minor units, where the policy keeps no ledger of orders that would say. */
      readonly value?: number
      readonly currency?: string
      /** Other person keys of its buyer and of the order: whoever asks by e-mail to be forgotten is found by them. The shard adds them. */
      readonly keys?: readonly string[]
    }
  /** These persons took their consent back (or asked to be forgotten): all that lies under these keys goes, also what comes late. */
  | { readonly k: 'forget'; readonly journeys: readonly string[]; readonly atMs: number }

/** Facts of one shard in the order in which they were stored: the same batch twice counts once. */
export interface FactBatch {
  readonly shard: number
  /** Which life of the shard's numbering: a shard that was emptied begins anew. */
  readonly epoch: string
  /** Number of the last row in it; rows with a lower or equal number have been taken. */
  readonly upTo: number
  readonly facts: readonly JourneyFact[]
  /** Of each fact the number of its row, rising: after a crash a batch may hold rows that were taken and rows that were not. */
  readonly seqs?: readonly number[]
}
