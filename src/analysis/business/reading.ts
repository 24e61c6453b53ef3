/** What every table of the Business page is made of, worked out once: credits under the guards, spend and claims beside them, intervals. */
import { CREDIT_LEVELS } from '../attribution/channel-tree.ts'
import { FIRST_TIME } from '../columns.ts'
import {
  readCredits,
  type CreditQuestion,
  type CreditReading,
  type OrderSum,
  orderSum,
} from '../attribution/credit-reading.ts'
import { valueOf, type CreditFailure } from '../attribution/credit-sums.ts'
import { countedOrders } from '../attribution/eligible.ts'
import { mediaBeside, type MediaBeside, type MediaRow } from '../attribution/media.ts'
import { mulberry32 } from '../numbers/prng.ts'
import type { SpendCells } from '../lift/spend-cells.ts'
import { marginBeforeSpend, type CostLine, type Margin } from './costs.ts'
import { bootstrapSums, type Bounds } from './intervals.ts'

export const LEVEL = 0.9
/** A cost per order of fewer is chance: not said. */
export const LEAST_FOR_A_POINT = 10
/** Orders drawn again from fewer say nothing of how sure they are. */
export const LEAST_FOR_A_BOOTSTRAP = 30

/** What a test of lift has measured, from src/analysis/lift: its cells as the test's own table has them. */
export interface MeasuredLift extends SpendCells {
  readonly test: string
  /** Of the interval: its plan's, not the table's. */
  readonly level: number
  /** Of everybody's orders; of a holdout, which counts people, none. */
  readonly days?: number
  /** Of a test in regions: those that were treated, and all. */
  readonly regions?: { readonly treated: number; readonly all: number }
}

export interface BusinessQuestion extends CreditQuestion {
  readonly media: readonly MediaRow[]
  /** Imported rows whose money is in another currency. */
  readonly otherCurrencyRows?: number
  readonly costs: readonly CostLine[]
  /** The tests whose days lie in the span; none: none measured. */
  readonly lift?: readonly MeasuredLift[]
  /** Of the reconciliation: purchases that the platforms count, and orders that were paid. */
  readonly reconciled?: { readonly counted: number; readonly paid: number }
  /** Source → orders that declare it. */
  readonly declared?: ReadonlyMap<string, number>
  /** Of the bootstrap; printed under the table. */
  readonly seed: number
}

/** Of a row: credits as intervals want them. `credited`: orders of which it has a share. */
export interface RowSure {
  readonly credited: number
  readonly value?: Bounds
}

export interface BusinessReading {
  readonly question: BusinessQuestion
  readonly credits: CreditReading
  readonly media: MediaBeside
  /** Of each block; then of all blocks with spend together. */
  readonly ofBlock: readonly RowSure[]
  readonly paid: PaidSum
  /** Orders of the span by their own day, whatever the date basis: no attribution is in it. */
  readonly backOffice: OrderSum
  readonly margin: Margin
  readonly draws: number | undefined
  /** The back office says of some order whether it is its buyer's first. */
  readonly saysFirstTime: boolean
}

/** The blocks that have spend, together. */
export interface PaidSum extends RowSure {
  readonly spendMinor: number
  readonly credits: number
  readonly creditedValue: number
  readonly firstTime: number
}

export type BusinessRead = { readonly ok: true; readonly reading: BusinessReading } | CreditFailure

export function readBusiness(question: BusinessQuestion): BusinessRead {
  const read = readCredits(question)
  if (!read.ok) return read
  const { reading: credits } = read
  const media = mediaBeside(question.media, credits)
  const { orders, frame, span } = question
  const rows = countedOrders(orders, frame, span)
  const isPaid = media.ofBlock.map(({ spendMinor }) => spendMinor !== undefined)
  const sure = howSure(question, credits, isPaid)
  return {
    ok: true,
    reading: {
      question,
      credits,
      media,
      ofBlock: sure.rows.slice(0, isPaid.length),
      paid: paidSum(credits, media, isPaid, sure.rows[isPaid.length]),
      backOffice: orderSum(orders, frame, rows),
      margin: marginBeforeSpend(orders, rows, frame, question.costs),
      draws: sure.draws,
      saysFirstTime: [FIRST_TIME.yes, FIRST_TIME.no].some((said) => orders.firstTime.includes(said)),
    },
  }
}

function paidSum(
  credits: CreditReading,
  media: MediaBeside,
  isPaid: readonly boolean[],
  sure: RowSure | undefined,
): PaidSum {
  const blocks = (credits.blocks ?? []).filter((_, block) => isPaid[block] === true)
  const sumOf = (key: 'credits' | 'value' | 'firstTime') => blocks.reduce((sum, block) => sum + block[key], 0)
  return {
    ...(sure ?? { credited: 0 }),
    spendMinor: media.total.spendMinor ?? 0,
    credits: sumOf('credits'),
    creditedValue: sumOf('value'),
    firstTime: sumOf('firstTime'),
  }
}

interface Sure {
  /** Of each block, and of those with spend together. */
  readonly rows: readonly RowSure[]
  readonly draws: number | undefined
}

/** Which orders each row has a part of, and its value when they are drawn again. */
function howSure(
  { journeys, orders, frame, span, seed }: BusinessQuestion,
  { perOrder, blocks }: CreditReading,
  isPaid: readonly boolean[],
): Sure {
  const paid = isPaid.length
  if (perOrder === undefined || blocks === undefined) {
    const credits = [...(blocks ?? []).map((block) => block.credits), 0]
    return { rows: credits.map((credited) => ({ credited: Math.floor(credited) })), draws: undefined }
  }
  const { eligible, weights, blockOf } = perOrder
  const isByTouch = frame.date_basis === 'touch'
  const entries = new EntryList(eligible.touches.length * 2, paid + 1)
  const first = new Uint32Array(eligible.orders.length + 1)
  for (let index = 0; index < eligible.orders.length; index++) {
    const value = valueOf(orders, eligible.orders[index] ?? 0, frame)
    for (let place = eligible.first[index] ?? 0; place < (eligible.first[index + 1] ?? 0); place++) {
      const weight = weights[place] ?? 0
      const touch = eligible.touches[place] ?? 0
      const atMs = journeys.touchAtMs[touch] ?? 0
      const block = blockOf[journeys.touchChannel[touch] ?? 0] ?? -1
      if (weight === 0 || block < 0 || (isByTouch && !(atMs >= span.fromMs && atMs < span.toMs))) continue
      entries.add(index, block, weight * value)
      if (isPaid[block] === true) entries.add(index, paid, weight * value)
    }
    first[index + 1] = entries.count
  }
  const { intervals, draws } = bootstrapSums({ first, ...entries.columns() }, paid + 1, LEVEL, mulberry32(seed))
  const rows = Array.from(entries.ofRow, (count, at): RowSure => {
    const value = intervals[at]
    return { credited: count, ...(count >= LEAST_FOR_A_BOOTSTRAP && value !== undefined && { value }) }
  })
  return { rows, draws: rows.some(({ value }) => value !== undefined) ? draws : undefined }
}

/** Of each order and each row that has a part of it one entry, which grows with every touch of the row. */
class EntryList {
  count = 0
  /** Entries of each row. */
  readonly ofRow: Float64Array
  readonly #row: Int32Array
  readonly #worth: Float64Array
  /** Of each row the order that it had an entry of last, and where that is. */
  readonly #lastOrder: Int32Array
  readonly #place: Int32Array

  constructor(most: number, rows: number) {
    this.ofRow = new Float64Array(rows)
    this.#row = new Int32Array(most)
    this.#worth = new Float64Array(most)
    this.#lastOrder = new Int32Array(rows).fill(-1)
    this.#place = new Int32Array(rows)
  }

  add(order: number, row: number, worth: number): void {
    if (this.#lastOrder[row] !== order) {
      this.#lastOrder[row] = order
      this.#place[row] = this.count
      this.#row[this.count++] = row
      this.ofRow[row] = (this.ofRow[row] ?? 0) + 1
    }
    const place = this.#place[row] ?? 0
    this.#worth[place] = (this.#worth[place] ?? 0) + worth
  }

  columns(): { readonly row: Int32Array; readonly worth: Float64Array } {
    return { row: this.#row.subarray(0, this.count), worth: this.#worth.subarray(0, this.count) }
  }
}

export function depthOf({ by }: Pick<CreditQuestion, 'by'>): number {
  return CREDIT_LEVELS.indexOf(by) + 1
}
