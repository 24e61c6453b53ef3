/** First-party cookies: what the shard (or the answer about consent) ordered, as headers of the answer. RFC 6265bis. */
import type { CookieOrder, CookieOrders } from '../pipeline/cookies.ts'
import type { SitePlan } from '../pipeline/plan.ts'

/** One `Set-Cookie` for each; the answer stays as it is where there is nothing to set or to delete. */
export function withCookies(
  response: Response,
  orders: CookieOrders | undefined,
  request: Request,
  plan: SitePlan,
): Response {
  const { registrableDomain } = plan.site.browser ?? {}
  if (orders === undefined || registrableDomain === undefined) return response
  const domain = domainFor(request.url, registrableDomain)
  for (const order of orders.set) response.headers.append('set-cookie', setCookie(order, domain))
  for (const name of orders.clear) for (const one of deletions(name, domain)) response.headers.append('set-cookie', one)
  return response
}

/** A browser takes a Domain only from a host under it: elsewhere, in development, the cookie is the host's own. */
function domainFor(url: string, registrableDomain: string): string | undefined {
  const { hostname } = new URL(url)
  const isUnder = hostname === registrableDomain || hostname.endsWith(`.${registrableDomain}`)
  return isUnder ? registrableDomain : undefined
}

function setCookie({ name, value, seconds, readable }: CookieOrder, domain: string | undefined): string {
  return `${name}=${value}; Max-Age=${seconds}${attributes(domain)}${readable === true ? '' : '; HttpOnly'}`
}

/** A cookie is told from another by its domain too: a pixel may have set its own for the host alone. */
function deletions(name: string, domain: string | undefined): readonly string[] {
  const hostOnly = `${name}=; Max-Age=0${attributes(undefined)}; HttpOnly`
  return domain === undefined ? [hostOnly] : [`${name}=; Max-Age=0${attributes(domain)}; HttpOnly`, hostOnly]
}

function attributes(domain: string | undefined): string {
  return `; Path=/${domain === undefined ? '' : `; Domain=${domain}`}; Secure; SameSite=Lax`
}
