/** What the Worker asks a site's off-site record (offsite-record.ts), as JSON: the ask, and its answer. */
import type { AnalysisTable } from '../analysis/table.ts'
import type { TouchKind } from '../analysis/touch.ts'
import type { ImportFile, ImportRow } from './rows.ts'

/** Made in the console or on the command line; `/go/<code>` leads to its target. Read from there by everybody: no secret. */
export interface OwnLink {
  /** 2 to 40 of `a-z0-9-/`. */
  readonly code: string
  /** On one of the site's own hosts. */
  readonly target: string
  readonly source: string
  readonly kind: TouchKind
  readonly campaign?: string
  /** Of the post, Live or creator. */
  readonly creative?: string
  readonly name?: string
  readonly made_at: string
}

/** What a table is asked for with. Days are of the site's time zone; `to` is the last day. */
export interface TableQuestion {
  readonly table: string
  readonly from: string
  readonly to: string
  /** `last`, `first`, `linear`, `position`, `time_decay`, `markov`, `markov_2`, `equal_split`. */
  readonly model?: string
  readonly windowDays?: number
  readonly dateBasis?: 'order' | 'touch'
  readonly by?: string
  /** Of an opened cell: `source=tiktok&kind=live`. */
  readonly filter?: string
  readonly asOfMs?: number
  /** For a file, not for a page: all rows, or a refusal where there are too many for one answer. */
  readonly allRows?: boolean
}

/** A test of lift: `plan` and `reading` are JSON of src/analysis/lift; both are kept for good and never changed. */
export interface KeptTest {
  readonly id: string
  readonly plan: unknown
  readonly readings: readonly unknown[]
  /** When the record was told of the plan; absent of one that it has from before it wrote that down. */
  readonly told?: ToldPlan
  /** Other plans of this design for the same days, or under the same name. */
  readonly others?: readonly OtherPlan[]
}

export interface ToldPlan {
  readonly test: string
  readonly hash: string
  readonly seed: number
  readonly design: string
  /** First and last day of the test. */
  readonly first: string
  readonly last: string
  readonly at: string
  /** Roles of who told it; `server`: a token without a role. */
  readonly by: string
  readonly before_first_day: boolean
}

export interface OtherPlan extends ToldPlan {
  /** Whether it has a reading: a plan that was dropped has none. */
  readonly read: boolean
}

export type OffsiteAsk =
  | { readonly kind: 'table'; readonly question: TableQuestion }
  | { readonly kind: 'import'; readonly file: ImportFile; readonly dryRun?: boolean }
  | {
      readonly kind: 'imported'
      readonly rows: 'files' | ImportRow['kind']
      readonly from?: string
      readonly to?: string
    }
  | { readonly kind: 'link'; readonly code: string }
  | { readonly kind: 'links' }
  | { readonly kind: 'keep_link'; readonly link: OwnLink }
  | { readonly kind: 'drop_link'; readonly code: string }
  | { readonly kind: 'tests' }
  | {
      readonly kind: 'keep_test'
      readonly id: string
      readonly plan?: unknown
      readonly reading?: unknown
      readonly by?: string
    }
  /** What is kept under these person keys: for an access request, and for nothing else. */
  | { readonly kind: 'person'; readonly keys: readonly string[] }
  | { readonly kind: 'state' }
  /** Deletes all that is kept. The answer is the state before. */
  | { readonly kind: 'empty' }

/** 422: the question itself cannot be answered (two frames, a span too long); in words of the API. */
export type TableAnswer =
  | {
      readonly ok: true
      readonly table: AnalysisTable
      readonly frame: unknown
      readonly made_of: RecordState
      /** What a chart draws beside the table, where it draws more than its cells. */
      readonly points?: unknown
    }
  | { readonly ok: false; readonly code: string; readonly figures?: Readonly<Record<string, number | string>> }

/** One journey of the person who asks, without the key under which it lies. */
export interface PersonsJourney {
  readonly kind: 'journey'
  readonly visits: readonly {
    readonly at: string
    readonly until: string
    readonly source: string
    readonly came_by: TouchKind
    readonly campaign?: string
    readonly creative?: string
    readonly link?: string
    readonly page: string
    readonly pages_seen: number
  }[]
  readonly steps: readonly { readonly at: string; readonly step: string }[]
  /** How many orders are tied to it. */
  readonly orders: number
}

export interface RecordState {
  readonly as_of: string
  readonly touches: number
  readonly journeys: number
  readonly orders: number
  readonly imports: number
  /** First and last day of what is kept. */
  readonly from?: string
  readonly to?: string
}
