/** Whose request it is: the site that it names, else the first one that lets it in. */
import { entranceRefusal, isSandboxed, isListed, type EntranceRefusal } from '../auth/source-entrance.ts'
import { platformToken } from '../config.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import type { CompiledOrders, CompiledSources } from '../policy/types.ts'
import { ADOBE_KEYS } from '../sources/adobe-events.ts'
import type { Source, SourceHeaders, SourceRequest, SourceSettings } from '../sources/source.ts'
import { connectionOf } from './browser-facts.ts'
import type { RouteContext } from './events.ts'
import { ServedKeys } from './served-keys.ts'

/** A site that keeps a ledger and lists sources; of another nothing is taken here. */
export type SourcePlan = SitePlan & {
  readonly site: { readonly orders: CompiledOrders; readonly sources: CompiledSources }
}

export type Admission =
  | { readonly ok: true; readonly plan: SourcePlan; readonly request: SourceRequest; readonly fromPage: boolean }
  /** `plan`: the first that was asked; absent where no site has the source. */
  | {
      readonly ok: false
      readonly refusal: EntranceRefusal
      readonly plan?: SourcePlan
      readonly request?: SourceRequest
    }

export interface Received {
  readonly bytes: Uint8Array
  readonly text: string
  readonly receivedAtMs: number
}

/** A page's address counts where the browser names no origin: a picture is asked for without one. */
export function pageOrigin({ request }: RouteContext): string | null {
  const { headers } = request
  const referer = headers.get('referer')
  const named = headers.get('origin')
  if (named !== null || request.method !== 'GET') return named
  return referer !== null && URL.canParse(referer) ? new URL(referer).origin : null
}

export async function admit(route: RouteContext, source: Source, received: Received): Promise<Admission> {
  const origin = pageOrigin(route)
  let first: Admission | undefined
  for (const plan of candidates(route, source)) {
    const standing = standingOf(route, plan, origin)
    const fromPage = isFromPage(source, standing)
    const request = sourceRequest(route, plan, received, fromPage)
    const refusal = await entranceRefusal(source, request, received.bytes, {
      secrets: (names) => names.flatMap((name) => platformToken(route.env, name) ?? []),
      servedKey: (path) => servedKeys.get(`${keyHost(route)}${path}`),
      origin: isSandboxed(source, origin) ? 'none' : standing,
    })
    if (refusal === undefined) return { ok: true, plan, request, fromPage }
    first ??= { ok: false, refusal, plan, request }
  }
  return first ?? { ok: false, refusal: { status: 401, code: 'source_not_configured' } }
}

/** In the isolate's memory. */
const servedKeys = new ServedKeys({ fetch: (url, init) => fetch(url, init), now: () => Date.now() })

/** In development a simulator serves them, where one stands for the shops. */
function keyHost({ services }: RouteContext): string {
  const { shopBase } = services.config
  return shopBase === undefined ? ADOBE_KEYS : `${shopBase}/adobe`
}

/** In the order of the policy. A name that no site has is somebody's mistake: no other site is meant. */
export function candidates({ services, request }: RouteContext, source: Source): readonly SourcePlan[] {
  const named = new URL(request.url).searchParams.get('site')
  const { sites } = services.config
  const plans = named === null ? [...sites.values()] : [sites.get(named)]
  return plans.flatMap((plan) =>
    plan !== undefined && isSourcePlan(plan) && isListed(source, plan.site.sources) ? [plan] : [],
  )
}

export function isSourcePlan(plan: SitePlan): plan is SourcePlan {
  return plan.site.orders !== undefined && plan.site.sources !== undefined
}

/** What is signed a shop's server has signed, whatever page it names. */
function isFromPage({ entrance }: Source, standing: 'own' | 'strange' | 'none'): boolean {
  return entrance.by === 'browser' || (entrance.by === 'key' && standing === 'own')
}

function standingOf({ services }: RouteContext, plan: SitePlan, origin: string | null): 'own' | 'strange' | 'none' {
  if (origin === null) return 'none'
  return services.origins.siteOf(origin)?.id === plan.id ? 'own' : 'strange'
}

function sourceRequest(
  { request, services }: RouteContext,
  plan: SourcePlan,
  { text, receivedAtMs }: Received,
  fromPage: boolean,
): SourceRequest {
  const ip = fromPage ? connectionOf(request, services.config).ip : undefined
  return {
    method: request.method,
    url: new URL(request.url),
    headers: headersOf(request),
    text,
    receivedAtMs,
    ...(ip !== undefined && { ip }),
    settings: settingsOf(plan),
  }
}

function headersOf({ headers }: Request): SourceHeaders {
  return { get: (name) => headers.get(name) ?? undefined }
}

export function settingsOf({ site }: SourcePlan): SourceSettings {
  return {
    orders: site.orders,
    sources: site.sources,
    siteOrigin: `https://${site.hosts[0] ?? 'localhost'}`,
    ...(site.analysis !== undefined && { analysis: site.analysis }),
  }
}
