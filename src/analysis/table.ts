/**
 * What every screen, file and answer of the analysis prints: rows of typed cells. Words are not in it: a column, a note and a reason
 * are codes that each reader (page, terminal, file) says in its own language.
 */

/** How a cell is written. `money`: minor units of the table's currency. `share`: 0 to 1. `ratio`: a plain number such as a ROAS. */
export type ColumnKind = 'name' | 'count' | 'credit' | 'money' | 'share' | 'ratio' | 'days' | 'date' | 'p'

export interface AnalysisColumn {
  /** snake_case: the head of the CSV, the key of the JSON, the name in SQL. */
  readonly key: string
  readonly kind: ColumnKind
  /** Said by a platform, not measured: shown grey, with its window. */
  readonly claim?: { readonly by: string; readonly window?: string }
}

/** Why a cell has no number. Never 0, never infinity in its place. */
export const NO_VALUES = [
  /** Fewer than the guard asks for. */
  'too_few',
  /** Held back so that another hidden cell cannot be worked out. */
  'suppressed',
  /** Nobody has measured or imported it. */
  'not_measured',
  /** Days that can still change (younger than the window). */
  'incomplete',
  /** A line of cost that is missing. */
  'cost_missing',
  'does_not_apply',
  /** Its bounds are the number: a point would be read as if it were known. */
  'interval_only',
  /** Of what a test of lift costs and returns: it measured the other of the two, was read without its spend, or found no more. */
  'test_of_orders',
  'test_of_revenue',
  'no_spend',
  'no_more_orders',
] as const
export type NoValue = (typeof NO_VALUES)[number]

export interface AnalysisCell {
  readonly value: number | string | null
  /** What an import calls it, where the value is an id: for people to read, not to join by. */
  readonly called?: string
  readonly why?: NoValue
  /** Of how many (journeys, orders, visits: the column says which) the number is made. */
  readonly n?: number
  /** A two-sided interval at the table's level. */
  readonly low?: number
  readonly high?: number
  /** Which table, with which filter, says what it is made of: `orders?source=tiktok&kind=live`. */
  readonly opens?: string
}

export interface AnalysisRow {
  /** `row`: one of the table. `folded`: those under the guard, together. `unknown`, `declared`, `total`: the lines that make the sum close. */
  readonly kind: 'row' | 'folded' | 'declared' | 'unknown' | 'total'
  readonly cells: readonly AnalysisCell[]
}

/** A sentence under the table, as a code with its figures: `{code: 'measured_of', figures: {all: 120, measured: 71}}`. */
export interface AnalysisNote {
  readonly code: string
  readonly figures?: Readonly<Record<string, number | string>>
}

export interface AnalysisTable {
  /** snake_case, also the name of its CSV, of its Parquet file and of its path in the API. */
  readonly id: string
  /** The frame under which its credits stand (attribution/frame.ts); tables of two frames are never compared. */
  readonly frame_id?: string
  /** ISO 4217, of every cell of kind `money`. */
  readonly currency?: string
  /** Of the intervals, e.g. 0.9. */
  readonly level?: number
  readonly columns: readonly AnalysisColumn[]
  readonly rows: readonly AnalysisRow[]
  readonly notes: readonly AnalysisNote[]
}
