/** What the Learning page is worked out from: the site's own journeys, what platforms say of creatives, and hours of everybody. */
import type { JourneyColumns, OrderColumns } from '../columns.ts'
import type { CreativeDay, CreativeFacts, HourlyCounts, SessionColumns, StepColumns } from '../steps.ts'

export interface LearningInput {
  readonly frameId: string
  /** Of the intervals. */
  readonly level: number
  /** The frame's window: how long after a session a step or an order still counts. */
  readonly windowMs: number
  readonly asOfMs: number
  /** Sessions of the days asked for, in the frame's time zone; to: exclusive. */
  readonly fromMs: number
  readonly toMs: number
  readonly journeys: JourneyColumns
  /** Channel → its block in the credits by creative of the same days, -1 for none: rows are made of whole ones. Absent: there are no credits beside. */
  readonly creditBlocks?: Int32Array
  /** Without orders: those come in from `orders`, by the frame's rule. */
  readonly steps: StepColumns
  readonly orders: OrderColumns
  readonly countsAsOrder: (order: number) => boolean
  readonly sessions?: SessionColumns
  readonly media: readonly CreativeDay[]
  readonly creatives: readonly CreativeFacts[]
  /** With no visitor in them; the longer before `fromMs` they begin, the better the expectation. */
  readonly hourly?: HourlyCounts
  /** Whether visits and steps of the hours are those of consenting visitors alone: orders are everybody's. */
  readonly hourlyVisitsAreConsented?: boolean
  readonly lives: readonly Live[]
  /** When each week begins that touches the days asked for, and when the last one ends. */
  readonly weekStartsMs: Float64Array
  /** The first day of each week, YYYY-MM-DD. */
  readonly weekNames: readonly string[]
}

export interface Live {
  /** As in touches. */
  readonly id: string
  readonly name?: string
  readonly startMs: number
}
