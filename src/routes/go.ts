/**
 * `GET /go/<code>`: an own short link. It leads to its target with the code in the address, sets no cookie and writes down nobody. What
 * does not exist leads to the site's front page: never anywhere else, and never to an error that a viewer of a Live would see.
 */
import { isLinkCode } from '../analysis/touches/link.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { logDefect } from '../telemetry/log.ts'
import { ANSWER_HEADERS } from './answer-headers.ts'
import { askOffsite } from './ask-offsite.ts'
import { refused, type RouteContext } from './events.ts'
import { frontPage, ownTarget, withCode } from './own-target.ts'
import { secondsToWait } from './rate-limit.ts'

export async function getGo(route: RouteContext): Promise<Response> {
  const url = new URL(route.request.url)
  const plan = siteOf(route, url)
  if (plan === undefined) return refused(route, 'not_found')
  const waits = await secondsToWait(route, plan)
  if (waits > 0) return refused(route, 'too_many_requests', { retryAfterSeconds: waits })
  return leadTo(await addressFor(route, plan, url))
}

/** The gateway of one site only has its name; where there is one site, any name will do. */
function siteOf({ services }: RouteContext, { hostname }: URL): SitePlan | undefined {
  const plans = [...services.config.sites.values()].filter(({ site }) => site.analysis !== undefined)
  const isOf = ({ site }: SitePlan) =>
    site.hosts.includes(hostname) || (site.browser !== undefined && new URL(site.browser.gateway).hostname === hostname)
  return plans.find(isOf) ?? (plans.length === 1 && services.config.sites.size === 1 ? plans[0] : undefined)
}

async function addressFor(route: RouteContext, plan: SitePlan, url: URL): Promise<string> {
  const code = codeIn(url)
  const target = code === undefined ? null : await targetOf(route, plan, code)
  const own = target === null ? undefined : ownTarget(target, plan, route.services)
  return own === undefined || code === undefined ? frontPage(plan) : withCode(own, code, url.searchParams)
}

const PREFIX = '/go/'

function codeIn({ pathname }: URL): string | undefined {
  const code = pathname.slice(PREFIX.length).replace(/\/$/, '').toLowerCase()
  return isLinkCode(code) ? code : undefined
}

/** Where the record does not answer, whoever follows the link still gets to the site, with the code. */
async function targetOf(route: RouteContext, plan: SitePlan, code: string): Promise<string | null> {
  const { linkCache } = route.services
  const known = linkCache.get(plan.id, code, Date.now())
  if (known !== undefined) return known
  try {
    const { link } = await askOffsite(route, plan, { kind: 'link', code })
    linkCache.keep(plan.id, code, link?.target ?? null, Date.now())
    return link?.target ?? null
  } catch (error) {
    logDefect('off-site record', error)
    return frontPage(plan)
  }
}

function leadTo(location: string): Response {
  const headers = {
    ...ANSWER_HEADERS,
    location,
    'cache-control': 'no-store',
    // The page that it leads to may know where its visitor came from, as with any other link.
    'referrer-policy': 'strict-origin-when-cross-origin',
  }
  return new Response(null, { status: 302, headers })
}
