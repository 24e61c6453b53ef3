/** The gateway as a shop or another tool meets it, under the policy that a vector means. */
import { env } from 'cloudflare:test'
import { vi } from 'vitest'
import { createApp } from '../../src/router.ts'
import { parseConfig, type Env } from '../../src/config.ts'
import { pathOfSource } from '../../src/routes/source-paths.ts'
import { createServices } from '../../src/routes/services.ts'
import { bodyOf, settingsOf, SITE, type SourceVector, type VectorContext } from '../../scripts/vectors/source-vector.ts'
import { SERVED_KEYS } from './source-signatures.ts'
import list from '../vectors/sources.json'

export const VECTORS = list as unknown as readonly SourceVector[]
/** The public keys of every vector whose sender serves them. */
const VECTOR_KEYS = Object.assign({}, ...VECTORS.map(({ context }) => context.served_keys)) as Record<string, string>
const GATEWAY = 'https://events.shop.example'
const CLIENT_IP = 'x-test-ip'

/** The shard is that of the demo's site, and judges by the demo's policy. */
export const SITE_ID = 'atelier-rivage'

/** Once: to plan the policy anew for each request would be most of a test's time. */
const CONFIG = parseConfig({
  ...(env as unknown as Env),
  TIDEGATE_CLIENT_IP_HEADER: CLIENT_IP,
  TIDEGATE_LIVE_VIEW: 'off',
})

/**
 * These tests look at what is stored. Their clock stands at a vector's moment, so that alarms ring at once by the runtime's: what they
 * send would reach the platforms in the midst of another test.
 */
export function keepFromPlatforms(): void {
  vi.spyOn(globalThis, 'fetch').mockImplementation((asked) => {
    const { pathname } = new URL(asked instanceof Request ? asked.url : asked)
    const path = pathname.slice(pathname.indexOf('/prod/'))
    const pem = VECTOR_KEYS[path] ?? SERVED_KEYS[path]
    return Promise.resolve(pem === undefined ? new Response(null, { status: 503 }) : new Response(pem))
  })
}

export function vectorNamed(id: string): SourceVector {
  const vector = VECTORS.find((one) => one.id === id)
  if (vector === undefined) throw new Error(`no vector ${id}`)
  return vector
}

/** Sent at the moment that the vector names. */
export function sendVector({ source, context, input }: SourceVector): Promise<Response> {
  vi.setSystemTime(Date.parse(context.received_at))
  const path = pathOfSource(source)?.paths[0] ?? '/hooks/none'
  const headers = new Headers(input.headers)
  headers.delete('content-length')
  if (context.request_ip !== undefined) headers.set(CLIENT_IP, context.request_ip)
  const body = input.method === 'GET' ? {} : { body: bodyOf(input) }
  return sendUnder(context, new Request(input.url ?? `${GATEWAY}${path}`, { method: input.method, headers, ...body }))
}

export async function sendUnder(context: VectorContext, request: Request): Promise<Response> {
  const { orders, sources } = settingsOf(context)
  // In a vector the names of the secrets are the secrets.
  const values = Object.values(sources).flatMap((source) => [
    ...('secrets' in source ? source.secrets : []),
    ...('keys' in source ? source.keys : []),
    ...('adobeClients' in source ? (source.adobeClients ?? []) : []),
  ])
  const bound = { ...env, ...Object.fromEntries(values.map((value) => [value, value])) } as unknown as Env
  const plan = CONFIG.sites.get(SITE_ID)
  if (plan === undefined) throw new Error('the demo has another site')
  const site = { ...plan.site, orders, sources, hosts: ['shop.example'], origins: [SITE] }
  const services = createServices({ ...CONFIG, sites: new Map([[SITE_ID, { ...plan, site }]]) })
  return createApp(() => services).fetch(request, bound)
}
