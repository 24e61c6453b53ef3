/** `/v1/analysis/links`: the site's own short links: which there are, a new one, one less. */
import { isLinkCode } from '../analysis/touches/link.ts'
import { askOffsite, withAnalysis } from './ask-offsite.ts'
import { BODY_MAX_BYTES, mediaType } from './body.ts'
import { withBody } from './bounded-body.ts'
import { refused, type RouteContext } from './events.ts'
import { json, queryOf } from './ledger.ts'
import { readLinkBody } from './link-body.ts'
import { ownTarget } from './own-target.ts'

export function getLinks(route: RouteContext): Promise<Response> {
  return withAnalysis(route, async (plan) => {
    const { links } = await askOffsite(route, plan, { kind: 'links' })
    return json({ links, base: goBase(route, plan.site.browser?.gateway) })
  })
}

/** What stands before a code in the address that is shown, printed and made into a QR code. */
function goBase({ request }: RouteContext, gateway: string | undefined): string {
  return `${gateway ?? new URL(request.url).origin}/go/`
}

export function postLinks(route: RouteContext): Promise<Response> {
  return withAnalysis(route, async (plan) => {
    if (mediaType(route.request) !== 'application/json')
      return refused(route, 'wrong_content_type', { detail: 'send application/json' })
    return withBody(route, {
      source: 'server',
      maxBytes: BODY_MAX_BYTES,
      refuse: (code, details) => refused(route, code, details),
      take: async (text) => {
        const body = readLinkBody(text, new Date().toISOString())
        if (!body.ok) return refused(route, body.code, { errors: body.errors })
        const { link } = body
        if (ownTarget(link.target, plan, route.services) === undefined) {
          const message = `must be a page of the site, on one of: ${plan.site.hosts.join(', ')}`
          return refused(route, 'wrong_rows', { errors: [{ path: 'target', message }] })
        }
        const { result } = await askOffsite(route, plan, { kind: 'keep_link', link })
        route.services.linkCache.forget(plan.id, link.code)
        if (result === 'taken') return refused(route, 'link_taken', { detail: 'drop it first, or choose another code' })
        if (result === 'full') return refused(route, 'too_many_links')
        return json({ result, link, address: goBase(route, plan.site.browser?.gateway) + link.code })
      },
    })
  })
}

export function deleteLink(route: RouteContext): Promise<Response> {
  return withAnalysis(route, async (plan) => {
    const code = queryOf(route).get('code') ?? ''
    if (!isLinkCode(code)) return refused(route, 'wrong_query', { detail: 'code: of the link, such as r/l-0412' })
    const { dropped } = await askOffsite(route, plan, { kind: 'drop_link', code })
    route.services.linkCache.forget(plan.id, code)
    return json({ dropped })
  })
}
