/** Where an own short link may lead: to pages of the site itself, and nowhere else. */
import { LINK_PARAMETER } from '../analysis/touches/link.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import type { Services } from './services.ts'

const MAX_TARGET = 1_000
const MAX_ADDRESS = 2_048

/** Undefined where it is none of the site's. Outside production also a page that may send from there: the demo's. */
export function ownTarget(text: string, plan: SitePlan, { origins }: Pick<Services, 'origins'>): URL | undefined {
  if (text.length > MAX_TARGET || !URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return undefined
  const isOwnHost = url.protocol === 'https:' && url.port === '' && plan.site.hosts.includes(url.hostname)
  return isOwnHost || origins.siteOf(url.origin)?.id === plan.id ? url : undefined
}

/** With the code, and what a platform put on the short link: its click id would be lost on the way. The target's own stand first. */
export function withCode(target: URL, code: string, given: URLSearchParams): string {
  const url = new URL(target)
  for (const [name, value] of given) if (!url.searchParams.has(name)) url.searchParams.append(name, value)
  url.searchParams.set(LINK_PARAMETER, code)
  if (url.href.length <= MAX_ADDRESS) return url.href
  const short = new URL(target)
  short.searchParams.set(LINK_PARAMETER, code)
  return short.href
}

/** The page that its links lead to where nothing else is known. */
export function frontPage({ site }: SitePlan): string {
  const origin = site.origins.find((one) => site.hosts.includes(new URL(one).hostname))
  return `${origin ?? `https://${site.hosts[0] ?? ''}`}/`
}
