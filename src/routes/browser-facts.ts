/** What the Worker sees of a browser: its address, its user agent, where it is, and the platforms' cookies. */
import type { Config } from '../config.ts'
import type { Click, Client } from '../event/types.ts'
import type { BrowserFacts } from '../outbox/types.ts'

const MAX_COOKIE_CHARACTERS = 16_384
const MAX_VALUE_CHARACTERS = 1_024

export function readBrowserFacts(request: Request, config: Config): BrowserFacts {
  return { client: connectionOf(request, config), ...cookieFacts(request) }
}

function connectionOf(request: Request, config: Config): Client {
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
  const found = new Map<string, string>()
  for (const part of header.split(';')) {
    const at = part.indexOf('=')
    const name = part.slice(0, at).trim()
    const value = part.slice(at + 1).trim()
    if (at > 0 && value !== '' && value.length <= MAX_VALUE_CHARACTERS && !found.has(name)) found.set(name, value)
  }
  return { click: clickOf(found), cookies: header }
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
