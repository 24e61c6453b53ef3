/**
 * `GET /v1/receipts/export`: receipts as NDJSON, for an access request (one person or order) or for whoever verifies (a
 * range of time). A page at a time: the header `tidegate-next-cursor` has the cursor of the next one.
 */
import type { Outbox } from '../outbox/outbox.ts'
import { shardStub } from '../outbox/shard-stub.ts'
import type { ExportPage } from '../outbox/receipt-export.ts'
import type { ExportHeader } from '../outbox/receipt-lines.ts'
import type { FindPage } from '../outbox/receipt-search.ts'
import { keysOfText, ORDER_KINDS, PERSON_KINDS } from '../pipeline/consent-keys.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { logDefect } from '../telemetry/log.ts'
import type { RouteContext } from './events.ts'
import { shardsEverOf } from './every-shard.ts'
import { askOffsite } from './ask-offsite.ts'
import { askerOf } from './caller.ts'
import { findCursorText, rangeCursorText, readExportQuestion } from './export-question.ts'
import type { FindQuestion, RangeQuestion } from './export-question.ts'
import { problem } from './problems.ts'

export const CURSOR_HEADER = 'tidegate-next-cursor'

export async function getReceiptsExport(route: RouteContext): Promise<Response> {
  const nowMs = Date.now()
  const asker = await askerOf(route)
  if (asker instanceof Response) return asker
  const { plan } = asker
  try {
    const shards = await shardsEverOf(route, plan)
    const question = readExportQuestion(route.request, nowMs, shards)
    if (question.kind === 'wrong') return problem('wrong_query', { detail: question.detail })
    return question.kind === 'range'
      ? await rangePage(route, { plan, shards }, question, nowMs)
      : await findPage(route, { plan, shards }, question)
  } catch (error) {
    logDefect('export', error)
    return problem('outbox_unavailable', { retryAfterSeconds: 5 })
  }
}

/** Those that the site no longer has are exported, too. */
interface Exported {
  readonly plan: SitePlan
  readonly shards: number
}

async function rangePage(route: RouteContext, of: Exported, question: RangeQuestion, nowMs: number) {
  const { plan, shards } = of
  const { shard, place, fromMs, toMs, first } = question
  const ask = { site: plan.id, shard, shards, fromMs, toMs, place }
  const page: ExportPage | null = await stubOf(route, plan, shard).exportReceipts(ask)
  if (page === null) return problem('wrong_query', { detail: 'cursor: it does not belong to this export' })
  const header = first ? headerLine(route, of, question, nowMs) : ''
  const next = nextOf(page, shard, shards)
  return ndjson(header + page.text, next === undefined ? undefined : rangeCursorText({ ...question, ...next }))
}

function headerLine(
  route: RouteContext,
  { plan, shards }: Exported,
  { fromMs, toMs }: RangeQuestion,
  nowMs: number,
): string {
  const header: ExportHeader = {
    kind: 'export',
    version: 1,
    site: plan.id,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    shards,
    exported_at: new Date(nowMs).toISOString(),
    kid: route.services.config.receiptKey?.kid ?? null,
  }
  return `${JSON.stringify(header)}\n`
}

async function findPage(route: RouteContext, { plan, shards }: Exported, question: FindQuestion): Promise<Response> {
  const { shard, place, by, text } = question
  const kinds = by === 'order' ? ORDER_KINDS : PERSON_KINDS
  const keys = keysOfText(text, kinds, plan.id, plan.site.defaultCountry, route.services.config.personKey)
  const page: FindPage = await stubOf(route, plan, shard).findReceipts({ shard, keys: [...keys], place })
  const next = nextOf(page, shard, shards)
  const journeys = next === undefined ? await journeysOf(route, plan, [...keys]) : ''
  return ndjson(page.text + journeys, next === undefined ? undefined : findCursorText(next))
}

/** Behind the last receipt: what the off-site record keeps of them, where the site has one. */
async function journeysOf(route: RouteContext, plan: SitePlan, keys: readonly string[]): Promise<string> {
  if (plan.site.analysis === undefined || keys.length === 0) return ''
  const { journeys } = await askOffsite(route, plan, { kind: 'person', keys })
  return journeys.map((journey) => `${JSON.stringify(journey)}\n`).join('')
}

/** The rest of this shard, else the next shard from its beginning, else nothing. */
export function nextOf<Place>(
  page: { readonly next: Place | null },
  shard: number,
  shards: number,
): { readonly shard: number; readonly place: Place | null } | undefined {
  if (page.next !== null) return { shard, place: page.next }
  return shard + 1 < shards ? { shard: shard + 1, place: null } : undefined
}

export function ndjson(text: string, cursor: string | undefined): Response {
  const headers = new Headers({ 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' })
  if (cursor !== undefined) headers.set(CURSOR_HEADER, cursor)
  return new Response(text, { headers })
}

export function stubOf(route: RouteContext, plan: SitePlan, shard: number): DurableObjectStub<Outbox> {
  return shardStub(route.services.config, route.env, plan.id, shard)
}
