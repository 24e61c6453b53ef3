/**
 * What names of one site have in common, and a cookie may be set for: `shop.example` of `www.shop.example`. By the public
 * suffix list, private part included: `vercel.app` belongs to everybody who has a shop there, and must never have a cookie.
 * Used when a policy is compiled, never in the Worker.
 */
import { getDomain } from 'tldts'

/** Undefined where the name is itself a public suffix (`co.uk`, `vercel.app`), an address, or has no dot. */
export function registrableDomain(host: string): string | undefined {
  return getDomain(host, { allowPrivateDomains: true }) ?? undefined
}
