/** `/v1/analysis/imports`: what platforms, vendors and people say, into the off-site record; and what is there. */
import type { OffsiteAsk } from '../offsite/asks.ts'
import { askOffsite, withAnalysis } from './ask-offsite.ts'
import { BODY_MAX_BYTES, mediaType } from './body.ts'
import { withBody } from './bounded-body.ts'
import { refused, type RouteContext } from './events.ts'
import { readImportBody } from './imports-body.ts'
import { json, queryOf } from './ledger.ts'

/** A part of a file, 500 rows at most. The same again changes nothing. */
export function postImports(route: RouteContext): Promise<Response> {
  return withAnalysis(route, async (plan) => {
    if (mediaType(route.request) !== 'application/json')
      return refused(route, 'wrong_content_type', { detail: 'send application/json' })
    const trial = queryOf(route).get('dry_run')
    if (trial !== null && trial !== '1') return refused(route, 'wrong_query', { detail: 'dry_run: 1, or not at all' })
    return withBody(route, {
      source: 'server',
      maxBytes: BODY_MAX_BYTES,
      refuse: (code, details) => refused(route, code, details),
      take: async (text) => {
        const body = readImportBody(text, Date.now())
        if (!body.ok) return refused(route, body.code, { errors: body.errors })
        const { file, malformed, errors, warnings } = body
        const none = { result: 'taken', added: 0, changed: 0, same: 0 } as const
        const dryRun = trial === '1'
        const { result, added, changed, same } =
          file.rows.length === 0
            ? none
            : await askOffsite(route, plan, { kind: 'import', file, ...(dryRun && { dryRun }) })
        if (result === 'full') return refused(route, 'record_full')
        return json({ new: added, changed, same, malformed, errors, ...(warnings.length > 0 && { warnings }) })
      },
    })
  })
}

const KINDS = ['files', 'media', 'live', 'post', 'verification', 'cost', 'survey'] as const
const DAY = /^\d{4}-\d{2}-\d{2}$/

export function getImports(route: RouteContext): Promise<Response> {
  return withAnalysis(route, async (plan) => {
    const query = queryOf(route)
    const rows = KINDS.find((kind) => kind === (query.get('rows') ?? 'files'))
    const [from, to] = [query.get('from') ?? undefined, query.get('to') ?? undefined]
    if (rows === undefined) return refused(route, 'wrong_query', { detail: `rows: one of ${KINDS.join(', ')}` })
    if ([from, to].some((day) => day !== undefined && !DAY.test(day)))
      return refused(route, 'wrong_query', { detail: 'from and to: days such as 2026-11-20' })
    const ask: Extract<OffsiteAsk, { kind: 'imported' }> = {
      kind: 'imported',
      rows,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    }
    return json(await askOffsite(route, plan, ask))
  })
}
