/**
 * The tables of the analysis, one line each: a question → columns → engine → guards → table. They are worked out where the journeys
 * lie, and what comes out has gone through the guards of the table that made it.
 */
import { creditByDay } from '../analysis/attribution/credit-by-day.ts'
import {
  readCredits,
  type CreditQuestion,
  type CreditRead,
  type CreditReading,
} from '../analysis/attribution/credit-reading.ts'
import { creditTable } from '../analysis/attribution/credit-table.ts'
import { CREDIT_LEVELS, type CreditLevel } from '../analysis/attribution/channel-tree.ts'
import { coverageTable, ordersTable, type OrderFilter } from '../analysis/attribution/order-tables.ts'
import { pathsTable } from '../analysis/attribution/paths.ts'
import { readBusiness, type BusinessReading } from '../analysis/business/reading.ts'
import { businessBySource, businessSummary, claimsBeside } from '../analysis/business/tables.ts'
import { learningTable, type LearningTable } from '../analysis/learning/learning.ts'
import { boundedTable, MAX_TABLE_CELLS } from '../analysis/row-bound.ts'
import type { AnalysisTable } from '../analysis/table.ts'
import { isTableId, type TableId } from '../analysis/table-ids.ts'
import { liftTestsTable } from '../analysis/lift/tables.ts'
import { liftTests } from './lift-tests.ts'
import { mediaDaysTable, ordersByRegionTable, verificationTable } from './plain-tables.ts'
import {
  businessQuestion,
  calendarOf,
  creditQuestion,
  declaredOrders,
  learningChoice,
  learningInput,
} from './table-inputs.ts'
import type { TableSource } from './table-source.ts'

/** `points`: what a chart draws beside the table, under the same guards. */
export type MadeTable =
  | { readonly ok: true; readonly table: AnalysisTable; readonly points?: unknown }
  | { readonly ok: false; readonly code: string; readonly figures?: Readonly<Record<string, number | string>> }

type Maker = (source: TableSource) => MadeTable

const MAKERS: Readonly<Record<TableId, Maker>> = {
  business_summary: business(businessSummary),
  business_by_source: business(businessBySource),
  claims_beside: business(claimsBeside),
  credit_by_source: credit('source'),
  credit_by_kind: credit('kind'),
  credit_by_campaign: credit('campaign'),
  credit_by_creative: credit('creative'),
  credit_by_link: credit('link'),
  credit_by_day: days,
  orders: opened,
  paths: ofCredits('source', (reading, question) => pathsTable(question, reading)),
  coverage: ofCredits('source', coverageTable),
  creative_cards: learning('creative_cards'),
  funnel_by_creative: learning('funnel_by_creative'),
  landing_pages: learning('landing_pages'),
  time_to_order: learning('time_to_order'),
  live_study: learning('live_study'),
  sequences: learning('sequences'),
  lift_tests: (source) => ({ ok: true, table: liftTestsTable(liftTests(source.books.tests())) }),
  media_days: (source) => ({ ok: true, table: mediaDaysTable(source) }),
  verification: (source) => ({ ok: true, table: verificationTable(source) }),
  orders_by_region_day: (source) => ({ ok: true, table: ordersByRegionTable(source) }),
}

export function makeTable(source: TableSource): MadeTable {
  const { table, allRows = false } = source.asked.question
  return isTableId(table) ? bounded(MAKERS[table](source), allRows) : { ok: false, code: 'no_such_table' }
}

/** A file with rows missing would be taken for all there is: it is refused instead. */
function bounded(made: MadeTable, allRows: boolean): MadeTable {
  if (!made.ok) return made
  if (!allRows) return { ...made, table: boundedTable(made.table) }
  const { rows, columns } = made.table
  const most = Math.floor(MAX_TABLE_CELLS / columns.length)
  return rows.length > most ? { ok: false, code: 'too_many_rows', figures: { rows: rows.length, most } } : made
}

function credit(by: CreditLevel): Maker {
  return (source) => {
    const read = credits(source, by)
    if (!read.ok) return read
    const declared = by === 'source' ? { declared: declaredOrders(source) } : {}
    return { ok: true, table: creditTable(read.reading, { media: source.media().rows, ...declared }) }
  }
}

/** Once for all tables of a page that stand on one level. */
function credits(source: TableSource, by: CreditLevel): CreditRead {
  return source.once(`credits ${by}`, () => readCredits({ ...creditQuestion(source), by }))
}

function ofCredits(by: CreditLevel, table: (reading: CreditReading, question: CreditQuestion) => AnalysisTable): Maker {
  return (source) => {
    const read = credits(source, by)
    return read.ok ? { ok: true, table: table(read.reading, { ...creditQuestion(source), by }) } : read
  }
}

/** The engine says of which level days may be said. */
function days(source: TableSource): MadeTable {
  const { by } = source.asked
  const read = credits(source, by)
  return read.ok ? creditByDay({ ...creditQuestion(source), by }, read.reading, calendarOf(source)) : read
}

/** What is behind a cell: `filter=source=tiktok&kind=live` asks on the level of its last word. */
function opened(source: TableSource): MadeTable {
  const words = new URLSearchParams(source.asked.question.filter ?? '')
  const by = CREDIT_LEVELS.findLast((level) => words.has(level)) ?? 'source'
  const read = credits(source, by)
  if (!read.ok) return read
  const filter = Object.fromEntries(
    [...CREDIT_LEVELS, 'fate'].flatMap((word) => {
      const value = words.get(word)
      return value === null ? [] : [[word, value] as const]
    }),
  ) as OrderFilter
  return { ok: true, table: ordersTable({ ...creditQuestion(source), by }, read.reading, calendarOf(source), filter) }
}

function business(table: (reading: BusinessReading) => AnalysisTable): Maker {
  return (source) => {
    const read = source.once('business', () => readBusiness(businessQuestion(source)))
    return read.ok ? { ok: true, table: table(read.reading) } : read
  }
}

function learning(id: LearningTable): Maker {
  return (source) => ({ ok: true, ...learningTable(id, learningInput(source), learningChoice(source.asked.question)) })
}
