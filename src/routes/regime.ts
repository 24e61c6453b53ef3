/**
 * `GET /v1/regime`: which law applies where the visitor of a page is, by the connection and the site's policy. For pages on
 * which no consent tool is found: where the law asks for none, they need not wait for an answer that never comes.
 */
import type { Regime } from '../consent/types.ts'
import { regimeOf } from '../consent/regime.ts'
import { connectionOf } from './browser-facts.ts'
import { readable, refused, type RouteContext } from './events.ts'

/** As other names of the API are written. */
const WORDS: Readonly<Record<Regime, string>> = { 'opt-in': 'opt_in', 'opt-out': 'opt_out', none: 'none' }

/** Nothing in it says more than the place; the visitor's browser may keep it for an hour, and nobody on the way. */
const HEADERS = { 'cache-control': 'private, max-age=3600', 'x-content-type-options': 'nosniff' }

export function getRegime(route: RouteContext): Response {
  const { config, origins } = route.services
  const origin = route.request.headers.get('origin')
  const plan = origins.siteOf(origin ?? ownOrigin(route.request))
  if (plan === undefined) return readable(refused(route, 'origin_not_allowed'), undefined, origin)
  const regime = WORDS[regimeOf(connectionOf(route.request, config), plan.consent)]
  return readable(Response.json({ regime }, { headers: HEADERS }), plan, origin)
}

/**
 * Where the gateway has the shop's own name, a browser sends no origin with a GET (Fetch standard, "append a request Origin header").
 * A page of another origin could not read the answer.
 */
function ownOrigin({ url }: Request): string {
  return `https://${new URL(url).host}`
}
