/** `/v1/analysis/tables`: every table of the off-site record, as JSON or CSV. They are worked out in the record, under its guards. */
import { tableCsv } from '../analysis/table-csv.ts'
import { TABLE_IDS } from '../analysis/table-ids.ts'
import { ANSWER_HEADERS } from './answer-headers.ts'
import { askOffsite, withAnalysis } from './ask-offsite.ts'
import { refused, type RouteContext } from './events.ts'
import { json, queryOf } from './ledger.ts'
import { readTableQuestion } from './table-question.ts'

const PATH = '/v1/analysis/tables/'

export function getTables(route: RouteContext): Promise<Response> {
  return withAnalysis(route, () =>
    Promise.resolve(json({ tables: TABLE_IDS.map((id) => ({ id, path: `${PATH}${id}` })) })),
  )
}

export function getTable(route: RouteContext): Promise<Response> {
  return withAnalysis(route, async (plan) => {
    const id = new URL(route.request.url).pathname.split('/').at(-1) ?? ''
    const read = readTableQuestion(id, queryOf(route), Date.now())
    if (read === undefined) return refused(route, 'no_such_table', { detail: `there are: ${TABLE_IDS.join(', ')}` })
    if (!read.ok) return refused(route, 'wrong_query', { detail: read.detail })
    const answer = await askOffsite(route, plan, { kind: 'table', question: read.question })
    if (!answer.ok) {
      const members = { reason: answer.code, figures: answer.figures ?? {} }
      return refused(route, answer.code === 'no_such_table' ? 'no_such_table' : 'no_answer', {
        detail: answer.code,
        members,
      })
    }
    return read.format === 'csv' ? csv(id, read.question, tableCsv(answer.table)) : json(answer)
  })
}

function csv(id: string, { from, to }: { readonly from: string; readonly to: string }, text: string): Response {
  return new Response(text, {
    headers: {
      ...ANSWER_HEADERS,
      'cache-control': 'no-store',
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${id}_${from}_${to}.csv"`,
    },
  })
}

export function getAnalysisState(route: RouteContext): Promise<Response> {
  return withAnalysis(route, async (plan, analysis) => {
    const state = await askOffsite(route, plan, { kind: 'state' })
    const { journeyDays, recordDays, windowDays, direct, currency, purposes } = analysis
    return json({
      site: plan.id,
      policy_digest: plan.digest,
      ...(plan.site.orders !== undefined && { time_zone: plan.site.orders.timeZone }),
      currency,
      window_days: windowDays,
      direct,
      journey_days: journeyDays,
      record_days: recordDays,
      purposes,
      ...state,
    })
  })
}
