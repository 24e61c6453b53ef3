/** What the browser side of a site says about its hosts, its origins and its recipients. */
import { HINT, WRONG } from './browser-words.ts'
import { say, type Findings } from './findings.ts'
import { meantOrThereIs } from './nearest.ts'
import { entriesOf, get, stringsOf, textOf } from './raw.ts'
import { registrableDomain } from './registrable-domain.ts'
import type { Path } from './source.ts'

export function checkBrowser(findings: Findings, path: Path, site: unknown): void {
  const browser = get(site, 'browser')
  if (browser === undefined) return
  const here = [...path, 'browser']
  checkGateway(findings, here, browser, site)
  checkStaging(findings, here, browser, site)
  checkPixels(findings, here, browser, site)
}

/** A cookie that pages and gateway share is set for the part of the name that they have in common. */
function checkGateway(findings: Findings, path: Path, browser: unknown, site: unknown): void {
  const gateway = textOf(browser, 'gateway') ?? ''
  // No origin: the schema's error.
  if (!URL.canParse(gateway)) return
  const { hostname } = new URL(gateway)
  const domain = registrableDomain(hostname)
  const at = [...path, 'gateway']
  if (domain === undefined) return say(findings, at, WRONG.noDomainOfItsOwn(hostname), HINT.ownName)
  const others = stringsOf(get(site, 'hosts')).filter((host) => host !== '' && registrableDomain(host) !== domain)
  if (others.length > 0) say(findings, at, WRONG.otherDomain(hostname, domain, others), HINT.underTheSame)
}

/** An origin is for sales or for trials: of one that is both, nobody could tell what leaves. */
function checkStaging(findings: Findings, path: Path, browser: unknown, site: unknown): void {
  const own = stringsOf(get(site, 'origins'))
  const elsewhere = new Map(originsOf(findings, site))
  for (const [index, origin] of stringsOf(get(browser, 'staging_origins')).entries()) {
    const at = [...path, 'staging_origins', index]
    const other = elsewhere.get(origin)
    if (own.includes(origin)) say(findings, at, WRONG.stagingIsProduction(origin), HINT.keepOneOrigin)
    else if (other !== undefined) say(findings, at, WRONG.ofAnotherSite(origin, other))
  }
}

/** Origin → the other site that has it, for sales or for trials. */
function originsOf(findings: Findings, site: unknown): (readonly [string, string])[] {
  return entriesOf(get(findings.source.value, 'sites')).flatMap(([id, other]) => {
    if (other === site) return []
    const origins = [...stringsOf(get(other, 'origins')), ...stringsOf(get(get(other, 'browser'), 'staging_origins'))]
    return origins.map((origin) => [origin, id] as const)
  })
}

function checkPixels(findings: Findings, path: Path, browser: unknown, site: unknown): void {
  const destinations = entriesOf(get(site, 'destinations')).map(([id]) => id)
  for (const [index, id] of stringsOf(get(get(browser, 'cookies'), 'pixels_on_page')).entries()) {
    if (id === '' || destinations.includes(id)) continue
    const at = [...path, 'cookies', 'pixels_on_page', index]
    say(findings, at, WRONG.noDestinationOfSite(id), meantOrThereIs(id, destinations))
  }
}
