/** `/v1/analysis/links` and where a link leads. Making a link is the trade of whoever publishes; what it leads to is public. */
import type { RouteContext } from './events.ts'
import { getGo } from './go.ts'
import { laterHandler } from './later-handler.ts'

const PATH = '/v1/analysis/links'
const READERS = 'a token; marketing, legal, finance, developer, operator'
const WRITERS = 'a token; marketing, operator'

export const LINK_ROUTES = [
  { method: 'GET', path: PATH, who: READERS, handler: laterHandler('getLinks') },
  { method: 'POST', path: PATH, who: WRITERS, handler: laterHandler('postLinks') },
  { method: 'DELETE', path: PATH, who: WRITERS, handler: laterHandler('deleteLink') },
  { method: 'GET', path: '/go/:code{.+}', who: 'anyone', handler: (route: RouteContext) => getGo(route) },
] as const
