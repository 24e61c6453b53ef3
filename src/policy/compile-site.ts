/** One site of the file, written out: its rules, its document, what may leave for each recipient. */
import { PURPOSES, type DestinationNames } from '../consent/types.ts'
import { EVENT_NAMES } from '../event/types.ts'
import type { EventName } from '../event/types.ts'
import { termsOfLine, type FieldGroups, type TermsTable } from './compile-terms.ts'
import { compileAnalysis } from './compile-analysis.ts'
import { compileBrowser } from './compile-browser.ts'
import { compileOrders } from './compile-orders.ts'
import { compileSources } from './compile-sources.ts'
import { compileDestinationDocument, compileSiteDocument } from './compile-document.ts'
import type { Grant } from './document.ts'
import type { KnownDestination } from './known.ts'
import type { Library } from './library.ts'
import type { DestinationFile, PolicyFile, SiteFile } from './schema.ts'
import { inSectorOrder, sectorRule, staysInAddress, type SectorRule, type Taken } from './sectors.ts'
import { sortedEntries } from './sorted.ts'
import type { CompiledDestination, CompiledSite } from './types.ts'

export interface CompileContext {
  readonly file: PolicyFile
  readonly known: readonly KnownDestination[]
  readonly library: Library
  readonly terms: TermsTable
}

export function compileSite(id: string, site: SiteFile, context: CompileContext): CompiledSite {
  const sectors = inSectorOrder(site.sectors)
  const rule = sectorRule(sectors)
  const taken: Taken = { fields: new Set(), events: new Set(), parameters: new Set() }
  const destinations = sortedEntries(site.destinations).map(([name, destination]) =>
    compileDestination(name, destination, context, rule, taken),
  )
  const clickIds = clickIdsOf(context.known)
  const urlParameters = site.url_parameters.filter((name) => staysInAddress(name, rule, clickIds, taken)).toSorted()
  const document = compileSiteDocument(site, context.library, sectors, taken)
  return {
    id,
    demo: site.demo,
    hosts: site.hosts.toSorted(),
    origins: site.origins.toSorted(),
    developmentOrigins: site.development_origins.toSorted(),
    defaultCountry: site.default_country,
    shards: site.shards,
    urlParameters,
    consent: {
      maxAgeDays: site.consent.max_age_days,
      regimes: Object.fromEntries(sortedEntries(site.consent.regimes)),
      gpcScope: site.consent.gpc_scope,
      cookieNames: Object.fromEntries(sortedEntries(site.consent.cookie_names)),
      snapshotWaitMinutes: site.consent.snapshot_wait_minutes,
    },
    retention: { receiptsDays: site.retention.receipts_days, consentDays: site.retention.consent_days },
    unique: uniqueKeys(document.events),
    document,
    urlPaths: sectors.length === 0 ? 'kept' : 'cut',
    ...(sectors.includes('minors') && { eventIds: 'hidden' as const }),
    ...(site.orders !== undefined && { orders: compileOrders(site.orders) }),
    ...(site.sources !== undefined && { sources: compileSources(site.sources) }),
    ...(site.analysis !== undefined && { analysis: compileAnalysis(site.analysis) }),
    ...(site.browser !== undefined && { browser: compileBrowser(site.browser) }),
    destinations,
  }
}

function clickIdsOf(known: readonly KnownDestination[]): ReadonlySet<string> {
  return new Set(known.flatMap(({ clickParameters = [] }) => clickParameters.map((name) => name.toLowerCase())))
}

/** The event id makes an event unique where nothing is said, so only the others are said. */
function uniqueKeys(events: CompiledSite['document']['events']): CompiledSite['unique'] {
  const planned = sortedEntries(events).filter(([, { unique }]) => unique !== 'event_id')
  return Object.fromEntries(planned.map(([event, { unique }]) => [event, unique]))
}

function compileDestination(
  id: string,
  destination: DestinationFile,
  context: CompileContext,
  rule: SectorRule,
  taken: Taken,
): CompiledDestination {
  const testEventCode = destination.test_event_code
  const groups = groupsOf(context)
  return {
    id,
    accountId: destination.account,
    tokenSecret: destination.token_secret,
    ...(testEventCode === undefined ? {} : { testEventCode }),
    purposes: inPurposeOrder(destination.purposes),
    consentNames: consentNames(destination, usualNames(context.known, id)),
    onOptOut: destination.on_opt_out,
    limitedFields: Object.keys(withoutTaken(termsOfLine(destination.limited ?? [], groups), rule, taken)).toSorted(),
    events: compileEvents(destination.allow, context, rule, taken),
    document: compileDestinationDocument(id, destination, context.library),
  }
}

function groupsOf({ file, library }: CompileContext): FieldGroups {
  return (name) => file.field_groups[name] ?? library.fieldGroups[name]
}

/** One list of fields per event: every group of events and of fields written out. */
function compileEvents(
  allow: DestinationFile['allow'],
  context: CompileContext,
  rule: SectorRule,
  taken: Taken,
): CompiledDestination['events'] {
  const groups = groupsOf(context)
  const lines = Object.entries(allow).flatMap(([key, line]) =>
    eventsOf(key, context).map((event) => [event, line] as const),
  )
  const rows = lines
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .filter(([event]) => !isTaken(event, rule, taken))
    .map(([event, line]) => [event, withoutTaken(termsOfLine(line, groups), rule, taken)] as const)
    .filter(([, terms]) => Object.keys(terms).length > 0)
  return Object.fromEntries(rows.map(([event, terms]) => [event, context.terms.place(terms)]))
}

function isTaken(event: EventName, rule: SectorRule, taken: Taken): boolean {
  if (rule.events.has(event)) taken.events.add(event)
  return rule.events.has(event)
}

function withoutTaken(terms: Readonly<Record<string, Grant>>, rule: SectorRule, taken: Taken): Record<string, Grant> {
  const left = Object.entries(terms).filter(([field]) => {
    if (rule.fields.has(field)) taken.fields.add(field)
    return !rule.fields.has(field)
  })
  return Object.fromEntries(left)
}

function eventsOf(key: string, { file, library }: CompileContext): readonly EventName[] {
  const group = file.event_groups[key] ?? library.eventGroups[key]
  return group?.events ?? EVENT_NAMES.filter((event) => event === key)
}

function usualNames(known: readonly KnownDestination[], id: string): DestinationNames {
  return known.find((destination) => destination.id === id)?.consentNames ?? { tools: {} }
}

/** Tool by tool, what the policy says takes the place of the usual names; keys are compared in small letters. */
function consentNames(destination: DestinationFile, usual: DestinationNames): DestinationNames {
  const tcfVendor = destination.tcf_vendor ?? usual.tcfVendor
  const acProvider = destination.ac_provider ?? usual.acProvider
  const tools = { ...usual.tools, ...destination.consent_names }
  const folded = Object.entries(tools).map(
    ([name, keys]) => [name, (keys ?? []).map((key) => key.trim().toLowerCase()).toSorted()] as const,
  )
  return {
    tools: Object.fromEntries(folded.toSorted(([a], [b]) => (a < b ? -1 : 1))),
    ...(tcfVendor !== undefined && { tcfVendor }),
    ...(acProvider !== undefined && { acProvider }),
  }
}

function inPurposeOrder(purposes: DestinationFile['purposes']): CompiledDestination['purposes'] {
  const [first, ...rest] = PURPOSES.filter((purpose) => purposes.includes(purpose))
  // The schema has refused a destination without a purpose.
  if (first === undefined) throw new TypeError('a destination without a purpose passed the schema')
  return [first, ...rest]
}
