/**
 * `POST /dev/facts`: a batch of facts for a site's off-site record, dated as they say. Events of weeks ago are refused at every door; the
 * demo's weeks come in here, after the same judging. Where people try things out only: production has no such address.
 */
import { offsiteStub } from '../offsite/offsite-stub.ts'
import { ANSWER_HEADERS } from './answer-headers.ts'
import { readBody } from './body.ts'
import type { RouteContext } from './events.ts'
import { problem } from './problems.ts'

export async function postDevFacts({ services, env, request }: RouteContext): Promise<Response> {
  const { config } = services
  if (!config.liveView) return problem('not_found')
  const site = new URL(request.url).searchParams.get('site') ?? ''
  if (!config.sites.has(site)) return problem('wrong_query', { detail: 'site: one of the policy' })
  const batch = await readBody(request)
  if (batch === undefined) return problem('too_large')
  if (!isBatch(batch)) return problem('wrong_rows', { detail: 'a batch of facts: {shard, epoch, upTo, facts}' })
  await offsiteStub(config, env, site).take(site, batch)
  return new Response(null, { status: 204, headers: ANSWER_HEADERS })
}

/** No more than its frame: what is in it comes from our own judging. */
function isBatch(text: string): boolean {
  try {
    const batch = JSON.parse(text) as Readonly<Record<string, unknown>> | null
    return Number.isInteger(batch?.['shard']) && Number.isInteger(batch?.['upTo']) && Array.isArray(batch?.['facts'])
  } catch {
    return false
  }
}
