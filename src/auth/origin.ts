/** Browser events are held to the origins that the policy names. Development adds loopback origins, any port. */
import type { SitePlan } from '../pipeline/plan.ts'

export interface OriginCheck {
  readonly siteOf: (origin: string | null) => SitePlan | undefined
}

export function originCheck(sites: ReadonlyMap<string, SitePlan>, production: boolean): OriginCheck {
  const exact = new Map<string, SitePlan>()
  const anyPort = new Map<string, SitePlan>()
  for (const plan of sites.values()) {
    for (const origin of plan.site.origins) exact.set(origin, plan)
    // Where a site tries things out: taken like its own, and judged otherwise (routes/browser-door.ts).
    for (const origin of plan.site.browser?.stagingOrigins ?? []) exact.set(origin, plan)
    if (production) continue
    for (const origin of plan.site.developmentOrigins) {
      if (origin.endsWith(':*')) anyPort.set(origin.slice(0, -2), plan)
      else exact.set(origin, plan)
    }
  }
  return {
    siteOf: (origin) =>
      origin === null ? undefined : (exact.get(origin) ?? anyPort.get(origin.replace(/:\d{1,5}$/, ''))),
  }
}
