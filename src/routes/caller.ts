/**
 * Who asks: the site's server by its token, a person by a token with a role, or one whom Cloudflare Access has let through. Which roles
 * may ask what stands in the route table; a route that names none is for the site's server alone.
 */
import { ACCESS_HEADER } from '../auth/access.ts'
import type { Role } from '../auth/roles.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { refused, type RouteContext } from './events.ts'

export interface Asker {
  readonly plan: SitePlan
  /** Undefined: the site's server, which may everything. */
  readonly roles: readonly Role[] | undefined
  readonly by: 'token' | 'access'
  /** Sites at which the same person has roles, for the console to choose from. */
  readonly sites: readonly string[]
  readonly email?: string
}

/** Which of a person's sites is meant; without it the first. */
export const SITE_HEADER = 'tidegate-site'

/** Whom this route is for, or the answer to whoever asks instead. */
export async function askerOf(route: RouteContext): Promise<Asker | Response> {
  const asker = await identify(route)
  if (asker === undefined)
    return refused(route, 'token_missing_or_bad', { detail: 'make one with: tidegate token --site <id>' })
  if (asker.roles === undefined) return asker
  const roles = route.roles ?? []
  if (asker.roles.some((role) => roles.includes(role))) return asker
  const whose = roles.length === 0 ? 'a token without a role' : `one of: ${roles.join(', ')}`
  return refused(route, 'role_may_not', { detail: `you are ${asker.roles.join(', ')}; this is for ${whose}` })
}

async function identify(route: RouteContext): Promise<Asker | undefined> {
  const { headers } = route.request
  const authorization = headers.get('authorization')
  // A token comes first: whoever sends one means it, also behind Access.
  return authorization === null ? byAccess(route) : byToken(route, authorization)
}

async function byToken({ services }: RouteContext, authorization: string): Promise<Asker | undefined> {
  const holder = await services.tokens.holderOf(authorization, Date.now())
  const plan = holder === undefined ? undefined : services.config.sites.get(holder.site)
  if (holder === undefined || plan === undefined) return undefined
  const roles = holder.role === undefined ? undefined : [holder.role]
  return { plan, roles, by: 'token', sites: [plan.id] }
}

async function byAccess({ services, request }: RouteContext): Promise<Asker | undefined> {
  const { access, config } = services
  if (access === undefined || !isOwnPage(request)) return undefined
  const person = await access(request.headers.get(ACCESS_HEADER), Date.now())
  if (person === undefined) return undefined
  const sites = [...person.roles.keys()]
  const site = request.headers.get(SITE_HEADER) ?? sites[0] ?? ''
  const roles = person.roles.get(site)
  const plan = config.sites.get(site)
  return roles === undefined || plan === undefined
    ? undefined
    : { plan, roles, by: 'access', sites, email: person.email }
}

/** Access signs whatever the browser sends with its cookie, also what a stranger's page makes it send: only our own pages ask. */
function isOwnPage({ headers, url }: Request): boolean {
  const site = headers.get('sec-fetch-site')
  return site === null ? headers.get('origin') === new URL(url).origin : site === 'same-origin'
}
