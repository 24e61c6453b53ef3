/** Who sends: a person's browser, or a program that nobody looks through. What it says of itself is all there is to go by. */
import { isbot } from 'isbot'

/** `prefetch`: a browser fetches a page that its person may never open. */
export type VisitorKind = 'person' | 'bot' | 'prefetch'

export function visitorKind(request: Request, production: boolean): VisitorKind {
  if (isPrefetch(request.headers)) return 'prefetch'
  if (isVerifiedBot(request)) return 'bot'
  return isBotByName(request.headers.get('user-agent'), production) ? 'bot' : 'person'
}

/**
 * Chromium and Firefox send `Sec-Purpose: prefetch`, with `;prerender` or `;anonymous-client-ip` behind it where that is so (read
 * 2026-11-22: chromium/src preloading_headers.cc, MDN Sec-Purpose); for `<link rel=prefetch>` Chromium and Safari send
 * `Purpose: prefetch`, Firefox before 115 `X-Moz: prefetch`.
 */
const PREFETCH_HEADERS = ['sec-purpose', 'purpose', 'x-moz'] as const

function isPrefetch(headers: Headers): boolean {
  return PREFETCH_HEADERS.some((name) => {
    const said = headers.get(name)
    return said !== null && /^\s*prefetch\s*(?:[;,]|$)/i.test(said)
  })
}

/** Cloudflare's own word for crawlers whose address it has checked; only with its bot management. */
function isVerifiedBot(request: Request): boolean {
  const cf = (request as { cf?: { botManagement?: { verifiedBot?: unknown } } }).cf
  return cf?.botManagement?.verifiedBot === true
}

/** Longer ones are cut before they are searched. */
const MAX_CHARACTERS = 1_024

/**
 * No name is no bot: privacy tools and in-app browsers leave it out, and a person must not be lost for it. Outside production a
 * developer's own programs count as people (curl, a test's HTTP client, a headless browser); what calls itself a crawler does not.
 */
function isBotByName(userAgent: string | null, production: boolean): boolean {
  if (userAgent === null || userAgent.trim() === '') return false
  const name = userAgent.slice(0, MAX_CHARACTERS)
  return isbot(name) && (production || CRAWLER.test(name))
}

const CRAWLER = /bot\b|crawl|spider|slurp|externalhit/i
