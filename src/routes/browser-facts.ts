/** What the Worker sees of a browser: its address, its user agent, where it is, and its cookies. */
import type { Config } from '../config.ts'
import type { Click, Client } from '../event/types.ts'
import type { BrowserFacts } from '../outbox/types.ts'
import { deviceClock } from '../pipeline/device-clock.ts'
import { MAX_COOKIE_CHARACTERS, MAX_VALUE_CHARACTERS, readCookies } from '../pipeline/cookie-values.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { VISITOR_COOKIE, visitorOf } from '../pipeline/visitor.ts'
import { queryOf } from './browser-door.ts'

export function readBrowserFacts(request: Request, config: Config, plan: SitePlan, draw = DRAW_NOW()): BrowserFacts {
  const clock = deviceClock(queryOf(request).get('t'), draw.nowMs)
  const seen = { client: connectionOf(request, config), ...cookieFacts(request), ...(clock !== undefined && { clock }) }
  return drawn(seen, plan, draw)
}

export function connectionOf(request: Request, config: Config): Client {
  const ip = headerOf(request, config.clientIpHeader)
  const userAgent = request.headers.get('user-agent')
  return {
    ...(ip !== undefined && { ip }),
    ...(userAgent !== null && userAgent !== '' && { userAgent: userAgent.slice(0, MAX_VALUE_CHARACTERS) }),
    ...placeOf(request, config),
  }
}

/** The trusted header has no region, and Cloudflare's belongs to Cloudflare's country: two sources are never joined. */
function placeOf(request: Request, config: Config): Pick<Client, 'country' | 'region'> {
  const said = headerOf(request, config.countryHeader)
  if (said !== undefined) return { country: said }
  const cf = (request as { cf?: { country?: unknown; regionCode?: unknown } }).cf
  const country = text(cf?.country)
  const regionCode = text(cf?.regionCode)
  if (country === undefined) return {}
  return { country, ...(regionCode !== undefined && { region: `${country}-${regionCode}` }) }
}

function headerOf(request: Request, name: string | undefined): string | undefined {
  return name === undefined ? undefined : text(request.headers.get(name))
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The platforms' own first-party cookies. They are read here, and used only under a permit. */
function cookieFacts(request: Request): Omit<BrowserFacts, 'client'> {
  const header = request.headers.get('cookie')
  if (header === null || header === '') return { click: {} }
  if (header.length > MAX_COOKIE_CHARACTERS) return { click: {}, cookiesUnreadable: true }
  return { click: clickOf(readCookies(header)), cookies: header }
}

function clickOf(cookies: ReadonlyMap<string, string>): Click {
  const ttclid = cookies.get('ttclid')
  const ttp = cookies.get('_ttp')
  const fbc = cookies.get('_fbc')
  const fbp = cookies.get('_fbp')
  return {
    ...(ttclid !== undefined && { ttclid }),
    ...(ttp !== undefined && { ttp }),
    ...(fbc !== undefined && { fbc }),
    ...(fbp !== undefined && { fbp }),
  }
}

/**
 * Drawn for a browser that has none, before anybody knows whether it may have one: the event that is first granted carries it
 * already, so that a withdrawal finds that event too. Where nothing is granted it is forgotten with the request.
 */
function drawn(facts: BrowserFacts, plan: SitePlan, { nowMs, uuid, random }: Draw): BrowserFacts {
  const { cookies, registrableDomain = '' } = plan.site.browser ?? {}
  // A cookie that could not be read may be there: it is left alone.
  if (cookies === undefined || facts.cookiesUnreadable === true) return facts
  const sent = readCookies(facts.cookies)
  const making = { nowMs, labels: registrableDomain.split('.').length }
  const made: Record<string, string> = {}
  for (const cookie of plan.destinations.flatMap((planned) => planned.cookies)) {
    if (cookie.make === undefined || cookie.isWellFormed(sent.get(cookie.name) ?? '')) continue
    made[cookie.name] = cookie.make({ ...making, random: random() })
  }
  const visitor = visitorOf(sent.get(VISITOR_COOKIE), nowMs, cookies.visitorDays, uuid)
  return { ...facts, visitor, made, click: { ...facts.click, ...clickOf(new Map(Object.entries(made))) } }
}

export interface Draw {
  readonly nowMs: number
  readonly uuid: () => string
  readonly random: () => number
}

const DRAW_NOW = (): Draw => ({ nowMs: Date.now(), uuid: () => crypto.randomUUID(), random: () => Math.random() })
