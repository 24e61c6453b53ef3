/** What the Worker sees of a browser: its address, its user agent, where it is, and the platforms' cookies. */
import type { Config } from '../config.ts'
import type { Click, Client } from '../event/types.ts'
import type { BrowserFacts } from '../outbox/types.ts'

const MAX_COOKIE_CHARACTERS = 16_384
const MAX_VALUE_CHARACTERS = 1_024

export function readBrowserFacts(request: Request, config: Config): BrowserFacts {
  const { click, header } = cookiesOf(request)
  return { client: connectionOf(request, config), click, ...(header !== undefined && { cookies: header }) }
}

function connectionOf(request: Request, config: Config): Client {
  const ip = headerOf(request, config.clientIpHeader)
  const userAgent = request.headers.get('user-agent')
  const cf = (request as { cf?: { country?: unknown; regionCode?: unknown } }).cf
  const country = headerOf(request, config.countryHeader) ?? text(cf?.country)
  const regionCode = text(cf?.regionCode)
  return {
    ...(ip !== undefined && { ip }),
    ...(userAgent !== null && userAgent !== '' && { userAgent: userAgent.slice(0, MAX_VALUE_CHARACTERS) }),
    ...(country !== undefined && { country }),
    ...(country !== undefined && regionCode !== undefined && { region: `${country}-${regionCode}` }),
  }
}

function headerOf(request: Request, name: string | undefined): string | undefined {
  return name === undefined ? undefined : text(request.headers.get(name))
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The platforms' own first-party cookies. They are read here, and used only under a permit. */
function cookiesOf(request: Request): { readonly click: Click; readonly header: string | undefined } {
  const header = request.headers.get('cookie')
  if (header === null || header === '' || header.length > MAX_COOKIE_CHARACTERS) return { click: {}, header: undefined }
  const found = new Map<string, string>()
  for (const part of header.split(';')) {
    const at = part.indexOf('=')
    const name = part.slice(0, at).trim()
    const value = part.slice(at + 1).trim()
    if (at > 0 && value !== '' && value.length <= MAX_VALUE_CHARACTERS && !found.has(name)) found.set(name, value)
  }
  return { click: clickOf(found), header }
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
