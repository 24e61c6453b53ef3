/**
 * What a browser's request passes before anything of it is read: whose page it is, how much its network sends, and its key. None of
 * it proves who sends (a program can write any origin and read the key in the page): it keeps strangers' pages and mistakes out.
 */
import type { SitePlan } from '../pipeline/plan.ts'
import type { RouteContext } from './events.ts'
import type { ProblemCode, ProblemDetails } from './problems.ts'
import { secondsToWait } from './rate-limit.ts'

export interface BrowserCaller {
  readonly source: 'browser'
  readonly plan: SitePlan
  /** A page where the site tries things out, or one that says so: judged and answered, never delivered. */
  readonly staging: boolean
}

export type Entry =
  | { readonly ok: true; readonly caller: BrowserCaller }
  /** `plan`: absent for the page of a stranger. */
  | {
      readonly ok: false
      readonly plan?: SitePlan
      readonly code: Extract<ProblemCode, 'origin_not_allowed' | 'too_many_requests' | 'write_key_missing_or_bad'>
      readonly details: ProblemDetails
    }

export async function enter(route: RouteContext, origin: string | null): Promise<Entry> {
  const plan = route.services.origins.siteOf(origin)
  if (plan === undefined || origin === null)
    return { ok: false, code: 'origin_not_allowed', details: { detail: 'the policy lists the origins of the site' } }
  const waits = secondsToWait(route, plan)
  const retryAfterSeconds = typeof waits === 'number' ? waits : await waits
  if (retryAfterSeconds > 0) return { ok: false, plan, code: 'too_many_requests', details: { retryAfterSeconds } }
  const query = queryOf(route.request)
  if (!hasKey(plan, query)) {
    const detail = 'send one of the site’s write keys: ?k=<key>'
    return { ok: false, plan, code: 'write_key_missing_or_bad', details: { detail } }
  }
  return { ok: true, caller: { source: 'browser', plan, staging: isStaging(plan, origin, query) } }
}

const NO_QUERY = new URLSearchParams()

export function queryOf({ url }: Request): URLSearchParams {
  return url.includes('?') ? new URL(url).searchParams : NO_QUERY
}

/** Compared as any text is: the keys are public, they stand in the page. One that is given where none is asked for is not looked at. */
function hasKey({ site }: SitePlan, query: URLSearchParams): boolean {
  const keys = site.browser?.writeKeys ?? []
  return keys.length === 0 || keys.includes(query.get('k') ?? '')
}

export function isStaging({ site }: SitePlan, origin: string | null, query: URLSearchParams): boolean {
  return site.browser?.stagingOrigins.some((one) => one === origin) === true || namesTrial(query)
}

/** Closed: an environment that is named and is not production is a trial, whatever its name; a server’s too. */
export function namesTrial(query: URLSearchParams): boolean {
  return query !== NO_QUERY && query.getAll('environment').some((environment) => environment !== 'production')
}
