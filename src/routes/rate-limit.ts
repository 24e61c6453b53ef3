/**
 * How much one network may send from browsers. Cloudflare counts where its binding is there (for all instances of a location
 * together), else this instance counts by itself, which is all there is where the gateway is self-hosted.
 */
import type { SitePlan } from '../pipeline/plan.ts'
import { logDefect } from '../telemetry/log.ts'
import { addressPrefix } from './address-prefix.ts'
import type { RouteContext } from './events.ts'

/** The period of the binding in wrangler.toml. */
const BINDING_PERIOD_SECONDS = 10

/**
 * 0 where the request may pass; else in how many seconds it may. Without an address that can be trusted nobody is limited: all
 * visitors would share one count, and the first to send much would shut out everybody else.
 */
export function secondsToWait(route: RouteContext, plan: SitePlan): number | Promise<number> {
  const { buckets, config } = route.services
  if (buckets === undefined || config.clientIpHeader === undefined) return 0
  const prefix = addressPrefix(route.request.headers.get(config.clientIpHeader) ?? '')
  if (prefix === undefined) return 0
  const network = `${plan.id} ${prefix}`
  const binding = route.env.BROWSER_RATE_LIMIT
  return binding === undefined ? buckets.take(network, Date.now()) : askedOf(binding, network)
}

/** A count that does not answer holds up nobody: what it would keep away is less than the sales that it would. */
async function askedOf(binding: RateLimit, key: string): Promise<number> {
  try {
    return (await binding.limit({ key })).success ? 0 : BINDING_PERIOD_SECONDS
  } catch (error) {
    logDefect('rate', error)
    return 0
  }
}
