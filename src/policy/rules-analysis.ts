/** What the analysis of a site says about its hosts, its orders and its sector. */
import { LINK_PARAMETER } from '../analysis/touches/link.ts'
import { HINT, WRONG } from './analysis-words.ts'
import { say, sayOfKey, type Findings } from './findings.ts'
import { foldedCode } from './listed-code.ts'
import { entriesOf, get, stringsOf, textOf } from './raw.ts'
import { MOST_JOURNEY_DAYS, USUAL_WINDOW_DAYS } from './schema-analysis.ts'
import type { Path } from './source.ts'

export function checkAnalysis(findings: Findings, path: Path, site: unknown): void {
  const analysis = get(site, 'analysis')
  if (analysis === undefined) return
  const here = [...path, 'analysis']
  if (stringsOf(get(site, 'sectors')).includes('minors'))
    sayOfKey(findings, here, WRONG.journeysOfChildren, HINT.takeOut)
  checkLinkParameter(findings, path, site)
  checkWindow(findings, here, analysis)
  checkReferrers(findings, here, analysis, stringsOf(get(site, 'hosts')))
  checkCodes(findings, here, analysis, site)
}

function checkLinkParameter(findings: Findings, path: Path, site: unknown): void {
  for (const [index, name] of stringsOf(get(site, 'url_parameters')).entries()) {
    if (name.toLowerCase() !== LINK_PARAMETER) continue
    say(findings, [...path, 'url_parameters', index], WRONG.linkParameter(name), HINT.takeOut)
  }
}

function checkWindow(findings: Findings, path: Path, analysis: unknown): void {
  const kept = numberOf(get(analysis, 'journey_days')) ?? MOST_JOURNEY_DAYS
  const window = numberOf(get(analysis, 'window_days')) ?? USUAL_WINDOW_DAYS
  if (window <= kept) return
  const key = get(analysis, 'window_days') === undefined ? 'journey_days' : 'window_days'
  say(findings, [...path, key], WRONG.windowBeyondJourneys(window, kept), HINT.shorterWindow)
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

/** A page of the site's own is no place that visits come from. */
function checkReferrers(findings: Findings, path: Path, analysis: unknown, hosts: readonly string[]): void {
  const rules: unknown = get(analysis, 'touches')
  if (!Array.isArray(rules)) return
  for (const [index, rule] of (rules as readonly unknown[]).entries()) {
    const host = textOf(rule, 'referrer_host')
    if (host === undefined || !hosts.includes(host)) continue
    say(findings, [...path, 'touches', index, 'referrer_host'], WRONG.ownHost(host), HINT.takeOut)
  }
}

function checkCodes(findings: Findings, path: Path, analysis: unknown, site: unknown): void {
  const written = entriesOf(get(analysis, 'codes'))
  if (written.length > 0 && get(site, 'orders') === undefined)
    sayOfKey(findings, [...path, 'codes'], WRONG.codesWithoutOrders, HINT.addOrders)
  const seen = new Map<string, string>()
  for (const [code] of written) {
    const other = seen.get(foldedCode(code))
    if (other !== undefined) sayOfKey(findings, [...path, 'codes', code], WRONG.codeTwice(code, other), HINT.takeOut)
    seen.set(foldedCode(code), other ?? code)
  }
}
