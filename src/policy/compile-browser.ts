/** The browser side of a site, written out. */
import { registrableDomain } from './registrable-domain.ts'
import type { BrowserFile } from './schema-browser.ts'
import type { CompiledBrowser } from './types.ts'

export function compileBrowser({ gateway, write_keys, staging_origins, cookies }: BrowserFile): CompiledBrowser {
  const domain = registrableDomain(new URL(gateway).hostname)
  // rules-browser.ts has refused a gateway without one.
  if (domain === undefined) throw new TypeError('a gateway without a registrable domain passed the rules')
  return {
    gateway,
    registrableDomain: domain,
    writeKeys: write_keys.toSorted(),
    stagingOrigins: staging_origins.toSorted(),
    ...(cookies !== undefined && {
      cookies: {
        visitorDays: cookies.visitor_days,
        clickDays: cookies.click_days,
        pixelsOnPage: cookies.pixels_on_page.toSorted(),
        clickIds: cookies.click_ids.toSorted(),
      },
    }),
  }
}
