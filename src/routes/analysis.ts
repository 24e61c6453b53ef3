/**
 * `/v1/analysis/tables`: the tables of the analysis, as JSON or CSV, and what they are made of. Worked out in the site's off-site
 * record (src/offsite/tables.ts), behind its guards: here is only the question.
 */
import type { RecordState, TableAnswer, TableQuestion } from '../offsite/asks.ts'
import { tableCsv } from '../analysis/table-csv.ts'
import { TABLE_IDS } from '../offsite/tables.ts'
import { askOffsite, withRecord } from './ask-offsite.ts'
import { ANSWER_HEADERS } from './answer-headers.ts'
import { readTableQuestion } from './analysis-question.ts'
import { getTests, postTest } from './analysis-tests.ts'
import { refused, type RouteContext } from './events.ts'
import { json } from './ledger.ts'

/** Behind the guards nobody can be found in a table: whoever works with the figures may read them. */
const READERS = 'a token; marketing, legal, finance, developer, operator'

function getAnalysisTables(route: RouteContext): Promise<Response> {
  return withRecord(route, () =>
    Promise.resolve(json({ tables: TABLE_IDS.map((id) => ({ id, path: `/v1/analysis/tables/${id}` })) })),
  )
}

function getAnalysisTable(route: RouteContext): Promise<Response> {
  return withRecord(route, async (plan) => {
    const url = new URL(route.request.url)
    const id = url.pathname.split('/').at(-1) ?? ''
    if (!TABLE_IDS.includes(id)) return refused(route, 'not_found')
    const read = readTableQuestion(id, url.searchParams, Date.now())
    if (!read.ok) return refused(route, 'wrong_query', { detail: read.detail })
    const answer = await askOffsite<TableAnswer>(route, plan, { kind: 'table', question: read.question })
    if (!answer.ok) return refused(route, 'wrong_table', { detail: detailOf(answer), members: { reason: answer.code } })
    return read.format === 'csv' ? csv(read.question, tableCsv(answer.table)) : json(answer)
  })
}

function getAnalysisState(route: RouteContext): Promise<Response> {
  return withRecord(route, async (plan) => {
    const state = await askOffsite<RecordState>(route, plan, { kind: 'state' })
    return json({ site: plan.id, currency: plan.site.analysis?.currency, ...state })
  })
}

export const ANALYSIS_ROUTES = [
  { method: 'GET', path: '/v1/analysis/tables', who: READERS, handler: getAnalysisTables },
  { method: 'GET', path: '/v1/analysis/tables/:id', who: READERS, handler: getAnalysisTable },
  { method: 'GET', path: '/v1/analysis/state', who: READERS, handler: getAnalysisState },
  { method: 'GET', path: '/v1/analysis/tests', who: READERS, handler: getTests },
  { method: 'POST', path: '/v1/analysis/tests', who: 'a token; marketing, finance', handler: postTest },
] as const

function detailOf({ code, figures = {} }: Extract<TableAnswer, { ok: false }>): string {
  const said = Object.entries(figures).map(([name, value]) => `${name}: ${value}`)
  return said.length === 0 ? code : `${code} (${said.join(', ')})`
}

function csv({ table, from, to }: TableQuestion, text: string): Response {
  const headers = {
    ...ANSWER_HEADERS,
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': `attachment; filename="${table}_${from}_${to}.csv"`,
    'cache-control': 'no-store',
  }
  return new Response(text, { headers })
}
