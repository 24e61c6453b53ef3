/** The gateway as the pages of a site meet it, with what a policy may say of them. */
import { env } from 'cloudflare:test'
import { createApp } from '../../src/router.ts'
import { parseConfig, type Env } from '../../src/config.ts'
import type { CompiledBrowser } from '../../src/policy/types.ts'
import { createServices } from '../../src/routes/services.ts'
import { USER_AGENT } from './events.ts'
import { BASE, ORIGIN } from './gateway.ts'

export const STAGING_ORIGIN = 'https://preprod.atelier-rivage.example'

const BROWSER: CompiledBrowser = {
  gateway: BASE,
  registrableDomain: 'atelier-rivage.example',
  writeKeys: [],
  stagingOrigins: [STAGING_ORIGIN],
}

export interface Ask {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly cf?: Readonly<Record<string, unknown>>
  /** A program: without what a browser says of itself. */
  readonly bare?: true
}

export type Gateway = (path: string, ask?: Ask) => Promise<Response>

/** Where nobody has opted out, silence permits: what becomes of an event rests on the door alone. */
const IN_TEXAS = { country: 'US', regionCode: 'TX' }

/** One instance. A body is sent as a beacon sends it; without one it is a GET. */
export function gatewayWith(browser: Partial<CompiledBrowser> = {}, bindings: Partial<Env> = {}): Gateway {
  const bound = { ...env, ...bindings }
  const config = parseConfig(bound)
  const sites = new Map(
    [...config.sites].map(([id, plan]) => {
      const site = { ...plan.site, browser: { ...BROWSER, ...browser } }
      return [id, { ...plan, site }] as const
    }),
  )
  const services = createServices({ ...config, sites })
  const app = createApp(() => services)
  return async (path, { method, headers = {}, body, cf = IN_TEXAS, bare } = {}) => {
    const own = bare ? {} : { origin: ORIGIN, 'user-agent': USER_AGENT, 'content-type': 'text/plain' }
    const isReady = body === undefined || typeof body === 'string' || body instanceof ReadableStream
    const text = isReady ? body : JSON.stringify(body)
    const request = new Request(`${BASE}${path}`, {
      method: method ?? (text === undefined ? 'GET' : 'POST'),
      headers: text === undefined && method === undefined ? { ...headers } : { ...own, ...headers },
      ...(text !== undefined && { body: text }),
      cf,
    })
    return app.fetch(request, bound)
  }
}
